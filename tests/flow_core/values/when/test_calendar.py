"""Days of the calendar that a caller named, on Sunday, 29 November 2026."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flow_core.languages.days import (
    CalendarDay,
    DayOfMonth,
    DayOfYear,
    Distance,
    EasterDay,
    NamedDay,
    NthWeekday,
    NumericDay,
    Order,
    Side,
    Weekday,
)
from flow_core.values.types.when.asked import Asked
from flow_core.values.types.when.calendar import date_of, in_order

TODAY = date(2026, 11, 29)
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


def found(named: NamedDay, side: Side | None = None, order: Order = "mdy") -> str | None:
    day = date_of(named, Asked(TODAY, side, order))
    return None if day is None else day.isoformat()


@pytest.mark.parametrize(
    ("year", "side", "value"),
    [
        (26, None, "2026-12-12"),
        (36, None, "2036-12-12"),
        (37, None, "1937-12-12"),
        (25, "past", "2025-12-12"),
        (26, "past", "1926-12-12"),
        (27, "past", "1927-12-12"),
        (26, "future", "2026-12-12"),
        (16, "future", "2016-12-12"),
        (15, "future", "2115-12-12"),
    ],
)
def test_two_digits_are_the_year_on_the_side_that_is_asked_for(year: int, side: Side | None, value: str) -> None:
    assert found(CalendarDay(year, 12, 12), side) == value


def test_two_digits_of_a_year_without_that_day_are_no_date() -> None:
    assert found(CalendarDay(23, 2, 29), "past") is None
    assert found(CalendarDay(24, 2, 29), "past") == "2024-02-29"


@pytest.mark.parametrize(
    ("named", "ahead", "past"),
    [
        (DayOfYear(11, 29), "2026-11-29", "2026-11-29"),
        (DayOfYear(2, 29), "2028-02-29", "2024-02-29"),
        (DayOfMonth(31), "2026-12-31", "2026-10-31"),
        (NumericDay(5, 6), "2027-05-06", "2026-05-06"),
        (Weekday(6), "2026-11-29", "2026-11-29"),
        (Weekday(0), "2026-11-30", "2026-11-23"),
        (Weekday(0, "coming"), "2026-11-30", "2026-11-30"),
        (EasterDay(), "2027-03-28", "2026-04-05"),
        (EasterDay(-2), "2027-03-26", "2026-04-03"),
        (NthWeekday(3, 3, 11), "2027-11-18", "2026-11-19"),
        (NthWeekday(-1, 4, 12), "2026-12-25", "2025-12-26"),
        (NthWeekday(5, 0, 11, 2026), "2026-11-30", "2026-11-30"),
        (NthWeekday(5, 1, 11, 2026), None, None),
        (NthWeekday(1, 1, months_ahead=1), "2026-12-01", "2026-12-01"),
        (Distance(14, alone=True), "2026-12-13", None),
    ],
)
def test_a_day_that_comes_again_lies_on_the_side_that_is_asked_for(
    named: NamedDay, ahead: str | None, past: str | None
) -> None:
    assert found(named) == found(named, "future") == ahead
    assert found(named, "past") == past


@pytest.mark.parametrize(
    ("first", "second", "order", "month_and_day"),
    [
        (10, 8, "mdy", (10, 8)),
        (10, 8, "dmy", (8, 10)),
        (10, 8, "ymd", (10, 8)),
        (13, 8, "mdy", (8, 13)),
        (8, 13, "dmy", (8, 13)),
        (13, 13, "dmy", (13, 13)),
    ],
)
def test_a_number_above_12_is_the_day(first: int, second: int, order: Order, month_and_day: tuple[int, int]) -> None:
    assert in_order(first, second, order) == month_and_day


@pytest.mark.parametrize("year", [1, 9999])
def test_the_ends_of_the_calendar_raise_no_error(year: int) -> None:
    for day in (date(year, 1, 1), date(year, 12, 31)):
        for side in ("past", "future", None):
            asked = Asked(day, side, "dmy")
            for named in (EasterDay(), DayOfYear(2, 29), DayOfMonth(31), NthWeekday(5, 1, 1), NthWeekday(1, 1)):
                date_of(named, asked)
            for which in ("any", "next", "last", "of last week", "of next week", "after next"):
                date_of(Weekday(1, which), asked)
            date_of(CalendarDay(5, 5, 5), asked)


@given(DAYS, DAYS)
def test_two_digits_of_a_past_year_are_read_within_a_hundred_years(today: date, day: date) -> None:
    asked = Asked(today, "past", "dmy")
    read = date_of(CalendarDay(day.year % 100, day.month, day.day), asked)
    assert read is None or (timedelta(0) <= today - read and today.year - read.year <= 100)
    if read is not None:
        assert (read.month, read.day, read.year % 100) == (day.month, day.day, day.year % 100)


@given(DAYS, st.integers(0, 6))
def test_the_days_of_the_last_this_and_the_next_week_are_a_week_apart(today: date, weekday: int) -> None:
    asked = Asked(today, None, "dmy")
    last, this, following = (
        date_of(Weekday(weekday, which), asked) for which in ("of last week", "of this week", "of next week")
    )
    assert last is not None
    assert this is not None
    assert following is not None
    assert (this - last).days == (following - this).days == 7
    assert abs((this - today).days) < 7
    assert date_of(Weekday(weekday, "next"), asked) == following
