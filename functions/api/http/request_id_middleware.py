"""The outermost middleware: it sets `X-Request-Id` on every response and answers unexpected errors."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from functions.api.http.problem_handlers import operation_of, response_of
from functions.api.http.problems import unexpected
from functions.api.http.request_id import HEADER, choose_request_id
from functions.failures import current_operation
from functions.services import Services


class RequestIdMiddleware:
    """ASGI middleware. It must be the outermost, because the response to a crash carries the id too.

    Args:
        app: The application to call.
        services: `services.observe` logs the unexpected errors. It is read with the first request: it is slow to load.
    """

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self._app = app
        self._services = services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        request_id = choose_request_id(headers.get(HEADER))
        self._services.observe.request(request_id)
        self._services.spans.incoming(headers)
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
            self._services.observe.failed("request-failed", error)
            if started:
                raise
            await response_of(unexpected())(scope, receive, send_with_id)
