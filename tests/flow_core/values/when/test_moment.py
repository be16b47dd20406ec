"""A day and a time together, and lengths of time: the ends of the calendar and what is written."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flow_core.values import NoMatch, Question, locale_of, read

AT = 1_795_964_400_000
"""2026-11-29T15:00:00Z, a Sunday."""


def moment(said: str, at: int = AT, zone: str = "UTC") -> object:
    value = read(said, Question("datetime"), locale_of(), at=at, zone=zone)
    return None if isinstance(value, NoMatch) else value


def length(said: str) -> object:
    value = read(said, Question("duration"), locale_of(), at=AT)
    return None if isinstance(value, NoMatch) else value


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(0, 23), st.integers(0, 59))
def test_any_written_moment_is_read(day: date, hour: int, minute: int) -> None:
    written = f"{day}T{hour:02}:{minute:02}"
    assert moment(written) == moment(f"{written}:59") == moment(f"{written}:59.123") == written
    # "10:30" to "12:30" are read as times of 12 hours too.
    if not 10 <= hour <= 12:
        assert moment(f"it's {day} at {hour:02}:{minute:02} please") == written


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("2026-12-01T19:30+02:00", "2026-12-01T17:30"),
        ("2026-12-01T19:30-0800", "2026-12-02T03:30"),
        ("2026-12-01T19:30Z, no, 2026-12-02T19:30Z", "2026-12-02T19:30"),
        ("9999-12-31T23:59-12:00", None),
        ("2026-02-30T10:00", None),
        ("in 9000000 hours", "3053-08-17T15:00"),
        ("in half a month and an hour", None),
        ("in nine thousand years and an hour", None),
        ("in a day and two hours", "2026-11-30T17:00"),
        ("in two weeks", None),
        ("two hours", None),
        ("Friday at seven, no, the fifth", "2026-12-05T19:00"),
        ("Friday evening at seven, no, Saturday", "2026-12-05T19:00"),
        ("Friday at seven for eight people", None),
        ("Friday, no, Saturday at seven", "2026-12-05T19:00"),
        ("seven on Friday, no, eight", "2026-12-04T20:00"),
        ("Friday um at seven", None),
    ],
)
def test_a_moment_is_exact_or_asked_again(said: str, value: str | None) -> None:
    assert moment(said) == value


@pytest.mark.parametrize("at", [-62_135_596_800_000, 253_402_300_799_000])
@pytest.mark.parametrize("said", ["in two hours", "two hours ago", "now", "tomorrow at five", "yesterday at five"])
def test_the_ends_of_the_calendar_raise_no_error(said: str, at: int) -> None:
    moment(said, at)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("pt1h30m", "PT1H30M"),
        ("P1Y2M3DT4H5M6S", "P1Y2M3DT4H5M6S"),
        ("an hour, no, PT2H", "PT2H"),
        ("a decade and a half", "P15Y"),
        ("half a fortnight", "P1W"),
        ("half a week", "P3DT12H"),
        ("a year and a quarter", "P1Y3M"),
        ("1.25 hours", "PT1H15M"),
        ("one week and 0.5 days", "P7DT12H"),
        ("0 minutes", None),
        ("a second and a half", None),
        ("half a second", None),
        ("a third of an hour", None),
        ("99999999 hours", None),
        ("two days thirty", None),
        ("P", None),
    ],
)
def test_a_length_has_exact_units_or_is_asked_again(said: str, value: str | None) -> None:
    assert length(said) == value


@given(st.integers(1, 99), st.sampled_from(["second", "minute", "hour", "day", "week", "month", "year"]))
def test_any_count_of_a_unit_is_read_as_it_was_said(count: int, unit: str) -> None:
    letter = unit[0].upper()
    iso = f"PT{count}{letter}" if unit in {"second", "minute", "hour"} else f"P{count}{letter}"
    assert length(f"{count} {unit}s") == length(f"for {count} {unit}s please") == length(iso) == iso
