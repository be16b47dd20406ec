"""A number with its noun. Pure."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """Return a number with a noun that takes an `s` in the plural, such as `2 flows`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
