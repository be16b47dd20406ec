"""`POST /api/livekit/webhook`: a room is finished, an agent left, or a person took a call over or left it."""

from __future__ import annotations

from http import HTTPStatus
from typing import assert_never

from fastapi import APIRouter, Request

from functions.api.capabilities import signed
from functions.api.http.dependencies import ServicesDep
from functions.api.http.problems import ProblemError
from functions.api.http.request_body import SmallJson
from functions.api.schemas.responses.rooms import RoomClosed
from functions.errors import UnavailableError
from functions.failures import current_operation
from functions.lifecycle.abandon import Abandon
from functions.lifecycle.redispatch import Redispatch
from functions.ports.rooms import AgentLeft, NotFromLiveKitError, RoomFinished, TakeoverChanged
from functions.records import Head
from functions.services import Services
from functions.turn.call_language import call_language
from functions.turn.flow_versions import MissingFlowError

router = APIRouter(route_class=SmallJson)


@router.post("/api/livekit/webhook")
async def livekit_webhook(request: Request, services: ServicesDep) -> RoomClosed:
    """Close the sessions of a finished room, or dispatch an agent if one left. LiveKit repeats it after a 5xx."""
    body = await request.body()
    try:
        event = services.rooms.event(body, request.headers.get("authorization"))
    except NotFromLiveKitError as error:
        detail = (
            "The request is not signed with the LiveKit API secret of this service. Check the signing key in LiveKit."
        )
        raise ProblemError(HTTPStatus.UNAUTHORIZED, detail) from error
    match event:
        case None:
            return {"closed": 0}
        case RoomFinished(room_name):
            return {"closed": await services.off_loop(lambda: Abandon(services.run_turn)(room_name))}
        case AgentLeft() as left:
            return {"dispatched": int(await services.off_loop(lambda: _redispatch(services, left)))}
        case TakeoverChanged(session_id, takeover):
            await services.off_loop(lambda: services.takeovers.save(session_id, takeover))
            return {"closed": 0}
        case _:
            assert_never(event)


def _redispatch(services: Services, left: AgentLeft) -> bool:
    current_operation.add(room=left.room_name)
    return Redispatch(
        services.run_turn.sessions,
        services.rooms,
        capability=lambda head: signed(services, head),
        language=lambda head: _language(services, head),
    )(left)


def _language(services: Services, head: Head) -> str | None:
    """Return the language of a session's call. A call in danger does not wait for the store of the flows."""
    try:
        return call_language(head.state.session, services.pinned(head.organization_id, head.flow_id, head.pin))
    except (MissingFlowError, UnavailableError):
        return head.state.session.language
