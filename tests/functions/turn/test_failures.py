"""An error in a fold fails the turn and ends the session. The words are stored, and no tool is called again."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from flow_core.effects import AskModel
from flow_core.evaluate import Evaluate
from flow_core.events import CallerSpoke, TurnFailed
from flow_core.flow import Flow
from flow_core.json import Json
from flow_core.state import Message, Status
from flow_core.step import APOLOGY, fold
from functions.errors import EngineBrokenError
from functions.lifecycle.abandon import Abandon
from functions.ports.model import ModelOutcome, Replied
from functions.ports.tools import Answered, ToolOutcome
from functions.records import TurnCall
from functions.turn.evaluation import ReplayTimeoutError
from functions.turn.leases import MAX_TAKEOVERS
from functions.turn.results import TurnInProgressError
from testing.fakes.model import FakeModel
from testing.stage import NEW_SESSION, Stage, ToolsThat, asking, counting, flow, node
from testing.watched import Died, Steps, dying, watched

CLAIM_SECONDS = 14


class SecretWordsError(Exception):
    """An error whose text has words of a caller."""


def raising(*_: object, **__: object) -> ToolOutcome:
    raise SecretWordsError("the caller said 4111")


def talking() -> Flow:
    talk = node("talk", "llm", instructions="Talk.", until="false", fallback="Sorry?")
    ask = node("ask", "elicitation", prompt="Next?", variable="heard")
    return flow([node("start", "start"), talk, ask], ["start -> talk", "talk -> ask", "talk.error -> ask"])


class BreaksAt:
    """A trace clock that raises an error at its `number`-th reading."""

    def __init__(self, number: int, error: Callable[[], BaseException] = lambda: SecretWordsError("4111")) -> None:
        self.left = number
        self._error = error

    def __call__(self) -> int:
        self.left -= 1
        if self.left == 0:
            raise self._error()
        return 0


def test_a_tool_that_raises_an_error_counts_as_failed(javascript: Evaluate) -> None:
    stage = Stage((asking(retries=2),), javascript, tools=ToolsThat(raising))
    stage.turn("t1")
    assert stage.turn("t2", "4111")["response"] == "Nobody knows. Next?"
    (run,) = stage.turns[-1].effects
    assert (run.ok, run.error) == (False, "an unexpected SecretWordsError on our side")
    assert [type(error) for _, error in stage.failures] == [SecretWordsError]
    assert [failure for failure, _ in stage.failures] == ["effect-raised"]


def test_a_model_that_raises_an_error_counts_as_silent(javascript: Evaluate) -> None:
    def ask(effect: AskModel) -> ModelOutcome:
        raise SecretWordsError("the caller said 4111")

    stage = Stage((talking(),), javascript, model=FakeModel(otherwise=ask))
    assert stage.turn("t1")["response"] == "Sorry? Next?"
    assert stage.turns[-1].effects[0].error == "an unexpected SecretWordsError on our side"
    assert len(stage.failures) == 1


def test_an_error_in_a_fold_ends_the_session_with_the_apology(javascript: Evaluate) -> None:
    stage = Stage((counting(),), javascript)
    stage.turn("t1")
    answer = replace(stage, trace_clock=BreaksAt(2)).turn("t2", "one")
    assert (answer["status"], answer["response"], answer["action"]) == ("failed", APOLOGY, {"type": "hangup"})
    assert answer["currentNodeId"] == "ask"
    assert stage.turn("t2", "one") == answer
    assert stage.turn("t3", "hello?")["action"] == {"type": "hangup"}
    assert stage.said[-2:] == [("user", "one"), ("assistant", APOLOGY)]
    (event,) = stage.turns[-1].events
    assert isinstance(event, TurnFailed)
    assert event.error == "SecretWordsError while CallerSpoke was folded"
    assert [unfolded.kind for unfolded in event.unfolded] == ["CallerSpoke"]
    assert stage.head.state.outcome == event.error


@pytest.mark.parametrize("call", [TurnCall("t1"), TurnCall("t1", "hello"), TurnCall("t1", dtmf="12")])
def test_an_error_in_the_first_turn_ends_the_session_with_the_apology(javascript: Evaluate, call: TurnCall) -> None:
    stage = Stage((counting(),), javascript)
    answer = json.loads(replace(stage, trace_clock=BreaksAt(1)).run(call).body)
    assert (answer["status"], answer["currentNodeId"], answer["response"]) == ("failed", None, APOLOGY)
    said = call.user_input or call.dtmf
    assert (said is None) or ("user", said) in stage.said
    assert stage.turn("t2", "one")["action"] == {"type": "hangup"}


def test_missed_messages_of_a_failed_turn_are_stored(javascript: Evaluate) -> None:
    stage = Stage((counting(),), javascript)
    stage.turn("t1")
    missed = (Message("user", "are you there", "t2"), Message("assistant", "yes", "t2"))
    replace(stage, trace_clock=BreaksAt(1)).turn("t2", "one", missed=missed)
    words = [words for _, words in stage.said]
    assert words[-3:] == ["are you there", f"yes {APOLOGY}", "one"]


def test_a_failed_turn_replays_exactly(javascript: Evaluate) -> None:
    stage = Stage((counting(),), javascript)
    stage.turn("t1")
    replace(stage, trace_clock=BreaksAt(2)).turn("t2", "one")
    events = [event for turn in stage.turns for event in turn.events]
    begun = stage.begin().state
    assert fold(stage.flows[0], begun, events, javascript)[-1].state == stage.head.state


def test_a_tool_whose_answer_cannot_be_folded_was_called_once(javascript: Evaluate) -> None:
    tools = ToolsThat(lambda effect: Answered(200, {}, "charged"))
    stage = Stage((asking(retries=2),), javascript, tools=tools)
    stage.turn("t1")
    # The clock is read for two nodes before the tool, and at the beginning of the fold of its answer.
    answer = replace(stage, trace_clock=BreaksAt(3)).turn("t2", "1001")
    assert answer["status"] == "failed"
    failed = stage.turns[-1].events[-1]
    assert isinstance(failed, TurnFailed)
    assert [unfolded.kind for unfolded in failed.unfolded] == ["ToolAnswered"]
    for turn_id in ("t2", "t3"):
        stage.turn(turn_id, "1001")
    assert len(tools.calls) == 1
    assert stage.head.lease is None


def test_the_record_of_another_process_stays_if_this_process_cannot_fold_the_turn(javascript: Evaluate) -> None:
    stage = Stage((counting(),), javascript)
    stage.turn("t1")
    with pytest.raises(Died):
        dying(stage, 2, after=True).turn("t2", "one")
    # The first error is in the turn's own fold. The second fold is that of the record.
    answer = replace(stage, trace_clock=BreaksAt(2)).turn("t2", "one")
    assert (answer["status"], answer["response"]) == ("waiting", "Next?")
    assert stage.head.state.status is Status.WAITING


def test_a_record_that_cannot_be_folded_again_is_committed_and_ends_the_session(javascript: Evaluate) -> None:
    stage = Stage((counting(),), javascript)
    stage.turn("t1")
    with pytest.raises(Died):
        dying(stage, 2, after=True).turn("t2", "one")

    def breaks() -> int:
        raise SecretWordsError

    assert replace(stage, trace_clock=breaks).turn("t2", "one")["response"] == "Next?"
    assert stage.head.turns == 2
    assert stage.turn("t3", "two")["action"] == {"type": "hangup"}
    assert stage.head.state.status is Status.FAILED


def let_takers_die(stage: Stage, times: int) -> None:
    """Let the process of turn t2 die in its tool. Then let `times` other processes take the turn over and die, too."""
    with pytest.raises(Died):
        dying(stage, 4, after=True).turn("t2", "1001")
    for _ in range(times):
        stage.clock.go_on(CLAIM_SECONDS)
        # The four operations are head, turn, advance (the takeover) and tool.
        with pytest.raises(Died):
            dying(stage, 4, after=True).turn("t2", "1001")


@pytest.mark.parametrize("how", ["the turn", "another turn", "the room is over"])
def test_the_third_process_that_takes_a_turn_over_fails_it(javascript: Evaluate, how: str) -> None:
    tools = ToolsThat(lambda effect: Answered(200, {}, "shipped"))
    stage = Stage((asking(retries=2),), javascript, tools=tools, wait_seconds=0.02)
    stage.turn("t1")
    let_takers_die(stage, MAX_TAKEOVERS - 1)
    assert stage.head.lease is not None
    assert stage.head.lease.takeovers == MAX_TAKEOVERS - 1
    called = len(tools.calls)
    stage.clock.go_on(CLAIM_SECONDS)
    match how:
        case "the turn":
            assert stage.turn("t2", "1001")["response"] == APOLOGY
        case "another turn":
            assert stage.turn("t3", "hello?")["action"] == {"type": "hangup"}
        case "the room is over":
            assert Abandon(stage.run_turn)("room") == 0
    assert stage.head.state.status is Status.FAILED
    assert stage.head.lease is None
    assert len(tools.calls) == called
    assert stage.said[-2:] == [("user", "1001"), ("assistant", APOLOGY)]
    failed = stage.turns[-1].events[-1]
    assert isinstance(failed, TurnFailed)
    assert failed.error == "3 processes did not complete the turn"
    assert [type(event) for event in failed.unfolded] == [CallerSpoke]
    assert stage.turn("t2", "1001")["response"] == APOLOGY


def test_a_record_that_cannot_be_folded_ends_the_session_at_the_third_takeover(javascript: Evaluate) -> None:
    def die(number: int, name: str) -> None:
        if name == "propose":
            raise Died

    stage = Stage((asking(),), javascript, tools=ToolsThat(lambda effect: Answered(200, {}, "shipped")))
    stage.turn("t1")
    with pytest.raises(Died):
        watched(stage, Steps(after=die)).turn("t2", "1001")
    for _ in range(MAX_TAKEOVERS - 1):
        stage.clock.go_on(CLAIM_SECONDS)
        slow = replace(stage, trace_clock=BreaksAt(1, lambda: ReplayTimeoutError("slow")))
        with pytest.raises(ReplayTimeoutError):
            slow.turn("t3", "hello?")
    stage.clock.go_on(CLAIM_SECONDS)
    assert stage.turn("t3", "hello?")["action"] == {"type": "hangup"}
    assert stage.head.state.status is Status.FAILED
    assert stage.turn("t2", "1001")["response"] == "It is shipped. Next?"


MISSED = (Message("user", "are you there", "t2"), Message("assistant", "yes", "t2"))


def test_the_apology_does_not_repeat_the_missed_messages(javascript: Evaluate) -> None:
    stage = Stage((asking(),), javascript, tools=ToolsThat(lambda effect: Answered(200, {}, "shipped")))
    stage.turn("t1")
    for _ in range(MAX_TAKEOVERS):
        with pytest.raises(Died):
            dying(stage, 4, after=True).turn("t2", "1001", missed=MISSED)
        stage.clock.go_on(CLAIM_SECONDS)
    assert stage.turn("t2", "1001", missed=MISSED)["response"] == APOLOGY
    assert stage.said[-4:] == [
        *(("user", "are you there"), ("assistant", "yes")),
        *(("user", "1001"), ("assistant", APOLOGY)),
    ]


def test_missed_messages_are_stored_if_the_turn_cannot_be_stored(javascript: Evaluate) -> None:
    stage = Stage((talking(),), javascript, model=FakeModel(otherwise=lambda effect: Replied("\ud800", {}, 1, 1)))
    answer = stage.turn("t1", "hello", missed=MISSED)
    assert (answer["status"], answer["response"]) == ("failed", APOLOGY)
    assert [words for _, words in stage.said] == ["are you there", "yes", "hello", APOLOGY]


def test_the_apology_of_a_first_turn_does_not_contain_the_greeting(javascript: Evaluate) -> None:
    stage = Stage((counting(),), javascript)
    # Two nodes run at the beginning of the session. Each fold reads the clock first.
    answer = replace(stage, trace_clock=BreaksAt(4)).turn("t1", "one")
    (event,) = (event for event in stage.turns[0].events if isinstance(event, TurnFailed))
    assert event.error == "SecretWordsError while CallerSpoke was folded"
    assert (answer["response"], stage.head.state.response) == (APOLOGY, APOLOGY)


def test_a_turn_succeeds_after_two_takeovers(javascript: Evaluate) -> None:
    stage = Stage((asking(retries=2),), javascript, tools=ToolsThat(lambda effect: Answered(200, {}, "shipped")))
    stage.turn("t1")
    let_takers_die(stage, MAX_TAKEOVERS - 2)
    stage.clock.go_on(CLAIM_SECONDS)
    assert stage.turn("t2", "1001")["response"] == "It is shipped. Next?"
    assert len(set(stage.tools.keys)) == 1  # type: ignore[attr-defined]  # they are ToolsThat


def test_a_turn_whose_flow_is_missing_ends_at_the_third_takeover(javascript: Evaluate) -> None:
    stage = Stage((asking(retries=2),), javascript, tools=ToolsThat(raising))
    stage.turn("t1")
    with pytest.raises(Died):
        dying(stage, 4, after=False).turn("t2", "1001")

    class Gone(Stage):
        def _flow(self, *_: object) -> Flow:
            raise LookupError("no such version")

    gone = Gone(stage.flows, javascript, stage.sessions, clock=stage.clock)
    for _ in range(MAX_TAKEOVERS - 1):
        stage.clock.go_on(CLAIM_SECONDS)
        with pytest.raises(LookupError):
            Abandon(gone.run_turn)("room")
    stage.clock.go_on(CLAIM_SECONDS)
    assert Abandon(gone.run_turn)("room") == 0
    assert stage.head.state.status is Status.FAILED


@pytest.mark.parametrize("error", [ReplayTimeoutError("slow"), EngineBrokenError("no child")], ids=type)
def test_a_turn_is_retried_if_the_engine_does_not_answer(javascript: Evaluate, error: Exception) -> None:
    stage = Stage((asking(retries=2),), javascript, tools=ToolsThat(lambda effect: Answered(200, {}, "shipped")))
    stage.turn("t1")
    with pytest.raises(Died):
        dying(stage, 4, after=True).turn("t2", "1001")
    stage.clock.go_on(CLAIM_SECONDS)
    slow = replace(stage, trace_clock=BreaksAt(1, lambda: error))
    with pytest.raises(type(error)):
        slow.turn("t2", "1001")
    stage.clock.go_on(CLAIM_SECONDS)
    assert stage.turn("t2", "1001")["response"] == "It is shipped. Next?"


def deep(levels: int) -> Json:
    value: Json = []
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize("body", [deep(300), math.nan, 10**5000], ids=["deep", "nan", "long"])
def test_an_answer_that_cannot_be_read_again_is_not_stored(javascript: Evaluate, body: Json) -> None:
    """Adapters return no such answer. The check of the store refuses it as a second protection."""
    tools = ToolsThat(lambda effect: Answered(200, {}, body))
    stage = Stage((asking(retries=2),), javascript, tools=tools)
    stage.turn("t1")
    answer = stage.turn("t2", "1001")
    assert stage.turn("t2", "1001") == answer
    assert len(tools.calls) == 1
    assert stage.turns[-1].effects[0].ok
    if body is not math.nan:
        assert (answer["status"], answer["response"]) == ("failed", APOLOGY)
        assert ("user", "1001") in stage.said
        assert [what for what, _ in stage.failures] == ["turn-failed"]


@pytest.mark.parametrize(("turn_id", "reason"), [("t2", "this-turn"), ("t3", "another-turn")])
def test_the_error_of_a_busy_session_names_the_reason(javascript: Evaluate, turn_id: str, reason: str) -> None:
    stage = Stage((asking(),), javascript, wait_seconds=0.02)
    stage.turn("t1")
    with pytest.raises(Died):
        dying(stage, 4, after=False).turn("t2", "1001")
    with pytest.raises(TurnInProgressError) as busy:
        stage.turn(turn_id, "1001")
    assert busy.value.reason == reason


def test_the_turn_of_a_dead_process_is_not_completed_after_the_deadline(
    javascript: Evaluate, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    tools = ToolsThat(lambda effect: Answered(200, {}, "shipped"))
    stage = Stage((asking(retries=2),), javascript, tools=tools)
    stage.turn("t1")
    with pytest.raises(Died):
        dying(stage, 4, after=False).turn("t2", "1001")
    stage.clock.go_on(CLAIM_SECONDS)

    def slow_read(number: int, name: str) -> None:
        now[0] += 22.0

    with pytest.raises(TurnInProgressError) as raised:
        watched(stage, Steps(after=slow_read)).turn("t2", "1001")
    assert raised.value.reason == "no-time"
    assert tools.calls == []
    assert stage.turn("t2", "1001")["response"] == "It is shipped. Next?"


def test_a_turn_that_is_overtaken_until_its_deadline_names_the_reason(javascript: Evaluate) -> None:
    stage = Stage((counting(),), javascript)
    stage.turn("t1")
    others = iter(range(100))

    def another_turn(number: int, name: str) -> None:
        if name == "propose":
            stage.turn(f"other {next(others)}", "one")

    runner = watched(stage, Steps(before=another_turn)).run_turn
    for run_turn, reason in (
        (replace(runner, answer_seconds=5.0), "no-time"),
        (replace(runner, wait_seconds=0.0), "another-turn"),
    ):
        with pytest.raises(TurnInProgressError) as busy:
            run_turn(NEW_SESSION, TurnCall("t2", "two"))
        assert busy.value.reason == reason
