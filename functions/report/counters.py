"""The addition of counters. What they count is decided elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from functions.ports.reporting.counts import Counters


def add(total: Counters, counters: Counters) -> None:
    """Add counters to a total, name by name.

    Args:
        total: The total, which is changed.
        counters: The counters, which stay as they are.

    Raises:
        ValueError: If a name is a number in one of them and counters in the other.
    """
    for name, value in counters.items():
        known = total.get(name)
        if isinstance(value, int):
            if not isinstance(known, int | None):
                raise ValueError("a number cannot be added to counters")
            total[name] = value if known is None else known + value
        else:
            if known is None:
                known = total[name] = {}
            if isinstance(known, int):
                raise ValueError("counters cannot be added to a number")
            add(known, value)


def count(total: Counters, *path: str, by: int = 1) -> None:
    """Add `by` to one number of a total. Names on the way to it that are missing are made."""
    *groups, name = path
    for group in groups:
        total = inner(total, group)
    total[name] = number(total, name) + by


def inner(counters: Counters, name: str) -> Counters:
    """Return the counters with a name, which are made if they are missing."""
    found = counters.setdefault(name, {})
    if isinstance(found, int):
        raise ValueError("a number has no names")
    return found


def number(counters: Counters, name: str) -> int:
    """Return the number with a name; 0 if there is none."""
    found = counters.get(name, 0)
    if not isinstance(found, int):
        raise ValueError("counters are not a number")
    return found


def numbers(counters: Counters, name: str) -> dict[str, int]:
    """Return the numbers of the counters with a name; none if there are no such counters."""
    found = counters.get(name, {})
    return {} if isinstance(found, int) else {each: value for each, value in found.items() if isinstance(value, int)}


def groups(counters: Counters, name: str) -> Mapping[str, Counters]:
    """Return the counters of the counters with a name; none if there are no such counters."""
    found = counters.get(name, {})
    return {} if isinstance(found, int) else {each: value for each, value in found.items() if isinstance(value, dict)}
