"""Gives every response an `X-Request-Id`: the caller's own where it is a fit one. What nobody caught ends here."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from functions import doing
from functions.api.problem_responses import operation_of, response_of
from functions.api.problems import unexpected
from functions.api.request_id import HEADER, request_id
from functions.ports.observe import Observe


class RequestIds:
    """ASGI middleware. It is the outermost, so that an answer to a crash carries the id too."""

    def __init__(self, app: ASGIApp, observe: Observe) -> None:
        self._app = app
        self._observe = observe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        name = request_id(Headers(scope=scope).get(HEADER))
        self._observe.request(name)
        doing.begin()
        started = False

        async def send_with_id(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                MutableHeaders(scope=message)[HEADER] = name
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except Exception as error:
            doing.tell(operation=operation_of(scope))
            self._observe.failed("request-failed", error)
            if started:
                raise
            await response_of(unexpected())(scope, receive, send_with_id)
