"""Finds the day that a call is about in its variables. It reads no utterance."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flow_core.json import Json

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day_of_call(values: Iterable[Json], *, at: int, zone: str) -> str | None:
    """Return the day that a call is about, from which a caller counts "the Tuesday after".

    Args:
        values: The values of the session's variables.
        at: The turn's time in milliseconds since the epoch. A day before it, such as a date of birth, is not what the
            call is about.
        zone: IANA.

    Returns:
        YYYY-MM-DD; None if no variable, or more than one day, is such a date.
    """
    today = datetime.fromtimestamp(at / 1000, ZoneInfo(zone)).date()
    days = {value for value in values if isinstance(value, str) and _DATE.fullmatch(value) and _is_ahead(value, today)}
    return days.pop() if len(days) == 1 else None


def _is_ahead(day: str, today: date) -> bool:
    try:
        return date.fromisoformat(day) >= today
    except ValueError:
        return False
