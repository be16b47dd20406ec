"""The timings of a turn: one for each phase. Their sum is at most the time of the turn."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flow_core.effects import AskModel, CallTool
from flow_core.evaluate import Evaluate
from functions.deadline import Deadline
from functions.ports.model import LetOut, ModelOutcome, Replied
from functions.ports.tools import Answered, ToolOutcome
from functions.records import Phase, TurnCall
from functions.turn.protocol import TurnTimings
from functions.turn.results import TurnInProgressError
from testing.stage import Stage, ToolsThat, asking, flow, node
from testing.watched import Died, Steps, dying, watched

PAUSE = 0.03


class SlowModel:
    def ask(self, effect: AskModel, *, deadline: Deadline, let_out: LetOut | None = None) -> ModelOutcome:
        time.sleep(PAUSE)
        return Replied("Fine.")


def _slow_tool(effect: CallTool) -> ToolOutcome:
    time.sleep(PAUSE)
    return Answered(200, {}, "shipped")


def _slow(*names: str) -> Steps:
    def pause(number: int, name: str) -> None:
        if name in names:
            time.sleep(PAUSE)

    return Steps(before=pause)


def _spent(stage: Stage, call: TurnCall) -> dict[Phase, float]:
    began = time.perf_counter()
    finished = stage.run(call)
    assert sum(finished.timings.values()) <= (time.perf_counter() - began) * 1000
    return dict(finished.timings)


def test_the_time_of_a_tool_excludes_the_writes_around_it(javascript: Evaluate) -> None:
    stage = Stage((asking(),), javascript, tools=ToolsThat(_slow_tool))
    stage.turn("t1")
    spent = _spent(watched(stage, _slow("advance", "propose")), TurnCall("t2", "1001"))
    assert spent["tool"] >= PAUSE * 1000
    assert spent["save"] >= 3 * PAUSE * 1000
    assert "model" not in spent


def test_a_model_has_its_own_phase(javascript: Evaluate) -> None:
    talk = node("talk", "llm", instructions="Talk.", until="false")
    stage = Stage((flow([node("start", "start"), talk], ["start -> talk"]),), javascript, model=SlowModel())
    stage.turn("t1")
    spent = _spent(stage, TurnCall("t2", "hello"))
    assert spent["model"] >= PAUSE * 1000


def test_a_duplicate_request_has_only_the_phase_load(javascript: Evaluate) -> None:
    stage = watched(Stage((asking(),), javascript), _slow("head", "turn"))
    stage.turn("t1")
    spent = _spent(stage, TurnCall("t1"))
    assert spent["load"] >= 2 * PAUSE * 1000
    assert set(spent) == {"load"}


def test_a_wait_for_another_turn_has_its_phase(javascript: Evaluate) -> None:
    stage = Stage((asking(),), javascript, wait_seconds=0.1)
    stage.turn("t1")
    with pytest.raises(Died):
        dying(stage, 4, after=False).turn("t2", "1001")
    with pytest.raises(TurnInProgressError):
        stage.turn("t3", "hello")
    woken = [0]

    def lease_ends(number: int, name: str) -> None:
        woken[0] += 1
        if woken[0] == 4:
            stage.clock.go_on(15)

    assert _spent(watched(stage, Steps(before=lease_ends)), TurnCall("t3", "1002"))["wait"] > 0


@given(st.lists(st.sampled_from(["load", "step", "model", "tool", "save", "wait"]), max_size=30))
def test_the_sum_of_the_phases_is_at_most_the_time_of_the_turn(phases: list[Phase]) -> None:
    began = time.perf_counter()
    timings = TurnTimings()
    for phase in phases:
        with timings.phase(phase):
            pass
    took = (time.perf_counter() - began) * 1000
    assert set(timings.millis) == set(phases)
    assert 0 <= sum(timings.millis.values()) <= took
