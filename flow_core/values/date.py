"""Reads a calendar date, written or spoken, as YYYY-MM-DD. Never a time of day, and never a clock: the day is given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from flow_core.json import Json
from flow_core.values.answer import NoMatch
from flow_core.values.date_parts import (
    MONTHS,
    NO_SUCH_DATE,
    WEEKDAYS,
    day_at,
    day_in_calendar,
    month_at,
    year_at,
)
from flow_core.values.relative_date import later, next_day_of_month, next_month_day, relative_at, span_at
from flow_core.values.spoken import below_hundred
from flow_core.values.utterance import Found, Word, ends_clause, follows, settle, text_at, words_of

_EPOCH = date(1970, 1, 1)
_NUMERIC = re.compile(r"([0-9]{1,4})([-/.])([0-9]{1,2})\2([0-9]{1,4})|([0-9]{1,2})/([0-9]{1,2})")
# "the first available", "5th Avenue"
_NO_DAY_BEFORE = frozenset(
    """one time times available option choice half week month day days year floor appointment slot avenue street
    person thing name place part call try attempt of""".split()
)
_FROM = frozenset({"from", "after", "on"})

_Read = tuple[date | None, int]
"""A date (None: no such date) and the index after it."""


def read_date(said: str, *, whole: bool, at: int) -> Json | NoMatch:
    """A date without a year is the next such date on or after the turn's day."""
    words = words_of(said)
    today = _EPOCH + timedelta(milliseconds=at)
    found: list[Found] = []
    index = 0
    while index < len(words):
        start = index
        read = _date_at(words, index + 1 if words[index].text == "on" else index, today)
        if read is None:
            index += 1
            continue
        day, index = read
        found.append(Found(NO_SUCH_DATE if day is None else day.isoformat(), start, index))
    return settle(words, found, "date", whole=whole)


def _date_at(words: Sequence[Word], index: int, today: date) -> _Read | None:
    span = span_at(words, index)
    if span is not None and text_at(words, span.end) in _FROM:
        anchor = _date_at_anchor(words, span.end + 1, today)
        if anchor is not None:
            day, end = anchor
            return (None if day is None else later(day, span)), end
    return (
        _absolute_at(words, index, today) or _weekday_and_date(words, index, today) or relative_at(words, index, today)
    )


def _date_at_anchor(words: Sequence[Word], index: int, today: date) -> _Read | None:
    if text_at(words, index) == "now":
        return today, index + 1
    return _absolute_at(words, index, today) or relative_at(words, index, today)


def _weekday_and_date(words: Sequence[Word], index: int, today: date) -> _Read | None:
    weekday = WEEKDAYS.get(text_at(words, index))
    read = None if weekday is None else _absolute_at(words, index + 1, today)
    if read is None:
        return None
    day, end = read
    return (day if day is not None and day.weekday() == weekday else None), end


def _absolute_at(words: Sequence[Word], index: int, today: date) -> _Read | None:
    read = _numeric(text_at(words, index), index, today) or _month_and_day(words, index, today)
    if read is None:
        return None
    day, end = read
    if day is not None and WEEKDAYS.get(text_at(words, end)) == day.weekday():
        return day, end + 1
    return day, end


def _numeric(text: str, index: int, today: date) -> _Read | None:
    written = _NUMERIC.fullmatch(text)
    if written is None:
        return None
    first, _, middle, last, month, day = written.groups()
    if month is not None:
        return next_month_day(today, *_month_first(int(month), int(day))), index + 1
    if len(first) == 4 and len(last) <= 2:
        return day_in_calendar(int(first), int(middle), int(last)), index + 1
    if len(first) > 2 or len(last) not in {2, 4}:
        return None
    year = int(last) if len(last) == 4 else _full_year(int(last), today)
    return day_in_calendar(year, *_month_first(int(first), int(middle))), index + 1


def _month_and_day(words: Sequence[Word], start: int, today: date) -> _Read | None:
    """ "May 6th, 2024", "the sixth of May", "the 5th"."""
    month = month_at(words, start)
    if month is not None:
        day = day_at(words, start + (2 if text_at(words, start + 1) == "the" else 1))
        if day is None or not follows(words, start + 1):
            return None
        return _with_year(words, month, day[0], day[1], today, unclear=not day[2])
    article = text_at(words, start) == "the"
    day = day_at(words, start + 1 if article else start)
    if day is None:
        return None
    number, end, ordinal = day
    named = end + 1 if text_at(words, end) == "of" else end
    month = month_at(words, named) if follows(words, end) else None
    if month is not None:
        return _with_year(words, month, number, named + 1, today, unclear=False)
    if [text_at(words, end), text_at(words, end + 2)] == ["of", "month"] and text_at(words, end + 1) in {
        "this",
        "next",
    }:
        ahead = today.year * 12 + today.month - 1 + (text_at(words, end + 1) == "next")
        return day_in_calendar(ahead // 12, ahead % 12 + 1, number), end + 3
    written = text_at(words, end - 1)[0].isdigit()
    blocked = not ends_clause(words, end) and text_at(words, end) in _NO_DAY_BEFORE
    if not ordinal or blocked or not (article or written):
        return None
    return next_day_of_month(today, number), end


def _with_year(words: Sequence[Word], month: int, day: int, end: int, today: date, *, unclear: bool) -> _Read:
    year = year_at(words, end)
    if year is not None:
        return day_in_calendar(year[0], month, day), year[1]
    if [text_at(words, end), text_at(words, end + 1)] in (["this", "year"], ["next", "year"]):
        return day_in_calendar(today.year + (text_at(words, end) == "next"), month, day), end + 2
    # "May twenty twenty four" names no day, and "June fifth or sixth" names two.
    if unclear and follows(words, end) and below_hundred(words, end) is not None:
        return None, end
    other = day_at(words, end + 1) if text_at(words, end) in {"or", "and", "to", "through"} else None
    if other is not None and text_at(words, other[1]) not in {"of", *MONTHS}:
        return None, end
    return next_month_day(today, month, day), end


def _month_first(first: int, second: int) -> tuple[int, int]:
    return (second, first) if first > 12 else (first, second)


def _full_year(year: int, today: date) -> int:
    """Two digits are a year up to ten years ahead, else one of the past."""
    latest = today.year + 10
    return latest - (latest - year) % 100
