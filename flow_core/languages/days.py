"""Days as a caller names them, without a date. A language reads them, and types/when/calendar.py finds the date.

This module has no words and no arithmetic. The types are named tuples, which take less time to load than data classes.
The functions at its end are the meanings that a language gives to its patterns of days.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple, TypeAlias, cast

Side: TypeAlias = Literal["past", "future"]
"""The side of today on which a day lies."""

Order: TypeAlias = Literal["dmy", "mdy", "ymd"]
"""The order of day, month and year in a date of digits."""


class CalendarDay(NamedTuple):
    """A day with its year: "May 6th, 2024"."""

    year: int
    """Below 100: the last two digits of the year."""
    month: int
    """1 to 12."""
    day: int


class NumericDay(NamedTuple):
    """A date in digits, in the order of the caller's region: "5/6/2024", "five six eighty four"."""

    first: int
    second: int
    year: int | None = None
    """Below 100: the last two digits of the year. None: the next such day."""


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


class NthWeekday(NamedTuple):
    """A day of the week in a month: "the first Monday in March"."""

    nth: int
    """1 to 5; -1 for the last one of the month."""
    weekday: int
    month: int | None = None
    """1 to 12; None: `months_ahead` says which month."""
    year: int | None = None
    """Below 100: the last two digits of the year. None: the next such day."""
    months_ahead: int = 0


class Distance(NamedTuple):
    """A length of time from another day: "in three days", "two months ago". Negative for the past."""

    days: int
    months: int = 0
    alone: bool = False
    """Whether no word said on which side it lies: "a fortnight", and "three weeks" in "three weeks today"."""


class EasterDay(NamedTuple):
    """A day counted from Easter Sunday. Good Friday is -2."""

    days: int = 0


class DayBeside(NamedTuple):
    """A day counted from the day that the call is about: "the Tuesday after", "the following day"."""

    side: Side
    """Whether it lies before or after that day."""
    weekday: int | None = None
    """None: the very next day on that side."""


WhichWeekday: TypeAlias = Literal[
    "any",
    "coming",
    "next",
    "last",
    "of this week",
    "of next week",
    "of the week after next",
    "of last week",
    "after next",
    "coming or next",
]
"""Which of all Tuesdays. A week begins on Monday.

"any" is today or later, or today or earlier if a day in the past is asked for. "coming" is today or later. "next" lies
in the next week, and "last" before today. "after next" is a week after "next". "coming or next" is no day where the
two differ: speakers do not agree on it.
"""


class Weekday(NamedTuple):
    """A day of the week: "Tuesday", "next Tuesday"."""

    weekday: int
    """0 for Monday to 6 for Sunday."""
    which: WhichWeekday = "any"


AnyDay: TypeAlias = (
    CalendarDay | NumericDay | DayOfYear | DayOfMonth | NthWeekday | Distance | EasterDay | DayBeside | Weekday
)


class OnWeekday(NamedTuple):
    """A day, with its day of the week: "Friday the 10th". If the two contradict each other, it is no day."""

    weekday: int
    day: AnyDay


NamedDay: TypeAlias = AnyDay | OnWeekday

DayMeaning: TypeAlias = Callable[[Mapping[str, object]], NamedDay | None]
"""Makes a day of the values in the slots of a pattern. None: the words look like a day and are none."""

DistanceMeaning: TypeAlias = Callable[[Mapping[str, object]], Distance | None]
"""Makes a distance of the values in the slots of a pattern. None: the words are no distance."""

Unit: TypeAlias = Literal["second", "minute", "hour", "day", "week", "fortnight", "month", "quarter", "year", "decade"]
"""A unit of time."""

_DAYS: Mapping[str, int] = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS: Mapping[str, int] = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
MAX_COUNT = 10**7
"""Units in a distance. A longer distance lies past the calendar."""


def number(said: Mapping[str, object], slot: str) -> int:
    """Return the number in a slot."""
    return cast(int, said[slot])


