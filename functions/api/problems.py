"""Errors as RFC 9457 problem details. Every error that leaves the API is made here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic_core import to_json
from pynamodb.exceptions import PynamoDBException
from starlette.exceptions import HTTPException
from starlette.responses import Response

from functions.attempt import NotTheSameError
from functions.ports.flows import ChangedByOthersError
from functions.ports.sessions import BadCursorError
from functions.run_turn import TurnInProgressError

_SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "problems": {"type": "array", "items": {"type": "object"}},
    },
}
_CONTENT = {"application/problem+json": {"schema": _SCHEMA}}
DOCUMENTED: dict[int | str, dict[str, Any]] = {
    "4XX": {"description": "What is wrong with the request, and the remedy.", "content": _CONTENT},
    "5XX": {"description": "What failed here; the same request may be sent again.", "content": _CONTENT},
}
"""How the OpenAPI document describes an error, for every route."""


class ProblemError(Exception):
    """An answer that is a problem. `detail` names what is wrong and the remedy."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        problems: Sequence[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.problems = problems
        self.headers = dict(headers or {})

    def response(self) -> Response:
        body: dict[str, Any] = {
            "type": "about:blank",
            "title": self.status.phrase,
            "status": self.status.value,
            "detail": self.detail,
        }
        if self.problems:
            body["problems"] = list(self.problems)
        return Response(
            to_json(body, inf_nan_mode="null"), self.status, self.headers, media_type="application/problem+json"
        )


def not_found(what: str) -> ProblemError:
    return ProblemError(HTTPStatus.NOT_FOUND, f"There is no {what} here.")


def unfit(field: str, message: str) -> ProblemError:
    """422 for one field."""
    return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, f"{field}: {message}", [{"field": field, "message": message}])


def unexpected() -> ProblemError:
    detail = "Something failed on our side. The X-Request-Id of this answer finds it in the logs."
    return ProblemError(HTTPStatus.INTERNAL_SERVER_ERROR, detail)


def add_handlers(app: FastAPI) -> None:
    @app.exception_handler(ProblemError)
    async def problem(request: Request, error: ProblemError) -> Response:
        return error.response()

    @app.exception_handler(RequestValidationError)
    async def validation(request: Request, error: RequestValidationError) -> Response:
        problems = [_field_problem(item) for item in error.errors()]
        detail = "; ".join(f"{item['field']}: {item['message']}" for item in problems[:5])
        return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, detail, problems).response()

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        return ProblemError(HTTPStatus(error.status_code), str(error.detail), headers=error.headers).response()

    @app.exception_handler(BadCursorError)
    async def cursor(request: Request, error: BadCursorError) -> Response:
        return unfit("cursor", "is none that a page of this list gave; leave it out for the first page").response()

    @app.exception_handler(NotTheSameError)
    @app.exception_handler(TurnInProgressError)
    async def in_progress(request: Request, error: Exception) -> Response:
        detail = "Another turn of this session is still running. Send this one again, with the same turnId."
        return ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers={"Retry-After": "1"}).response()

    @app.exception_handler(ChangedByOthersError)
    async def changed(request: Request, error: ChangedByOthersError) -> Response:
        detail = "The flow is being changed by someone else. Read it again and repeat the change."
        return ProblemError(HTTPStatus.CONFLICT, detail).response()

    @app.exception_handler(PynamoDBException)
    async def store(request: Request, error: PynamoDBException) -> Response:
        request.app.state.services.observe.failed("the store failed", error)
        detail = "The store is out of reach. Nothing was lost: send the same request again."
        return ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers={"Retry-After": "1"}).response()


_WORDS = {
    "missing": "is required",
    "extra_forbidden": "is no field of this request; leave it out",
    "json_invalid": "is no valid JSON",
}


def _field_problem(error: Mapping[str, Any]) -> dict[str, str]:
    where = [str(part) for part in error["loc"]]
    if where and where[0] in {"body", "path", "query", "header"}:
        where = where[1:]
    if error["type"] == "json_invalid":
        return {"field": "body", "message": f"{_WORDS['json_invalid']}: {error.get('ctx', {}).get('error', '')}"}
    message = _WORDS.get(error["type"]) or str(error["msg"]).removeprefix("Value error, ")
    return {"field": ".".join(where) or "body", "message": message[:1].lower() + message[1:]}
