"""The event of one turn for the organization's webhook, made of the turn's stored record. Nothing is read or sent here.

The stored record is redacted by the rules of its session, so the event is too.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from flow_core.json import Json
from flow_core.timestamp import iso
from functions.post_call.summary import LARGEST, address_of, ascii_json
from functions.records import Head, TurnRecord


def turn_event_id(session_id: str, number: int) -> str:
    """Return the id of the event of a turn. It is the same for every delivery."""
    what = f"session.turn\0{session_id}\0{number}"
    return f"event_{hashlib.sha256(what.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


def turn_event_json(head: Head, record: TurnRecord, public_url: str) -> str:
    """Write the event of a turn.

    Args:
        head: A head of the session, of this turn or a later one.
        record: The turn's record.
        public_url: The URL of the API, for the link to the transcript.

    Returns:
        JSON in ASCII, at most `LARGEST` bytes. Changed variables that do not fit are left out, and then messages.
    """
    event = _event(head, record, public_url)
    for name, empty in (("changedVariables", {}), ("messages", [])):
        text = ascii_json(event)
        if len(text) <= LARGEST:
            return text
        event |= {name: empty, f"{name}Omitted": True}
    return ascii_json(event)


def _event(head: Head, record: TurnRecord, public_url: str) -> dict[str, Any]:
    reply: dict[str, Json] = json.loads(record.reply)
    event: dict[str, Any] = {
        "eventId": turn_event_id(head.session_id, record.number),
        "type": "session.turn",
        "organizationId": head.organization_id,
        "sessionId": head.session_id,
        "flowId": head.flow_id,
        "flowVersion": head.pin.label,
        "agentId": head.agent_id,
        "channel": head.state.session.channel,
        "turn": record.number,
        "turnId": record.turn_id,
        "at": iso(record.at),
        "status": reply.get("status"),
        "nodeId": reply.get("currentNodeId"),
        "messages": [{"role": message.role, "content": message.content} for message in record.messages],
        "changedVariables": record.changed,
        "action": record.action["type"],
        "transcriptUrl": address_of(head, public_url),
    }
    if record.interrupted is not None:
        event["interrupted"] = {"turnId": record.interrupted.turn_id, "heard": record.interrupted.heard}
    return event
