"""The time that a report covers: its two parameters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from functions.api.http.problems import invalid_field
from functions.ports.reporting.counts import DAY

DAYS = 30
"""Days before `to` at which a report begins without `from`."""
MAX_DAYS = 400
"""Days of a report, at most: as long as counters are stored."""
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", re.ASCII)
_RULE = "must be a date such as 2026-11-30, or a time such as 2026-11-30T12:00:00Z"


@dataclass(frozen=True, slots=True)
class Period:
    """A time from `begin` up to, and not at, `end`, both in milliseconds since the epoch."""

    begin: int
    end: int


def period(begins: str | None, ends: str | None, now: int) -> Period:
    """Read `from` and `to`; by default the DAYS before `now`. Raise `ProblemError` (422) if they are no period."""
    # A date is a whole day in UTC, so `to` includes it.
    end = now + 1 if ends is None else _millis("to", ends, whole_day=True)
    begin = max(end - DAYS * DAY, 0) if begins is None else _millis("from", begins, whole_day=False)
    if begin >= end:
        raise invalid_field("from", "must be before to; send an earlier time, or leave it out")
    if end - begin > MAX_DAYS * DAY:
        raise invalid_field("from", f"is more than {MAX_DAYS} days before to; send a later time")
    return Period(begin, end)


def _millis(field: str, text: str, *, whole_day: bool) -> int:
    try:
        at = datetime.fromisoformat(text)
        if _DATE.match(text):
            at = at.replace(tzinfo=UTC) + timedelta(days=int(whole_day))
        millis = round(at.timestamp() * 1000)
    except (ValueError, OverflowError) as error:
        raise invalid_field(field, _RULE) from error
    # Positions of sessions have times without a sign.
    if at.tzinfo is None or millis < 0:
        raise invalid_field(field, _RULE)
    return millis
