"""The regular expressions of authors for codes. RE2 matches them in linear time."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re2

MAX_PATTERN = 500
"""Characters of a pattern, at most."""
_MAX_MEMORY = 1 << 16
"""Bytes of a compiled pattern, at most. The time for each character of a text grows with this size."""


def matches(text: str, pattern: str) -> bool:
    """Return whether the whole text has a pattern, in linear time. A pattern that cannot be used matches nothing."""
    compiled = _compiled(pattern)
    return compiled is not None and compiled.fullmatch(text) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re2._Regexp[str] | None:
    # Imported here because few flows have patterns. Look-around and back-references may take exponential time.
    import re2

    options = re2.Options()
    options.max_mem = _MAX_MEMORY
    options.log_errors = False
    try:
        return re2.compile(pattern, options) if len(pattern) <= MAX_PATTERN else None
    except (re2.error, UnicodeError):
        return None
