"""A session, or what is new of it, as the API shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from flow_core.state import Status
from flow_core.timestamp import iso
from functions.api.schemas.responses import sessions as responses
from functions.api.schemas.responses.actions import Action
from functions.history.conversation import Said
from functions.ports.sessions import SessionSummary
from functions.records import EffectRun, Head, TurnRecord


def shown(head: Head, turns: Sequence[TurnRecord], said: Sequence[Said]) -> responses.Session:
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
            "variables": dict(state.variables) if state.node_id else dict(head.given_variables),
            "conversation": [_said(each) for each in said],
        },
        "turns": [_turn(turn) for turn in turns],
    }
    if head.agent_id is not None:
        session["agentId"] = head.agent_id
    if state.outcome is not None:
        session["outcome"] = state.outcome
    if head.test_metadata is not None:
        session["testMetadata"] = {
            "testMode": head.test_metadata.test_mode,
            "identity": head.test_metadata.identity,
            "roomName": head.test_metadata.room_name,
        }
    return session


def session_summary(session: SessionSummary) -> responses.SessionSummary:
    return {
        "sessionId": session.session_id,
        "flowId": session.flow_id,
        "flowVersion": session.flow_version,
        "status": session.status,
        "roomName": session.room_name,
        "createdAt": iso(session.created_at),
    }


def _said(said: Said) -> responses.ConversationItem:
    item: responses.ConversationItem = {
        "role": said.message.role,
        "content": said.message.content,
        "at": iso(said.at),
        "turnId": said.message.turn_id,
    }
    if said.message.interrupted:
        item["interrupted"] = True
    return item


def _turn(turn: TurnRecord) -> responses.Turn:
    shown: responses.Turn = {
        "turnId": turn.turn_id,
        "at": iso(turn.at),
        "input": turn.input,
        "response": turn.response,
        "nodes": [
            {
                "nodeId": run.node_id,
                "type": run.type,
                "outcome": run.outcome,
                "millis": run.millis,
            }
            for run in turn.nodes
        ],
        "decisions": [
            {"nodeId": each.node_id, "conditionId": each.condition_id, "value": each.value}
            if each.error is None
            else {"nodeId": each.node_id, "conditionId": each.condition_id, "value": each.value, "error": each.error}
            for each in turn.decisions
        ],
        "effects": [_effect(run) for run in turn.effects],
        "variables": {"changed": turn.changed},
        "action": cast(Action, turn.action),
    }
    if turn.interrupted is not None:
        shown["interrupted"] = {"turnId": turn.interrupted.turn_id, "heard": turn.interrupted.heard}
    return shown


def _effect(run: EffectRun) -> responses.Effect:
    shown: responses.Effect = {
        "kind": run.kind,
        "nodeId": run.node_id,
        "millis": run.millis,
        "ok": run.ok,
    }
    if run.error is not None:
        shown["error"] = run.error
    if run.input_tokens is not None:
        shown["inputTokens"] = run.input_tokens
    if run.output_tokens is not None:
        shown["outputTokens"] = run.output_tokens
    return shown
