"""The turn function behind HTTP. It gets the requests that API Gateway would route to it."""

from __future__ import annotations

import asyncio
import base64
from typing import Any
from urllib.parse import quote

from starlette.types import Receive, Scope, Send

from functions.lambdas.turn_events import TurnEvents
from testing.api.stack import Stack


class TurnFunction:
    """An ASGI application: the turn function serves `…/process`, and the API serves everything else."""

    def __init__(self, stack: Stack) -> None:
        self._events = TurnEvents(stack.services)
        self._api = stack.client.app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].endswith("/process"):
            await self._api(scope, receive, send)
            return
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        answer = await asyncio.to_thread(self._events.answer, _event(scope, body))
        headers = [(name.encode(), value.encode()) for name, value in answer["headers"].items()]
        await send({"type": "http.response.start", "status": answer["statusCode"], "headers": headers})
        await send({"type": "http.response.body", "body": answer["body"].encode()})


def _event(scope: Scope, body: bytes) -> dict[str, Any]:
    headers = {name.decode("latin-1").title(): value.decode("latin-1") for name, value in scope["headers"]}
    return {
        "resource": "/api/flows/{flowId}/process",
        "httpMethod": scope["method"],
        "path": quote(scope["path"]),
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "requestContext": {"identity": {"sourceIp": "127.0.0.1"}},
        "body": base64.b64encode(body).decode(),
        "isBase64Encoded": True,
    }
