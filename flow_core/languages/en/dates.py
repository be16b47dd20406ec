"""Days of the calendar in English: "May 6th, 2024", "the sixth of May", "the 5th". It does not know today."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from flow_core.languages.days import CalendarDay, DayOfMonth, DayOfYear
from flow_core.languages.en.numbers import TENS, UNITS, below_hundred
from flow_core.languages.en.relative_dates import distance_from_at, relative_day_at
from flow_core.languages.en.weekdays import weekday_at
from flow_core.languages.utterance import Word, ends_clause, follows, text_at

if TYPE_CHECKING:
    from flow_core.languages.language import DayRead

__all__ = ["DateVocabulary", "calendar_day_at", "distance_from_at", "month_and_day", "relative_day_at", "weekday_at"]


class DateVocabulary:
    """Words around a date."""

    introductions = frozenset({"on"})
    now = frozenset({"now"})


_MONTH_NAMES = "january february march april may june july august september october november december".split()
_FULL_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, 1)}
_MONTHS = _FULL_MONTHS | {name[:3]: number for name, number in _FULL_MONTHS.items()} | {"sept": 9}

_ORDINAL_UNITS = {
    name: number for number, name in enumerate("first second third fourth fifth sixth seventh eighth ninth".split(), 1)
}
_ORDINAL_DAYS = _ORDINAL_UNITS | {
    name: number
    for number, name in enumerate(
        """tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
        twentieth""".split(),
        10,
    )
} | {"thirtieth": 30}  # fmt: skip
_DAY_IN_DIGITS = re.compile(r"([0-9]{1,2})(st|nd|rd|th)?")
_YEAR_IN_DIGITS = re.compile(r"[1-9][0-9]{3}")
# Words after the verb "may", as in "the 5th may work for me".
_WORDS_AFTER_VERB_MAY = frozenset("be work not suit do have i we you".split())
# Words after an ordinal that is no day, as in "the first available" and "5th Avenue".
_WORDS_AFTER_OTHER_ORDINAL = frozenset(
    """one time times available option choice half week month day days year floor appointment slot avenue street
    person thing name place part call try attempt of""".split()
)
_PERIODS_AHEAD = {"this": 0, "next": 1}

_CENTURIES = {"nineteen": 1900, "twenty": 2000}


def month_and_day(first: int, second: int) -> tuple[int, int]:
    """Put the month first, as in the USA, unless the first number can only be a day."""
    return (second, first) if first > 12 else (first, second)


def calendar_day_at(words: Sequence[Word], index: int) -> DayRead | None:
    """Read a day of the calendar."""
    month = _month_at(words, index)
    if month is not None:
        day = _day_at(words, index + (2 if text_at(words, index + 1) == "the" else 1))
        if day is None or not follows(words, index + 1):
            return None
        return _with_year(words, month, day[0], day[1], may_be_year=not day[2])
    article = text_at(words, index) == "the"
    day = _day_at(words, index + 1 if article else index)
    if day is None:
        return None
    number, end, ordinal = day
    month_index = end + 1 if text_at(words, end) == "of" else end
    month = _month_at(words, month_index) if follows(words, end) else None
    if month is not None:
        return _with_year(words, month, number, month_index + 1, may_be_year=False)
    months_ahead = _PERIODS_AHEAD.get(text_at(words, end + 1))
    if text_at(words, end) == "of" and months_ahead is not None and text_at(words, end + 2) == "month":
        return DayOfMonth(number, months_ahead), end + 3
    in_digits = text_at(words, end - 1)[0].isdigit()
    blocked = not ends_clause(words, end) and text_at(words, end) in _WORDS_AFTER_OTHER_ORDINAL
    if not ordinal or blocked or not (article or in_digits):
        return None
    return DayOfMonth(number), end


def _with_year(words: Sequence[Word], month: int, day: int, end: int, *, may_be_year: bool) -> DayRead:
    """Read the year after a month and a day.

    Args:
        words: The utterance.
        month: 1 to 12.
        day: The day of the month.
        end: The index after the month and the day.
        may_be_year: Whether the day was a cardinal, which may be the beginning of a year.

    Returns:
        The day and the index after its last word.
    """
    year = _year_at(words, end)
    if year is not None:
        return CalendarDay(year[0], month, day), year[1]
    years_ahead = _PERIODS_AHEAD.get(text_at(words, end))
    if years_ahead is not None and text_at(words, end + 1) == "year":
        return DayOfYear(month, day, years_ahead), end + 2
    # "May twenty twenty four" names no day, and "June fifth or sixth" names two.
    if may_be_year and follows(words, end) and below_hundred(words, end) is not None:
        return None, end
    other = _day_at(words, end + 1) if text_at(words, end) in {"or", "and", "to", "through"} else None
    if other is not None and text_at(words, other[1]) not in {"of", *_MONTHS}:
        return None, end
    return DayOfYear(month, day), end


def _month_at(words: Sequence[Word], index: int) -> int | None:
    text = text_at(words, index)
    if text == "may" and text_at(words, index + 1) in _WORDS_AFTER_VERB_MAY:
        return None
    return _MONTHS.get(text)


def _day_at(words: Sequence[Word], index: int) -> tuple[int, int, bool] | None:
    """Read a day of the month, the index after it, and whether it is an ordinal ("6th", "twenty first")."""
    text = text_at(words, index)
    if digits := _DAY_IN_DIGITS.fullmatch(text):
        return int(digits[1]), index + 1, digits[2] is not None
    following = text_at(words, index + 1)
    if text in TENS and following in _ORDINAL_UNITS and follows(words, index + 1):
        return TENS[text] + _ORDINAL_UNITS[following], index + 2, True
    if text in _ORDINAL_DAYS:
        return _ORDINAL_DAYS[text], index + 1, True
    spoken = below_hundred(words, index)
    return None if spoken is None else (*spoken, False)


def _year_at(words: Sequence[Word], index: int) -> tuple[int, int] | None:
    """Read a year of four digits or in words ("nineteen oh five", "two thousand and four"), and the index after it."""
    text = text_at(words, index)
    if _YEAR_IN_DIGITS.fullmatch(text):
        return int(text), index + 1
    if text == "two" and text_at(words, index + 1) == "thousand":
        start = index + 3 if text_at(words, index + 2) == "and" else index + 2
        rest = below_hundred(words, start) if follows(words, index + 2) else None
        return (2000, index + 2) if rest is None else (2000 + rest[0], rest[1])
    century = _CENTURIES.get(text)
    if century is None:
        return None
    if text_at(words, index + 1) in {"oh", "o"} and text_at(words, index + 2) in UNITS:
        return century + UNITS[text_at(words, index + 2)], index + 3
    if text_at(words, index + 1) == "hundred":
        return century, index + 2
    rest = below_hundred(words, index + 1)
    return (century + rest[0], rest[1]) if rest is not None and rest[0] > 9 else None
