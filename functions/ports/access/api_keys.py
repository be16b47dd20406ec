"""The API keys of organizations. No key itself is here: the store has only its digest."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from functions.roles import Role


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What an organization sees of a key."""

    key_id: str
    name: str
    role: Role
    created_at: int
    """Milliseconds since the epoch, like all times here."""
    created_by: str
    """The actor, as the audit names it."""
    expires_at: int | None = None
    """The time from which the key is refused; None for never."""
    last_used_at: int | None = None
    """About a minute exact; None if it was never used."""


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A key as it is found by its id."""

    organization_id: str
    key: ApiKey
    digest: str = field(repr=False)
    """See `functions.api_key.digest_of`."""


class ApiKeys(Protocol):
    """Stores the keys. Every method may raise UnavailableError."""

    def add(self, stored: StoredKey, *, limit: int) -> bool:
        """Add a key.

        Args:
            stored: The key. No other has its id.
            limit: The keys that the organization may have, with this one.

        Returns:
            False, without a change, if the organization has as many.
        """
        ...

    def find(self, key_id: str) -> StoredKey | None:
        """Find a key of any organization; None if there is none. A deleted key is not found at once."""
        ...

    def all(self, organization_id: str) -> tuple[ApiKey, ...]:
        """List the keys of an organization, the newest first."""
        ...

    def delete(self, organization_id: str, key_id: str) -> bool:
        """Delete a key. False if the organization has no such key."""
        ...

    def used(self, key_id: str, at: int) -> None:
        """Note that a key was used. A key that was deleted stays deleted, and an earlier time changes nothing."""
        ...
