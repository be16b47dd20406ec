"""A turn happens once: requests may be repeated, late or concurrent."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

import pytest

from flow_core.evaluate import Evaluate
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.ports.sessions import Sessions
from functions.records import TurnCall
from testing.fakes.sessions import InMemorySessions
from testing.fakes.tools import FakeTools
from testing.stage import Stage, asking, counting, found
from testing.watched import Died, Steps, WatchedSessions, dying, watched

Result = TypeVar("Result")


@pytest.fixture(params=["memory", "dynamodb"])
def sessions(request: pytest.FixtureRequest) -> Sessions:
    if request.param == "memory":
        return InMemorySessions()
    dynamo: DynamoSessions = request.getfixturevalue("dynamo_sessions")
    return WatchedSessions(dynamo, Steps())


def at_once(calls: list[Callable[[], Result]]) -> list[Result]:
    """Run all functions in threads that start together."""
    gate = threading.Barrier(len(calls))

    def run(call: Callable[[], Result]) -> Result:
        gate.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def copies(stage: Stage, count: int, call: TurnCall) -> list[str]:
    return at_once([lambda: stage.run(call).body] * count)


def test_a_duplicate_request_gets_the_same_bytes(sessions: Sessions, javascript: Evaluate) -> None:
    stage = Stage((counting(),), javascript, sessions)
    first = [stage.run(call) for call in (TurnCall("t1"), TurnCall("t2", "one"))]
    again = [stage.run(call) for call in (TurnCall("t1"), TurnCall("t2", "another text"))]
    assert [one.body for one in again] == [one.body for one in first]
    assert [one.again for one in first + again] == [False, False, True, True]
    assert stage.variables["log"] == ["one"]


def test_fifty_concurrent_duplicate_requests_are_one_turn(sessions: Sessions, javascript: Evaluate) -> None:
    stage = Stage((counting(),), javascript, sessions, wait_seconds=60)
    stage.turn("t1")
    answers = copies(stage, 50, TurnCall("t2", "one"))
    assert len(set(answers)) == 1
    assert stage.variables["log"] == ["one"]
    assert [turn.turn_id for turn in stage.turns] == ["t1", "t2"]


def test_fifty_duplicate_requests_of_the_first_call_are_one_session(sessions: Sessions, javascript: Evaluate) -> None:
    stage = Stage((counting(),), javascript, sessions, wait_seconds=60)
    answers = copies(stage, 50, TurnCall("t1", "one"))
    assert len(set(answers)) == 1
    assert stage.variables["log"] == ["one"]
    assert len(stage.turns) == 1


def test_fifty_duplicate_requests_with_a_tool_call_it_once(sessions: Sessions, javascript: Evaluate) -> None:
    tools = FakeTools(*found("shipped", "lost"))
    stage = Stage((asking(),), javascript, sessions, tools, wait_seconds=60)
    stage.turn("t1")
    answers = copies(stage, 50, TurnCall("t2", "1001"))
    assert len(set(answers)) == 1
    assert "It is shipped." in answers[0]
    assert len(tools.calls) == 1
    assert [turn.turn_id for turn in stage.turns] == ["t1", "t2"]


def test_a_duplicate_request_thirty_turns_later_gets_the_first_answer(sessions: Sessions, javascript: Evaluate) -> None:
    tools = FakeTools(*found(*(f"here {index}" for index in range(40))))
    stage = Stage((asking(),), javascript, sessions, tools)
    first = stage.run(TurnCall("t0", "1000")).body
    for index in range(1, 31):
        stage.turn(f"t{index}", f"{1000 + index}")
    before = (stage.head, stage.turns, len(tools.calls))
    assert "here 0" in first
    assert stage.run(TurnCall("t0", "1000")).body == first
    assert stage.run(TurnCall("t0")).body == first
    assert (stage.head, stage.turns, len(tools.calls)) == before


def test_twenty_concurrent_turns_run_one_after_the_other(sessions: Sessions, javascript: Evaluate) -> None:
    stage = Stage((counting(),), javascript, sessions, wait_seconds=60)
    stage.turn("t")
    calls = [TurnCall(f"t{index}", f"word {index}") for index in range(20)]
    at_once([lambda call=call: stage.run(call).body for call in calls])  # type: ignore[misc]
    log = stage.variables["log"]
    assert isinstance(log, list)
    assert sorted(map(str, log)) == sorted(f"word {index}" for index in range(20))
    assert [words for role, words in stage.said if role == "user"] == log
    assert [turn.number for turn in stage.turns] == list(range(1, 22))
    assert stage.variables["count"] == 20


def test_concurrent_turns_with_tools_call_each_tool_once(sessions: Sessions, javascript: Evaluate) -> None:
    tools = FakeTools()
    stage = Stage((asking(),), javascript, sessions, tools, wait_seconds=60)
    stage.turn("t")
    calls = [TurnCall(f"t{index}", f"{index}") for index in range(8)] * 2
    at_once([lambda call=call: stage.run(call).body for call in calls])  # type: ignore[misc]
    assert sorted(call.sent.content or b"" for call in tools.calls) == [b'{"order":"%d"}' % index for index in range(8)]
    assert len({call.idempotency_key for call in tools.calls}) == 8


def test_a_slow_duplicate_request_changes_nothing_after_the_turn_got_another_number(
    javascript: Evaluate,
) -> None:
    calm = Stage((counting(),), javascript)
    calm.turn("t1")

    def others_come_first(number: int, name: str) -> None:
        if name == "propose" and len(calm.turns) == 1:
            calm.turn("t2", "two")
            calm.turn("t3", "three")

    slow = watched(calm, Steps(before=others_come_first))
    answer = slow.run(TurnCall("t3", "three")).body
    assert calm.run(TurnCall("t3", "three")).body == answer
    assert [turn.turn_id for turn in calm.turns] == ["t1", "t2", "t3"]
    assert calm.variables["log"] == ["two", "three"]


def test_a_turn_that_lost_its_number_is_retried_on_the_current_head(javascript: Evaluate) -> None:
    calm = Stage((counting(),), javascript)
    calm.turn("t1")
    others = itertools.count()

    def another_wins(number: int, name: str) -> None:
        if name == "propose" and next(others) < 3:
            calm.turn(f"other {number}", "theirs")

    slow = watched(calm, Steps(after=another_wins))
    slow.turn("t2", "mine")
    assert calm.variables["log"] == ["theirs", "theirs", "theirs", "mine"]
    assert len(calm.turns) == 5


@pytest.mark.parametrize("others", [1, 7, 8, 12])
def test_a_record_that_did_not_become_a_turn_answers_no_request(javascript: Evaluate, others: int) -> None:
    stage = Stage((counting(),), javascript)
    stage.turn("t1")
    with pytest.raises(Died):
        dying(stage, 2, after=True).turn("t2", "late")
    for index in range(others):
        stage.turn(f"other {index}", "theirs")
    assert [turn.turn_id for turn in stage.turns].count("t2") == 0
    answer = stage.turn("t2", "late")
    assert stage.variables["log"] == ["theirs"] * others + ["late"]
    assert stage.turn("t2", "late") == answer


def test_concurrent_first_calls_on_two_versions_use_one_head(javascript: Evaluate) -> None:
    older = Stage((counting("Old."),), javascript)
    newer = replace(older, flows=(counting("Old."), counting("New.")))

    def meanwhile(number: int, name: str) -> None:
        if name == "propose" and number < 4:
            newer.turn("t1", "one")

    slow = watched(older, Steps(after=meanwhile))
    answer = slow.run(TurnCall("t1", "one")).body
    assert newer.run(TurnCall("t1", "one")).body == answer
    assert newer.said == [("assistant", "Old. Next?"), ("user", "one"), ("assistant", "Next?")]
    assert newer.head.pin.version == 1


def test_a_first_call_continues_from_a_head_that_was_prepared_concurrently(javascript: Evaluate) -> None:
    calm = Stage((counting(),), javascript)

    def prepared(number: int, name: str) -> None:
        if name == "advance" and number == 2:
            calm.sessions.advance(replace(calm.begin(), version=1, agent_id="anna", given_variables={"count": 7}))

    watched(calm, Steps(before=prepared)).turn("t1", "one")
    assert (calm.head.agent_id, calm.variables["count"]) == ("anna", 8)
