"""The end of a room closes its sessions. It does not interrupt a running tool."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, replace

import pytest

from flow_core.effects import CallTool
from flow_core.evaluate import Evaluate
from flow_core.state import Status
from functions.deadline import Deadline
from functions.lifecycle.abandon import Abandon
from functions.ports.tools import Answered, SecretNamed, ToolOutcome
from functions.records import TurnCall
from functions.turn.begin import NewSession, prepare
from functions.turn.results import TurnInProgressError
from testing.fakes.sessions import InMemorySessions
from testing.stage import Stage, ToolsThat, asking, counting, leaving
from testing.watched import Died, Steps, dying, watched


def over(stage: Stage) -> int:
    return Abandon(stage.run_turn, wait_seconds=0.0, sleep=lambda seconds: None)("room")


def test_an_open_session_is_closed_once(javascript: Evaluate) -> None:
    stage = Stage((counting(),), javascript)
    stage.turn("t1")
    said = stage.said
    assert over(stage) == 1
    assert over(stage) == 0
    assert stage.head.state.status is Status.ABANDONED
    late = stage.turn("t2", "hello?")
    assert (late["status"], late["completed"], late["action"]) == ("abandoned", True, {"type": "hangup"})
    assert stage.turn("t1")["response"] == "Hello. Next?"
    assert stage.said == said


def test_a_session_that_never_began_is_closed(javascript: Evaluate) -> None:
    stage = Stage((counting(),), javascript)
    prepare(stage.sessions, stage.begin())
    assert over(stage) == 1
    assert stage.turn("t1")["currentNodeId"] is None


@pytest.mark.parametrize("word", ["bye", "help"])
def test_a_session_that_has_ended_does_not_change(javascript: Evaluate, word: str) -> None:
    stage = Stage((leaving(),), javascript)
    stage.turn("t1", word)
    ended = stage.head
    assert over(stage) == 0
    assert stage.head == ended


def test_only_the_sessions_of_the_room_are_closed(javascript: Evaluate) -> None:
    stage = Stage((counting(),), javascript)
    stage.turn("t1")
    other = replace(stage.begin(), session_id="other", room_name="another")
    prepare(stage.sessions, other)
    over(stage)
    standing = stage.sessions.head("other")
    assert standing is not None
    assert standing.state.status is Status.PENDING


def test_the_end_of_a_room_waits_for_a_running_tool(javascript: Evaluate) -> None:
    stage = Stage((asking(),), javascript)

    def room_is_over(*_: object) -> Answered:
        with pytest.raises(TurnInProgressError):
            over(stage)
        return Answered(200, {}, "shipped")

    stage = replace(stage, tools=ToolsThat(room_is_over))
    stage.turn("t1")
    assert stage.turn("t2", "1001")["response"] == "It is shipped. Next?"
    assert over(stage) == 1
    assert stage.head.state.status is Status.ABANDONED


def test_the_turn_of_a_dead_process_is_completed_after_its_lease(javascript: Evaluate) -> None:
    stage = Stage((asking(),), javascript)
    stage.turn("t1")
    with pytest.raises(Died):
        dying(stage, 4, after=False).turn("t2", "1001")
    with pytest.raises(TurnInProgressError):
        over(stage)
    stage.clock.go_on(15)
    assert over(stage) == 1
    assert [turn.turn_id for turn in stage.turns] == ["t1", "t2"]
    assert json.loads(stage.turns[1].reply) == stage.turn("t2", "1001")
    assert stage.turn("t3", "hello?")["action"] == {"type": "hangup"}


@dataclass
class Slow:
    """Tools that answer at their deadline, on a simulated clock."""

    now: float = 1000.0
    calls: int = 0

    def call(self, effect: CallTool, *, idempotency_key: str, secrets: SecretNamed, deadline: Deadline) -> ToolOutcome:
        self.calls += 1
        self.now = deadline.moment
        return Answered(200, {}, "shipped")


def test_no_tool_is_called_if_its_answer_cannot_be_saved_in_time(
    javascript: Evaluate, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(number: int, name: str) -> None:
        if name == "tool":
            raise Died(name)

    tools = Slow()
    monkeypatch.setattr(time, "monotonic", lambda: tools.now)
    stage = Stage((asking(),), javascript, tools=tools)
    for session_id in ("one", "two", "three"):
        session = NewSession(session_id, "acme", "flow", "room")
        with pytest.raises(Died):
            watched(stage, Steps(before=die)).run_in(session, TurnCall("t1", "1001"))
    stage.clock.go_on(15)
    abandon = Abandon(stage.run_turn, wait_seconds=5.0)
    with pytest.raises(TurnInProgressError):
        abandon("room")
    assert tools.calls == 2
    assert tools.now <= 1000 + 5 + stage.turn_seconds
    assert abandon("room") == 1


def test_a_turn_that_the_end_of_the_room_overtook_is_not_recorded(javascript: Evaluate) -> None:
    stage = Stage((counting(),), javascript)
    stage.turn("t1")

    def room_is_over(number: int, name: str) -> None:
        if name == "propose":
            over(stage)

    answer = watched(stage, Steps(after=room_is_over)).turn("t2", "one")
    assert (answer["status"], answer["response"], answer["action"]) == ("abandoned", "", {"type": "hangup"})
    assert stage.turn("t2", "one") == answer
    assert [turn.turn_id for turn in stage.turns] == ["t1"]
    assert "log" not in stage.variables


class SlowIndex(InMemorySessions):
    """An index that lists the sessions of a room only after a number of queries."""

    def __init__(self, misses: int) -> None:
        super().__init__()
        self.misses = misses
        self.asked = 0

    def in_room(self, room_name: str) -> list[str]:
        self.asked += 1
        return super().in_room(room_name) if self.asked > self.misses else []


@pytest.mark.parametrize(("misses", "closed", "asked"), [(0, 1, 1), (1, 1, 2), (2, 1, 3), (3, 0, 3)])
def test_the_query_is_repeated_if_the_index_lists_no_session_of_the_room(
    javascript: Evaluate, misses: int, closed: int, asked: int
) -> None:
    sessions = SlowIndex(misses)
    stage = Stage((counting(),), javascript, sessions)
    stage.turn("t1")
    pauses: list[float] = []
    assert Abandon(stage.run_turn, sleep=pauses.append)("room") == closed
    assert sessions.asked == asked
    assert sum(pauses) <= 2
