"""Dates, times of day, moments and durations in words."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from flow_core.json import Json
from flow_core.spoken.lists import join
from flow_core.spoken.numbers import with_plain_spaces

if TYPE_CHECKING:
    from flow_core.spoken.voice import Voice

_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::[0-5]\d(?:\.\d{1,9})?)?\Z", re.ASCII)
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?\Z", re.ASCII
)
_DURATION = re.compile(
    r"P(?=.)(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,6})D)?"
    r"(?:T(?=.)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?\Z",
    re.ASCII,
)
_UNITS = ("year", "month", "week", "day", "hour", "minute", "second")
_MIN_MILLISECONDS = 10**11
"""Numbers below are no moments: 10**11 milliseconds after the epoch is March 1973."""
_MAX_MILLISECONDS = 253_402_300_799_999
"""The end of the year 9999, which is the last that Python's dates know."""


def date_of(value: Json, voice: Voice) -> date | None:
    """Return the date of a value: an ISO 8601 date, or that of a moment where the caller is. None for another value."""
    if isinstance(value, str) and _DATE.match(value):
        return _date(value)
    moment = moment_of(value, voice)
    return None if moment is None else moment.date()


def time_of(value: Json, voice: Voice) -> time | None:
    """Return the time of day of a value: HH:MM, or that of a moment where the caller is. None for another value."""
    if isinstance(value, str) and (found := _TIME.match(value)):
        return time(int(found[1]), int(found[2]))
    moment = moment_of(value, voice)
    return None if moment is None else moment.time()


def moment_of(value: Json, voice: Voice) -> datetime | None:
    """Return the moment of a value, by the caller's clock.

    Args:
        value: An ISO 8601 date and time, with or without an offset; or milliseconds since the epoch.
        voice: Names the time zone into which a moment with an offset, or in milliseconds, is converted.

    Returns:
        The moment without a time zone; None for another value.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not _MIN_MILLISECONDS <= value <= _MAX_MILLISECONDS:
            return None
        return _by_clock(datetime.fromtimestamp(value // 1000, UTC), voice)
    found = _MOMENT.match(value) if isinstance(value, str) else None
    if found is None or (day := _date(found[1])) is None:
        return None
    local = datetime.combine(day, time(int(found[2]), int(found[3])))
    if found[5] is None:
        return local
    try:
        return _by_clock(datetime.fromisoformat(local.isoformat() + found[5]), voice)
    except ValueError:
        # An offset of a day or more is none.
        return None


def say_date(day: date, voice: Voice) -> str:
    """Say a date with its weekday and year: "Friday, December 4, 2026"."""
    from babel.dates import format_date

    said = format_date(day, "full", voice.cldr())
    if day.day == 1 and voice.language.first_of_month:
        said = re.sub(r"\b1\b", voice.language.first_of_month, said, count=1)
    return said


def say_time(at: time, voice: Voice) -> str:
    """Say a time of day: "7:30 PM", "19 Uhr 30"."""
    return voice.language.clock(at.hour, at.minute, voice.region)


def say_moment(moment: datetime, voice: Voice) -> str:
    """Say a date and a time of day: "Friday, December 4, 2026 at 7:30 PM"."""
    return f"{say_date(moment.date(), voice)} {voice.language.at_clock(moment.hour, moment.minute, voice.region)}"


def say_duration(value: Json, voice: Voice) -> str | None:
    """Say an ISO 8601 duration: "2 hours and 30 minutes". None for another value."""
    found = _DURATION.match(value) if isinstance(value, str) else None
    if found is None:
        return None
    parts = [(int(amount), unit) for amount, unit in zip(found.groups(), _UNITS, strict=True) if amount is not None]
    parts = [part for part in parts if part[0]] or parts[:1]
    return join([_quantity(amount, unit, voice) for amount, unit in parts], voice)


def _quantity(amount: int, unit: str, voice: Voice) -> str:
    from babel.units import format_unit

    return with_plain_spaces(format_unit(amount, f"duration-{unit}", "long", format="0", locale=voice.cldr()))


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _by_clock(moment: datetime, voice: Voice) -> datetime | None:
    try:
        return moment.astimezone(voice.zone).replace(tzinfo=None)
    except (ValueError, OverflowError):
        # The first and the last day that Python's dates know may lie in another year elsewhere.
        return None
