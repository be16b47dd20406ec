"""A tool runs under a lease. If its process dies or sleeps, the turn is finished once, and its tool has one key."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace

import pytest

from flow_core.effects import CallTool
from flow_core.evaluate import Evaluate
from flow_core.flow import Flow
from functions.ports.sessions import Sessions
from functions.ports.tools import Answered, ToolOutcome
from functions.records import TurnCall
from functions.turn.effects import OUTCOME_UNKNOWN
from functions.turn.results import TurnInProgressError
from testing.fakes.sessions import InMemorySessions
from testing.stage import Clock, Stage, ToolsThat, asking, flow, node
from testing.watched import Died, Steps, dying, watched

CLAIM_SECONDS = 14
"""Seconds of a lease: the ten seconds of a turn, and a reserve of four."""
BEFORE_THE_TOOL = 4
"""The number of the tool among a turn's operations: head, turn, advance (lease), tool, advance (its answer), propose,
advance (the commit)."""


def shipped(effect: CallTool) -> ToolOutcome:
    return Answered(200, {}, "shipped")


@pytest.fixture(params=["memory", "dynamodb"])
def sessions(request: pytest.FixtureRequest) -> Sessions:
    store: Sessions = InMemorySessions() if request.param == "memory" else request.getfixturevalue("dynamo_sessions")
    return store


@pytest.fixture
def tools() -> ToolsThat:
    return ToolsThat(shipped)


def begun(evaluate: Evaluate, tools: ToolsThat, *, retries: int = 2, sessions: Sessions | None = None) -> Stage:
    stage = Stage((asking(retries=retries),), evaluate, sessions or InMemorySessions(), tools, wait_seconds=0.02)
    stage.turn("t1")
    return stage


def died(stage: Stage, number: int, *, after: bool = False) -> None:
    """Let the process of turn t2 die at an operation."""
    with pytest.raises(Died):
        dying(stage, number, after=after).turn("t2", "1001")


def test_a_turn_with_a_tool_has_this_order_of_operations(javascript: Evaluate, tools: ToolsThat) -> None:
    steps = Steps()
    watched(begun(javascript, tools), steps).turn("t2", "1001")
    assert steps.names == ["head", "turn", "advance", "tool", "advance", "propose", "advance"]


def test_while_a_lease_is_valid_every_turn_waits(sessions: Sessions, javascript: Evaluate, tools: ToolsThat) -> None:
    stage = begun(javascript, tools, sessions=sessions)
    died(stage, BEFORE_THE_TOOL)
    for turn_id in ("t2", "t3"):
        with pytest.raises(TurnInProgressError):
            stage.turn(turn_id, "1001")
    stage.clock.go_on(CLAIM_SECONDS - 1)
    with pytest.raises(TurnInProgressError):
        stage.turn("t2", "1001")
    assert tools.calls == []
    assert len(stage.turns) == 1


@pytest.mark.parametrize(("number", "after"), [(n, after) for n in range(1, 8) for after in (False, True)])
def test_the_tool_is_called_with_one_key_after_a_death_at_any_operation(
    sessions: Sessions, javascript: Evaluate, tools: ToolsThat, number: int, after: bool
) -> None:
    stage = begun(javascript, tools, sessions=sessions)
    died(stage, number, after=after)
    stage.clock.go_on(CLAIM_SECONDS)
    answer = stage.run(TurnCall("t2", "1001")).body
    assert "It is shipped." in answer
    assert stage.run(TurnCall("t2", "1001")).body == answer
    assert len(set(tools.keys)) == 1
    assert len(tools.keys) == (2 if (number, after) in {(4, True), (5, False)} else 1)
    assert [turn.turn_id for turn in stage.turns] == ["t1", "t2"]
    assert stage.head.lease is None


@pytest.mark.parametrize(
    ("number", "after", "calls"), [(4, False, 0), (4, True, 1), (5, False, 1)], ids=["before", "in", "after the tool"]
)
def test_a_tool_that_may_not_be_called_twice_leaves_by_the_error_exit(
    javascript: Evaluate, tools: ToolsThat, number: int, after: bool, calls: int
) -> None:
    stage = begun(javascript, tools, retries=0)
    died(stage, number, after=after)
    stage.clock.go_on(CLAIM_SECONDS)
    assert stage.turn("t2", "1001")["response"] == "Nobody knows. Next?"
    (effect,) = stage.turns[-1].effects
    assert (effect.ok, effect.error) == (False, OUTCOME_UNKNOWN)
    assert len(tools.calls) == calls


@pytest.mark.parametrize(("number", "after"), [(5, True), (6, False), (6, True)])
def test_a_written_record_becomes_the_turn_with_and_without_retries_of_the_tool(
    javascript: Evaluate, tools: ToolsThat, number: int, after: bool
) -> None:
    stage = begun(javascript, tools, retries=0)
    died(stage, number, after=after)
    stage.clock.go_on(CLAIM_SECONDS)
    assert stage.turn("t2", "1001")["response"] == "It is shipped. Next?"
    assert len(tools.calls) == 1


def test_the_next_request_completes_the_turn_and_then_its_own(
    sessions: Sessions, javascript: Evaluate, tools: ToolsThat
) -> None:
    stage = begun(javascript, tools, sessions=sessions)
    died(stage, BEFORE_THE_TOOL)
    stage.clock.go_on(CLAIM_SECONDS)
    stage.turn("t3", "1002")
    assert [turn.turn_id for turn in stage.turns] == ["t1", "t2", "t3"]
    assert [words for role, words in stage.said if role == "user"] == ["1001", "1002"]
    assert len(set(tools.keys)) == len(tools.keys) == 2
    assert stage.turn("t2", "1001")["response"] == "It is shipped. Next?"


def test_a_process_owns_its_lease_although_the_response_of_the_write_was_late(
    javascript: Evaluate, tools: ToolsThat
) -> None:
    stage = begun(javascript, tools, retries=0)
    answer = watched(stage, Steps(unheard=3)).turn("t2", "1001")
    assert answer["response"] == "It is shipped. Next?"


def slow_tools(clock: Clock, meanwhile: Callable[[], object]) -> ToolsThat:
    """Return tools whose first call takes twenty seconds and runs `meanwhile` during that time."""
    calls = []

    def answer(effect: CallTool) -> ToolOutcome:
        calls.append(effect)
        if len(calls) == 1:
            clock.go_on(20)
            meanwhile()
            return Answered(200, {}, "late")
        return Answered(200, {}, "in time")

    return ToolsThat(answer)


@pytest.mark.parametrize("others", [("t2",), ("t3",), ("t2", "t3", "t4")])
def test_a_process_that_wakes_after_its_lease_was_taken_over_changes_nothing(
    sessions: Sessions, javascript: Evaluate, others: tuple[str, ...]
) -> None:
    clock = Clock()
    answers: dict[str, str] = {}

    def meanwhile() -> None:
        for turn_id in others:
            answers[turn_id] = stage.run(TurnCall(turn_id, "1001")).body
        answers["head"] = repr(stage.head)

    tools = slow_tools(clock, meanwhile)
    stage = Stage((asking(),), javascript, sessions, tools, clock=clock)
    stage.turn("t1")
    body = stage.run(TurnCall("t2", "1001")).body
    assert "in time" in body
    assert answers.get("t2", body) == body
    assert repr(stage.head) == answers["head"]
    assert [turn.turn_id for turn in stage.turns] == ["t1", "t2", *(turn for turn in others if turn != "t2")]
    assert len(set(tools.keys)) == len(tools.keys) - 1


def test_the_process_that_takes_over_commits_the_record_of_the_slow_process(javascript: Evaluate) -> None:
    clock = Clock()
    numbers = itertools.count(1)
    tools = ToolsThat(lambda effect: Answered(200, {}, f"answer {next(numbers)}"))
    slow = Stage((asking(),), javascript, tools=tools, clock=clock, wait_seconds=0.02)
    slow.turn("t1")
    died(slow, BEFORE_THE_TOOL, after=True)
    clock.go_on(CLAIM_SECONDS)

    def first_wakes_up(number: int, name: str) -> None:
        # The second process has called the tool. The first process has its own answer, and writes before the second.
        if name == "tool":
            theirs = Stage((asking(),), javascript, tools=tools, clock=clock)
            theirs.turn("t1")
            theirs.turn("t2", "1001")
            record = theirs.turns[-1]
            assert slow.sessions.propose(slow.head, record) is None

    taker = watched(slow, Steps(after=first_wakes_up))
    answer = taker.turn("t2", "1001")
    assert answer["response"] == "It is answer 3. Next?"
    assert slow.variables["found"] == "answer 3"
    assert slow.turn("t2", "1001") == answer


def test_only_one_of_two_processes_that_take_over_calls_the_tool(
    sessions: Sessions, javascript: Evaluate, tools: ToolsThat
) -> None:
    stage = begun(javascript, tools, sessions=sessions)
    died(stage, BEFORE_THE_TOOL)
    stage.clock.go_on(CLAIM_SECONDS)

    def second_taker(number: int, name: str) -> None:
        if name == "advance" and not tools.calls:
            stage.turn("t3", "1002")

    watched(stage, Steps(before=second_taker)).turn("t2", "1001")
    assert [turn.turn_id for turn in stage.turns] == ["t1", "t2", "t3"]
    assert len(set(tools.keys)) == len(tools.keys) == 2


def two_tools() -> Flow:
    request = {"url": "https://shop.example/"}
    return flow(
        [
            node("start", "start"),
            node("ask", "elicitation", prompt="Which?", variable="which"),
            node("one", "tool", request=request, assign={"one": "response.body"}),
            node("two", "tool", request=request, retries=0, assign={"two": "response.body"}),
            node("done", "end", message="{{ one }}, {{ two }}."),
            node("failed", "end", message="{{ one }}, and nobody knows."),
        ],
        ["start -> ask", "ask -> one", "one -> two", "two -> done", "two.error -> failed"],
    )


def test_a_tool_is_not_called_again_if_a_later_lease_has_its_answer(javascript: Evaluate, tools: ToolsThat) -> None:
    stage = replace(Stage((two_tools(),), javascript, tools=tools), wait_seconds=0.02)
    stage.turn("t1")
    steps = Steps()
    watched(replace(stage, sessions=InMemorySessions()), steps).turn("t1", "x")
    assert steps.names.count("advance") == 6
    tools.calls.clear()
    died(stage, 7)
    stage.clock.go_on(CLAIM_SECONDS)
    assert stage.turn("t2", "x")["response"] == "shipped, and nobody knows."
    assert len(tools.calls) == 1
    assert [(effect.node_id, effect.ok) for effect in stage.turns[-1].effects] == [("one", True), ("two", False)]
