"""The response to each error of a request, as problem details (RFC 9457). It knows no web framework."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from pydantic_core import to_json

from functions.api.http.unavailable import not_done
from functions.errors import CallflowError, ConflictError
from functions.ports.observe import Observe
from functions.ports.sessions import BadCursorError

MEDIA_TYPE = "application/problem+json"
"""The content type of a problem."""


class ProblemError(CallflowError):
    """A response that is a problem.

    Args:
        status: The status of the response.
        detail: The text for the caller: what is wrong, and the remedy.
        problems: The items of `problems`, such as one for each invalid field.
        headers: More headers of the response.
        members: More members of the body.
    """

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        problems: Sequence[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
        members: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.problems = problems
        self.headers = dict(headers or {})
        self.members = dict(members or {})

    def body(self) -> bytes:
        """Return the body of the response, as JSON."""
        body: dict[str, Any] = {
            "type": "about:blank",
            "title": self.status.phrase,
            "status": self.status.value,
            "detail": self.detail,
        }
        if self.problems:
            body["problems"] = list(self.problems)
        body.update(self.members)
        return to_json(body, inf_nan_mode="null")


class InvalidRequestError(CallflowError):
    """A request with missing or invalid fields.

    Args:
        errors: The errors in the format of pydantic. `loc` begins with the place of the field, such as `body`.
    """

    def __init__(self, errors: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(f"{len(errors)} fields")
        self.errors = errors


def not_found(what: str) -> ProblemError:
    """Return the problem (404) of a missing thing, such as `flow greeting`."""
    return ProblemError(HTTPStatus.NOT_FOUND, f"There is no {what}.")


def invalid_field(field: str, message: str) -> ProblemError:
    """Return the problem (422) of one field."""
    return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, f"{field}: {message}", [{"field": field, "message": message}])


def invalid_fields(errors: Sequence[Mapping[str, Any]]) -> ProblemError:
    """Return the problem (422) of all errors of an `InvalidRequestError`."""
    problems = [_field_problem(item) for item in errors]
    detail = "; ".join(f"{item['field']}: {item['message']}" for item in problems[:5])
    return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, detail, problems)


def too_large(limit: int) -> ProblemError:
    """Return the problem (413) of a body with more than `limit` bytes."""
    return ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The body is larger than {limit // 1024} KiB. Send less.")


def conflict(detail: str) -> ProblemError:
    """Return the problem (409) of a request that does not fit what is there."""
    return ProblemError(HTTPStatus.CONFLICT, detail)


def unexpected() -> ProblemError:
    """Return the problem (500) of an error that is not expected."""
    detail = "An unexpected error occurred in Callflow. Search the logs for the X-Request-Id of this response."
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
        case InvalidRequestError():
            return invalid_fields(error.errors)
        case BadCursorError():
            return invalid_field(
                "cursor", "must be the `cursor` of a page of this list; leave it out for the first page"
            )
        case ConflictError():
            detail = "Somebody else changes the flow at the same time. Read the flow again and repeat the change."
            return conflict(detail)
    failed = not_done(error)
    if failed is None:
        return None
    observe.failed(failed.failure, error)
    headers = {} if failed.retry_after is None else {"Retry-After": str(failed.retry_after)}
    return ProblemError(failed.status, failed.detail, headers=headers)


def problem_or_unexpected(error: Exception, observe: Observe) -> ProblemError:
    """Return the problem of any error. One that is not expected is logged."""
    problem = problem_of(error, observe)
    if problem is None:
        observe.failed("request-failed", error)
        problem = unexpected()
    return problem


_MESSAGES = {
    "missing": "is required",
    "extra_forbidden": "is not a field of this request; leave it out",
    "json_invalid": "is not valid JSON",
}


def _field_problem(error: Mapping[str, Any]) -> dict[str, str]:
    where = [str(part) for part in error["loc"]]
    if where and where[0] in {"body", "path", "query", "header"}:
        where = where[1:]
    if error["type"] == "json_invalid":
        return {"field": "body", "message": f"{_MESSAGES['json_invalid']}: {error.get('ctx', {}).get('error', '')}"}
    message = _MESSAGES.get(error["type"]) or str(error["msg"]).removeprefix("Value error, ")
    return {"field": ".".join(where) or "body", "message": message[:1].lower() + message[1:]}
