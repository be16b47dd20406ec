"""Errors as RFC 9457 problem details: what each error of a request is told as. Knows no web framework."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from pydantic_core import to_json

from functions.api.http.unavailable import not_done
from functions.ports.errors import CallflowError, ConflictError
from functions.ports.observe import Observe
from functions.ports.sessions import BadCursorError

MEDIA_TYPE = "application/problem+json"


class ProblemError(CallflowError):
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

    def body(self) -> bytes:
        body: dict[str, Any] = {
            "type": "about:blank",
            "title": self.status.phrase,
            "status": self.status.value,
            "detail": self.detail,
        }
        if self.problems:
            body["problems"] = list(self.problems)
        return to_json(body, inf_nan_mode="null")


class UnfitError(CallflowError):
    """A request that does not hold what it must. errors: as pydantic tells them, `loc` beginning with the place."""

    def __init__(self, errors: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(f"{len(errors)} fields")
        self.errors = errors


def not_found(what: str) -> ProblemError:
    return ProblemError(HTTPStatus.NOT_FOUND, f"There is no {what} here.")


def unfit(field: str, message: str) -> ProblemError:
    """422 for one field."""
    return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, f"{field}: {message}", [{"field": field, "message": message}])


def unfit_fields(errors: Sequence[Mapping[str, Any]]) -> ProblemError:
    """422 for all that an UnfitError holds."""
    problems = [_field_problem(item) for item in errors]
    detail = "; ".join(f"{item['field']}: {item['message']}" for item in problems[:5])
    return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, detail, problems)


def too_large(limit: int) -> ProblemError:
    """limit: bytes."""
    return ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The body is larger than {limit // 1024} KiB. Send less.")


def unexpected() -> ProblemError:
    detail = "Something failed on our side. The X-Request-Id of this answer finds it in the logs."
    return ProblemError(HTTPStatus.INTERNAL_SERVER_ERROR, detail)


def problem_of(error: Exception, observe: Observe) -> ProblemError | None:
    """Map an error to the response to its request. This is the one list of the errors that a request may meet.

    Args:
        error: The error that ended the request.
        observe: Logs a failure of the service.

    Returns:
        The problem; None for an error that is not expected, which the caller logs and answers with `unexpected`.
    """
    match error:
        case ProblemError():
            return error
        case UnfitError():
            return unfit_fields(error.errors)
        case BadCursorError():
            return unfit("cursor", "is none that a page of this list gave; leave it out for the first page")
        case ConflictError():
            detail = "The flow is being changed by someone else. Read it again and repeat the change."
            return ProblemError(HTTPStatus.CONFLICT, detail)
    answer = not_done(error)
    if answer is None:
        return None
    observe.failed(answer.failure, error)
    headers = {} if answer.retry_after is None else {"Retry-After": str(answer.retry_after)}
    return ProblemError(answer.status, answer.detail, headers=headers)


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
