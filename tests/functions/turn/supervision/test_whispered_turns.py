"""What a supervisor whispers: it is a part of the turn's recorded input, and a model follows it."""

from __future__ import annotations

from typing import cast

import pytest

from flow_core.events import SupervisorWhispered, TurnFailed
from flow_core.flow import Flow
from flow_core.step import fold
from functions.adapters.javascript.engine import JavaScript
from functions.api.schemas.session_response import turn_trace
from functions.ports.model import Replied
from functions.records import TurnCall
from testing.fakes.model import FakeModel
from testing.flows import line, node
from testing.stage import Stage

HINT = "Offer the blue one."


@pytest.fixture
def on(javascript: JavaScript) -> Stage:
    chat = node("llm", "talk", instructions="Help.", until="false", fallback="Sorry?")
    stage = Stage(
        (Flow.model_validate(line(chat)),), javascript, model=FakeModel(otherwise=lambda effect: Replied("Of course."))
    )
    stage.turn("1")
    return stage


def instructions(stage: Stage) -> list[str]:
    return [effect.instructions for effect in cast(FakeModel, stage.model).asked]


def test_the_model_of_the_turn_and_of_later_turns_is_told(on: Stage) -> None:
    on.turn("1b", "Hi.")
    on.turn("2", "Hello?", whispers=(HINT,))
    on.turn("3", "And then?")
    on.turn("4", "And?", whispers=("Be quick.",))
    asked = [each.rpartition("do not mention it.")[2].split("\n- ")[1:] for each in instructions(on)]
    assert asked == [[], [HINT], [HINT], [HINT, "Be quick."]]
    assert HINT not in str(on.said)


def test_it_stands_in_the_record_of_the_turn_and_in_its_trace(on: Stage) -> None:
    on.turn("2", "Hello?", whispers=(HINT, "Be quick."))
    (_, turn) = on.turns
    assert [event.texts for event in turn.events if isinstance(event, SupervisorWhispered)] == [(HINT, "Be quick.")]
    assert turn_trace(turn)["whispers"] == [HINT, "Be quick."]
    assert "whispers" not in turn_trace(on.turns[0])


def test_a_repeated_request_whispers_nothing_again(on: Stage) -> None:
    call = TurnCall("2", "Hello?", whispers=(HINT,))
    assert on.run(call).body == on.run(call).body
    on.turn("3", "And then?")
    assert instructions(on)[-1].count(HINT) == 1


def test_the_record_folds_to_the_same_state(on: Stage) -> None:
    on.turn("2", "Hello?", whispers=(HINT,))
    on.turn("3", "And then?")
    events = [event for turn in on.turns for event in turn.events]
    steps = fold(on.flows[0], on.begin().state, events, on.evaluate)
    assert steps[-1].state == on.head.state
    assert on.head.state.whispers == (HINT,)


def test_the_record_of_a_turn_that_fails_has_it(on: Stage) -> None:
    broken = Stage(on.flows, on.evaluate, sessions=on.sessions, trace_clock=_raises)
    assert broken.turn("2", "Hello?", whispers=(HINT,))["status"] == "failed"
    failed = [event for event in on.turns[-1].events if isinstance(event, TurnFailed)]
    unfolded = [event for each in failed for event in each.unfolded]
    assert SupervisorWhispered in map(type, unfolded)
    assert "Hello?" in str(unfolded)


def _raises() -> int:
    raise RuntimeError("broken")
