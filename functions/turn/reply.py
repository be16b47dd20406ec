"""The answer to a turn, as the bytes that a retry gets again. The field names are the contract's."""

from __future__ import annotations

import json

from flow_core.json import Json
from flow_core.state import Action, Continue, Hangup, Listen, State, Transfer


def reply_body(
    session_id: str, turn_id: str, state: State, response: str, action: Action, *, last_response: str | None = None
) -> str:
    body: dict[str, Json] = {
        "sessionId": session_id,
        "turnId": turn_id,
        "status": state.status.value,
        "currentNodeId": state.node_id,
        "response": response,
        "completed": state.status.ended,
        "action": action_json(action),
    }
    if last_response is not None:
        body["lastResponse"] = last_response
    return json.dumps(body, separators=(",", ":"))


def action_json(action: Action) -> dict[str, Json]:
    match action:
        case Listen():
            return {
                "type": action.type,
                "noInputSeconds": action.no_input_seconds,
                "interruptible": action.interruptible,
            }
        case Transfer():
            return {"type": action.type, "to": action.to, "mode": action.mode}
        case Continue() | Hangup():
            return {"type": action.type}
