"""Request bodies: bounded while they are read, and JSON in the strict sense, whatever content type is claimed."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import HTTPException, Request, Response
from pydantic_core import from_json

from functions.api.http.problems import too_large
from functions.api.http.raw_json import RawJsonRoute
from functions.api.http.strict_json import LARGE, SMALL


class _BoundedRequest(Request):
    limit = SMALL

    async def body(self) -> bytes:
        if not hasattr(self, "_body"):
            chunks: list[bytes] = []
            size = 0
            async for chunk in self.stream():
                size += len(chunk)
                if size > self.limit:
                    problem = too_large(self.limit)
                    # FastAPI, which reads bodies for its routes, lets this kind of error through and no other.
                    raise HTTPException(problem.status, problem.detail)
                chunks.append(chunk)
            self._body = b"".join(chunks)
        return self._body

    async def json(self) -> Any:
        body = await self.body()
        try:
            return from_json(body, allow_inf_nan=False)
        except ValueError as error:
            raise json.JSONDecodeError(str(error), "", 0) from error


class _LargeRequest(_BoundedRequest):
    limit = LARGE


class _JsonRoute(RawJsonRoute):
    request_class: type[_BoundedRequest] = _BoundedRequest

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def bounded(request: Request) -> Response:
            # FastAPI reads JSON by content type; this API has no other kind of body, and curl's default is a form.
            others = [(name, value) for name, value in request.scope["headers"] if name != b"content-type"]
            scope = {**request.scope, "headers": [*others, (b"content-type", b"application/json")]}
            return await handle(self.request_class(scope, request.receive))

        return bounded


class SmallJson(_JsonRoute):
    """Routes whose body is at most 64 KiB."""


class LargeJson(_JsonRoute):
    """Routes whose body is a flow."""

    request_class = _LargeRequest
