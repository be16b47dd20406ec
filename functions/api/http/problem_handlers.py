"""Problems as FastAPI answers and documents them. What each says is in problems.py."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Scope

from functions.api.http.problems import MEDIA_TYPE, ProblemError, problem_of, unfit_fields
from functions.failures import current_operation
from functions.ports.errors import CallflowError

_CONTENT = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
DOCUMENTED: dict[int | str, dict[str, Any]] = {
    "4XX": {"description": "What is wrong with the request, and the remedy.", "content": _CONTENT},
    "5XX": {"description": "What failed here; the same request may be sent again.", "content": _CONTENT},
}
"""How the OpenAPI document describes an error, for every route."""


def response_of(problem: ProblemError) -> Response:
    return Response(problem.body(), problem.status, problem.headers, media_type=MEDIA_TYPE)


def operation_of(scope: Scope) -> str:
    """The method and the route as the document spells it; the method alone where no route fits."""
    route = scope.get("route")
    return f"{scope['method']} {route.path}" if isinstance(route, Route) else str(scope["method"])


def add_handlers(app: FastAPI) -> None:
    @app.exception_handler(CallflowError)
    async def foreseen(request: Request, error: CallflowError) -> Response:
        current_operation.add(operation=operation_of(request.scope))
        problem = problem_of(error, request.app.state.services.observe)
        if problem is None:
            raise error
        return response_of(problem)

    @app.exception_handler(RequestValidationError)
    async def validation(request: Request, error: RequestValidationError) -> Response:
        return response_of(unfit_fields(error.errors()))

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        return response_of(ProblemError(HTTPStatus(error.status_code), str(error.detail), headers=error.headers))
