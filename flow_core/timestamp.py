"""The text form of a time."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache


@lru_cache(maxsize=1024)  # Every turn of a session formats the same time: that of its beginning.
def iso(at: int) -> str:
    """Return a time, in milliseconds since the epoch, as RFC 3339 in UTC."""
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
