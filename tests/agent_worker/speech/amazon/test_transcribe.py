"""Errors of Transcribe, as livekit-agents needs them."""

from __future__ import annotations

import pytest
from livekit.agents import APIConnectionError, APIStatusError

from agent_worker.speech.amazon.transcribe import transcribe_error


@pytest.mark.parametrize(("status", "tried_again"), [("LimitExceededException", True), ("BadRequestException", False)])
def test_an_error_of_transcribe_is_tried_again_unless_the_request_is_invalid(status: str, tried_again: bool) -> None:
    error = transcribe_error(type(status, (Exception,), {})("my card is 4111 1111"))
    assert isinstance(error, APIStatusError)
    assert (error.retryable, error.message) == (tried_again, status)


def test_any_other_error_of_a_stream_is_a_lost_connection() -> None:
    error = transcribe_error(OSError("my card is 4111 1111"))
    assert isinstance(error, APIConnectionError)
    assert (error.retryable, error.message) == (True, "OSError")
