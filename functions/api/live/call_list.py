"""`GET /api/calls`: the calls of an organization that are on, newest first."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated

from fastapi import APIRouter, Query

from flow_core.timestamp import iso
from functions.api.http.dependencies import Cursor, Organization, ServicesDep
from functions.api.http.raw_json import RawJsonRoute
from functions.api.live.responses import CallSupervisor, LiveCall, LiveCallList
from functions.errors import UnavailableError
from functions.ports.rooms import NoRoomsError
from functions.ports.search.session_search import OPEN, SessionQuery
from functions.ports.supervision.rooms import Occupants
from functions.records import Head
from functions.services import Services
from functions.turn.flow_versions import MissingFlowError

MAX_CALLS = 50
"""Calls of a page, at most: each is a read of its head, and a request for the participants of its room."""

router = APIRouter(route_class=RawJsonRoute)


@router.get("/api/calls")
def list_calls(
    organization: Organization,
    services: ServicesDep,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=MAX_CALLS, description="The calls of a page, at most.")] = 20,
) -> LiveCallList:
    """List the calls of the organization that are on, newest first. A new call may be missing for some seconds."""
    page = services.session_search.find(organization, SessionQuery(status=OPEN), cursor=cursor, limit=limit)
    heads = [services.sessions.head(each.session_id) for each in page.sessions]
    shown = [head for head in heads if head is not None and not head.state.status.ended and not head.is_simulated]
    rooms = _occupants(services, {head.room_name for head in shown})
    calls = [_call(services, head, None if rooms is None else rooms[head.room_name]) for head in shown]
    return {"calls": calls, "cursor": page.cursor}


def _occupants(services: Services, room_names: Collection[str]) -> Mapping[str, Occupants] | None:
    """Say who is in the rooms; None if nobody knows."""
    try:
        return services.rooms.occupants(room_names)
    except (NoRoomsError, UnavailableError):
        return None


def _call(services: Services, head: Head, there: Occupants | None) -> LiveCall:
    session = head.state.session
    return {
        "sessionId": head.session_id,
        "flowId": head.flow_id,
        "flowName": _flow_name(services, head),
        "flowVersion": head.pin.label,
        "agentId": head.agent_id,
        "channel": session.channel,
        "callerNumber": session.caller_number,
        "test": head.test_metadata is not None,
        "status": head.state.status,
        "startedAt": iso(head.created_at),
        "turn": head.turns,
        "nodeId": head.state.node_id,
        "worker": None if there is None else there.agent,
        "supervisors": None if there is None else _supervisors(there),
    }


def _supervisors(there: Occupants) -> list[CallSupervisor]:
    return [{"name": each.name, "mode": each.mode} for each in there.supervisors]


def _flow_name(services: Services, head: Head) -> str:
    """Return the name of the flow, or its id if the flow cannot be read."""
    try:
        return services.pinned(head.organization_id, head.flow_id, head.pin).name
    except MissingFlowError:
        return head.flow_id
