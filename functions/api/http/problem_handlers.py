"""FastAPI's handlers of errors, and the description of errors in the OpenAPI document. The texts are in problems.py."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Scope

from functions.api.http.problems import MEDIA_TYPE, ProblemError, invalid_fields, problem_of
from functions.errors import CallflowError
from functions.failures import current_operation

_CONTENT = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
DOCUMENTED: dict[int | str, dict[str, Any]] = {
    "4XX": {
        "description": "The request cannot be done. `detail` states the reason and the remedy.",
        "content": _CONTENT,
    },
    "5XX": {"description": "The service failed. The same request may be sent again.", "content": _CONTENT},
}
"""The error responses of every route, for the OpenAPI document."""


def response_of(problem: ProblemError) -> Response:
    """Return a problem as a response."""
    return Response(problem.body(), problem.status, problem.headers, media_type=MEDIA_TYPE)


def operation_of(scope: Scope) -> str:
    """Return the method and the path template of a request's route; only the method if no route matches."""
    route = scope.get("route")
    return f"{scope['method']} {route.path}" if isinstance(route, Route) else str(scope["method"])


def add_handlers(app: FastAPI) -> None:
    """Add the handlers of all expected errors to an application."""

    @app.exception_handler(CallflowError)
    async def expected(request: Request, error: CallflowError) -> Response:
        current_operation.add(operation=operation_of(request.scope))
        problem = problem_of(error, request.app.state.services.observe)
        if problem is None:
            raise error
        return response_of(problem)

    @app.exception_handler(RequestValidationError)
    async def validation(request: Request, error: RequestValidationError) -> Response:
        return response_of(invalid_fields(error.errors()))

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        return response_of(ProblemError(HTTPStatus(error.status_code), str(error.detail), headers=error.headers))
