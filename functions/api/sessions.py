"""Sessions, for whoever looks on. Reads only."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from flow_core.state import Status
from flow_core.timestamp import iso
from functions.api.dependencies import Cursor, FlowId, Given, Limit, Organization, SessionId
from functions.api.problems import not_found, unfit
from functions.api.wire import present
from functions.conversation import conversation, turns_in_order
from functions.ports.sessions import SessionSummary
from functions.records import EffectRun, Head, TurnRecord

router = APIRouter()


@router.get("/api/flows/sessions/{session_id}")
def get_session(session_id: SessionId, organization: Organization, services: Given) -> dict[str, Any]:
    head = services.sessions.head(session_id)
    if head is None or head.organization_id != organization:
        raise not_found(f"session {session_id}")
    turns = turns_in_order(head, services.sessions.turns(session_id))
    return {"session": _session(head, turns)}


@router.get("/api/flows/{flow_id}/sessions")
def list_sessions(
    flow_id: FlowId,
    organization: Organization,
    services: Given,
    status: Annotated[str | None, Query()] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> dict[str, Any]:
    if services.flows.summary(organization, flow_id) is None:
        raise not_found(f"flow {flow_id}")
    if status is not None and status not in set(Status):
        raise unfit("status", f"must be one of {', '.join(Status)}")
    wanted = None if status is None else Status(status)
    page = services.sessions.of_flow(organization, flow_id, status=wanted, cursor=cursor, limit=limit)
    return {"sessions": [_summary(session) for session in page.sessions], "cursor": page.cursor}


def _session(head: Head, turns: list[TurnRecord]) -> dict[str, Any]:
    state = head.state
    session: dict[str, Any] = {
        "sessionId": head.session_id,
        "organizationId": head.organization_id,
        "flowId": head.flow_id,
        "flowVersion": head.pin.label,
        "status": Status.ACTIVE if head.claim else state.status,
        "currentNodeId": state.node_id,
        "createdAt": iso(head.created_at),
        "updatedAt": iso(head.updated_at),
        "context": {
            "variables": dict(state.variables) if state.node_id else dict(head.given_variables),
            "conversation": [
                {
                    "role": said.message.role,
                    "content": said.message.content,
                    "at": iso(said.at),
                    "turnId": said.message.turn_id,
                    **({"interrupted": True} if said.message.interrupted else {}),
                }
                for said in conversation(turns)
            ],
        },
        "turns": [_trace(turn) for turn in turns],
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


def _trace(turn: TurnRecord) -> dict[str, Any]:
    return {
        "turnId": turn.turn_id,
        "at": iso(turn.at),
        "input": turn.input,
        "response": turn.response,
        "nodes": [
            {"nodeId": run.node_id, "type": run.type, "outcome": run.outcome, "millis": run.millis}
            for run in turn.nodes
        ],
        "decisions": [
            {
                "nodeId": decision.node_id,
                "conditionId": decision.condition_id,
                "value": decision.value,
                **({} if decision.error is None else {"error": decision.error}),
            }
            for decision in turn.decisions
        ],
        "effects": [_effect(run) for run in turn.effects],
        "variables": {"changed": turn.changed},
        "action": turn.action,
    }


def _effect(run: EffectRun) -> dict[str, Any]:
    written = {
        "kind": run.kind,
        "nodeId": run.node_id,
        "millis": run.millis,
        "ok": run.ok,
        "error": run.error,
        "inputTokens": run.input_tokens,
        "outputTokens": run.output_tokens,
    }
    return present(written)


def _summary(session: SessionSummary) -> dict[str, Any]:
    return {
        "sessionId": session.session_id,
        "flowId": session.flow_id,
        "flowVersion": session.flow_version,
        "status": session.status,
        "roomName": session.room_name,
        "createdAt": iso(session.created_at),
    }
