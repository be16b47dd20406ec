"""The secrets of the local stack, from a JSON object `{organizationId: {NAME: value}}`. Never used on AWS."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from functions.errors import Reason, UnavailableError


class EnvironmentSecrets:
    """`Secrets` from JSON text or a file.

    Args:
        source: The JSON text, or the path of a file. The file is read at each call, so an edit has an immediate effect.
    """

    def __init__(self, source: str | Path) -> None:
        self._source = source

    def get(self, organization_id: str, name: str) -> str | None:
        """See `Secrets.get`."""
        value = self._of(organization_id).get(name)
        if value is not None and not isinstance(value, str):
            raise _unavailable(f"the secret {name} of {organization_id} is no text")
        return value

    def _of(self, organization_id: str) -> Mapping[str, object]:
        try:
            text = self._source if isinstance(self._source, str) else self._source.read_text("utf-8")
            organizations = json.loads(text or "{}")
        except OSError as error:
            raise _unavailable(f"the file of secrets cannot be read: {error.strerror}", "unreachable") from None
        except ValueError:
            # `from None`: the text of a JSON error quotes nothing, but its `doc` is the whole file.
            raise _unavailable("the secrets are no JSON") from None
        named = organizations.get(organization_id, {}) if isinstance(organizations, dict) else None
        if not isinstance(named, dict):
            raise _unavailable("the secrets are no JSON object {organizationId: {NAME: value}}")
        return named


def _unavailable(detail: str, reason: Reason = "refused") -> UnavailableError:
    return UnavailableError("secrets", "get", reason, detail=detail)
