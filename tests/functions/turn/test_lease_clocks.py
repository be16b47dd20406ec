"""The store's clock decides when a lease ends. The clocks of the machines have no influence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flow_core.effects import CallTool
from flow_core.evaluate import Evaluate
from functions.ports.tools import Answered, ToolOutcome
from functions.turn.results import TurnInProgressError
from testing.stage import Clock, Stage, ToolsThat, asking
from testing.watched import Died, dying

CLAIM_SECONDS = 14


def shipped(effect: CallTool) -> ToolOutcome:
    return Answered(200, {}, "shipped")


def clock_at(seconds: float) -> Clock:
    clock = Clock()
    clock.go_on(seconds)
    return clock


@pytest.mark.parametrize("skew", [-3600, -60, -5, 5, 60, 3600])
def test_the_clock_of_a_dead_process_does_not_extend_its_lease(javascript: Evaluate, skew: int) -> None:
    stage = Stage((asking(),), javascript, tools=ToolsThat(shipped), wait_seconds=0.02)
    stage.turn("t1")
    with pytest.raises(Died):
        dying(replace(stage, clock=clock_at(skew)), 4, after=False).turn("t2", "1001")
    assert stage.store_clock is not None
    stage.store_clock.go_on(CLAIM_SECONDS - 1)
    with pytest.raises(TurnInProgressError):
        stage.turn("t2", "1001")
    stage.store_clock.go_on(1)
    assert stage.turn("t2", "1001")["response"] == "It is shipped. Next?"


@pytest.mark.parametrize("skew", [-3600, 2, 13, 41, 3600])
def test_a_duplicate_request_on_a_machine_with_another_clock_calls_no_running_tool(
    javascript: Evaluate, skew: int
) -> None:
    calls: list[str] = []

    def meanwhile(effect: CallTool) -> ToolOutcome:
        calls.append(effect.id)
        if len(calls) == 1:
            with pytest.raises(TurnInProgressError):
                replace(stage, clock=clock_at(skew)).turn("t2", "1001")
        return shipped(effect)

    stage = Stage((asking(),), javascript, tools=ToolsThat(meanwhile), wait_seconds=0.02)
    stage.turn("t1")
    assert stage.turn("t2", "1001")["response"] == "It is shipped. Next?"
    assert len(calls) == 1
