"""The ids that callers choose for what they make."""

from __future__ import annotations

import re

from functions.api.problems import unfit

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,127}\Z")
_TAKEN = frozenset({"sessions"})
"""`/api/flows/sessions/…` reads a session."""


def check_name(field: str, name: str) -> None:
    """422 unless `name` can stand in an address."""
    if not _NAME.match(name):
        raise unfit(field, "must be 1 to 128 letters, digits or . _ ~ -, the first a letter or digit")
    if name in _TAKEN:
        raise unfit(field, f"{name} is taken by the API itself; choose another")
