"""Finds the date of a day that a caller named. It reads no utterance."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import assert_never

from flow_core.languages.days import CalendarDay, DayOfMonth, DayOfYear, Distance, NamedDay, Weekday
from flow_core.values.answer import NoMatch

NO_SUCH_DATE = NoMatch("there is no such date")
"""The reading of a day that the calendar does not have."""


def day_in_calendar(year: int, month: int, day: int) -> date | None:
    """Return the date, or None for a day like February 30."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def date_of(named: NamedDay, today: date) -> date | None:
    """Return the date of a named day, or None if the calendar does not have it.

    Args:
        named: The day.
        today: The turn's day, from which a relative day is counted.
    """
    match named:
        case CalendarDay(year, month, day):
            return day_in_calendar(year, month, day)
        case DayOfYear(month, day, years):
            if years is None:
                return _next_day_of_year(today, month, day)
            return day_in_calendar(today.year + years, month, day)
        case DayOfMonth(day, months):
            if months is None:
                return _next_day_of_month(today, day)
            ahead = today.year * 12 + today.month - 1 + months
            return day_in_calendar(ahead // 12, ahead % 12 + 1, day)
        case Distance():
            return moved(today, named)
        case Weekday():
            return moved(today, Distance(_days_until(named, today)))
        case _:
            assert_never(named)


def moved(day: date, distance: Distance) -> date | None:
    """Return the date at a distance from a day, or None past the calendar.

    A month that is too short for the day gives its last day.
    """
    months = day.year * 12 + day.month - 1 + distance.months
    year, month = months // 12, months % 12 + 1
    if not 1 <= year <= 9999:
        return None
    try:
        same_day = day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))
        return same_day + timedelta(days=distance.days)
    except OverflowError:
        return None


def _next_day_of_year(today: date, month: int, day: int) -> date | None:
    # February 29 can be eight years away.
    days = (day_in_calendar(year, month, day) for year in range(today.year, today.year + 9))
    return next((found for found in days if found is not None and found >= today), None)


def _next_day_of_month(today: date, day: int) -> date | None:
    first = today.year * 12 + today.month - 1
    days = (day_in_calendar(month // 12, month % 12 + 1, day) for month in range(first, first + 12))
    return next((found for found in days if found is not None and found >= today), None)


def _days_until(named: Weekday, today: date) -> int:
    ahead = (named.weekday - today.weekday()) % 7
    match named.which:
        case "coming":
            return ahead
        case "next":
            return ahead or 7
        case "last":
            return ahead - 7
        case "of next week":
            return 7 - today.weekday() + named.weekday
        case "after next":
            return (ahead or 7) + 7
        case _:
            assert_never(named.which)
