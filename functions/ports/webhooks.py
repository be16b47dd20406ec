"""Where an organization wants to be told that a session has ended, and the way there. Never what it is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Webhook:
    """Both are the organization's own to keep: a URL may hold a token."""

    url: str = field(repr=False)
    secret: str = field(repr=False)


class Webhooks(Protocol):
    def of(self, organization_id: str) -> Webhook | None:
        """None where the organization wants to be told nothing. UnavailableError."""
        ...


class Post(Protocol):
    def __call__(self, url: str, headers: Mapping[str, str], body: bytes, *, seconds: float) -> str | None:
        """Send once, answered within `seconds`. None if it was taken (2xx), else why not, in words without the URL.

        Never raises for what a receiver does.
        """
        ...
