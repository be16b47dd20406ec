"""Responses without validation. The route's return type documents a response, and mypy checks it.

FastAPI would validate each response again. For a session with hundreds of turns that takes as long as to read it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from fastapi import Response
from fastapi.routing import APIRoute
from pydantic_core import to_json


def json_response(content: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Serialize a response's content as JSON."""
    body = to_json(content, inf_nan_mode="null")
    return Response(body, status, None if headers is None else dict(headers), media_type="application/json")


class RawJsonRoute(APIRoute):
    """A route whose function returns JSON values or a Response. FastAPI validates neither.

    Args:
        path: The path of the route.
        endpoint: The route's function.
        **options: All other arguments of APIRoute.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, _responding(endpoint, options.get("status_code") or 200), **options)


def _responding(endpoint: Callable[..., Any], status: int) -> Callable[..., Any]:
    def response(content: object) -> Response:
        return content if isinstance(content, Response) else json_response(content, status)

    if inspect.iscoroutinefunction(endpoint):

        @wraps(endpoint)
        async def on_loop(*args: Any, **kwargs: Any) -> Response:
            return response(await endpoint(*args, **kwargs))

        return on_loop

    @wraps(endpoint)
    def in_thread(*args: Any, **kwargs: Any) -> Response:
        return response(endpoint(*args, **kwargs))

    return in_thread
