"""What an organization is told of a session that has ended. Pure: nothing is read or sent here."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import quote

from flow_core.timestamp import iso
from functions.records import Head

LARGEST = 200_000
"""Bytes. Variables that do not fit are left out, and `variablesOmitted` says so; the transcript has them."""


def has_ended(head: Head) -> bool:
    """A transferred caller may come back: the head shows the lease of that turn before it shows its state."""
    return head.state.status.ended and head.lease is None


def event_id(head: Head) -> str:
    """The same for one end, however often it is told; another where a caller came back and the session ended again."""
    end = f"{head.session_id}\0{head.turns}\0{head.state.status.value}"
    return f"event_{hashlib.sha256(end.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


def summary_json(head: Head, public_url: str) -> str:
    """JSON in ASCII, at most LARGEST bytes. public_url: of the API, for the link to the transcript."""
    told = _summary(head, public_url)
    written = _json(told)
    if len(written) > LARGEST:
        written = _json({**told, "variables": {}, "variablesOmitted": True})
    return written


def _summary(head: Head, public_url: str) -> dict[str, Any]:
    state, session = head.state, head.state.session
    known: dict[str, Any] = {
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
        "variables": dict(state.variables) if state.node_id else dict(head.given_variables),
        "startedAt": iso(session.started_at),
        "endedAt": iso(head.updated_at),
        "durationSeconds": round(max(0, head.updated_at - session.started_at) / 1000, 3),
        "turns": head.turns,
        "callerNumber": session.caller_number,
        "calledNumber": session.called_number,
        "transcriptUrl": f"{public_url.rstrip('/')}/api/flows/sessions/{quote(head.session_id, safe='')}",
    }
    always = {"agentId", "outcome"}
    return {name: value for name, value in known.items() if value is not None or name in always}


def _json(told: dict[str, Any]) -> str:
    return json.dumps(told, separators=(",", ":"))
