"""Patterns of authors, matched by RE2 in time that grows with the text alone. Schemas and flows are not known here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re2

LONGEST_PATTERN = 500
_MOST_MEMORY = 1 << 16
"""Bytes of a compiled pattern. The time for a character grows with it."""
_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pattern:
    compiled: re2._Regexp[str]

    def is_in(self, text: str) -> bool:
        """Whether some part of the text fits. Some microseconds for each character at worst."""
        return self.compiled.search(text) is not None


@lru_cache(maxsize=1024)
def read_pattern(written: str) -> Pattern | str:
    """A pattern, or why it is none that can be used here.

    It is ECMAScript's but for what takes exponential time: a look around or a group that is referred to.
    """
    if len(written) > LONGEST_PATTERN:
        return f"it has more than {LONGEST_PATTERN} characters"
    # Few flows have patterns.
    import re2

    options = re2.Options()
    options.max_mem = _MOST_MEMORY
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
