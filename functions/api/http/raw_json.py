"""Answers that go out as they are: what a route gives is documented by its type, which mypy checks and no request pays
for. A session of hundreds of turns would be validated as long as it takes to read.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from fastapi import Response
from fastapi.routing import APIRoute
from pydantic_core import to_json


def json_response(answer: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    body = to_json(answer, inf_nan_mode="null")
    return Response(body, status, None if headers is None else dict(headers), media_type="application/json")


class RawJsonRoute(APIRoute):
    """A route whose function's answer is JSON already."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, _answering(endpoint, options.get("status_code") or 200), **options)


def _answering(endpoint: Callable[..., Any], status: int) -> Callable[..., Any]:
    def answered(answer: object) -> Response:
        return answer if isinstance(answer, Response) else json_response(answer, status)

    if inspect.iscoroutinefunction(endpoint):

        @wraps(endpoint)
        async def on_loop(*given: Any, **named: Any) -> Response:
            return answered(await endpoint(*given, **named))

        return on_loop

    @wraps(endpoint)
    def in_thread(*given: Any, **named: Any) -> Response:
        return answered(endpoint(*given, **named))

    return in_thread
