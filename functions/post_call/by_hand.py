"""Sends an event to a webhook on request: a test, or a past event once more. The queue is not used."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from flow_core.timestamp import iso
from functions.ports.organizations import WebhookEvent
from functions.ports.webhooks import Deliveries, Posted
from functions.post_call.deliver import Deliver, Message, read_message
from functions.post_call.summary import event_id, events_of, summary_json
from functions.post_call.turn_event import turn_event_id, turn_event_json
from functions.records import Head, TurnRecord

SHOWN = 50
"""Deliveries that can be listed and sent again."""
TEST = "test"
"""The kind of an event that tests a webhook."""

NotSent: TypeAlias = Literal["no-webhook", "no-delivery", "no-session", "another-state", "not-of-a-session"]
"""Why nothing was sent. `no-delivery`: the event is not among the last ones. `no-session`: its session is gone.
`another-state`: its session went on, so the event cannot be written again. `not-of-a-session`: nor can this kind."""


@dataclass(frozen=True, slots=True)
class SendByHand:
    """Sends single events. Its methods may raise UnavailableError."""

    deliver: Deliver
    deliveries: Deliveries
    head: Callable[[str], Head | None]
    """Reads the head of a session."""
    turn: Callable[[Head, int], TurnRecord | None]
    """Reads the stored record of a turn by its number."""
    now: Callable[[], int]
    """Milliseconds since the epoch."""

    def test(self, organization_id: str) -> Posted | NotSent:
        """Send an event of the kind `test`. It is not kept among the deliveries."""
        webhook = self.deliver.webhooks.of(organization_id)
        if webhook is None:
            return "no-webhook"
        event = {
            "eventId": f"event_{secrets.token_hex(16)}",
            "type": TEST,
            "organizationId": organization_id,
            "at": iso(self.now()),
        }
        return self.deliver.send(webhook, read_message(json.dumps(event, separators=(",", ":"))))

    def again(self, organization_id: str, wanted: str, public_url: str) -> Posted | NotSent:
        """Send an event once more, under the same id, with what its session has now.

        Args:
            organization_id: The organization.
            wanted: The id of the event, one of the last `SHOWN`.
            public_url: The URL of the API, for the link to the transcript.

        Returns:
            What came of it, or why nothing was sent.
        """
        webhook = self.deliver.webhooks.of(organization_id)
        if webhook is None:
            return "no-webhook"
        message = self._message(organization_id, wanted, public_url)
        if not isinstance(message, Message):
            return message
        posted = self.deliver.send(webhook, message)
        self.deliver.keep(message, posted)
        return posted

    def _message(self, organization_id: str, wanted: str, public_url: str) -> Message | NotSent:
        kept = self.deliveries.newest(organization_id, SHOWN)
        delivery = next((each for each in kept if each.event_id == wanted), None)
        if delivery is None:
            return "no-delivery"
        event = next((each for each in get_args(WebhookEvent) if each == delivery.event), None)
        if event is None or delivery.session_id is None:
            return "not-of-a-session"
        head = self.head(delivery.session_id)
        if head is None or head.organization_id != organization_id:
            return "no-session"
        if event == "session.turn":
            return self._turn(head, wanted, public_url)
        if event not in events_of(head, is_first=True) or event_id(head, event) != wanted:
            return "another-state"
        return read_message(summary_json(head, public_url, event))

    def _turn(self, head: Head, wanted: str, public_url: str) -> Message | NotSent:
        numbers = range(1, head.turns + 1)
        number = next((each for each in numbers if turn_event_id(head.session_id, each) == wanted), None)
        record = None if number is None else self.turn(head, number)
        return "no-session" if record is None else read_message(turn_event_json(head, record, public_url))
