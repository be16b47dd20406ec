"""The parts of a calendar date as they are spoken or written: month, day, year. Never knows what day it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from flow_core.values.answer import NoMatch
from flow_core.values.spoken import TENS, UNITS, below_hundred
from flow_core.values.utterance import Word, follows, text_at

NO_SUCH_DATE = NoMatch("there is no such date")

_MONTHS = "january february march april may june july august september october november december".split()
MONTHS = {name: number for number, name in enumerate(_MONTHS, 1)}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
WEEKDAYS = {name: number for number, name in enumerate(_WEEKDAYS)}
WEEKDAYS |= {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4}

_ORDINAL_UNITS = "first second third fourth fifth sixth seventh eighth ninth".split()
_ORDINALS = {name: number for number, name in enumerate(_ORDINAL_UNITS, 1)}
_ORDINAL_DAYS = _ORDINALS | {
    name: number
    for number, name in enumerate(
        """tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
        twentieth""".split(),
        10,
    )
} | {"thirtieth": 30}  # fmt: skip
_DAY_IN_DIGITS = re.compile(r"([0-9]{1,2})(st|nd|rd|th)?")
_YEAR_IN_DIGITS = re.compile(r"[1-9][0-9]{3}")
# "the 5th may work for me"
_AFTER_THE_VERB_MAY = frozenset("be work not suit do have i we you".split())


def iso(year: int, month: int, day: int) -> str | NoMatch:
    """YYYY-MM-DD, if that day is in the calendar."""
    real = day_in_calendar(year, month, day)
    return NO_SUCH_DATE if real is None else real.isoformat()


def day_in_calendar(year: int, month: int, day: int) -> date | None:
    """The date, or None for one like February 30."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_at(words: Sequence[Word], index: int) -> int | None:
    """The month named here."""
    text = text_at(words, index)
    if text == "may" and text_at(words, index + 1) in _AFTER_THE_VERB_MAY:
        return None
    return MONTHS.get(text)


def day_at(words: Sequence[Word], index: int) -> tuple[int, int, bool] | None:
    """A day of the month, the index after it, and whether it was an ordinal ("6th", "twenty first")."""
    text = text_at(words, index)
    if written := _DAY_IN_DIGITS.fullmatch(text):
        return int(written[1]), index + 1, written[2] is not None
    following = text_at(words, index + 1)
    if text in TENS and following in _ORDINALS and follows(words, index + 1):
        return TENS[text] + _ORDINALS[following], index + 2, True
    if text in _ORDINAL_DAYS:
        return _ORDINAL_DAYS[text], index + 1, True
    spoken = below_hundred(words, index)
    return None if spoken is None else (*spoken, False)


def year_at(words: Sequence[Word], index: int) -> tuple[int, int] | None:
    """A year of four digits, or in words ("nineteen oh five", "two thousand and four"), and the index after it."""
    text = text_at(words, index)
    if _YEAR_IN_DIGITS.fullmatch(text):
        return int(text), index + 1
    if text == "two" and text_at(words, index + 1) == "thousand":
        start = index + 3 if text_at(words, index + 2) == "and" else index + 2
        rest = below_hundred(words, start) if follows(words, index + 2) else None
        return (2000, index + 2) if rest is None else (2000 + rest[0], rest[1])
    century = {"nineteen": 1900, "twenty": 2000}.get(text)
    if century is None:
        return None
    if text_at(words, index + 1) in {"oh", "o"} and text_at(words, index + 2) in UNITS:
        return century + UNITS[text_at(words, index + 2)], index + 3
    if text_at(words, index + 1) == "hundred":
        return century, index + 2
    rest = below_hundred(words, index + 1)
    return (century + rest[0], rest[1]) if rest is not None and rest[0] > 9 else None
