"""Requests with a JSON body for FastAPI: a limit on their size, and strict JSON for every content type."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import HTTPException, Request, Response

from functions.api.http.problems import too_large
from functions.api.http.raw_json import RawJsonRoute
from functions.api.http.strict_json import EXPORT, LARGE, SMALL, strict_json


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
                    # FastAPI reads the body for its routes. It passes on an HTTPException and hides any other error.
                    raise HTTPException(problem.status, problem.detail)
                chunks.append(chunk)
            self._body = b"".join(chunks)
        return self._body

    async def json(self) -> Any:
        body = await self.body()
        try:
            return strict_json(body)
        except ValueError as error:
            # FastAPI turns this class of error into a validation error of the body.
            raise json.JSONDecodeError(str(error), "", 0) from error


class _LargeRequest(_BoundedRequest):
    limit = LARGE


class _ExportRequest(_BoundedRequest):
    limit = EXPORT


class _JsonRoute(RawJsonRoute):
    request_class: type[_BoundedRequest] = _BoundedRequest

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def bounded(request: Request) -> Response:
            # FastAPI reads JSON only if the content type says so. This API accepts nothing else, and curl sends the
            # content type of a form by default.
            others = [(name, value) for name, value in request.scope["headers"] if name != b"content-type"]
            scope = {**request.scope, "headers": [*others, (b"content-type", b"application/json")]}
            return await handle(self.request_class(scope, request.receive))

        return bounded


class SmallJson(_JsonRoute):
    """A route with a body of at most 64 KiB."""


class LargeJson(_JsonRoute):
    """A route with a flow's definition as its body: at most 1 MiB."""

    request_class = _LargeRequest


class ExportFile(_JsonRoute):
    """A route with an export of another product as its body, JSON or a zip file: at most 4 MiB."""

    request_class = _ExportRequest
