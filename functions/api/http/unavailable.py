"""What a caller is told of a request that was not done for now, and by what code its log line is found.

One place for each reason: a new one is one line here, and mypy asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from functions.failures.codes import STORE_FAILURES, Failure
from functions.ports.errors import Reason


@dataclass(frozen=True, slots=True)
class Told:
    failure: Failure
    detail: str
    """What is true, and the remedy."""
    retry_after: int | None = 1
    """Seconds; None where the same request again does not help."""
    status: HTTPStatus = HTTPStatus.SERVICE_UNAVAILABLE


_AGAIN = "Send the same request again."
_SAME_TURN = "Send this turn again, with the same turnId."

STORE: Mapping[Reason, Told] = {
    "unreachable": Told(STORE_FAILURES["unreachable"], f"The store cannot be reached. {_AGAIN}"),
    "throttled": Told(STORE_FAILURES["throttled"], f"The store takes no more requests for now. {_AGAIN}"),
    "no-time": Told(
        STORE_FAILURES["no-time"], f"No time was left to ask the store before this request had to be answered. {_AGAIN}"
    ),
    "refused": Told(
        STORE_FAILURES["refused"],
        "The store refused what it was asked. The X-Request-Id of this answer finds the cause in the logs.",
        None,
        HTTPStatus.INTERNAL_SERVER_ERROR,
    ),
}

REPLAY_TIMEOUT = Told(
    "turn-not-taken", f"An expression of this turn did not end in time, and the turn was not taken. {_SAME_TURN}"
)

# LiveKit sends a webhook five times at most, and other words of the room wait meanwhile, 30 seconds at most. This far
# apart the five give a worker that is being started anew 26 seconds.
LIVEKIT_AGAIN_SECONDS = 5


JAVASCRIPT = Told("javascript-failed", f"The JavaScript engine could not be started. {_AGAIN}")


def busy(told: str) -> Told:
    """told: what the session is busy with, as a sentence."""
    return Told("turn-not-taken", f"{told} {_SAME_TURN}")


def livekit(failure: Failure, detail: str) -> Told:
    """detail: what LiveKit's port says, which names no key."""
    again = None if failure == "livekit-not-set" else LIVEKIT_AGAIN_SECONDS
    return Told(failure, detail, again)
