"""The question that a caller names without a value for it."""

from __future__ import annotations

import pytest

from flow_core.values import Question, locale_of, slot_named

SLOTS = {
    "people": Question("integer", prompt="For how many people?"),
    "day": Question("date", prompt="On which day do you come?"),
    "time": Question("time", prompt="At what time do you come?"),
}


@pytest.mark.parametrize(
    ("said", "slot"),
    [
        ("the day is wrong", "day"),
        ("change the time please", "time"),
        ("the number of people", "people"),
        ("the day and the time", None),
        ("when I come", None),
        ("the weather is nice", None),
        ("on", None),
        ("", None),
        ("the day " * 6, None),
        ("day " * 1000, None),
    ],
)
def test_a_slot_is_named_by_words_that_only_its_question_has(said: str, slot: str | None) -> None:
    assert slot_named(said, SLOTS, locale_of(), at=0) == slot
