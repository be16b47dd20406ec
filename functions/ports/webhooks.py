"""The webhooks of organizations, how they are called, and what came of it. functions/post_call has the content."""

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


@dataclass(frozen=True, slots=True)
class Posted:
    """What came of one request to a webhook."""

    status: int | None
    """The status of the answer; None without one."""
    problem: str | None = None
    """None if the receiver answered 2xx, else the reason in words without the URL."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """The attempts to deliver one event. It has no body, and no words of a caller."""

    event_id: str
    event: str
    """The kind of the event, such as `session.ended`."""
    session_id: str | None
    flow_id: str | None
    at: str
    """When it happened, as RFC 3339 in UTC."""
    tried_at: int
    """Milliseconds since the epoch of the last attempt."""
    status: int | None
    """The status of the last answer; None without one."""
    problem: str | None
    """Why the last attempt failed; None if the receiver took the event."""
    attempts: int = 1
    """The attempts so far. `Deliveries` counts them."""


class Deliveries(Protocol):
    """The last deliveries of organizations. Every method may raise UnavailableError."""

    def keep(self, organization_id: str, delivery: Delivery) -> None:
        """Keep an attempt. It replaces what was kept of the same event, and `attempts` is one more."""
        ...

    def newest(self, organization_id: str, limit: int) -> tuple[Delivery, ...]:
        """Return the deliveries of the newest events, the newest first."""
        ...


class Post(Protocol):
    """Sends requests to webhooks."""

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes, *, seconds: float) -> Posted:
        """Send one request.

        Args:
            url: The webhook's address.
            headers: The headers.
            body: The body.
            seconds: The time in which the receiver must answer.

        Returns:
            What came of it. A receiver causes no exception.
        """
        ...
