"""The delivery of one summary to an organization's webhook, and the backoff. Nothing is queued here."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from functions.errors import UnavailableError
from functions.ports.webhooks import Post, Webhooks
from functions.post_call.signature import HEADER, signature

FIRST_PAUSE_SECONDS = 30
"""Seconds between the first attempt and the second."""
MAX_PAUSE_SECONDS = 3600
"""Seconds between two attempts, at most."""
RECEIVES = 18
"""Attempts before a message goes to the dead-letter queue: `maxReceiveCount` in the template.

Seven pauses double up to half an hour, and ten more last an hour: about eleven hours, and at least eight.
"""
POST_SECONDS = 10.0
"""Seconds that one request to a webhook may take."""


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A failed attempt."""

    event_id: str
    organization_id: str
    error: str
    """The reason in English, without the URL and the secret."""
    cause: BaseException | None = field(default=None, compare=False)
    """The exception, if there is one."""


Delivery: TypeAlias = Literal["delivered", "no-webhook", "erased"] | Undelivered
"""The outcome of one attempt.

`no-webhook`: the organization has no webhook. `erased`: the session is no longer stored, so nothing is sent of it.
"""


@dataclass(frozen=True, slots=True)
class Deliver:
    """Delivers summaries."""

    webhooks: Webhooks
    post: Post
    now: Callable[[], float]
    """Seconds since the epoch."""
    seconds: float = POST_SECONDS
    """Seconds that one request may take."""
    is_stored: Callable[[str], bool] = lambda session_id: True
    """Whether a session is stored and not erased."""

    def __call__(self, body: str) -> Delivery:
        """Deliver the summary `body`, as these bytes, once. Raise `ValueError` if it is not a summary."""
        event_id, organization_id, session_id = _names(body)
        try:
            if session_id is not None and not self.is_stored(session_id):
                return "erased"
            webhook = self.webhooks.of(organization_id)
        except UnavailableError as error:
            return Undelivered(event_id, organization_id, str(error), error)
        if webhook is None:
            return "no-webhook"
        headers = {
            "Content-Type": "application/json",
            "Callflow-Event-Id": event_id,
            HEADER: signature(webhook.secret, body, int(self.now())),
        }
        refused = self.post(webhook.url, headers, body.encode(), seconds=self.seconds)
        return "delivered" if refused is None else Undelivered(event_id, organization_id, refused)


def pause_seconds(receives: int, spread: Callable[[float, float], float] = random.uniform) -> int:  # noqa: S311  # no secret
    """Return the backoff after a failed attempt.

    The pause varies by a fifth in both directions. Messages that failed together are not tried again together.

    Args:
        receives: The number of attempts so far; 1 after the first.
        spread: Returns a random number between its arguments.

    Returns:
        Seconds.
    """
    pause = min(FIRST_PAUSE_SECONDS * 2 ** min(receives - 1, 30), MAX_PAUSE_SECONDS)
    return int(pause * spread(0.8, 1.2))


def _names(body: str) -> tuple[str, str, str | None]:
    """Return the ids of event, organization and session. The text of a ValueError has no part of the body."""
    try:
        summary = json.loads(body)
        event_id, organization_id, session_id = summary["eventId"], summary["organizationId"], summary.get("sessionId")
    except (ValueError, TypeError, KeyError):
        raise ValueError("the message is not a summary") from None
    if not isinstance(event_id, str) or not isinstance(organization_id, str) or not isinstance(session_id, str | None):
        raise ValueError("the message is not a summary")
    return event_id, organization_id, session_id
