"""The days of a time zone as times. Most have 24 hours; those on which clocks change have 23 or 25. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from functions.ports.reporting.counts import DAY

_EPOCH = date(1970, 1, 1)
_MOST_OFFSET = DAY
"""Milliseconds by which a zone differs from UTC, at most. Python allows less than a day."""


@dataclass(frozen=True, slots=True)
class ZoneDay:
    """One date in a time zone."""

    number: int
    """The date, as days since 1970-01-01."""
    begin: int
    """Its first moment, in milliseconds since the epoch."""
    end: int
    """The first moment after it."""

    @property
    def date(self) -> str:
        """The date, as 2026-11-30."""
        return date_of(self.number)

    @property
    def utc_days(self) -> range:
        """The days in UTC that have a part of it, as numbers."""
        return range(self.begin // DAY, (self.end - 1) // DAY + 1)


def date_of(number: int) -> str:
    """Return the date with a number, as 2026-11-30."""
    return (_EPOCH + timedelta(days=number)).isoformat()


def begin_of(day: date, zone: tzinfo) -> int:
    """Return the first moment of a date in a zone, in milliseconds since the epoch.

    If clocks skip midnight, it is the moment at which they do. If they pass midnight twice, it is the first time.
    OverflowError is raised for a date that has no such moment, such as 0001-01-01.
    """
    moment = datetime(day.year, day.month, day.day, tzinfo=zone)
    return round((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1000)


def days_between(begin: int, end: int, zone: tzinfo) -> Sequence[ZoneDay]:
    """Return the days of a zone that have a part of a time, first to last.

    Args:
        begin: Milliseconds since the epoch.
        end: Milliseconds since the epoch; the time does not have it. begin < end.
        zone: The zone.

    Returns:
        The days. A date that the zone skipped is missing.
    """
    first = _EPOCH + timedelta(days=(begin - _MOST_OFFSET) // DAY)
    days: list[ZoneDay] = []
    day, begins = first, begin_of(first, zone)
    while begins < end:
        day, number = day + timedelta(days=1), (day - _EPOCH).days
        ends = begin_of(day, zone)
        if begin < ends and begins < ends:
            days.append(ZoneDay(number, begins, ends))
        begins = ends
    return days
