"""The zone of the caller decides which day is today, on every machine."""

from __future__ import annotations

import zoneinfo

import pytest

from flow_core.values import Question, locale_of, read

EVENING_IN_LONDON = 1_780_000_200_000
"""2026-05-28T20:30:00Z."""


@pytest.mark.parametrize(
    ("zone", "today", "now"),
    [
        ("UTC", "2026-05-28", "2026-05-28T20:30"),
        ("America/Los_Angeles", "2026-05-28", "2026-05-28T13:30"),
        ("Asia/Tokyo", "2026-05-29", "2026-05-29T05:30"),
        ("Pacific/Kiritimati", "2026-05-29", "2026-05-29T10:30"),
    ],
)
def test_today_and_now_are_those_of_the_zone(zone: str, today: str, now: str) -> None:
    assert read("today", Question("date"), locale_of(), at=EVENING_IN_LONDON, zone=zone) == today
    assert read("now", Question("datetime"), locale_of(), at=EVENING_IN_LONDON, zone=zone) == now


def test_a_length_from_now_keeps_its_length_when_the_clocks_change() -> None:
    # In Berlin the clocks went from 02:00 to 03:00 on 2026-03-29.
    at = 1_774_744_200_000
    assert read("now", Question("datetime"), locale_of(), at=at, zone="Europe/Berlin") == "2026-03-29T01:30"
    assert read("in an hour", Question("datetime"), locale_of(), at=at, zone="Europe/Berlin") == "2026-03-29T03:30"
    assert read("in a day and an hour", Question("datetime"), locale_of(), at=at, zone="Europe/Berlin") == (
        "2026-03-30T02:30"
    )


def test_zones_are_known_where_the_system_has_no_data_of_them() -> None:
    zoneinfo.reset_tzpath(to=())
    try:
        assert zoneinfo.ZoneInfo.no_cache("America/Los_Angeles").key == "America/Los_Angeles"
    finally:
        zoneinfo.reset_tzpath()
