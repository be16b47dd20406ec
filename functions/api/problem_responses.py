"""Problems as FastAPI answers and documents them. What each says is in problems.py."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pynamodb.exceptions import PynamoDBException
from starlette.exceptions import HTTPException
from starlette.responses import Response

from functions.api.problems import MEDIA_TYPE, ProblemError, UnfitError, problem_of, unfit_fields
from functions.attempt import NotTheSameError
from functions.ports.flows import ChangedByOthersError
from functions.ports.sessions import BadCursorError
from functions.run_turn import TurnInProgressError

_CONTENT = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
DOCUMENTED: dict[int | str, dict[str, Any]] = {
    "4XX": {"description": "What is wrong with the request, and the remedy.", "content": _CONTENT},
    "5XX": {"description": "What failed here; the same request may be sent again.", "content": _CONTENT},
}
"""How the OpenAPI document describes an error, for every route."""

_FORESEEN = (
    ProblemError,
    UnfitError,
    BadCursorError,
    NotTheSameError,
    TurnInProgressError,
    ChangedByOthersError,
    PynamoDBException,
)


def response_of(problem: ProblemError) -> Response:
    return Response(problem.body(), problem.status, problem.headers, media_type=MEDIA_TYPE)


def add_handlers(app: FastAPI) -> None:
    async def foreseen(request: Request, error: Exception) -> Response:
        problem = problem_of(error, request.app.state.services.observe)
        if problem is None:
            raise error
        return response_of(problem)

    for kind in _FORESEEN:
        app.add_exception_handler(kind, foreseen)

    @app.exception_handler(RequestValidationError)
    async def validation(request: Request, error: RequestValidationError) -> Response:
        return response_of(unfit_fields(error.errors()))

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        return response_of(ProblemError(HTTPStatus(error.status_code), str(error.detail), headers=error.headers))
