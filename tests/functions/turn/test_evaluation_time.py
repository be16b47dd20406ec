"""The time limit of all expressions of a turn together, and the outcome of a turn whose engine fails."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from flow_core.evaluate import Evaluated, Overran, Value
from flow_core.events import SessionBegan
from flow_core.flow import RULES, Flow
from flow_core.json import Variables
from functions.deadline import Deadline
from functions.failures.codes import Failure
from functions.history.recording import differences, make_recording
from functions.ports.javascript import EngineClosedError, Limits, Ran
from functions.records import TurnCall
from functions.turn.attempt import Attempt, Engine
from functions.turn.commit import record_of
from functions.turn.evaluation import EVALUATION_SECONDS, ReplayTimeoutError
from testing.fakes.sessions import InMemorySessions
from testing.stage import Stage, flow, node

TRUE = Value(True, True)


@dataclass
class Working:
    """An engine that reports `seconds` of work on each expression. It takes no time by the clock."""

    seconds: float = 0.0
    answer: Callable[[int], Evaluated] = lambda _: TRUE
    asked: list[Limits] = field(default_factory=list)

    def evaluate(self, expression: str, variables: Variables, at: int, seed: int, limits: Limits) -> Ran:
        self.asked.append(limits)
        return Ran(self.answer(len(self.asked)), self.seconds)

    def alone(self, expression: str, variables: Variables, at: int, seed: int) -> Evaluated:
        return TRUE


def deciding(conditions: int, expression: str = "false") -> Flow:
    """Return a flow that assigns `done` last, so `done` shows that time was left."""
    branches = [{"id": f"c{number}", "expression": expression} for number in range(conditions)]
    return flow(
        [
            node("start", "start", message="Hello."),
            node("which", "decision", conditions=branches, assign={"done": "true"}),
            node("ask", "elicitation", prompt="Next?", variable="heard"),
        ],
        ["start -> which", "which -> ask"],
    )


def staged(engine: Working, conditions: int = 100) -> Stage:
    return Stage((deciding(conditions),), engine.alone, javascript=engine)


def engine_of(javascript: Working) -> Engine:
    def failed(failure: Failure, error: BaseException | None, /, **known: str | int) -> None:
        raise AssertionError(failure) from error

    return Engine(javascript, lambda: 0, failed)


def errors(stage: Stage) -> list[str | None]:
    return [decision.error for decision in stage.turns[0].decisions]


def false(_: int) -> Evaluated:
    return Value(False, False)


def test_the_expressions_of_a_turn_have_a_common_time_limit() -> None:
    engine = Working(0.25, false)
    stage = staged(engine)
    assert stage.turn("t1")["response"] == "Hello. Next?"
    assert len(engine.asked) == EVALUATION_SECONDS / 0.25
    assert {limits.seconds for limits in engine.asked} == {0.25}
    assert {limits.organization_id for limits in engine.asked} == {"acme"}
    used_up = "this turn's expressions have used up their time"
    assert errors(stage) == [None] * 8 + [used_up] * 93
    assert stage.turns[0].events[0].overran == tuple(range(8, 101))


def test_the_next_turn_has_the_full_time() -> None:
    engine = Working(1.0, false)
    looping = flow(
        [node("start", "start"), node("ask", "elicitation", prompt="Next?", variable="heard", assign={"x": "1"})],
        ["start -> ask", "ask -> ask"],
    )
    stage = Stage((looping,), engine.alone, javascript=engine)
    for number in range(4):
        stage.turn(f"t{number}", "word" if number else None)
    assert len(engine.asked) == 3
    assert [decision for turn in stage.turns for decision in turn.decisions] == []


def test_no_expression_begins_after_the_turns_deadline() -> None:
    engine = Working(0.0, false)
    stage = staged(engine, 3)
    with Deadline.after(1).as_current():
        attempt = Attempt(deciding(3), stage.begin(), _call(), engine_of(engine), _stamp)
        attempt.fold(_began())
    assert engine.asked == []
    assert [decision.error for decision in record_of(attempt, 0).decisions] == [
        "the turn must be answered before the expression could be evaluated"
    ] * 4


def test_a_wait_for_the_engine_ends_before_the_turns_deadline() -> None:
    engine = Working(0.0, false)
    stage = staged(engine, 1)
    now = time.monotonic()
    with Deadline(now + 10).as_current():
        Attempt(deciding(1), stage.begin(), _call(), engine_of(engine), _stamp).fold(_began())
    assert {round(limits.deadline.moment - now) for limits in engine.asked} == {8}


@pytest.mark.parametrize("error", [ValueError("bad"), RecursionError("deep"), RuntimeError("no child"), KeyError("x")])
def test_a_failed_engine_fails_the_expression_and_not_the_turn(error: Exception) -> None:
    def fails(_: int) -> Evaluated:
        raise error

    stage = staged(Working(0.0, fails), 1)
    assert stage.turn("t1")["response"] == "Hello. Next?"
    assert all(
        f"the JavaScript engine failed ({type(error).__name__}" in str(error_text) for error_text in errors(stage)
    )


def test_a_replay_of_a_turn_that_timed_out_gives_the_same_steps() -> None:
    stage = staged(Working(0.25, false))
    stage.turn("t1")
    definition = deciding(100).model_dump(by_alias=True, mode="json")
    again = make_recording(definition, RULES, stage.head.state.session, stage.turns, engine_says_false)
    assert differences(again, engine_says_false) == []
    assert again.steps[-1].state.variables == stage.variables


def engine_says_false(expression: str, variables: Variables, at: int, seed: int) -> Evaluated:
    return Value(False, False)


def test_a_closed_engine_ends_the_request_without_a_turn() -> None:
    def closed(_: int) -> Evaluated:
        raise EngineClosedError("closed")

    sessions = InMemorySessions()
    stage = replace(staged(Working(0.0, closed), 1), sessions=sessions)
    with pytest.raises(EngineClosedError):
        stage.turn("t1")
    assert stage.turns == []


def test_a_second_fold_gives_more_time_to_an_expression_that_was_in_time_before() -> None:
    def second_time(asked: int) -> Evaluated:
        return Overran("too slow") if asked == 1 else Value(False, False)

    engine = Working(0.0, second_time)
    attempt = Attempt(deciding(1), staged(engine).begin(), _call(), engine_of(engine), _stamp)
    attempt.replay(_began())
    assert [limits.seconds for limits in engine.asked] == [1.0] * 3
    assert attempt.state.variables["done"] is False


def test_a_second_fold_that_times_out_raises_an_error() -> None:
    engine = Working(0.0, lambda _: Overran("too slow"))
    attempt = Attempt(deciding(1), staged(engine).begin(), _call(), engine_of(engine), _stamp)
    with pytest.raises(ReplayTimeoutError):
        attempt.replay(_began())
    assert len(engine.asked) == 3
    with Deadline.after(-1).as_current(), pytest.raises(ReplayTimeoutError):
        attempt.replay(_began())
    assert len(engine.asked) == 4


def _call() -> TurnCall:
    return TurnCall("t1")


def _began() -> SessionBegan:
    return SessionBegan(turn_id="t1", at=0, seed=1)


def _stamp(turn_id: str) -> dict[str, Any]:
    return {"turn_id": turn_id, "at": 0, "seed": 1}
