"""The parts of a request that every reader takes over in the same way."""

from __future__ import annotations

MAX_SECONDS = 30.0
"""Seconds for a request at most: a caller waits no longer."""
_MIN_SECONDS = 0.1
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def method_of(written: str, otherwise: str = "POST") -> str:
    """Return the method of a request.

    Args:
        written: The method in the export.
        otherwise: Replaces a method that a request cannot have.
    """
    method = written.upper()
    return method if method in _METHODS else otherwise


def limit_of(seconds: float) -> float:
    """Return the seconds that a request may take: those of the export, within the limits of a tool."""
    return max(_MIN_SECONDS, min(seconds, MAX_SECONDS))
