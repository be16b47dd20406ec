"""The secrets of organizations. No value of a secret is here."""

from __future__ import annotations

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
