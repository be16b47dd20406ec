"""Gives every response an `X-Request-Id`: the caller's own where it is a fit one. What nobody caught ends here."""

from __future__ import annotations

import re
import uuid

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from functions.api.problems import unexpected
from functions.ports.observe import Observe

_FIT = re.compile(r"[A-Za-z0-9._:=-]{1,128}\Z")


class RequestIds:
    """ASGI middleware. It is the outermost, so that an answer to a crash carries the id too."""

    def __init__(self, app: ASGIApp, observe: Observe) -> None:
        self._app = app
        self._observe = observe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if _FIT.match(given) else uuid.uuid4().hex
        self._observe.request(request_id)
        started = False

        async def send_with_id(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                MutableHeaders(scope=message)["X-Request-Id"] = request_id
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except Exception as error:
            self._observe.failed("a request failed", error)
            if started:
                raise
            await unexpected().response()(scope, receive, send_with_id)
