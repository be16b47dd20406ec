"""What a tool call asks of a store of secrets, as types. Never a store, and never a value."""

from __future__ import annotations

from typing import Protocol


class Secrets(Protocol):
    def get(self, organization_id: str, name: str) -> str | None:
        """The value of an organization's secret; None when it has none of that name. Raises UnavailableError."""
        ...
