"""POST /api/flows/{flowId}/process: one turn."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Request, Response

from flow_core.state import Session
from functions.api.body import SmallJson, decoded, validated
from functions.api.dependencies import Given
from functions.api.identity import Organization, organization_of
from functions.api.names import FlowId, possible
from functions.api.problems import not_found
from functions.api.wire import ProcessReply, ProcessRequest
from functions.begin import new_head, session_id_of
from functions.flow_versions import resolve
from functions.records import Head
from functions.run_turn import Finished


class _Direct(SmallJson):
    """FastAPI documents `process` and does not serve it: its own way there takes as long as all else that HTTP costs a
    turn. It is handed the same here, in the same order, with the same errors.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        async def handle(request: Request) -> Response:
            given = decoded(await self.request_class(request.scope, request.receive).body())
            organization = await organization_of(request)
            flow_id = possible("flow", request.path_params["flow_id"])
            return await process(flow_id, validated(ProcessRequest, given), organization, request.app.state.services)

        return handle


router = APIRouter(route_class=_Direct)


@router.post("/api/flows/{flow_id}/process", response_model=ProcessReply)
async def process(flow_id: FlowId, body: ProcessRequest, organization: Organization, services: Given) -> Response:
    started = time.perf_counter()
    call = body.call(body.turn_id or uuid.uuid4().hex)
    session_id = session_id_of(organization, flow_id, body.room_name)

    def begin() -> Head:
        definition = resolve(services.flows, organization, flow_id, "latest")
        if definition is None:
            raise not_found(f"published flow {flow_id}")
        session = Session(id=session_id, channel="chat", started_at=services.now())
        return new_head(organization, flow_id, definition.pin, body.room_name, session)

    def turn() -> Finished:
        return services.run_turn(begin, session_id, call)

    finished = await services.off_loop(turn)
    services.observe.turn(
        finished.head,
        finished.record,
        turn_id=call.turn_id,
        millis=(time.perf_counter() - started) * 1000,
        again=finished.again,
    )
    return Response(finished.body, media_type="application/json")
