"""All failure codes of the log, and the log line of a failure.

docs/operations.md explains each code and its remedy. A test compares that page with this list.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from functions.errors import Port, Reason, UnavailableError
from functions.failures import current_operation
from functions.failures.causes import causes, frames

Failure: TypeAlias = Literal[
    "request-failed",
    "response-not-sent",
    "store-unreachable",
    "store-throttled",
    "store-no-time",
    "store-refused",
    "turn-not-taken",
    "turn-failed",
    "effect-raised",
    "agent-not-sent",
    "livekit-not-set",
    "livekit-unreachable",
    "call-key-unreachable",
    "organization-limit",
    "session-not-closed",
    "model-failed",
    "tool-secrets-unreachable",
    "secret-store-unreachable",
    "voices-not-set",
    "voices-unreachable",
    "javascript-failed",
    "stream-record-unreadable",
    "stream-record-failed",
    "session-not-counted",
    "session-not-indexed",
    "session-not-judged",
    "queue-not-written",
    "queue-delay-not-set",
    "webhook-not-taken",
    "webhook-failed",
    "delivery-not-kept",
    "event-not-queued",
    "replay-failed",
    "job-failed",
]

_STORE_FAILURES: Mapping[Reason, Failure] = {
    "unreachable": "store-unreachable",
    "throttled": "store-throttled",
    "no-time": "store-no-time",
    "refused": "store-refused",
}

_PORT_FAILURES: Mapping[Port, Failure] = {
    "rooms": "livekit-unreachable",
    "secrets": "tool-secrets-unreachable",
    "webhooks": "webhook-not-taken",
    "secret-store": "secret-store-unreachable",
    "voices": "voices-unreachable",
}

MESSAGES: Mapping[Failure, str] = {
    "request-failed": "a request failed with an unexpected error",
    "response-not-sent": "Lambda did not take a streamed response to its end",
    "store-unreachable": "the store cannot be reached",
    "store-throttled": "the store throttles",
    "store-no-time": "no time was left to ask the store",
    "store-refused": "the store refused a request",
    "turn-not-taken": "a turn was not taken",
    "turn-failed": "a turn could not be folded or written, and its session was ended",
    "effect-raised": "a model or a tool raised where it should fail",
    "agent-not-sent": "no agent was sent to a caller",
    "livekit-not-set": "LiveKit is not configured",
    "livekit-unreachable": "LiveKit cannot be reached",
    "call-key-unreachable": "the key of calls cannot be read",
    "organization-limit": "an organization has as many open calls as it may have",
    "session-not-closed": "an idle session was not closed",
    "model-failed": "a model was not reached, or refused",
    "tool-secrets-unreachable": "the secrets of a tool call cannot be read",
    "secret-store-unreachable": "the secrets of an organization cannot be read or written",
    "voices-not-set": "no voice can be heard in this installation",
    "voices-unreachable": "the engine of text to speech was not reached, or refused",
    "javascript-failed": "the JavaScript engine does not work",
    "stream-record-unreadable": "a record of the stream is no session",
    "stream-record-failed": "a record of the stream was not enqueued",
    "session-not-counted": "an ended session was not counted for reports",
    "session-not-indexed": "a session was not indexed for the search",
    "session-not-judged": "an ended session was not scored by its judge",
    "queue-not-written": "the queue did not take messages",
    "queue-delay-not-set": "the queue did not delay a message",
    "webhook-not-taken": "a webhook did not take a summary",
    "webhook-failed": "a summary was not delivered",
    "delivery-not-kept": "what came of a delivery was not kept",
    "event-not-queued": "an event of the API was not queued for a webhook",
    "replay-failed": "a stretch of a replay failed",
    "job-failed": "a background job of the local stack did not finish its round",
}


def failure_of(error: UnavailableError) -> Failure:
    """Return the code under which a port's error is logged."""
    return _STORE_FAILURES[error.reason] if error.port == "store" else _PORT_FAILURES[error.port]


def line(failure: Failure, error: BaseException | None, known: Mapping[str, str | int]) -> dict[str, Any]:
    """Make the fields of a failure's log line.

    Args:
        failure: The code.
        error: The exception, if there was one.
        known: Ids and counts, in addition to those of the current operation.

    Returns:
        The fields, with the chain of causes and the frames of the error.
    """
    fields: dict[str, Any] = {"failure": failure, **current_operation.known(), **known}
    if error is not None:
        fields["causes"] = [cause.shown() for cause in causes(error)]
        fields["frames"] = frames(error)
    return fields
