"""Times as people and JSON read them."""

from __future__ import annotations

from datetime import UTC, datetime


def iso(at: int) -> str:
    """Milliseconds since the epoch as RFC 3339, in UTC."""
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
