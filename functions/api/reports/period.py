"""The time that a report covers: its two parameters, and the time zone of its days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from functions.api.http.problems import invalid_field
from functions.ports.reporting.counts import DAY
from functions.report.zone_days import begin_of

DAYS = 30
"""Days before `to` at which a report begins without `from`."""
MAX_DAYS = 400
"""Days of a report, at most: as long as counters are stored."""
_MORE = DAY // 12
"""Milliseconds that MAX_DAYS dates can have beside their 24 hours, because clocks are changed."""
_LATEST = 250_000_000_000_000
"""Milliseconds since the epoch. Later times have no date after them."""
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", re.ASCII)
_RULE = "must be a date such as 2026-11-30, or a time such as 2026-11-30T12:00:00Z"


@dataclass(frozen=True, slots=True)
class Period:
    """A time from `begin` up to, and not at, `end`, both in milliseconds since the epoch."""

    begin: int
    end: int
    zone: tzinfo = UTC
    """The time zone of its days."""

    @property
    def zone_name(self) -> str:
        """The name of the zone in the IANA database."""
        return self.zone.key if isinstance(self.zone, ZoneInfo) else "UTC"


def period(begins: str | None, ends: str | None, now: int, zone: tzinfo = UTC) -> Period:
    """Read `from` and `to`; by default the DAYS before `now`. Raise `ProblemError` (422) if they are no period."""
    # A date is a whole day in the zone, so `to` includes it.
    end = now + 1 if ends is None else _millis("to", ends, zone, whole_day=True)
    begin = max(end - DAYS * DAY, 0) if begins is None else _millis("from", begins, zone, whole_day=False)
    if begin >= end:
        raise invalid_field("from", "must be before to; send an earlier time, or leave it out")
    if end - begin > MAX_DAYS * DAY + _MORE:
        raise invalid_field("from", f"is more than {MAX_DAYS} days before to; send a later time")
    return Period(begin, end, zone)


def moment(field: str, text: str, zone: tzinfo, *, whole_day: bool) -> int:
    """Read a date or a time, in milliseconds since the epoch. Raise `ProblemError` (422, for `field`) if it is neither.

    Args:
        field: The parameter.
        text: Its value.
        zone: The time zone of a date.
        whole_day: Whether a date means its end.

    Returns:
        The time.
    """
    return _millis(field, text, zone, whole_day=whole_day)


def _millis(field: str, text: str, zone: tzinfo, *, whole_day: bool) -> int:
    try:
        if _DATE.match(text):
            millis = begin_of(date.fromisoformat(text) + timedelta(days=int(whole_day)), zone)
        else:
            at = datetime.fromisoformat(text)
            if at.tzinfo is None:
                raise ValueError(_RULE)
            millis = round(at.timestamp() * 1000)
    except (ValueError, OverflowError) as error:
        raise invalid_field(field, _RULE) from error
    # Positions of sessions have times without a sign.
    if not 0 <= millis <= _LATEST:
        raise invalid_field(field, _RULE)
    return millis
