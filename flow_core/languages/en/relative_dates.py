"""Days counted from today in English: "tomorrow", "in two weeks", "next Tuesday". It reads no calendar date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from flow_core.languages.days import Distance, Weekday, WhichWeekday
from flow_core.languages.en.numbers import cardinal
from flow_core.languages.en.weekdays import weekday_at
from flow_core.languages.utterance import Word, text_at

if TYPE_CHECKING:
    from flow_core.languages.language import DayRead

_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "year": 12}
_UNITS = _DAYS | _MONTHS
_NAMED = {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1}
_NAMED_FROM_A_DAY = {("after", "tomorrow"): 2, ("before", "yesterday"): -2}
_WHICH: Mapping[str, WhichWeekday] = {"this": "coming", "coming": "coming", "next": "next", "last": "last"}
_FROM = frozenset({"from", "after", "on"})
_MAX_COUNT = 10**7
"""Units in a distance. A longer distance lies past the calendar."""


def distance_from_at(words: Sequence[Word], index: int) -> tuple[Distance, int] | None:
    """Read "two weeks after", "three days from"."""
    read = _distance_at(words, index)
    if read is None or text_at(words, read[1]) not in _FROM:
        return None
    return read[0], read[1] + 1


def relative_day_at(words: Sequence[Word], index: int) -> DayRead | None:
    """Read a day counted from today."""
    start = index + 1 if text_at(words, index) == "the" else index
    text = text_at(words, start)
    if text in _NAMED:
        return Distance(_NAMED[text]), start + 1
    pair = (text_at(words, start + 1), text_at(words, start + 2))
    if text == "day" and pair in _NAMED_FROM_A_DAY:
        return Distance(_NAMED_FROM_A_DAY[pair]), start + 3
    if text_at(words, index) == "in":
        ahead = _distance_at(words, index + 1)
        if ahead is not None:
            return ahead[0], ahead[1] + (text_at(words, ahead[1]) == "time")
    past = _distance_at(words, index)
    if past is not None and text_at(words, past[1]) == "ago":
        return Distance(-past[0].days, -past[0].months), past[1] + 1
    return _weekday_at(words, start)


def _distance_at(words: Sequence[Word], index: int) -> tuple[Distance, int] | None:
    """Read "three days", "a week", "a couple of months", and the index after it."""
    text = text_at(words, index)
    if text == "a" and text_at(words, index + 1) == "couple":
        count, end = 2, index + (3 if text_at(words, index + 2) == "of" else 2)
    else:
        counted = (1, index + 1) if text in {"a", "an"} else cardinal(words, index)
        if counted is None:
            return None
        count, end = counted
    unit = text_at(words, end).removesuffix("s")
    if unit not in _UNITS or count > _MAX_COUNT:
        return None
    return Distance(count * _DAYS.get(unit, 0), count * _MONTHS.get(unit, 0)), end + 1


def _weekday_at(words: Sequence[Word], index: int) -> DayRead | None:
    """Read "Tuesday", "next Tuesday", "Tuesday next week"."""
    if [text_at(words, index), text_at(words, index + 1)] == ["next", "week"]:
        named = index + 3 if text_at(words, index + 2) == "on" else index + 2
        weekday = weekday_at(words, named)
        return None if weekday is None else (Weekday(weekday, "of next week"), named + 1)
    which = _WHICH.get(text_at(words, index))
    if which is not None:
        index += 1
        index += text_at(words, index) == "coming"
    weekday = weekday_at(words, index)
    if weekday is None:
        return None
    following = [text_at(words, index + 1), text_at(words, index + 2)]
    if following == ["next", "week"]:
        return Weekday(weekday, "of next week"), index + 3
    if following == ["after", "next"]:
        return Weekday(weekday, "after next"), index + 3
    return Weekday(weekday, which or "coming"), index + 1
