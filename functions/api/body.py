"""Request bodies: bounded while they are read, and JSON in the strict sense, whatever content type is claimed."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any, TypeVar

from fastapi import HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticUndefined, from_json

SMALL = 64 * 1024
LARGE = 1024 * 1024
"""Bytes: of a turn and of anything small; of a flow."""


class _BoundedRequest(Request):
    limit = SMALL

    async def body(self) -> bytes:
        if not hasattr(self, "_body"):
            chunks: list[bytes] = []
            size = 0
            async for chunk in self.stream():
                size += len(chunk)
                if size > self.limit:
                    detail = f"The body is larger than {self.limit // 1024} KiB. Send less."
                    # FastAPI, which reads bodies for its routes, lets this kind of error through and no other.
                    raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
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


class _JsonRoute(APIRoute):
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


Body = TypeVar("Body", bound=BaseModel)


def decoded(body: bytes) -> Any:
    """A body's JSON, PydanticUndefined for an empty one. RequestValidationError, as FastAPI would raise it."""
    try:
        return from_json(body, allow_inf_nan=False) if body else PydanticUndefined
    except ValueError as error:
        raise RequestValidationError(
            [{"type": "json_invalid", "loc": ("body",), "msg": "", "ctx": {"error": str(error)}}]
        ) from error


def validated(model: type[Body], given: Any) -> Body:
    """A decoded body as what it must be. RequestValidationError, as FastAPI would raise it."""
    if given is PydanticUndefined:
        raise RequestValidationError([{"type": "missing", "loc": ("body",), "msg": "Field required"}])
    try:
        return model.model_validate(given, from_attributes=True)
    except ValidationError as error:
        problems = [{**problem, "loc": ("body", *problem["loc"])} for problem in error.errors(include_url=False)]
        raise RequestValidationError(problems) from error
