"""Finds the date of a day that a caller named. It reads no utterance."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date, timedelta
from typing import assert_never

from flow_core.languages.days import (
    CalendarDay,
    DayBeside,
    DayOfMonth,
    DayOfYear,
    Distance,
    EasterDay,
    NamedDay,
    NthWeekday,
    NumericDay,
    OnWeekday,
    Order,
    Side,
    Weekday,
)
from flow_core.values.answer import NoMatch
from flow_core.values.types.when.asked import Asked

NO_SUCH_DATE = NoMatch("there is no such date")
"""The reading of a day that the calendar does not have."""
_YEARS_AHEAD = 10
"""Years ahead of today up to which two digits are a coming year, where the question names no side."""
_YEARS_BACK = 10
"""Years back to which two digits are a past year, where a coming day is asked for."""


def day_in_calendar(year: int, month: int, day: int) -> date | None:
    """Return the date, or None for a day like February 30."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def date_of(named: NamedDay, asked: Asked) -> date | None:
    """Return the date of a named day, or None if the calendar does not have it.

    Args:
        named: The day.
        asked: What the question says: today, the side of today, the order of digits.
    """
    today = asked.today
    match named:
        case OnWeekday(weekday, day):
            found = date_of(day, asked)
            return found if found is not None and found.weekday() == weekday else None
        case CalendarDay(year, month, day):
            return _with_year(year, month, day, asked)
        case NumericDay(first, second, year):
            return _numeric(first, second, year, asked)
        case DayOfYear(month, day, years):
            if years is not None:
                return day_in_calendar(today.year + years, month, day)
            # February 29 can be eight years away.
            nearby = range(today.year - 8, today.year + 9)
            return _nearest((day_in_calendar(year, month, day) for year in nearby), asked)
        case DayOfMonth(day, months):
            this_month = today.year * 12 + today.month - 1
            if months is not None:
                return _in_month(this_month + months, day)
            return _nearest((_in_month(this_month + ahead, day) for ahead in range(-11, 12)), asked)
        case NthWeekday():
            return _nth_weekday(named, asked)
        case Distance():
            return None if named.alone and asked.side == "past" else moved(today, named)
        case EasterDay(days):
            nearby = range(max(today.year - 1, 1), min(today.year + 2, 10_000))
            return _nearest((moved(_easter(year), Distance(days)) for year in nearby), asked)
        case DayBeside(side, weekday):
            if asked.about is None:
                return None
            step = Distance(1 if side == "future" else -1)
            return moved(asked.about, step) if weekday is None else near(asked.about, weekday, side)
        case Weekday(weekday, "coming or next") if weekday >= today.weekday():
            # On a Monday, Spanish "el próximo viernes" is the coming Friday or the one after.
            return None
        case Weekday(weekday, "coming") if weekday == today.weekday():
            # On a Thursday, "this coming Thursday" is hardly today, and hardly called so a week ahead.
            return None
        case Weekday(_, "of next week" | "of the week after next") if (
            asked.sunday_first and today.weekday() == calendar.SUNDAY
        ):
            return None
        case Weekday():
            return moved(today, Distance(_days_until(named, today, asked.side)))
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


def near(anchor: date, weekday: int, side: Side) -> date | None:
    """Return the first such day of the week after a day, or the last one before it."""
    ahead = (weekday - anchor.weekday()) % 7
    return moved(anchor, Distance((ahead or 7) if side == "future" else ahead - 7))


def in_order(first: int, second: int, order: Order) -> tuple[int, int]:
    """Return month and day. A number above 12 is the day in each order."""
    month, day = (second, first) if order == "dmy" else (first, second)
    return (day, month) if month > 12 >= day else (month, day)


def _nearest(days: Iterable[date | None], asked: Asked) -> date | None:
    """Return the first of the days that is today or ahead; if a past day is asked for, the last one up to today."""
    found = [day for day in days if day is not None]
    if asked.side == "past":
        return max((day for day in found if day <= asked.today), default=None)
    return min((day for day in found if day >= asked.today), default=None)


def _with_year(year: int, month: int, day: int, asked: Asked) -> date | None:
    if year > 99:
        return day_in_calendar(year, month, day)
    this_year = asked.today.year
    if asked.side == "past":
        latest = day_in_calendar(_ending(year, this_year), month, day)
        late = latest is not None and latest > asked.today
        return day_in_calendar(latest.year - 100, month, day) if latest is not None and late else latest
    years_ahead = 99 - _YEARS_BACK if asked.side == "future" else _YEARS_AHEAD
    return day_in_calendar(_ending(year, this_year + years_ahead), month, day)


def _ending(year: int, latest: int) -> int:
    """Return the latest year, up to one, that ends with two digits."""
    return latest - (latest - year) % 100


def _numeric(first: int, second: int, year: int | None, asked: Asked) -> date | None:
    month, day = in_order(first, second, asked.order)
    named = DayOfYear(month, day) if year is None else CalendarDay(year, month, day)
    return date_of(named, asked)


def _in_month(months: int, day: int) -> date | None:
    """Return a day of a month. The month is counted from January of the year 0."""
    return day_in_calendar(months // 12, months % 12 + 1, day)


def _nth_weekday(named: NthWeekday, asked: Asked) -> date | None:
    today = asked.today
    if named.month is None:
        return _nth_in_month(today.year * 12 + today.month - 1 + named.months_ahead, named)
    if named.year is not None:
        return _nth_in_month(named.year * 12 + named.month - 1, named)
    years = range(today.year - 1, today.year + 2)
    return _nearest((_nth_in_month(year * 12 + named.month - 1, named) for year in years), asked)


def _nth_in_month(months: int, named: NthWeekday) -> date | None:
    first = _in_month(months, 1)
    if first is None:
        return None
    days = [1 + (named.weekday - first.weekday()) % 7 + 7 * week for week in range(5)]
    inside = [day for day in (_in_month(months, each) for each in days) if day is not None]
    if named.nth == -1:
        return inside[-1]
    return inside[named.nth - 1] if 1 <= named.nth <= len(inside) else None


def _easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (Butcher's algorithm, Nature, 20 April 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    x = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * x) // 451
    month, day = divmod(h + x - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _days_until(named: Weekday, today: date, side: Side | None) -> int:
    ahead = (named.weekday - today.weekday()) % 7
    in_this_week = named.weekday - today.weekday()
    match named.which:
        case "any":
            return ahead - 7 if side == "past" and ahead else ahead
        case "coming":
            return ahead
        case "next" | "of next week" | "coming or next":
            return in_this_week + 7
        case "last":
            return ahead - 7
        case "of the week after next":
            return in_this_week + 14
        case "of this week":
            return in_this_week
        case "of last week":
            return in_this_week - 7
        case "after next":
            return (ahead or 7) + 7
        case _:
            assert_never(named.which)
