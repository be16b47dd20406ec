"""What the log says about a failure of an engine, and which failures are final."""

from __future__ import annotations

import pytest
from livekit.agents import APIConnectionError, APIError, APIStatusError, APITimeoutError, stt, tts

from agent_worker.speech.failure import cause, is_final
from testing.fakes.aws_speech import LimitExceededException, ThrottlingException

WORDS = "my card is 4111 1111"


def because(error: Exception, reason: Exception) -> Exception:
    error.__cause__ = reason
    return error


@pytest.mark.parametrize(
    ("error", "named"),
    [
        (because(APIConnectionError(WORDS), ThrottlingException(WORDS)), "ThrottlingException"),
        (because(APIStatusError(WORDS, status_code=429), LimitExceededException(WORDS)), "LimitExceededException"),
        (APIStatusError(WORDS, status_code=503), "APIStatusError 503"),
        (APITimeoutError(WORDS), "APITimeoutError"),
        (because(APIConnectionError(WORDS), because(APIError(WORDS), OSError(WORDS))), "OSError"),
    ],
)
def test_a_failure_is_named_by_its_first_cause_without_its_words(error: Exception, named: str) -> None:
    assert cause(error) == named


def test_a_chain_that_never_ends_is_cut() -> None:
    one, other = ValueError(), TypeError()
    one.__cause__, other.__cause__ = other, one
    assert cause(one) in ("ValueError", "TypeError")


@pytest.mark.parametrize(
    ("event", "final"),
    [
        (stt.STTError(timestamp=0, label="x", error=APIConnectionError(), recoverable=False), True),
        (stt.STTError(timestamp=0, label="x", error=RuntimeError(), recoverable=False), True),
        (stt.STTError(timestamp=0, label="x", error=APIConnectionError(), recoverable=True), False),
        (tts.TTSError(timestamp=0, label="x", error=APIConnectionError(), recoverable=False), True),
        (tts.TTSError(timestamp=0, label="x", error=APIError("no audio frames"), recoverable=False), False),
    ],
)
def test_a_failure_is_final_unless_it_is_tried_again_or_a_text_has_no_sound(
    event: stt.STTError | tts.TTSError, final: bool
) -> None:
    assert is_final(event) is final
