"""The delivery of one event to an organization's webhook, and the backoff. Nothing is queued here."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from functions.errors import UnavailableError
from functions.ports.observe import Report
from functions.ports.webhooks import Deliveries, Delivery, Post, Posted, Webhook, Webhooks
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
TURN_SECONDS = 3.0
"""Seconds that it may take with the event of a turn: a call has six of these a minute."""
TURN_RECEIVES = 4
"""Attempts to deliver the event of a turn, in about four minutes. Later it is no news, and the transcript has it."""
TURN_REST_SECONDS = 30.0
"""Seconds in which a receiver gets no turns after it has not answered one. Other organizations get the time."""
_RESTS = 1_000
"""Receivers that a process remembers to rest."""


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A failed attempt."""

    event_id: str
    organization_id: str
    event: str
    """The kind of the event."""
    error: str
    """The reason in English, without the URL and the secret."""
    cause: BaseException | None = field(default=None, compare=False)
    """The exception, if there is one."""


Outcome: TypeAlias = Literal["delivered", "no-webhook", "erased"] | Undelivered
"""The outcome of one attempt.

`no-webhook`: the organization has no webhook. `erased`: the session is no longer stored, so nothing is sent of it.
"""


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the queue: the body that is sent, and what it says of its event."""

    body: str = field(repr=False)
    event_id: str
    organization_id: str
    event: str
    at: str
    """When it happened, as RFC 3339 in UTC."""
    session_id: str | None
    flow_id: str | None


@dataclass(frozen=True, slots=True)
class Deliver:
    """Delivers events."""

    webhooks: Webhooks
    post: Post
    now: Callable[[], float]
    """Seconds since the epoch."""
    seconds: float = POST_SECONDS
    """Seconds that one request may take."""
    is_stored: Callable[[str], bool] = lambda session_id: True
    """Whether a session is stored and not erased."""
    deliveries: Deliveries | None = None
    """Keeps what came of each attempt."""
    failed: Report | None = None
    """Notes that this could not be kept."""
    _rests: dict[str, float] = field(default_factory=dict)
    """Organization -> until when its receiver gets no turns, in seconds since the epoch."""

    def __call__(self, body: str, receives: int = 1) -> Outcome:
        """Deliver `body`, as these bytes, once, and keep what came of it. Raise `ValueError` if it is no event.

        Args:
            body: The message.
            receives: The number of this attempt; 1 is the first.

        Returns:
            The outcome.
        """
        message = read_message(body)
        is_turn = message.event == "session.turn"
        try:
            if message.session_id is not None and not self.is_stored(message.session_id):
                return "erased"
            webhook = self.webhooks.of(message.organization_id)
        except UnavailableError as error:
            return Undelivered(message.event_id, message.organization_id, message.event, str(error), error)
        if webhook is None:
            return "no-webhook"
        if is_turn and self.now() < self._rests.get(message.organization_id, 0.0):
            resting = "the receiver did not answer a moment ago"
            return Undelivered(message.event_id, message.organization_id, message.event, resting)
        posted = self.send(webhook, message)
        # The list shows the last fifty events. Turns that were taken at once would hide all others.
        if not is_turn or posted.problem is not None or receives > 1:
            self.keep(message, posted)
        if posted.problem is None:
            return "delivered"
        if is_turn and posted.status is None:
            self._rest(message.organization_id)
        return Undelivered(message.event_id, message.organization_id, message.event, posted.problem)

    def _rest(self, organization_id: str) -> None:
        if len(self._rests) >= _RESTS:
            self._rests.clear()
        self._rests[organization_id] = self.now() + TURN_REST_SECONDS

    def send(self, webhook: Webhook, message: Message) -> Posted:
        """Send a message once."""
        headers = {
            "Content-Type": "application/json",
            "Callflow-Event-Id": message.event_id,
            HEADER: signature(webhook.secret, message.body, int(self.now())),
        }
        seconds = min(self.seconds, TURN_SECONDS) if message.event == "session.turn" else self.seconds
        return self.post(webhook.url, headers, message.body.encode(), seconds=seconds)

    def keep(self, message: Message, posted: Posted) -> None:
        """Keep what came of an attempt. A store that does not answer is noted: the attempt is not made again for it."""
        if self.deliveries is None:
            return
        delivery = Delivery(
            message.event_id,
            message.event,
            message.session_id,
            message.flow_id,
            message.at,
            int(self.now() * 1000),
            posted.status,
            posted.problem,
        )
        try:
            self.deliveries.keep(message.organization_id, delivery)
        except UnavailableError as error:
            if self.failed is not None:
                self.failed("delivery-not-kept", error, event=message.event_id, organization=message.organization_id)


def is_given_up(event: str, receives: int) -> bool:
    """Return whether an event that was not delivered leaves the queue, and becomes no dead letter.

    Args:
        event: The kind of the event.
        receives: The number of attempts so far.
    """
    return event == "session.turn" and receives >= TURN_RECEIVES


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


def read_message(body: str) -> Message:
    """Read a message of the queue.

    Args:
        body: The message.

    Returns:
        The message. A message of an earlier release is read too.

    Raises:
        ValueError: If it is no event. The text has no part of the body.
    """
    try:
        event = json.loads(body)
        fields = {name: event.get(name) for name in ("eventId", "organizationId", "sessionId", "flowId", "type")}
        at = event.get("endedAt") or event.get("at") or event.get("startedAt") or ""
    except (ValueError, TypeError, AttributeError):
        raise ValueError("the message is not a summary") from None
    event_id, organization_id = fields["eventId"], fields["organizationId"]
    if not isinstance(event_id, str) or not isinstance(organization_id, str) or not isinstance(at, str):
        raise ValueError("the message is not a summary")
    kind, session_id, flow_id = fields["type"], fields["sessionId"], fields["flowId"]
    return Message(
        body,
        event_id,
        organization_id,
        kind if isinstance(kind, str) else "session.ended",
        at,
        session_id if isinstance(session_id, str) else None,
        flow_id if isinstance(flow_id, str) else None,
    )
