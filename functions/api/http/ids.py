"""The ids that callers choose for flows, agents and other things that they create."""

from __future__ import annotations

import re

from functions.api.http.problems import invalid_field, not_found

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,127}\Z")
_RESERVED = frozenset({"sessions"})
"""`GET /api/flows/sessions/{sessionId}` reads a session, so no flow has this id."""
ID_RULE = "must be 1 to 128 letters, digits or . _ ~ -, the first a letter or digit"
"""The message for a malformed id."""


def is_valid_id(name: str) -> bool:
    """Return whether `name` can be part of a URL's path and of a key of the store."""
    return _ID.match(name) is not None


def require_new_id(field: str, name: str) -> None:
    """Raise `ProblemError` (422, for `field`) if the id `name` is malformed or reserved."""
    if not is_valid_id(name):
        raise invalid_field(field, ID_RULE)
    if name in _RESERVED:
        raise invalid_field(field, f"{name} is reserved by the API; choose another")


def require_possible_id(kind: str, name: str) -> str:
    """Return the id `name`. Raise `ProblemError` (404) if it is malformed: the store refuses long keys."""
    if not is_valid_id(name):
        raise not_found(f"{kind} {name[:200]}")
    return name
