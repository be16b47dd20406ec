"""The responses to requests that could not be done at the moment: status, detail, Retry-After and failure code.

Each reason is listed here once. The log line of the failure has the code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from functions.errors import EngineBrokenError, Reason, UnavailableError
from functions.failures.codes import Failure, failure_of
from functions.ports.rooms import NoAgentError, NoRoomsError
from functions.ports.speaking.voices import NoVoicesError
from functions.turn.evaluation import ReplayTimeoutError
from functions.turn.results import TurnInProgressError

LIVEKIT_RETRY_SECONDS = 5
"""Seconds after which LiveKit may send a webhook again.

LiveKit sends a webhook at most five times, and delays the room's other webhooks by at most 30 seconds. With this pause
the five requests give a worker that restarts 26 seconds.
"""
_AGAIN = "Send the same request again."
_SAME_TURN = "Send this turn again, with the same turnId."


@dataclass(frozen=True, slots=True)
class NotDone:
    """The response to a request that was not done."""

    failure: Failure
    detail: str
    """The state of the service, and the remedy."""
    retry_after: int | None = 1
    """Seconds; None if the same request fails again."""
    status: HTTPStatus = HTTPStatus.SERVICE_UNAVAILABLE


_STORE_REFUSED = "The store refused the request. Search the logs for the X-Request-Id of this response."
_SECRETS_REFUSED = (
    "The store of secrets refused the request, or holds no JSON object of texts. Search the logs for the X-Request-Id "
    "of this response."
)
_VOICES_DETAILS: Mapping[Reason, str] = {
    "unreachable": f"The engine of text to speech cannot be reached. {_AGAIN}",
    "throttled": f"The engine of text to speech throttles requests. {_AGAIN}",
    "no-time": f"The time limit of this request passed. {_AGAIN}",
    "refused": "The engine of text to speech refused. Search the logs for the X-Request-Id of this response.",
}
_STORE_DETAILS: Mapping[Reason, str] = {
    "unreachable": f"The store cannot be reached. {_AGAIN}",
    "throttled": f"The store throttles requests. {_AGAIN}",
    "no-time": f"The time limit of this request passed before the store was asked. {_AGAIN}",
}


def not_done(error: Exception) -> NotDone | None:
    """Map an error to the response to its request; None for an error that is not listed here."""
    match error:
        case UnavailableError(port="store"):
            failure = failure_of(error)
            if error.reason == "refused":
                return NotDone(failure, _STORE_REFUSED, None, HTTPStatus.INTERNAL_SERVER_ERROR)
            return NotDone(failure, _STORE_DETAILS[error.reason])
        case UnavailableError(port="rooms"):
            return NotDone(failure_of(error), str(error), LIVEKIT_RETRY_SECONDS)
        case UnavailableError(port="secrets"):
            return NotDone("call-key-unreachable", f"The key of calls cannot be read. {_AGAIN}")
        case UnavailableError(port="secret-store"):
            if error.reason == "refused":
                return NotDone(failure_of(error), _SECRETS_REFUSED, None, HTTPStatus.INTERNAL_SERVER_ERROR)
            return NotDone(failure_of(error), f"The store of secrets does not answer. {_AGAIN}")
        case UnavailableError(port="voices"):
            retry_after = None if error.reason == "refused" else 1
            return NotDone(failure_of(error), _VOICES_DETAILS[error.reason], retry_after)
        case NoVoicesError():
            return NotDone("voices-not-set", str(error), None)
        case NoAgentError():
            return NotDone("agent-not-sent", str(error), LIVEKIT_RETRY_SECONDS)
        case NoRoomsError():
            return NotDone("livekit-not-set", str(error), None)
        case EngineBrokenError():
            return NotDone("javascript-failed", f"The JavaScript engine could not be started. {_AGAIN}")
        case TurnInProgressError():
            return NotDone("turn-not-taken", f"{error.detail} {_SAME_TURN}")
        case ReplayTimeoutError():
            detail = f"An expression of this turn timed out, and the turn was not saved. {_SAME_TURN}"
            return NotDone("turn-not-taken", detail)
    return None
