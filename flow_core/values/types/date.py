"""Finds a calendar date, written or spoken, as YYYY-MM-DD. It reads no time of day and no clock."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from flow_core.languages.days import DayOfYear
from flow_core.languages.utterance import Word, text_at
from flow_core.values.question import Reading
from flow_core.values.types.calendar import NO_SUCH_DATE, date_of, day_in_calendar, moved
from flow_core.values.types.finder import Finder
from flow_core.values.understand import Found

if TYPE_CHECKING:
    from flow_core.languages.language import DateReader, DayRead, Language

_NUMERIC = re.compile(r"([0-9]{1,4})([-/.])([0-9]{1,2})\2([0-9]{1,4})|([0-9]{1,2})/([0-9]{1,2})")

_DateRead: TypeAlias = tuple[date | None, int]
"""A date (None: the calendar does not have it), and the index of the first word after it."""


def _find(words: Sequence[Word], reading: Reading) -> list[Found]:
    """Find dates. A date without a year is the next such date on or after the turn's day."""
    language, today = reading.language, reading.today
    found: list[Found] = []
    index = 0
    while index < len(words):
        start = index
        introduced = words[index].text in language.date_words.introductions
        read = _date_at(words, index + 1 if introduced else index, today, language)
        if read is None:
            index += 1
            continue
        day, index = read
        found.append(Found(NO_SUCH_DATE if day is None else day.isoformat(), start, index))
    return found


def _date_at(words: Sequence[Word], index: int, today: date, language: Language) -> _DateRead | None:
    dates = language.dates
    distance = dates.distance_from_at(words, index)
    anchor = None if distance is None else _anchor_at(words, distance[1], today, language)
    if distance is not None and anchor is not None:
        day, end = anchor
        return (None if day is None else moved(day, distance[0])), end
    return (
        _absolute_at(words, index, today, dates)
        or _weekday_and_date(words, index, today, dates)
        or _dated(dates.relative_day_at(words, index), today)
    )


def _anchor_at(words: Sequence[Word], index: int, today: date, language: Language) -> _DateRead | None:
    """Read the day that a distance is counted from."""
    if text_at(words, index) in language.date_words.now:
        return today, index + 1
    dates = language.dates
    return _absolute_at(words, index, today, dates) or _dated(dates.relative_day_at(words, index), today)


def _weekday_and_date(words: Sequence[Word], index: int, today: date, dates: DateReader) -> _DateRead | None:
    """Read "Monday May 6th". A date on another day of the week is no date."""
    weekday = dates.weekday_at(words, index)
    read = None if weekday is None else _absolute_at(words, index + 1, today, dates)
    if read is None:
        return None
    day, end = read
    return (day if day is not None and day.weekday() == weekday else None), end


def _absolute_at(words: Sequence[Word], index: int, today: date, dates: DateReader) -> _DateRead | None:
    """Read a day of the calendar, and its day of the week if that follows and is right."""
    read = _numeric(text_at(words, index), index, today, dates) or _dated(dates.calendar_day_at(words, index), today)
    if read is None:
        return None
    day, end = read
    if day is not None and dates.weekday_at(words, end) == day.weekday():
        return day, end + 1
    return day, end


def _dated(read: DayRead | None, today: date) -> _DateRead | None:
    """Find the date of a day that was read."""
    if read is None:
        return None
    named, end = read
    return (None if named is None else date_of(named, today)), end


def _numeric(text: str, index: int, today: date, dates: DateReader) -> _DateRead | None:
    """Read a date in digits, such as 2024-05-06, 5/6/2024 and 5/6."""
    match = _NUMERIC.fullmatch(text)
    if match is None:
        return None
    first, _, middle, last, month, day = match.groups()
    if month is not None:
        return date_of(DayOfYear(*dates.month_and_day(int(month), int(day))), today), index + 1
    if len(first) == 4 and len(last) <= 2:
        return day_in_calendar(int(first), int(middle), int(last)), index + 1
    if len(first) > 2 or len(last) not in {2, 4}:
        return None
    year = int(last) if len(last) == 4 else _full_year(int(last), today)
    return day_in_calendar(year, *dates.month_and_day(int(first), int(middle))), index + 1


def _full_year(year: int, today: date) -> int:
    """Return the year that two digits mean: at most ten years ahead, else a past year."""
    latest = today.year + 10
    return latest - (latest - year) % 100


DATE = Finder("date", _find)
"""YYYY-MM-DD."""
