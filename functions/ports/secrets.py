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
