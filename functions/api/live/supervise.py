"""Listening to a call, taking it over, and whispering to its agent."""

from __future__ import annotations

import secrets

from fastapi import APIRouter

from flow_core.state import Channel
from functions.api.http.dependencies import IdentityDep, Organization, ServicesDep, SessionId, head_of
from functions.api.http.least_role import require_at_least
from functions.api.http.problems import conflict
from functions.api.http.request_body import SmallJson
from functions.api.live.responses import SupervisorRoom, Whispered
from functions.api.routes.audit import AuditDep
from functions.api.schemas.requests.fields import RequestModel, Whisper
from functions.ports.supervision.rooms import Supervision
from functions.records import Head
from functions.services import Services

_SOUNDLESS: tuple[Channel, ...] = ("chat",)

router = APIRouter(route_class=SmallJson)


class SuperviseBody(RequestModel):
    """What a supervisor does: `listen`, or `takeOver` to speak in place of the agent."""

    mode: Supervision


class WhisperBody(RequestModel):
    """What the agent of a call should know or do. The caller does not hear it."""

    text: Whisper


@router.post("/api/flows/sessions/{sessionId}/supervise", status_code=201)
def supervise_call(
    session_id: SessionId,
    organization: Organization,
    identity: IdentityDep,
    services: ServicesDep,
    audit: AuditDep,
    body: SuperviseBody,
) -> SupervisorRoom:
    """Return a token for the room of a call that is on. Taking it over needs the role publisher."""
    if body.mode == "takeOver":
        require_at_least(identity, "publisher")
    head = _open_call(services, organization, session_id)
    if body.mode == "takeOver" and head.state.session.channel in _SOUNDLESS:
        raise conflict(f"The session {session_id} is a chat, which has no sound. Whisper to its agent instead.")
    there = services.rooms.occupants([head.room_name])[head.room_name]
    if not there.caller:
        raise conflict(f"Nobody is in the room of the session {session_id}. Choose a call of GET /api/calls.")
    if body.mode == "takeOver":
        others = [each.name for each in there.supervisors if each.mode == "takeOver"]
        if others:
            raise conflict(f"{others[0]} has taken the call over. Listen, or try again when they have left.")
    name = f"supervisor-{secrets.token_hex(8)}"
    token = services.rooms.supervisor_token(
        identity=name, name=identity.actor, room_name=head.room_name, session_id=session_id, mode=body.mode
    )
    audit.record("call.takenOver" if body.mode == "takeOver" else "call.listened", session_id, flowId=head.flow_id)
    return {
        "token": token,
        "serverUrl": services.rooms.server_url,
        "roomName": head.room_name,
        "identity": name,
        "mode": body.mode,
    }


@router.post("/api/flows/sessions/{sessionId}/whisper", status_code=202)
def whisper_to_agent(
    session_id: SessionId, organization: Organization, services: ServicesDep, audit: AuditDep, body: WhisperBody
) -> Whispered:
    """Send guidance to the agent of a call. It has it from the next turn on, and the caller does not hear it."""
    head = _open_call(services, organization, session_id)
    whisper_id = secrets.token_hex(8)
    if not services.rooms.whisper(head.room_name, whisper_id, body.text):
        raise conflict(f"No agent is in the room of the session {session_id}. Try again in some seconds.")
    audit.record("call.whispered", session_id, flowId=head.flow_id)
    return {"whisperId": whisper_id}


def _open_call(services: Services, organization: str, session_id: str) -> Head:
    """Return the head of a session that is on. `ProblemError` is raised: 404 if there is none, 409 if it ended."""
    head = head_of(services, organization, session_id)
    if head.state.status.ended:
        raise conflict(f"The session {session_id} has ended. Choose a call of GET /api/calls.")
    return head
