"""Gives every response an `X-Request-Id`: the caller's own where it is a fit one. What nobody caught ends here."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from functions.api.http.problem_handlers import operation_of, response_of
from functions.api.http.problems import unexpected
from functions.api.http.request_id import HEADER, choose_request_id
from functions.failures import current_operation
from functions.ports.observe import Observe


class RequestIdMiddleware:
    """ASGI middleware. It is the outermost, so that an answer to a crash carries the id too."""

    def __init__(self, app: ASGIApp, observe: Observe) -> None:
        self._app = app
        self._observe = observe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        name = choose_request_id(Headers(scope=scope).get(HEADER))
        self._observe.request(name)
        current_operation.begin()
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
            current_operation.add(operation=operation_of(scope))
            self._observe.failed("request-failed", error)
            if started:
                raise
            await response_of(unexpected())(scope, receive, send_with_id)
