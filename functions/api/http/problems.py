"""Errors as RFC 9457 problem details: what each error of a request is told as. Knows no web framework."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from pydantic_core import to_json

from functions.api.http import unavailable
from functions.api.http.unavailable import Told
from functions.ports.errors import EngineBrokenError, UnavailableError
from functions.ports.flows import ChangedByOthersError
from functions.ports.observe import Observe
from functions.ports.rooms import NoAgentError, NoRoomsError, RoomsOutOfReachError
from functions.ports.sessions import BadCursorError
from functions.turn.attempt import ReplayTimeoutError
from functions.turn.protocol import TurnInProgressError

MEDIA_TYPE = "application/problem+json"


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


class UnfitError(Exception):
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


FORESEEN: tuple[type[Exception], ...] = (
    ProblemError,
    UnfitError,
    BadCursorError,
    ChangedByOthersError,
    UnavailableError,
    TurnInProgressError,
    ReplayTimeoutError,
    EngineBrokenError,
    NoAgentError,
    RoomsOutOfReachError,
    NoRoomsError,
)
"""What `problem_of` tells."""


def problem_of(error: Exception, observe: Observe) -> ProblemError | None:
    """What a request is told that ended with `error`. None for one that nobody foresaw."""
    match error:
        case ProblemError():
            return error
        case UnfitError():
            return unfit_fields(error.errors)
        case BadCursorError():
            return unfit("cursor", "is none that a page of this list gave; leave it out for the first page")
        case ChangedByOthersError():
            detail = "The flow is being changed by someone else. Read it again and repeat the change."
            return ProblemError(HTTPStatus.CONFLICT, detail)
    told = _told(error)
    if told is None:
        return None
    observe.failed(told.failure, error)
    headers = {} if told.retry_after is None else {"Retry-After": str(told.retry_after)}
    return ProblemError(told.status, told.detail, headers=headers)


def _told(error: Exception) -> Told | None:
    """Of a request that was not done for now; None for any other."""
    match error:
        case UnavailableError():
            return unavailable.STORE[error.reason]
        case TurnInProgressError():
            return unavailable.busy(error.told)
        case ReplayTimeoutError():
            return unavailable.REPLAY_TIMEOUT
        case EngineBrokenError():
            return unavailable.JAVASCRIPT
        case NoAgentError():
            return unavailable.livekit("agent-not-sent", str(error))
        case RoomsOutOfReachError():
            return unavailable.livekit("livekit-unreachable", str(error))
        case NoRoomsError():
            return unavailable.livekit("livekit-not-set", str(error))
    return None


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
