"""One summary to one organization's webhook, and how long to wait before another try. Nothing is queued here."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from functions.ports.errors import UnavailableError
from functions.ports.webhooks import Post, Webhooks
from functions.post_call.signature import HEADER, signature

FIRST_PAUSE_SECONDS = 30
LONGEST_PAUSE_SECONDS = 3600
RECEIVES = 18
"""How often the queue hands a letter out before it goes to the dead-letter queue (`maxReceiveCount` in the template):
seven pauses that double to half an hour, and ten of an hour; eleven hours together, and never less than eight."""
POST_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Undelivered:
    """Not taken this time."""

    event_id: str
    organization_id: str
    error: str
    """In words, with no URL and no secret in it."""
    cause: BaseException | None = field(default=None, compare=False)
    """What was raised, where something was."""


Delivery: TypeAlias = Literal["taken", "no webhook"] | Undelivered


@dataclass(frozen=True, slots=True)
class Deliver:
    webhooks: Webhooks
    post: Post
    now: Callable[[], float]
    """Seconds since the epoch."""
    seconds: float = POST_SECONDS
    """What one post may take."""

    def __call__(self, body: str) -> Delivery:
        """body: a summary as it was queued; it goes out to the byte. ValueError where it is none."""
        event_id, organization_id = _names(body)
        try:
            webhook = self.webhooks.of(organization_id)
        except UnavailableError as error:
            return Undelivered(event_id, organization_id, str(error), error)
        if webhook is None:
            return "no webhook"
        headers = {
            "Content-Type": "application/json",
            "Callflow-Event-Id": event_id,
            HEADER: signature(webhook.secret, body, int(self.now())),
        }
        refused = self.post(webhook.url, headers, body.encode(), seconds=self.seconds)
        return "taken" if refused is None else Undelivered(event_id, organization_id, refused)


def pause_seconds(receives: int, spread: Callable[[float, float], float] = random.uniform) -> int:  # noqa: S311  # no secret
    """How long a letter rests that was handed out so often (1 is the first time) and not taken.

    Spread by a fifth to either side, so that what failed together does not come back together.
    """
    pause = min(FIRST_PAUSE_SECONDS * 2 ** min(receives - 1, 30), LONGEST_PAUSE_SECONDS)
    return int(pause * spread(0.8, 1.2))


def _names(body: str) -> tuple[str, str]:
    """The event's id and the organization's. ValueError, with nothing of the body in it."""
    try:
        told = json.loads(body)
        event_id, organization_id = told["eventId"], told["organizationId"]
    except (ValueError, TypeError, KeyError):
        raise ValueError("a letter that is no summary") from None
    if not isinstance(event_id, str) or not isinstance(organization_id, str):
        raise ValueError("a letter that is no summary")
    return event_id, organization_id
