"""`POST /api/flows/{flowId}/process`: one turn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import suppress
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from functions.api import turn_stream
from functions.api.http.dependencies import FlowId, Organization, caller_of
from functions.api.http.request_body import SmallJson
from functions.api.process_turn import AskedTurn, asked_turn, process_turn
from functions.api.schemas.requests.turn import ProcessRequest
from functions.api.schemas.responses.turns import ProcessReply
from functions.api.turn_stream import Event
from functions.services import Services


class _Direct(SmallJson):
    """A route that FastAPI only documents. `process_turn` serves it, because FastAPI would double the time of HTTP."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        async def handle(request: Request) -> Response:
            services: Services = request.app.state.services
            caller, flow_id = caller_of(request), request.path_params["flowId"]
            sent = await self.request_class(request.scope, request.receive).body()
            # A process that serves one request at a time, on its event loop, cannot send events while the turn runs.
            if services.settings.threads and turn_stream.accepts_events(request.headers.get("accept")):
                return await _streamed(services, asked_turn(services, caller, flow_id, sent))
            answered = await services.off_loop(lambda: process_turn(services, caller, flow_id, sent))
            return Response(answered.body, headers=answered.headers, media_type="application/json")

        return handle


_running: set[asyncio.Future[None]] = set()
"""The turns that run. The event loop itself keeps no reference."""


async def _streamed(services: Services, asked: AskedTurn) -> Response:
    """Run a turn in a thread, and send its events. No thread waits for who reads them."""
    events: asyncio.Queue[Event] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def put(event: Event) -> None:
        # The loop is closed if the server ends. The turn is committed all the same.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(events.put_nowait, event)

    turn = asyncio.ensure_future(services.off_loop(lambda: turn_stream.run(services, asked, put)))
    _running.add(turn)
    turn.add_done_callback(_running.discard)
    first = await _next(events)
    if isinstance(first, Exception):
        raise first

    async def chunks() -> AsyncIterator[bytes]:
        event: Event | None = first
        while True:
            yield turn_stream.COMMENT if event is None else turn_stream.sent(services, event)
            if event is not None and turn_stream.is_last(event):
                return
            event = await _next(events)

    return StreamingResponse(chunks(), headers=turn_stream.HEADERS, media_type=turn_stream.MEDIA_TYPE)


async def _next(events: asyncio.Queue[Event]) -> Event | None:
    """Return the next event; None if it is time for a comment."""
    try:
        return await asyncio.wait_for(events.get(), turn_stream.COMMENT_SECONDS)
    except TimeoutError:
        return None


router = APIRouter(route_class=_Direct)


_RESPONSE: dict[str, Any] = {
    "headers": {
        "Server-Timing": {
            "description": (
                "The milliseconds of each phase and in total. A streamed answer has them in a comment right before the "
                "event `reply`: `: server-timing: …`."
            ),
            "schema": {"type": "string"},
        },
    },
    "content": {
        turn_stream.MEDIA_TYPE: {
            "schema": {
                "type": "string",
                "description": (
                    "With `Accept: text/event-stream`: any number of `event: text` with `data: {turnId, index, text}`, "
                    "and one last event: `reply`, whose data is the body of the unstreamed answer, or `problem`. The "
                    "texts, put together, are the beginning of the reply's `response`. Nothing moves before `reply`."
                ),
            }
        }
    },
}


@router.post("/api/flows/{flowId}/process", response_model=ProcessReply, responses={200: _RESPONSE})
async def process(flow_id: FlowId, body: ProcessRequest, organization: Organization) -> Response:
    """Run one turn: the caller's input, or none at the beginning. A repeated `turnId` gets the same reply."""
    raise NotImplementedError("process_turn does it")
