"""The summary of an ended session for the organization's webhook. Nothing is read or sent here."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import quote

from flow_core.subflows.frames import outermost_variables
from flow_core.timestamp import iso
from functions.records import Head

LARGEST = 200_000
"""Bytes of a summary, at most. Variables that do not fit are left out, and `variablesOmitted` is true."""


def has_ended(head: Head) -> bool:
    """Return whether a session has ended. A lease means that a transferred caller came back."""
    return head.state.status.ended and head.lease is None


def event_id(head: Head) -> str:
    """Return the id of the event. It is the same for every delivery, and differs if a session ends a second time."""
    end = f"{head.session_id}\0{head.turns}\0{head.state.status.value}"
    return f"event_{hashlib.sha256(end.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


def summary_json(head: Head, public_url: str) -> str:
    """Write the summary of an ended session.

    Args:
        head: The session's head.
        public_url: The URL of the API, for the link to the transcript.

    Returns:
        JSON in ASCII, at most LARGEST bytes.
    """
    summary = _summary(head, public_url)
    text = _json(summary)
    if len(text) > LARGEST:
        text = _json({**summary, "variables": {}, "variablesOmitted": True})
    return text


def _summary(head: Head, public_url: str) -> dict[str, Any]:
    state, session = head.state, head.state.session
    fields: dict[str, Any] = {
        "eventId": event_id(head),
        "type": "session.ended",
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
        "transcriptUrl": f"{public_url.rstrip('/')}/api/flows/sessions/{quote(head.session_id, safe='')}",
    }
    nullable = {"agentId", "outcome"}
    return {name: value for name, value in fields.items() if value is not None or name in nullable}


def _json(summary: dict[str, Any]) -> str:
    return json.dumps(summary, separators=(",", ":"))