def distance(said: Mapping[str, object]) -> Distance | None:
    """{count} {unit}: "two weeks". None if the unit is shorter than a day."""
    count, unit = number(said, "count"), said["unit"]
    if count > MAX_COUNT or (unit not in _DAYS and unit not in _MONTHS):
        return None
    return Distance(count * _DAYS.get(str(unit), 0), count * _MONTHS.get(str(unit), 0))


def weeks_alone(said: Mapping[str, object]) -> Distance | None:
    """{count} {unit}, in weeks or longer units: "three weeks" in "three weeks today"."""
    far = distance(said) if said["unit"] != "day" else None
    return None if far is None else far._replace(alone=True)


def ago(said: Mapping[str, object]) -> Distance | None:
    """{count} {unit}: "two weeks ago"."""
    far = distance(said)
    return None if far is None else Distance(-far.days, -far.months)


def fixed_distance(days: int) -> DistanceMeaning:
    """No slot: "week" in "tomorrow week" with 7."""
    return lambda said: Distance(days)


def fixed(day: NamedDay | None) -> DayMeaning:
    """No slot: the same day for each caller, such as `fixed(DayOfYear(12, 25))` for Christmas; None for no day."""
    return lambda said: day


def weekday(which: WhichWeekday) -> DayMeaning:
    """{weekday}: "next Tuesday" with "next"."""
    return lambda said: Weekday(number(said, "weekday"), which)


def beside(side: Side) -> DayMeaning:
    """{weekday}, or no slot for the very next day: "the Tuesday after" with "future"."""
    return lambda said: DayBeside(side, cast("int | None", said.get("weekday")))


def date_with_year(said: Mapping[str, object]) -> NamedDay | None:
    """{month} or {nth month}, {day} or {nth}, {year} or {full year}, and {weekday} if it is said: "May 6th, 2024"."""
    year = cast(int, said.get("full year", said.get("year")))
    return _on(said, CalendarDay(year, _month(said), _day(said)))


def date_without_year(years_ahead: int | None = None) -> DayMeaning:
    """{month} or {nth month}, {day} or {nth}, and {weekday} if it is said: "May 6th"; "May 6th next year" with 1."""
    return lambda said: _on(said, DayOfYear(_month(said), _day(said), years_ahead))


def day_of_month(months_ahead: int | None = None) -> DayMeaning:
    """{nth} or {digit nth}, and {weekday} if it is said: "the 5th"; "the 5th of next month" with 1."""
    return lambda said: _on(said, DayOfMonth(_day(said), months_ahead))


def in_digits(said: Mapping[str, object]) -> NamedDay | None:
    """{first} {second} {year}: "five six eighty four"."""
    return NumericDay(number(said, "first"), number(said, "second"), number(said, "year"))


def nth_weekday(said: Mapping[str, object]) -> NamedDay | None:
    """{nth} {weekday} {month}, and {full year} if it is said: "the first Monday in March"."""
    year = cast("int | None", said.get("full year"))
    nth = cast(int, said.get("nth", -1))
    return NthWeekday(nth, number(said, "weekday"), number(said, "month"), year)


def nth_weekday_of_month(months_ahead: int) -> DayMeaning:
    """{nth} {weekday}; the last one without {nth}: "the first Monday of next month" with 1."""
    return lambda said: NthWeekday(cast(int, said.get("nth", -1)), number(said, "weekday"), months_ahead=months_ahead)


def _day(said: Mapping[str, object]) -> int:
    return cast(int, next(said[slot] for slot in ("day", "nth", "digit nth") if slot in said))


def _month(said: Mapping[str, object]) -> int:
    return number(said, "month" if "month" in said else "nth month")


def _on(said: Mapping[str, object], day: AnyDay) -> NamedDay:
    return OnWeekday(number(said, "weekday"), day) if "weekday" in said else day
