"""The regular expressions of authors, for codes and in JSON schemas. RE2 matches them in linear time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re2

MAX_PATTERN = 500
"""Characters of a pattern, at most."""
_MAX_MEMORY = 1 << 16
"""Bytes of a compiled pattern, at most. The time for each character of a text grows with this size."""
_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern."""

    compiled: re2._Regexp[str]

    def is_in(self, text: str) -> bool:
        """Return whether a part of the text matches. It takes a few microseconds for each character at most."""
        return self.compiled.search(text) is not None

    def covers(self, text: str) -> bool:
        """Return whether the whole text matches, in the same time."""
        return self.compiled.fullmatch(text) is not None


@lru_cache(maxsize=1024)
def read_pattern(written: str) -> Pattern | str:
    """Compile a pattern.

    Args:
        written: The pattern in the syntax of ECMAScript. Look-around and back-references are errors, because they can
            take exponential time.

    Returns:
        The pattern; the reason in English if it cannot be used.
    """
    if len(written) > MAX_PATTERN:
        return f"it has more than {MAX_PATTERN} characters"
    # Imported here because few flows have patterns.
    import re2

    options = re2.Options()
    options.max_mem = _MAX_MEMORY
    options.log_errors = False
    try:
        return Pattern(re2.compile(_ESCAPED.sub(_as_re2, written), options))
    except re2.error as error:
        why = error.args[0] if error.args else b""
        return why.decode(errors="replace") if isinstance(why, bytes) else str(why)
    except UnicodeError:
        return "it has half a character in it"


def _as_re2(escaped: re.Match[str]) -> str:
    return f"\\x{{{escaped[1]}}}" if escaped[1] else escaped[0]


def matches(text: str, pattern: str) -> bool:
    """Return whether the whole text has a pattern. A pattern that cannot be used matches nothing."""
    read = read_pattern(pattern)
    return isinstance(read, Pattern) and read.covers(text)
