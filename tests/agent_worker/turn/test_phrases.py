"""The worker's own words."""

from __future__ import annotations

from itertools import pairwise

import pytest

from agent_worker.turn.phrases import GOODBYE, OUT_OF_REACH, SLOW, phrase
from flow_core.step import APOLOGY


def test_the_goodbye_is_the_apology_of_the_flow() -> None:
    """The worker cannot import the flow's text, so it has a copy."""
    assert GOODBYE == APOLOGY


@pytest.mark.parametrize("phrases", [SLOW, OUT_OF_REACH])
def test_no_phrase_follows_itself(phrases: tuple[str, ...]) -> None:
    spoken = [phrase(phrases, number) for number in range(12)]
    assert all(first != second for first, second in pairwise(spoken))
    assert spoken[: len(phrases)] == list(phrases)
