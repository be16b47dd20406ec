"""The response to a request that could not be done at the moment: the reason and the remedy."""

from __future__ import annotations

from typing import get_args

import pytest

from functions.api.http.problems import problem_of
from functions.errors import CallflowError, EngineBrokenError, Reason, UnavailableError
from functions.failures.codes import Failure
from functions.ports.rooms import NoAgentError, NoRoomsError
from functions.ports.speaking.voices import NoVoicesError
from functions.turn.evaluation import ReplayTimeoutError
from functions.turn.results import Busy, TurnInProgressError
from testing.api.documents import SURVEY
from testing.api.stack import Observed, Stack, assert_problem


def _store(reason: Reason) -> UnavailableError:
    return UnavailableError("store", "PutItem callflow-sessions", reason)


_ROOMS = UnavailableError("rooms", "ListRooms", "unreachable", detail="LiveKit is out of reach.")
TOLD: list[tuple[Exception, Failure, int, str | None, str]] = [
    (_store("unreachable"), "store-unreachable", 503, "1", "cannot be reached"),
    (_store("throttled"), "store-throttled", 503, "1", "throttles"),
    (_store("no-time"), "store-no-time", 503, "1", "The time limit of this request passed before the store was asked"),
    (_store("refused"), "store-refused", 500, None, "X-Request-Id"),
    (TurnInProgressError("s", "this-turn"), "turn-not-taken", 503, "1", "still running this turn"),
    (TurnInProgressError("s", "another-turn"), "turn-not-taken", 503, "1", "Another turn of this session"),
    (TurnInProgressError("s", "no-time"), "turn-not-taken", 503, "1", "time to answer was used up"),
    (ReplayTimeoutError("x"), "turn-not-taken", 503, "1", "expression"),
    (EngineBrokenError("no child"), "javascript-failed", 503, "1", "JavaScript engine"),
    (NoAgentError("No worker has taken the call."), "agent-not-sent", 503, "5", "No worker"),
    (_ROOMS, "livekit-unreachable", 503, "5", "LiveKit"),
    (
        UnavailableError("secrets", "GetSecretValue", "unreachable"),
        "call-key-unreachable",
        503,
        "1",
        "The key of calls",
    ),
    (UnavailableError("voices", "SynthesizeSpeech", "throttled"), "voices-unreachable", 503, "1", "throttles"),
    (UnavailableError("voices", "DescribeVoices", "refused"), "voices-unreachable", 503, None, "X-Request-Id"),
    (NoVoicesError("Set CALLFLOW_TTS."), "voices-not-set", 503, None, "Set CALLFLOW_TTS."),
    (NoRoomsError("Set LIVEKIT_URL."), "livekit-not-set", 503, None, "Set LIVEKIT_URL."),
]


@pytest.mark.parametrize(("error", "failure", "status", "retry_after", "detail"), TOLD)
def test_each_error_has_its_own_response(
    error: Exception, failure: Failure, status: int, retry_after: str | None, detail: str
) -> None:
    observed = Observed()
    problem = problem_of(error, observed)
    assert problem is not None
    assert (problem.status, problem.headers.get("Retry-After")) == (status, retry_after)
    assert detail in problem.detail
    assert (observed.codes, observed.failures) == ([failure], [error])


def test_every_reason_has_a_response() -> None:
    assert {error.reason for error, *_ in TOLD if isinstance(error, UnavailableError) and error.port == "store"} == set(
        get_args(Reason)
    )
    assert {error.reason for error, *_ in TOLD if isinstance(error, TurnInProgressError)} == set(get_args(Busy))
    assert all(isinstance(error, CallflowError) for error, *_ in TOLD)


def test_an_unexpected_error_has_no_such_response() -> None:
    observed = Observed()
    assert problem_of(RuntimeError("x"), observed) is None
    assert observed.codes == []


def test_a_route_returns_the_response_of_the_error(stack: Stack, fresh: str) -> None:
    def away(*_: object) -> None:
        raise _store("throttled")

    stack.publish(fresh, SURVEY)
    answer = stack.served(run_turn=away).post(f"/api/flows/{fresh}/process", json={"roomName": fresh})
    problem = assert_problem(answer, 503)
    assert answer.headers["retry-after"] == "1"
    assert problem["detail"].endswith("Send the same request again.")
