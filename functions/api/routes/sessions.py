"""Sessions, for whoever looks on. Reads only."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query, Response

from flow_core.state import Status
from functions.api.http import entity_tag
from functions.api.http.dependencies import Cursor, FlowId, Limit, Organization, ServicesDep, SessionId
from functions.api.http.problems import not_found, unfit
from functions.api.http.raw_json import RawJsonRoute, json_response
from functions.api.schemas.responses.sessions import SessionList, SessionRead
from functions.api.schemas.session_response import session_summary, shown
from functions.history.conversation import read
from functions.ports.sessions import Sessions
from functions.records import Head
from functions.turn.flow_versions import exists_or_did

router = APIRouter(route_class=RawJsonRoute)

_TAGGED = {
    "ETag": {"description": "Changes with the session.", "schema": {"type": "string"}},
    "Cache-Control": {"schema": {"type": "string"}},
}


@router.get(
    "/api/flows/sessions/{sessionId}",
    response_model=SessionRead,
    responses={
        200: {"headers": _TAGGED},
        304: {"description": "The session is as it was under one of the tags.", "headers": _TAGGED},
    },
)
def get_session(
    session_id: SessionId,
    organization: Organization,
    services: ServicesDep,
    after: str | None = None,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """With `after`, a turn's id, the answer holds what is new since that turn, and says so in its own `after`.

    `more: true` says that not all turns fit in the answer: `after` with the last turn shown gives the next ones.
    """
    head = services.sessions.head(session_id)
    if head is None or head.organization_id != organization:
        raise not_found(f"session {session_id}")
    tag = entity_tag.of_version(head.version)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if if_none_match is not None and entity_tag.matches(if_none_match, tag):
        return Response(status_code=304, headers=headers)
    return json_response(_read(services.sessions, head, after), headers=headers)


@router.get("/api/flows/{flowId}/sessions")
def list_sessions(
    flow_id: FlowId,
    organization: Organization,
    services: ServicesDep,
    status: Annotated[str | None, Query()] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> SessionList:
    if not exists_or_did(services.flows, organization, flow_id):
        raise not_found(f"flow {flow_id}")
    if status is not None and status not in set(Status):
        raise unfit("status", f"must be one of {', '.join(Status)}")
    wanted = None if status is None else Status(status)
    page = services.sessions.of_flow(organization, flow_id, status=wanted, cursor=cursor, limit=limit)
    return {"sessions": [session_summary(session) for session in page.sessions], "cursor": page.cursor}


def _read(sessions: Sessions, head: Head, after: str | None) -> SessionRead:
    part = read(sessions, head, after)
    session = shown(head, part.turns, part.said)
    if part.after is not None:
        session["after"] = part.after
    if part.more:
        session["more"] = True
    return {"session": session}
