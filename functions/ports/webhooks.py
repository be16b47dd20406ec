"""The webhooks of organizations, and how they are called. The content of a request is in functions/post_call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Webhook:
    """An organization's webhook. Both fields are secret: a URL may hold a token."""

    url: str = field(repr=False)
    secret: str = field(repr=False)
    """The key of the signature."""


class Webhooks(Protocol):
    """A store of webhooks."""

    def of(self, organization_id: str) -> Webhook | None:
        """Return an organization's webhook.

        Args:
            organization_id: The organization.

        Returns:
            The webhook; None if the organization has none. UnavailableError is raised if the store does not answer or
            holds a malformed webhook. Its text quotes no value.
        """
        ...


class Post(Protocol):
    """Sends requests to webhooks."""

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes, *, seconds: float) -> str | None:
        """Send one request.

        Args:
            url: The webhook's address.
            headers: The headers.
            body: The body.
            seconds: The time in which the receiver must answer.

        Returns:
            None if the receiver answered 2xx, else the reason in words without the URL. A receiver causes no exception.
        """
        ...
