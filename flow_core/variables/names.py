"""The names that a variable may have."""

from __future__ import annotations

import re

RESERVED_NAMES = frozenset({"session", "secrets", "response", "value"})
"""Names that no variable may have, because expressions use them already."""
_NOT_IDENTIFIERS = frozenset(
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends "
    "false finally for function if implements import in instanceof interface let new null package private protected "
    "public return static super switch this throw true try typeof undefined var void while with yield "
    "NaN Infinity globalThis".split()
)
_IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]{0,99}\Z")


def variable_name_problem(name: str) -> str | None:
    """Check the name of a variable. One bad name would make every expression a syntax error.

    Returns:
        The reason why a variable cannot have the name, as the rest of a sentence; None if it can.
    """
    if not _IDENTIFIER.match(name) or name in _NOT_IDENTIFIERS or name == "__proto__":
        return "must be a JavaScript identifier of at most 100 characters, like orderNumber"
    if name in RESERVED_NAMES:
        return "is reserved: every expression already has a meaning for it"
    return None
