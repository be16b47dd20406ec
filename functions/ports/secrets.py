"""The secrets of organizations, and the key of calls. No value of a secret is here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


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
