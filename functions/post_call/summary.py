"""The events of a session for the organization's webhook, each with a summary of it. Nothing is read or sent here."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import quote

from flow_core.state import Status
from flow_core.subflows.frames import outermost_variables
from flow_core.timestamp import iso
from functions.ports.organizations import WebhookEvent
from functions.records import Head

LARGEST = 200_000
"""Bytes of a summary, at most. Variables that do not fit are left out, and `variablesOmitted` is true."""


def has_ended(head: Head) -> bool:
    """Return whether a session has ended. A lease means that a transferred caller came back."""
    return head.state.status.ended and head.lease is None


def events_of(head: Head, *, is_first: bool) -> tuple[WebhookEvent, ...]:
    """Return the events that a head brings.

    Args:
        head: The head.
        is_first: Whether it is the first head of its session.

    Returns:
        The events, in the order in which they happened. A session that ends in its first turn starts and ends.
    """
    started: tuple[WebhookEvent, ...] = ("session.started",) if is_first else ()
    before: tuple[WebhookEvent, ...] = (*started, "session.turn") if head.tells_its_turn else started
    if not has_ended(head):
        return before
    match head.state.status:
        case Status.TRANSFERRED:
            return (*before, "session.ended", "session.transferred")
        case Status.FAILED:
            return (*before, "session.ended", "session.failed")
        case _:
            return (*before, "session.ended")


def event_id(head: Head, event: WebhookEvent = "session.ended") -> str:
    """Return the id of an event that is no turn.

    It is the same for every delivery, and differs if a session ends a second time.
    """
    end = f"{head.session_id}\0{head.turns}\0{head.state.status.value}"
    match event:
        case "session.ended":
            # Earlier releases had this event alone, and its id has no name.
            what = end
        case "session.started":
            what = f"{event}\0{head.session_id}"
        case _:
            what = f"{event}\0{end}"
    return f"event_{hashlib.sha256(what.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


def summary_json(head: Head, public_url: str, event: WebhookEvent = "session.ended") -> str:
    """Write an event with the summary of its session.

    Args:
        head: The session's head.
        public_url: The URL of the API, for the link to the transcript.
        event: The event, which is no turn. `session.started` has no end and no duration.

    Returns:
        JSON in ASCII, at most LARGEST bytes.
    """
    summary = _summary(head, public_url, event)
    text = ascii_json(summary)
    if len(text) > LARGEST:
        text = ascii_json({**summary, "variables": {}, "variablesOmitted": True})
    return text


def _summary(head: Head, public_url: str, event: WebhookEvent) -> dict[str, Any]:
    state, session = head.state, head.state.session
    fields: dict[str, Any] = {
        "eventId": event_id(head, event),
        "type": event,
        "organizationId": head.organization_id,
        "sessionId": head.session_id,
        "flowId": head.flow_id,
        "flowVersion": head.pin.label,
        "agentId": head.agent_id,
        "channel": session.channel,
        "status": state.status.value,
        "outcome": state.outcome,
        "variables": dict(outermost_variables(state)) if state.node_id else dict(head.given_variables),
        "startedAt": iso(session.started_at),
        "endedAt": iso(head.updated_at),
        "durationSeconds": round(max(0, head.updated_at - session.started_at) / 1000, 3),
        "turns": head.turns,
        "callerNumber": session.caller_number,
        "calledNumber": session.called_number,
        "transcriptUrl": address_of(head, public_url),
    }
    if event == "session.started":
        del fields["endedAt"], fields["durationSeconds"]
    nullable = {"agentId", "outcome"}
    return {name: value for name, value in fields.items() if value is not None or name in nullable}


def address_of(head: Head, public_url: str) -> str:
    """Return the address of a session at the API."""
    return f"{public_url.rstrip('/')}/api/flows/sessions/{quote(head.session_id, safe='')}"


def ascii_json(event: dict[str, Any]) -> str:
    """Write an event as JSON in ASCII."""
    return json.dumps(event, separators=(",", ":"))
