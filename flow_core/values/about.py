"""Finds the day that a call is about in its variables. It reads no utterance."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from flow_core.json import Json

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day_of_call(values: Iterable[Json], today: date) -> str | None:
    """Return the day that a call is about, from which a caller counts "the Tuesday after".

    Args:
        values: The values of the session's variables.
        today: The turn's day. A day before it, such as a date of birth, is not what the call is about.

    Returns:
        YYYY-MM-DD; None if no variable, or more than one day, is such a date.
    """
    days = {value for value in values if isinstance(value, str) and _DATE.fullmatch(value) and _is_ahead(value, today)}
    return days.pop() if len(days) == 1 else None


def _is_ahead(day: str, today: date) -> bool:
    try:
        return date.fromisoformat(day) >= today
    except ValueError:
        return False
