"""Dates counted from the turn's day: "tomorrow", "in two weeks", "next Tuesday". Never reads a calendar date."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flow_core.values.date_parts import WEEKDAYS, day_in_calendar
from flow_core.values.spoken import cardinal
from flow_core.values.utterance import Word, text_at

_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "year": 12}
_UNITS = _DAYS | _MONTHS
_NAMED = {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1}
_NAMED_FROM_A_DAY = {("after", "tomorrow"): 2, ("before", "yesterday"): -2}
_FARTHEST = 10**7


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time in days and months, and the index after its words."""

    days: int
    months: int
    end: int


def span_at(words: Sequence[Word], index: int) -> Span | None:
    """ "three days", "a week", "a couple of months"."""
    text = text_at(words, index)
    if text == "a" and text_at(words, index + 1) == "couple":
        count, end = 2, index + (3 if text_at(words, index + 2) == "of" else 2)
    else:
        counted = (1, index + 1) if text in {"a", "an"} else cardinal(words, index)
        if counted is None:
            return None
        count, end = counted
    unit = text_at(words, end).removesuffix("s")
    if unit not in _UNITS or count > _FARTHEST:
        return None
    return Span(count * _DAYS.get(unit, 0), count * _MONTHS.get(unit, 0), end + 1)


def later(day: date, span: Span, direction: int = 1) -> date | None:
    """The day at that distance; the last of a month that is too short; None past the calendar."""
    months = day.year * 12 + day.month - 1 + direction * span.months
    year, month = months // 12, months % 12 + 1
    if not 1 <= year <= 9999:
        return None
    try:
        moved = day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))
        return moved + timedelta(days=direction * span.days)
    except OverflowError:
        return None


def next_month_day(today: date, month: int, day: int) -> date | None:
    """The next such date on or after today; February 29 can be eight years away."""
    years = (day_in_calendar(year, month, day) for year in range(today.year, today.year + 9))
    return next((found for found in years if found is not None and found >= today), None)


def next_day_of_month(today: date, day: int) -> date | None:
    """The next date on or after today with that day of the month."""
    first = today.year * 12 + today.month - 1
    days = (day_in_calendar(month // 12, month % 12 + 1, day) for month in range(first, first + 12))
    return next((found for found in days if found is not None and found >= today), None)


def relative_at(words: Sequence[Word], index: int, today: date) -> tuple[date | None, int] | None:
    """A date counted from today (None: past the calendar), and the index after it."""
    start = index + 1 if text_at(words, index) == "the" else index
    text = text_at(words, start)
    if text in _NAMED:
        return later(today, Span(_NAMED[text], 0, start)), start + 1
    pair = (text_at(words, start + 1), text_at(words, start + 2))
    if text == "day" and pair in _NAMED_FROM_A_DAY:
        return later(today, Span(_NAMED_FROM_A_DAY[pair], 0, start)), start + 3
    if text_at(words, index) == "in":
        span = span_at(words, index + 1)
        if span is not None:
            return later(today, span), span.end + (text_at(words, span.end) == "time")
    span = span_at(words, index)
    if span is not None and text_at(words, span.end) == "ago":
        return later(today, span, -1), span.end + 1
    return _weekday_at(words, start, today)


def _weekday_at(words: Sequence[Word], index: int, today: date) -> tuple[date | None, int] | None:
    """The next such day, today included; "next" means after today, "last" before it, "next week" from Monday on."""
    if [text_at(words, index), text_at(words, index + 1)] == ["next", "week"]:
        named = index + 3 if text_at(words, index + 2) == "on" else index + 2
        weekday = WEEKDAYS.get(text_at(words, named))
        return None if weekday is None else (_next_week(today, weekday), named + 1)
    which = text_at(words, index)
    if which in {"this", "next", "last", "coming"}:
        index += 1
        index += text_at(words, index) == "coming"
    weekday = WEEKDAYS.get(text_at(words, index))
    if weekday is None:
        return None
    ahead = (weekday - today.weekday()) % 7
    following = [text_at(words, index + 1), text_at(words, index + 2)]
    if following == ["next", "week"]:
        return _next_week(today, weekday), index + 3
    if following == ["after", "next"]:
        return later(today, Span((ahead or 7) + 7, 0, index)), index + 3
    if which == "next":
        ahead = ahead or 7
    if which == "last":
        return later(today, Span(7 - ahead, 0, index), -1), index + 1
    return later(today, Span(ahead, 0, index)), index + 1


def _next_week(today: date, weekday: int) -> date | None:
    return later(today, Span(7 - today.weekday() + weekday, 0, 0))
