"""The ids that callers choose for what they make."""

from __future__ import annotations

import re

from functions.api.http.problems import not_found, unfit

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,127}\Z")
_TAKEN = frozenset({"sessions"})
"""`/api/flows/sessions/…` reads a session."""
ID_RULE = "must be 1 to 128 letters, digits or . _ ~ -, the first a letter or digit"


def is_valid_id(name: str) -> bool:
    """Whether `name` can stand in an address, and in a key of the store."""
    return _NAME.match(name) is not None


def require_new_id(field: str, name: str) -> None:
    """422 unless something can be made under `name`."""
    if not is_valid_id(name):
        raise unfit(field, ID_RULE)
    if name in _TAKEN:
        raise unfit(field, f"{name} is taken by the API itself; choose another")


def require_possible_id(kind: str, name: str) -> str:
    """The name; ProblemError, 404, for one that nothing can have. The store, which refuses long keys, is not asked."""
    if not is_valid_id(name):
        raise not_found(f"{kind} {name[:200]}")
    return name
