"""`POST /api/flows/{flowId}/process`: one turn."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Request, Response

from functions.api.http.dependencies import FlowId, Organization, caller_of
from functions.api.http.request_body import SmallJson
from functions.api.process_turn import process_turn
from functions.api.schemas.requests.turn import ProcessRequest
from functions.api.schemas.responses.turns import ProcessReply
from functions.services import Services


class _Direct(SmallJson):
    """A route that FastAPI only documents. `process_turn` serves it, because FastAPI would double the time of HTTP."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        async def handle(request: Request) -> Response:
            services: Services = request.app.state.services
            caller, flow_id = caller_of(request), request.path_params["flowId"]
            sent = await self.request_class(request.scope, request.receive).body()
            answered = await services.off_loop(lambda: process_turn(services, caller, flow_id, sent))
            return Response(answered.body, headers=answered.headers, media_type="application/json")

        return handle


router = APIRouter(route_class=_Direct)


_TIMING_HEADERS = {
    "Server-Timing": {
        "description": "The milliseconds of each phase and in total.",
        "schema": {"type": "string"},
    },
}


@router.post("/api/flows/{flowId}/process", response_model=ProcessReply, responses={200: {"headers": _TIMING_HEADERS}})
async def process(flow_id: FlowId, body: ProcessRequest, organization: Organization) -> Response:
    """Run one turn: the caller's input, or none at the beginning. A repeated `turnId` gets the same reply."""
    raise NotImplementedError("process_turn does it")
