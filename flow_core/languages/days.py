"""Days as a caller names them, without a date. A language reads them, and types/calendar.py finds the date.

This module has no words and no arithmetic. The types are named tuples, which take less time to load than data classes.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias


class CalendarDay(NamedTuple):
    """A day with its year: "May 6th, 2024"."""

    year: int
    month: int
    """1 to 12."""
    day: int


class DayOfYear(NamedTuple):
    """A month and a day: "May 6th", "May 6th next year"."""

    month: int
    """1 to 12."""
    day: int
    years_ahead: int | None = None
    """Years after the turn's year; None for the next such date."""


class DayOfMonth(NamedTuple):
    """A day alone: "the 5th", "the 5th of next month"."""

    day: int
    months_ahead: int | None = None
    """Months after the turn's month; None for the next such date."""


class Distance(NamedTuple):
    """A length of time from another day: "in three days", "two months ago". Negative for the past."""

    days: int
    months: int = 0


WhichWeekday: TypeAlias = Literal["coming", "next", "last", "of next week", "after next"]
"""Which of all Tuesdays.

"coming" is today or later, "next" after today, "last" before today. "of next week" lies in the week that begins on the
next Monday. "after next" is a week after "next".
"""


class Weekday(NamedTuple):
    """A day of the week: "Tuesday", "next Tuesday"."""

    weekday: int
    """0 for Monday to 6 for Sunday."""
    which: WhichWeekday = "coming"


NamedDay: TypeAlias = CalendarDay | DayOfYear | DayOfMonth | Distance | Weekday
