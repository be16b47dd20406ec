"""The secrets of one organization as one JSON object: NAME -> value, and when each was set. Each store holds it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TypeAlias

from functions.errors import Reason, UnavailableError
from functions.ports.secrets import TooManySecretsError

Stored: TypeAlias = Mapping[str, object]
"""The JSON object. Operators write it by hand too, so any value may be malformed."""

SET_AT = "#setAt"
"""The key with the times, as NAME -> milliseconds. No flow can name it: `#` is no character of a secret's name."""
LARGEST = 60_000
"""Bytes of the JSON, at most. Secrets Manager holds 65,536."""


def value_of(stored: Stored, name: str, organization_id: str) -> str | None:
    """Return the value of a name; None without one. UnavailableError is raised for a value that is not text."""
    value = stored.get(name)
    if value is not None and not isinstance(value, str):
        raise unavailable("get", f"the secret {name} of {organization_id} is no text")
    return value


def names_of(stored: Stored) -> dict[str, int | None]:
    """Return the names in order, and for each the time when it was set."""
    times = _times(stored)
    return {name: times.get(name) for name in sorted(stored) if name != SET_AT}


def with_value(stored: Stored, name: str, value: str, at: int) -> str:
    """Return the JSON with another value. TooManySecretsError is raised if it would be too large."""
    written = json.dumps({**stored, name: value, SET_AT: {**_times(stored), name: at}})
    if len(written) > LARGEST:
        raise TooManySecretsError
    return written


def without(stored: Stored, name: str) -> str | None:
    """Return the JSON without a name; None if it has no such name."""
    if name not in stored or name == SET_AT:
        return None
    times = {other: at for other, at in _times(stored).items() if other != name}
    return json.dumps({**{other: value for other, value in stored.items() if other != name}, SET_AT: times})


def unavailable(operation: str, detail: str, reason: Reason = "refused") -> UnavailableError:
    """Make the error of a store. `detail` quotes no value."""
    return UnavailableError("secret-store", operation, reason, detail=detail)


def _times(stored: Stored) -> dict[str, int]:
    times = stored.get(SET_AT)
    return {name: at for name, at in times.items() if type(at) is int} if isinstance(times, dict) else {}
