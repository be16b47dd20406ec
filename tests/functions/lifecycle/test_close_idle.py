"""Idle sessions are closed. A session with a caller or a running tool stays open."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flow_core.effects import CallTool
from flow_core.evaluate import Evaluate
from flow_core.state import Status
from functions.deadline import Deadline
from functions.errors import UnavailableError
from functions.failures.codes import Failure
from functions.lifecycle.close_idle import PAGE, CloseIdle, Round
from functions.ports.tools import Answered, SecretNamed, ToolOutcome
from functions.records import Head, ToolLease, TurnCall
from functions.turn.begin import prepare
from functions.turn.protocol import SAVING_SECONDS
from testing.fakes.livekit import FakeLiveKit
from testing.fakes.rooms import InMemoryRooms
from testing.fakes.sessions import InMemorySessions
from testing.fakes.tools import FakeTools
from testing.stage import NOON, Stage, asking, counting, found
from testing.watched import Died, dying
from tests.functions.adapters.dynamodb.test_sessions_contract import head_of

MINUTE = 60_000
QUIET = 30 * MINUTE
LONG_ENOUGH = 60.0


@dataclass
class ObservedRounds:
    """An `ObserveJob` that records the failures."""

    failures: list[BaseException | None] = field(default_factory=list)

    def counted(self, what: str, counts: Any, known: Any) -> None:
        """Ignore the counts."""

    def failed(self, failure: Failure, error: BaseException | None, /, **known: str | int) -> None:
        self.failures.append(error)


@dataclass
class World:
    stage: Stage
    livekit: FakeLiveKit = field(default_factory=FakeLiveKit)
    observed: ObservedRounds = field(default_factory=ObservedRounds)

    @property
    def sessions(self) -> InMemorySessions:
        assert isinstance(self.stage.sessions, InMemorySessions)
        return self.stage.sessions

    def round(self, seconds: float = LONG_ENOUGH) -> Round:
        job = CloseIdle(self.stage.run_turn, self.sessions, InMemoryRooms(self.livekit), self.observed, QUIET)
        return job(Deadline.after(seconds))


@pytest.fixture
def world(javascript: Evaluate) -> World:
    return World(Stage((counting(),), javascript))


def test_an_idle_session_is_closed_once(world: World) -> None:
    world.stage.turn("t1")
    world.stage.clock.go_on(29 * 60)
    assert world.round() == Round(0, 0, 0, complete=True)
    world.stage.clock.go_on(60)
    assert world.round() == Round(1, 0, 0, complete=True)
    assert world.stage.head.state.status is Status.ABANDONED
    assert world.round() == Round(0, 0, 0, complete=True)
    late = world.stage.turn("t2", "hello?")
    assert (late["status"], late["action"]) == ("abandoned", {"type": "hangup"})


def test_the_end_of_an_idle_session_is_the_time_of_its_last_turn(world: World) -> None:
    world.stage.turn("t1")
    at = world.stage.head.updated_at
    world.stage.clock.go_on(45 * 60)
    world.round()
    assert world.stage.head.updated_at == at


def test_a_turn_restarts_the_idle_time(world: World) -> None:
    world.stage.turn("t1")
    world.stage.clock.go_on(29 * 60)
    world.stage.turn("t2", "one")
    world.stage.clock.go_on(29 * 60)
    assert world.round().closed == 0


def test_a_session_that_never_began_is_closed(world: World) -> None:
    prepare(world.sessions, world.stage.begin())
    world.stage.clock.go_on(31 * 60)
    assert world.round().closed == 1


def test_a_session_of_an_occupied_room_stays_open(world: World) -> None:
    world.stage.turn("t1")
    world.livekit.room("room").enters("caller")
    world.stage.clock.go_on(24 * 60 * 60)
    assert world.round().closed == 0
    world.livekit.room("room").leaves("caller")
    assert world.round().closed == 1


def test_no_session_is_closed_while_livekit_is_unreachable(world: World) -> None:
    world.stage.turn("t1")
    world.stage.clock.go_on(60 * 60)
    world.livekit.answers = False
    with pytest.raises(UnavailableError):
        world.round()
    assert world.stage.head.state.status is Status.WAITING
    world.livekit.answers = True
    assert world.round().closed == 1


def test_a_concurrent_turn_keeps_the_session_open(world: World) -> None:
    world.stage.turn("t1")
    world.stage.clock.go_on(60 * 60)
    heads = world.sessions.head

    def head_and_then_a_turn(session_id: str) -> Head | None:
        head = heads(session_id)
        world.sessions.head = heads  # type: ignore[method-assign]
        world.stage.turn("t2", "one")
        return head

    world.sessions.head = head_and_then_a_turn  # type: ignore[method-assign]
    assert world.round().closed == 0
    assert world.stage.variables["log"] == ["one"]
    assert world.stage.head.state.status is Status.WAITING


def test_the_turn_of_a_dead_process_is_completed_first(javascript: Evaluate) -> None:
    stage = Stage((asking(),), javascript, tools=FakeTools(*found("shipped")))
    world = World(stage)
    stage.turn("t1")
    stage.clock.go_on(60 * 60)
    with pytest.raises(Died):
        dying(stage, 4, after=False).turn("t2", "1001")
    assert world.round() == Round(0, 0, 0, complete=True)
    stage.clock.go_on(60)
    assert world.round() == Round(0, 1, 0, complete=True)
    assert [turn.turn_id for turn in stage.turns] == ["t1", "t2"]
    stage.clock.go_on(30 * 60)
    assert world.round() == Round(1, 0, 0, complete=True)
    assert stage.turn("t2", "1001")["response"] == "It is shipped. Next?"


@dataclass
class Timed:
    """Tools that record the seconds between their deadline and the deadline of the turn."""

    to_save: float = 0.0

    def call(self, effect: CallTool, *, idempotency_key: str, secrets: SecretNamed, deadline: Deadline) -> ToolOutcome:
        self.to_save = Deadline.current().moment - deadline.moment
        return Answered(200, {}, "shipped")


def test_the_last_tool_call_leaves_time_to_save_its_answer(
    javascript: Evaluate, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools = Timed()
    world = World(Stage((asking(),), javascript, tools=tools))
    world.stage.turn("t1")
    with pytest.raises(Died):
        dying(world.stage, 4, after=False).turn("t2", "1001")
    world.stage.clock.go_on(60 * 60)
    monkeypatch.setattr(time, "monotonic", lambda: 1000.0)
    assert world.round(seconds=0.5) == Round(0, 1, 0, complete=True)
    assert tools.to_save >= SAVING_SECONDS


def test_an_unreadable_session_does_not_keep_the_others_open(world: World) -> None:
    for name in ("a", "b", "c"):
        world.sessions.advance(head_of(name, at=NOON - 2 * QUIET))
    heads = world.sessions.head

    def broken(session_id: str) -> Head | None:
        if session_id == "b":
            raise ValueError("no JSON")
        return heads(session_id)

    world.sessions.head = broken  # type: ignore[method-assign]
    assert world.round() == Round(2, 0, 1, complete=True)
    assert len(world.observed.failures) == 1


def test_the_next_round_continues_after_the_page_that_failed(world: World) -> None:
    for number in range(2 * PAGE):
        world.sessions.advance(head_of(f"s{number:04}", at=NOON - 2 * QUIET, room=f"r{number}"))
    world.livekit.answers = False
    with pytest.raises(UnavailableError):
        world.round()
    world.livekit.answers = True
    assert world.round().closed == PAGE
    assert world.round().closed == PAGE


def test_a_round_without_time_closes_no_session_and_keeps_the_cursor(world: World) -> None:
    world.stage.turn("t1")
    world.stage.clock.go_on(60 * 60)
    assert world.round(seconds=-1.0) == Round(0, 0, 0, complete=False)
    assert world.stage.head.state.status is Status.WAITING


CASES = st.builds(
    lambda status, age, lease, lives: (status, age, lease, lives),
    st.sampled_from(list(Status)),
    st.integers(0, 2 * QUIET),
    st.booleans(),
    st.booleans(),
)


@given(
    cases=st.lists(CASES, max_size=2 * PAGE + 5), rounds=st.lists(st.sampled_from(["cut", "whole", "away"]), max_size=6)
)
@settings(max_examples=60, deadline=None)
def test_interrupted_rounds_close_the_idle_sessions_and_no_others(
    cases: list[tuple[Status, int, bool, bool]], rounds: list[str]
) -> None:
    world = World(Stage((counting(),), lambda *_: pytest.fail("no flow runs")))
    before: dict[str, Head] = {}
    for number, (status, age, leased, lives) in enumerate(cases):
        head = head_of(f"s{number:04}", at=NOON - age, room=f"r{number}", status=status)
        lease = ToolLease(TurnCall("t"), "e", NOON + 1, (), "r") if leased else None
        before[head.session_id] = head = replace(head, lease=lease)
        world.sessions.advance(head)
        if lives:
            world.livekit.room(head.room_name).enters("caller")
    for kind in [*rounds, "whole", "whole"]:
        world.livekit.answers = kind != "away"
        try:
            world.round(-1.0 if kind == "cut" else LONG_ENOUGH)
        except UnavailableError:
            assert kind == "away"
    for (status, age, leased, lives), head in zip(cases, before.values(), strict=True):
        now = world.sessions.head(head.session_id)
        assert now is not None
        if status.ended or age < QUIET or leased or lives:
            assert now == head
        else:
            assert (now.state.status, now.version) == (Status.ABANDONED, head.version + 1)
