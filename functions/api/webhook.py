"""POST /api/livekit/webhook: LiveKit tells that a room is over."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request

from functions.abandon import Abandon
from functions.api.body import SmallJson
from functions.api.dependencies import Given
from functions.api.problems import ProblemError
from functions.ports.rooms import NoRoomsError, NotFromLiveKitError

router = APIRouter(route_class=SmallJson)


@router.post("/api/livekit/webhook")
async def livekit_webhook(request: Request, services: Given) -> dict[str, int]:
    body = await request.body()
    try:
        room = services.rooms.finished_room(body, request.headers.get("authorization"))
    except NotFromLiveKitError as error:
        detail = "This is not signed by LiveKit with the API secret that is set here."
        raise ProblemError(HTTPStatus.UNAUTHORIZED, detail) from error
    except NoRoomsError as error:
        raise ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, str(error)) from error
    if room is None:
        return {"closed": 0}
    return {"closed": await services.off_loop(lambda: Abandon(services.run_turn)(room))}
