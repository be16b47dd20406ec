"""The outermost middleware: it sets `X-Request-Id` on every response and answers unexpected errors."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from functions.api.http.problem_handlers import operation_of, response_of
from functions.api.http.problems import unexpected
from functions.api.http.request_id import HEADER, choose_request_id
from functions.failures import current_operation
from functions.ports.observe import Observe


class RequestIdMiddleware:
    """ASGI middleware. It must be the outermost, because the response to a crash carries the id too.

    Args:
        app: The application to call.
        observe: Logs the unexpected errors.
    """

    def __init__(self, app: ASGIApp, observe: Observe) -> None:
        self._app = app
        self._observe = observe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = choose_request_id(Headers(scope=scope).get(HEADER))
        self._observe.request(request_id)
        current_operation.begin()
        started = False

        async def send_with_id(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except Exception as error:
            current_operation.add(operation=operation_of(scope))
            self._observe.failed("request-failed", error)
            if started:
                raise
            await response_of(unexpected())(scope, receive, send_with_id)
