"""A session is erased with everything that holds its words, also if the store fails in between."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from flow_core.evaluate import Evaluate
from functions.deadline import NEVER, Deadline
from functions.erasure.callers import CallerErased, EraseCaller
from functions.erasure.erase import SETTLED_MILLIS, Erased, EraseSession
from functions.errors import UnavailableError
from functions.lifecycle.close_idle import CloseIdle
from functions.ports.agents import AnsweredCall
from functions.ports.flows import StoredTest
from functions.ports.search.session_search import SessionQuery
from functions.records import FlowPin, TurnCall
from functions.search.index import indexed
from functions.simulation.progress import SimulatedCall, SimulatedRun, run_type
from functions.simulation.store import StoredRun
from functions.turn.begin import prepare
from functions.turn.early.drafts import DECIDED
from testing.fakes.agents import InMemoryAgents
from testing.fakes.audit import InMemoryAudit
from testing.fakes.flows import InMemoryFlowTests, InMemorySimulations
from testing.fakes.livekit import FakeLiveKit
from testing.fakes.organizations import InMemoryOpenCalls
from testing.fakes.rooms import InMemoryRooms
from testing.fakes.sessions import InMemorySessions
from testing.search.session_search import InMemorySessionSearch
from testing.stage import NEW_SESSION, Stage, counting
from tests.functions.lifecycle.test_close_idle import ObservedRounds

ORG, FLOW, SESSION = NEW_SESSION.organization_id, NEW_SESSION.flow_id, NEW_SESSION.session_id
WRITES = ("forget_answered_call", "bury", "forget", "clear", "keep", "delete", "record")


class Failing:
    """Passes all calls on, and raises UnavailableError once, before or after the n-th write."""

    def __init__(self, world: World, inner: Any) -> None:
        self._world, self._inner = world, inner

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._inner, name)
        if name not in WRITES:
            return method

        def write(*args: Any, **named: Any) -> Any:
            self._world.writes += 1
            if self._world.fails == (self._world.writes, "before"):
                raise UnavailableError("store", name, "unreachable")
            result = method(*args, **named)
            if self._world.fails == (self._world.writes, "after"):
                raise UnavailableError("store", name, "unreachable")
            return result

        return write


@dataclass
class World:
    stage: Stage
    agents: InMemoryAgents = field(default_factory=InMemoryAgents)
    open_calls: InMemoryOpenCalls = field(default_factory=InMemoryOpenCalls)
    flow_tests: InMemoryFlowTests = field(default_factory=InMemoryFlowTests)
    simulations: InMemorySimulations = field(default_factory=InMemorySimulations)
    audit: InMemoryAudit = field(default_factory=InMemoryAudit)
    search: InMemorySessionSearch = field(init=False)
    writes: int = 0
    fails: tuple[int, str] | None = None

    def __post_init__(self) -> None:
        self.search = InMemorySessionSearch(self.sessions.head)

    @property
    def sessions(self) -> InMemorySessions:
        assert isinstance(self.stage.sessions, InMemorySessions)
        return self.stage.sessions

    @property
    def erase(self) -> EraseSession:
        def failing(inner: Any) -> Any:
            return Failing(self, inner)

        return EraseSession(
            sessions=self.sessions,
            erasures=failing(self.sessions),
            agents=failing(self.agents),
            open_calls=failing(self.open_calls),
            flow_tests=failing(self.flow_tests),
            simulations=failing(self.simulations),
            audit=failing(self.audit),
            search=failing(self.search),
            now=self.stage.clock,
        )

    def call(self) -> None:
        """A session of two turns with an open call, a test of it, a run of that test, and a test of that run."""
        self.stage.turn("t1", "a word")
        self.stage.turn("t2", "another word")
        self.open_calls.begin(ORG, SESSION, limit=5, at=0)
        self.keep_test("made", SESSION)
        self.keep_test("kept", None)
        self.simulated("run-1", "made", "simulated-1")
        self.keep_test("of-the-run", "simulated-1")
        self.simulated("run-2", "of-the-run", "simulated-2")
        self.simulated("run-3", "kept", "simulated-3")

    def keep_test(self, test_id: str, origin: str | None) -> None:
        written: dict[str, Any] = {"name": "a test", "turns": [], **({"fromSession": origin} if origin else {})}
        assert self.flow_tests.put(ORG, FLOW, StoredTest(test_id, 0, written), limit=10)

    def simulated(self, run_id: str, test_id: str, session_id: str) -> None:
        call = SimulatedCall(test_id, "a test", session_id, session_id)
        run = SimulatedRun(run_id, FlowPin(1, 1), 1, None, None, {}, (call,))
        assert self.simulations.save(ORG, FLOW, run_id, StoredRun(1, 0, run_type().dump_json(run)), at=0)
        head = NEW_SESSION.head(FlowPin(1, 1), 0)
        session = replace(head.state.session, id=session_id)
        prepare(self.sessions, replace(head, session_id=session_id, state=replace(head.state, session=session)))

    def left(self) -> dict[str, Any]:
        """What is left of all that `call` has stored."""
        page = self.flow_tests.page(ORG, FLOW, cursor=None, limit=10)
        return {
            "sessions": [
                each for each in (SESSION, "simulated-1", "simulated-2", "simulated-3") if self.sessions.head(each)
            ],
            "records": len(self.sessions.records(SESSION)),
            "tests": [test.test_id for test in page.tests],
            "runs": sorted(run_id for run_id, _ in self.simulations.of_flow(ORG, FLOW)),
            "calls": self.open_calls.recent(ORG),
        }

    def erasures_in_the_audit(self) -> list[tuple[str, str, Any]]:
        entries = self.audit.page(ORG, cursor=None, limit=100).entries
        return [(entry.subject, entry.by, entry.detail) for entry in entries if entry.action == "session.erased"]

    def round(self) -> None:
        CloseIdle(
            self.stage.run_turn,
            self.sessions,
            InMemoryRooms(FakeLiveKit()),
            ObservedRounds(),
            60_000,
            self.erase.again,
        )(Deadline.after(60))


NOTHING_LEFT = {"sessions": ["simulated-3"], "records": 0, "tests": ["kept"], "runs": ["run-3"], "calls": []}


@pytest.fixture
def world(javascript: Evaluate) -> World:
    return World(Stage((counting(),), javascript))


def test_a_session_is_erased_with_its_tests_their_runs_and_the_sessions_of_these(world: World) -> None:
    world.call()
    assert world.erase(ORG, SESSION, "ann", NEVER) == Erased(complete=True, tests=("made", "of-the-run"))
    assert world.left() == NOTHING_LEFT
    assert {subject for subject, _, _ in world.erasures_in_the_audit()} == {SESSION, "simulated-1", "simulated-2"}
    detail = {"flowId": FLOW, "tests": ["made", "of-the-run"]}
    assert (SESSION, "ann", detail) in world.erasures_in_the_audit()


def test_an_erased_session_is_unknown_to_the_next_request_and_to_others(world: World) -> None:
    world.call()
    assert world.erase("another", SESSION, "eve", NEVER) is None
    assert world.sessions.head(SESSION) is not None
    assert world.erase(ORG, "never", "ann", NEVER) is None
    assert world.erase(ORG, SESSION, "ann", NEVER) is not None
    assert world.erase(ORG, SESSION, "ann", NEVER) is None
    assert world.erase("another", SESSION, "eve", NEVER) is None


def _number_of_writes(javascript: Evaluate) -> int:
    world = World(Stage((counting(),), javascript))
    world.call()
    world.erase(ORG, SESSION, "ann", NEVER)
    return world.writes


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("finish", ["the same request", "the job of idle sessions"])
def test_after_each_write_that_fails_the_rest_goes_on(javascript: Evaluate, when: str, finish: str) -> None:
    writes = _number_of_writes(javascript)
    assert writes > 12
    for number in range(1, writes + 1):
        world = World(Stage((counting(),), javascript))
        world.call()
        world.fails = (number, when)
        with pytest.raises(UnavailableError):
            world.erase(ORG, SESSION, "ann", NEVER)
        buried = world.sessions.head(SESSION) is None
        # A reader finds the whole session or none.
        assert buried or world.left()["records"] == 2
        world.fails = None
        if finish == "the same request" or not buried:
            again = world.erase(ORG, SESSION, "ann", NEVER)
            assert again is None or again.complete
        else:
            world.round()
        assert world.left() == NOTHING_LEFT, (number, when)
        assert world.erase(ORG, SESSION, "ann", NEVER) is None
        assert SESSION in {subject for subject, _, _ in world.erasures_in_the_audit()}


def test_a_session_that_takes_too_long_is_erased_by_the_next_requests(world: World) -> None:
    world.call()
    assert world.erase(ORG, SESSION, "ann", Deadline.after(-1)) == Erased(complete=False)
    assert world.sessions.head(SESSION) is None
    assert world.erasures_in_the_audit() == []
    assert world.erase(ORG, SESSION, "ann", NEVER) == Erased(complete=True, tests=("made", "of-the-run"))
    assert world.left() == NOTHING_LEFT


def test_a_late_turn_gets_the_answer_after_the_end_and_stores_nothing(world: World) -> None:
    world.call()
    world.erase(ORG, SESSION, "ann", NEVER)
    late = world.stage.turn("t3", "a late word")
    assert (late["status"], late["completed"], late["response"], late["action"]) == (
        "abandoned",
        True,
        "",
        {"type": "hangup"},
    )
    assert world.left() == NOTHING_LEFT
    assert prepare(world.sessions, NEW_SESSION.head(FlowPin(1, 1), 0)) is None


def test_a_draft_of_an_erased_session_is_not_tried(world: World) -> None:
    world.call()
    world.erase(ORG, SESSION, "ann", NEVER)
    assert world.stage.run_turn.draft(NEW_SESSION, TurnCall("t3", "a late word")) is DECIDED


def test_what_a_running_turn_stores_after_the_erasure_is_deleted_by_the_job(world: World) -> None:
    world.call()
    head = world.stage.head
    record = world.sessions.records(SESSION)[0]
    world.erase(ORG, SESSION, "ann", NEVER)
    assert world.sessions.propose(head, replace(record, turn_id="late", number=3)) is None
    world.keep_test("late", SESSION)
    world.round()
    assert world.left() == NOTHING_LEFT
    # The audit has it once.
    assert len([each for each in world.erasures_in_the_audit() if each[0] == SESSION]) == 1


def test_the_job_looks_for_late_records_until_none_can_come(world: World) -> None:
    world.call()
    world.erase(ORG, SESSION, "ann", NEVER)
    world.round()
    assert SESSION in world.sessions.page(1, cursor=None, limit=10).session_ids
    world.stage.clock.go_on(SETTLED_MILLIS / 1000 + 1)
    world.round()
    assert SESSION not in world.sessions.page(1, cursor=None, limit=10).session_ids
    assert world.sessions.is_erased(SESSION)


def test_the_job_leaves_sessions_without_a_tombstone_alone(world: World) -> None:
    world.call()
    world.erase.again(SESSION)
    world.erase.again("never")
    assert world.sessions.head(SESSION) is not None
    assert world.writes == 0


def test_the_answer_to_a_phone_call_is_forgotten(world: World) -> None:
    head = NEW_SESSION.head(FlowPin(1, 1), 0)
    session = replace(head.state.session, called_number="+15550100", caller_number="+15550199")
    prepare(world.sessions, replace(head, state=replace(head.state, session=session)))
    call = AnsweredCall(ORG, "a", FLOW, 1, head.room_name, SESSION)
    world.agents.keep_answered_call("+15550100", call)
    world.erase(ORG, SESSION, "ann", NEVER)
    assert world.agents.answered_call(head.room_name, "+15550100") is None


def found_by(world: World, session_id: str, caller_number: str) -> None:
    """Store a session of a caller, and let searches find it."""
    head = NEW_SESSION.head(FlowPin(1, 1), 0)
    session = replace(head.state.session, id=session_id, caller_number=caller_number)
    stored = replace(head, session_id=session_id, state=replace(head.state, session=session))
    assert prepare(world.sessions, stored) is not None
    world.search.save(indexed(stored, ()))


def erase_caller(world: World, number: str, deadline: Deadline = NEVER) -> CallerErased:
    return EraseCaller(world.erase, world.search)(ORG, number, "ann", deadline)


def test_all_sessions_of_a_caller_are_erased_and_counted_once(world: World) -> None:
    found_by(world, "a", "+15550199")
    found_by(world, "b", "+1 (555) 0199")
    found_by(world, "of another", "+15550100")
    world.open_calls.begin(ORG, "a", limit=5, at=0)
    assert erase_caller(world, "+1-555-0199") == CallerErased(2, more=False)
    assert [world.sessions.head(each) is None for each in ("a", "b", "of another")] == [True, True, False]
    assert world.search.find(ORG, SessionQuery(caller_number="+15550199"), cursor=None, limit=10).sessions == ()
    assert erase_caller(world, "+15550199") == CallerErased(0, more=False)
    entries = [each for each in world.audit.of(ORG) if each.action == "caller.erased"]
    assert {entry.subject for entry in entries} == {"…99"}
    assert sorted(str(entry.detail) for entry in entries) == [
        str({"sessions": number, "complete": True}) for number in (0, 2)
    ]


def test_a_caller_of_many_sessions_is_found_page_by_page(world: World) -> None:
    for number in range(230):
        found_by(world, f"s{number}", "+15550199")
    assert erase_caller(world, "+15550199") == CallerErased(230, more=False)
    assert all(world.sessions.head(f"s{number}") is None for number in range(230))


def test_the_erasure_of_a_caller_says_that_more_is_left(world: World) -> None:
    found_by(world, "a", "+15550199")
    assert erase_caller(world, "+15550199", Deadline.after(-1)) == CallerErased(0, more=True)
    assert erase_caller(world, "+15550199") == CallerErased(1, more=False)


def test_another_organizations_sessions_of_the_caller_stay(world: World) -> None:
    found_by(world, "a", "+15550199")
    others = EraseCaller(world.erase, world.search)("another", "+15550199", "eve", NEVER)
    assert others == CallerErased(0, more=False)
    assert world.sessions.head("a") is not None


def test_the_audit_keeps_nothing_of_a_short_number(world: World) -> None:
    erase_caller(world, "anonym")
    assert world.audit.of(ORG)[0].subject == "…"


def test_a_call_that_the_search_does_not_have_yet_is_found_among_the_open_ones(world: World) -> None:
    found_by(world, "a", "+15550199")
    world.search.forget("a")
    for open_call in ("a", "never stored"):
        world.open_calls.begin(ORG, open_call, limit=5, at=0)
    assert erase_caller(world, "+15550199") == CallerErased(1, more=False)
    assert world.sessions.head("a") is None
