"""Read-only session endpoints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Header, Query, Response

from flow_core.state import Status
from functions.api.call_speech import asked_for, fixed_texts, read_by_model
from functions.api.http import entity_tag
from functions.api.http.dependencies import Cursor, FlowId, Limit, Organization, ServicesDep, SessionId, head_of
from functions.api.http.problems import invalid_field, not_found
from functions.api.http.raw_json import RawJsonRoute, json_response
from functions.api.routes.audit import AuditDep
from functions.api.schemas.responses.sessions import CallSpeech, SessionList, SessionRead
from functions.api.schemas.session_response import session_response, session_summary
from functions.history.conversation import read_page
from functions.ports.sessions import Sessions
from functions.ports.supervision.takeovers import Takeover
from functions.records import Head
from functions.turn.flow_versions import exists_or_did

router = APIRouter(route_class=RawJsonRoute)

_CACHE_HEADERS = {
    "ETag": {"description": "Changes with every change of the session.", "schema": {"type": "string"}},
    "Cache-Control": {"schema": {"type": "string"}},
}


@router.get(
    "/api/flows/sessions/{sessionId}",
    response_model=SessionRead,
    responses={
        200: {"headers": _CACHE_HEADERS},
        304: {"description": "The session has not changed since one of the tags.", "headers": _CACHE_HEADERS},
    },
)
def get_session(
    session_id: SessionId,
    organization: Organization,
    services: ServicesDep,
    audit: AuditDep,
    after: Annotated[
        str | None, Query(description="The id of a turn. The response holds only what is new after this turn.")
    ] = None,
    if_none_match: Annotated[str | None, Header(description="The `ETag` of an earlier response.")] = None,
) -> Response:
    """Read a session: its state, its conversation and the traces of its turns."""
    head = head_of(services, organization, session_id)
    # A chat cannot be taken over.
    takeovers = () if head.state.session.channel == "chat" else services.takeovers.of(session_id)
    tag = entity_tag.of_version(head.version, "".join("o" if each.until is None else "x" for each in takeovers))
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if if_none_match is not None and entity_tag.matches(if_none_match, tag):
        return Response(status_code=304, headers=headers)
    audit.read_transcript(session_id)
    return json_response(_read(services.sessions, head, after, takeovers), headers=headers)


@router.get("/api/flows/sessions/{sessionId}/speech")
def get_call_speech(session_id: SessionId, organization: Organization, services: ServicesDep) -> CallSpeech:
    """Read what a worker prepares for a call: the texts without holes, and what each node does with an answer."""
    head = head_of(services, organization, session_id)
    flow = services.pinned(organization, head.flow_id, head.pin)
    return {
        "texts": fixed_texts(flow, head.state.session.language),
        "asks": asked_for(flow),
        "asksModel": read_by_model(flow),
        "takesUsage": True,
    }


@router.get("/api/flows/{flowId}/sessions")
def list_sessions(
    flow_id: FlowId,
    organization: Organization,
    services: ServicesDep,
    status: Annotated[str | None, Query(description="Only sessions with this status.")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> SessionList:
    """List the sessions of a flow, newest first. With `status`, even an empty page may have a cursor."""
    if not exists_or_did(services.flows, organization, flow_id):
        raise not_found(f"flow {flow_id}")
    if status is not None and status not in set(Status):
        raise invalid_field("status", f"must be one of {', '.join(Status)}")
    wanted = None if status is None else Status(status)
    page = services.sessions.of_flow(organization, flow_id, status=wanted, cursor=cursor, limit=limit)
    return {"sessions": [session_summary(session) for session in page.sessions], "cursor": page.cursor}


def _read(sessions: Sessions, head: Head, after: str | None, takeovers: Sequence[Takeover]) -> SessionRead:
    page = read_page(sessions, head, after)
    session = session_response(head, page.turns, page.messages, takeovers)
    if page.after is not None:
        session["after"] = page.after
    if page.more:
        session["more"] = True
    return {"session": session}
