"""Whether a reply has the words that a test expects: a text, or a regular expression between slashes."""

from __future__ import annotations

import re

from flow_core.values.patterns import Pattern, read_pattern

_BETWEEN_SLASHES = re.compile(r"/(.+)/([a-z]*)\Z", re.DOTALL)
_FLAGS = "ims"


def wording_problem(expected: str) -> str | None:
    """Return why an expected wording cannot be used; None if it can."""
    read = _read(expected)
    return read if isinstance(read, str) else None


def has_wording(reply: str, expected: str) -> bool:
    """Return whether a reply contains a text, in any case and with any spaces, or has a match of a pattern."""
    read = _read(expected)
    if isinstance(read, Pattern):
        return read.is_in(reply)
    return read is None and _plain(expected) in _plain(reply)


def _read(expected: str) -> Pattern | str | None:
    """Read a pattern. None for a text, a str for the reason why a pattern cannot be used."""
    found = _BETWEEN_SLASHES.match(expected)
    if found is None:
        return None
    written, flags = found.groups()
    if set(flags) - set(_FLAGS) or len(set(flags)) < len(flags):
        return f"its flags are {flags}, and only i, m and s are possible, each once"
    return read_pattern(f"(?{flags}){written}" if flags else written)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
