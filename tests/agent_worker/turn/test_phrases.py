"""The worker's own words."""

from __future__ import annotations

from itertools import pairwise

import pytest

from agent_worker.turn.phrases import BUSY, GOODBYE, OUT_OF_REACH, SLOW, busy, phrase
from flow_core.step import APOLOGY


def test_the_goodbye_is_the_apology_of_the_flow() -> None:
    """The worker cannot import the flow's text, so it has a copy."""
    assert GOODBYE == APOLOGY


@pytest.mark.parametrize("phrases", [SLOW, OUT_OF_REACH])
def test_no_phrase_follows_itself(phrases: tuple[str, ...]) -> None:
    spoken = [phrase(phrases, number) for number in range(12)]
    assert all(first != second for first, second in pairwise(spoken))
    assert spoken[: len(phrases)] == list(phrases)


@pytest.mark.parametrize(
    ("language", "known"), [(None, "en"), ("", "en"), ("en-GB", "en"), ("de", "de"), ("de_AT", "de"), ("ja-JP", "en")]
)
def test_the_busy_sentence_is_in_the_language_of_the_call_or_in_english(language: str | None, known: str) -> None:
    assert busy(language) == BUSY[known]
