"""A session as a response. The history of the session is read elsewhere (functions/history/conversation.py)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from flow_core.events import SupervisorWhispered
from flow_core.state import Status
from flow_core.subflows.frames import variables_by_path
from flow_core.timestamp import iso
from flow_core.trace import NodeRun
from functions.api.schemas.responses import sessions as responses
from functions.api.schemas.responses.actions import Action
from functions.history.conversation import TimedMessage
from functions.ports.sessions import SessionSummary
from functions.ports.supervision.takeovers import Takeover
from functions.records import EffectRun, Head, TurnRecord


def session_response(
    head: Head,
    turns: Sequence[TurnRecord],
    conversation: Sequence[TimedMessage],
    takeovers: Sequence[Takeover] = (),
) -> responses.Session:
    """Show a session.

    Args:
        head: The session's head.
        turns: The turns to show, first to last.
        conversation: The messages to show, in order.
        takeovers: The times in which a person spoke in place of the agent, in order.

    Returns:
        The session, without `after` and `more`.
    """
    state = head.state
    session: responses.Session = {
        "sessionId": head.session_id,
        "organizationId": head.organization_id,
        "flowId": head.flow_id,
        "flowVersion": head.pin.label,
        "status": Status.ACTIVE if head.lease else state.status,
        "currentNodeId": state.node_id,
        "createdAt": iso(head.created_at),
        "updatedAt": iso(head.updated_at),
        "context": {
            "variables": dict(variables_by_path(state)) if state.node_id else dict(head.given_variables),
            "conversation": [_item(message) for message in conversation],
        },
        "turns": [turn_trace(turn) for turn in turns],
    }
    if head.agent_id is not None:
        session["agentId"] = head.agent_id
    if state.session.caller_number is not None:
        session["callerNumber"] = state.session.caller_number
    if head.pin.settings is not None:
        session["settingsHash"] = head.pin.settings
    if head.models:
        session["models"] = [
            {"model": asked or None, "answeredBy": answered_by} for asked, answered_by in head.models.items()
        ]
    if state.outcome is not None:
        session["outcome"] = state.outcome
    if takeovers:
        session["takeovers"] = [_takeover(each, head) for each in takeovers]
    if head.test_metadata is not None:
        session["testMetadata"] = {
            "testMode": head.test_metadata.test_mode,
            "identity": head.test_metadata.identity,
            "roomName": head.test_metadata.room_name,
        }
    return session


def _takeover(takeover: Takeover, head: Head) -> responses.Takeover:
    until = takeover.until
    if until is None and head.state.status.ended:
        # Nobody stays longer than the call.
        until = max(head.updated_at, takeover.since)
    return {"by": takeover.by, "since": iso(takeover.since), "until": None if until is None else iso(until)}


def session_summary(session: SessionSummary) -> responses.SessionSummary:
    """Show a session in a list."""
    return {
        "sessionId": session.session_id,
        "flowId": session.flow_id,
        "flowVersion": session.flow_version,
        "status": session.status,
        "roomName": session.room_name,
        "createdAt": iso(session.created_at),
    }


def _item(timed: TimedMessage) -> responses.ConversationItem:
    item: responses.ConversationItem = {
        "role": timed.message.role,
        "content": timed.message.content,
        "at": iso(timed.at),
        "turnId": timed.message.turn_id,
    }
    if timed.message.interrupted:
        item["interrupted"] = True
    return item


def turn_trace(record: TurnRecord) -> responses.Turn:
    """Show the trace of a turn."""
    turn: responses.Turn = {
        "turnId": record.turn_id,
        "at": iso(record.at),
        "input": record.input,
        "response": record.response,
        "nodes": [_node(run) for run in record.nodes],
        "decisions": [
            {"nodeId": each.node_id, "conditionId": each.condition_id, "value": each.value}
            if each.error is None
            else {"nodeId": each.node_id, "conditionId": each.condition_id, "value": each.value, "error": each.error}
            for each in record.decisions
        ],
        "effects": [_effect(run) for run in record.effects],
        "variables": {"changed": record.changed},
        # Stored as JSON by functions/turn/commit.py. Validating it again would cost time for each turn of a session.
        "action": cast(Action, record.action),
    }
    if record.interrupted is not None:
        turn["interrupted"] = {"turnId": record.interrupted.turn_id, "heard": record.interrupted.heard}
    whispers = [text for event in record.events if isinstance(event, SupervisorWhispered) for text in event.texts]
    if whispers:
        turn["whispers"] = whispers
    return turn


def _node(run: NodeRun) -> responses.NodeRun:
    node: responses.NodeRun = {
        "nodeId": run.node_id,
        "type": run.type,
        "outcome": run.outcome,
        "millis": run.millis,
    }
    if run.flow_id is not None:
        node["flowId"] = run.flow_id
    return node


def _effect(run: EffectRun) -> responses.Effect:
    effect: responses.Effect = {
        "kind": run.kind,
        "nodeId": run.node_id,
        "millis": run.millis,
        "ok": run.ok,
    }
    if run.error is not None:
        effect["error"] = run.error
    if run.input_tokens is not None:
        effect["inputTokens"] = run.input_tokens
    if run.output_tokens is not None:
        effect["outputTokens"] = run.output_tokens
    if run.model is not None:
        effect["model"] = run.model
    if run.answered_by is not None:
        effect["answeredBy"] = run.answered_by
    return effect
