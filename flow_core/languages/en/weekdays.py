"""The days of the week in English."""

from __future__ import annotations

from collections.abc import Sequence

from flow_core.languages.utterance import Word, text_at

_NAMES = "monday tuesday wednesday thursday friday saturday sunday".split()
_WEEKDAYS = {name: number for number, name in enumerate(_NAMES)} | {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4,
}  # fmt: skip


def weekday_at(words: Sequence[Word], index: int) -> int | None:
    """Read one word as a day of the week: 0 for Monday to 6 for Sunday."""
    return _WEEKDAYS.get(text_at(words, index))
