"""The secrets of organizations, and the key of calls. No value of a secret is here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from functions.errors import CallflowError


class Secrets(Protocol):
    """A store of secrets."""

    def get(self, organization_id: str, name: str) -> str | None:
        """Return a secret of an organization.

        Args:
            organization_id: The organization.
            name: The secret's name.

        Returns:
            The value; None if there is no such secret. UnavailableError is raised if the store does not answer or holds
            something that is not a secret. Its text quotes no value.
        """
        ...


class TooManySecretsError(CallflowError):
    """The secrets of an organization would be larger than its store holds. Nothing was stored."""


class SecretStore(Secrets, Protocol):
    """A store of secrets that can be written. Nothing is cached: `get` returns what was set last.

    Every method raises UnavailableError if the store does not answer or is malformed. Its text quotes no value.
    """

    def names(self, organization_id: str) -> Mapping[str, int | None]:
        """Return the names of an organization's secrets, in order, and for each the milliseconds when it was set.

        The time is None for a secret that the operator stored.
        """
        ...

    def put(self, organization_id: str, name: str, value: str, at: int) -> None:
        """Set a secret.

        Args:
            organization_id: The organization.
            name: The secret's name.
            value: The new value.
            at: Milliseconds since the epoch.

        Raises:
            TooManySecretsError: If the store cannot hold the organization's secrets.
        """
        ...

    def remove(self, organization_id: str, name: str) -> bool:
        """Remove a secret. Return False if there is no such secret."""
        ...


class CallKeys(Protocol):
    """The keys that sign capabilities of calls. Workers do not have them."""

    def accepted(self, *, again: bool = False) -> Sequence[str]:
        """Return the keys.

        Args:
            again: Reads them again, because no key fitted. The store limits how often.

        Returns:
            The present key, then the one before a rotation; nothing if this installation has no key. UnavailableError
            is raised if the store does not answer.
        """
        ...


class Seals(Protocol):
    """Encrypts parts of sessions with keys of their own. Every method may raise UnavailableError.

    A session has a data key, which is stored encrypted with a key of its organization. Without it no sealed part of the
    session can be read.
    """

    def new_key(self, organization_id: str, session_id: str) -> str:
        """Make a data key.

        Args:
            organization_id: The organization.
            session_id: The session. The key opens no other one.

        Returns:
            The key, encrypted with the organization's.
        """
        ...

    def seal(self, organization_id: str, session_id: str, key: str, name: str, payload: bytes) -> str:
        """Encrypt a part of a session.

        Args:
            organization_id: The organization.
            session_id: The session.
            key: The session's data key, as `new_key` returned it.
            name: What the part is. It cannot be opened as another one.
            payload: The part.

        Returns:
            The sealed part, as text.
        """
        ...

    def open(self, organization_id: str, session_id: str, key: str, name: str, sealed: str) -> bytes | None:
        """Decrypt a part of a session.

        Args:
            organization_id: The organization.
            session_id: The session.
            key: The session's data key, as `new_key` returned it. UnavailableError is raised if no key of this
                installation opens it.
            name: What the part is.
            sealed: The sealed part.

        Returns:
            The part; None if it was sealed with another data key or as another part.
        """
        ...
