"""Secrets that organizations set themselves, in memory."""

from __future__ import annotations

import json

from functions.adapters.secrets.stored import LARGEST
from functions.ports.secrets import TooManySecretsError


class InMemorySecrets:
    """Implements `SecretStore`."""

    def __init__(self) -> None:
        self._kept: dict[str, dict[str, tuple[str, int]]] = {}

    def get(self, organization_id: str, name: str) -> str | None:
        kept = self._kept.get(organization_id, {}).get(name)
        return None if kept is None else kept[0]

    def names(self, organization_id: str) -> dict[str, int | None]:
        return {name: at for name, (_, at) in sorted(self._kept.get(organization_id, {}).items())}

    def put(self, organization_id: str, name: str, value: str, at: int) -> None:
        kept = {**self._kept.get(organization_id, {}), name: (value, at)}
        if len(json.dumps(kept)) > LARGEST:
            raise TooManySecretsError
        self._kept[organization_id] = kept

    def remove(self, organization_id: str, name: str) -> bool:
        return self._kept.get(organization_id, {}).pop(name, None) is not None
