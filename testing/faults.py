"""The fault driver. It plays a conversation once for each fault at each of its points."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

from flow_core.effects import AskModel, CallMcp, CallTool
from flow_core.evaluate import Evaluate
from flow_core.flow import Flow
from flow_core.state import Status
from flow_core.step import fold
from functions.history.conversation import conversation
from functions.lifecycle.abandon import Abandon
from functions.ports.model import ModelOutcome
from functions.ports.tools import Failed, ToolOutcome
from functions.records import TurnCall
from functions.turn.results import Finished, TurnInProgressError
from testing.fakes.model import SpeakingModel
from testing.stage import NEW_SESSION, McpThat, Stage, ToolsThat
from testing.watched import Died, Steps, watched

Fault: TypeAlias = Literal[
    # The process dies. The caller retries after its lease has expired.
    "dies before",
    "dies after",
    # An operation or a fold raises an exception. The process survives, and the caller retries.
    "raises before",
    "raises after",
    # The process survives, but its lease has expired. A duplicate request arrives.
    "outlives its lease",
    # A write takes effect, but its response is lost. The client repeats the write, which is refused.
    "unheard",
    # The process is slow. Meanwhile a duplicate request or another turn runs: at once, or after the lease has expired.
    "copied",
    "copied late",
    "joined",
    "joined late",
    # Both: first another turn, then a duplicate request.
    "passed",
    "passed late",
    # The process is slow. Meanwhile LiveKit's webhook arrives.
    "room over",
]
DEATHS: tuple[Fault, ...] = ("dies before", "dies after")
RAISES: tuple[Fault, ...] = ("raises before", "raises after")
FOR_A_CLAIM_TO_END = 15.0
MAX_TOOL = 10.0
MAX_SAVE = 3.0
"""Seconds that a write can take. The store abandons a hanging request and repeats it."""
STRANGER = TurnCall("stranger")


@dataclass(frozen=True)
class Script:
    flow: Flow
    turns: Sequence[TurnCall]
    tool: Callable[[CallTool], ToolOutcome]
    """A pure function. It behaves like a tool that honours its Idempotency-Key."""
    model: Callable[[AskModel], ModelOutcome]
    has_model: bool = False
    """Whether a model is configured for questions that name none."""
    mcp: Callable[[CallMcp], ToolOutcome] | None = None
    """A pure function, for a flow with tools of an MCP server. Such a call has no key."""
    streams: bool = False
    """Whether the words of each reply are let out before its turn is committed. Each of them is an operation then."""


class BrokenError(Exception):
    """An unexpected error of an operation."""


@dataclass(frozen=True)
class Played:
    """The result of a finished conversation."""

    answers: list[str]
    turns: list[str]
    """The turn ids in order."""
    conversation: list[dict[str, Any]]
    variables: dict[str, Any]
    status: Status
    outcome: str | None
    effects: dict[str, CallTool | CallMcp]
    """The effects by idempotency key, those of MCP servers by their id."""
    calls: Counter[str] = field(compare=False)
    """The number of calls of a tool by the same key."""
    failures: list[str] = field(compare=False)
    """The exceptions that were logged as failures of the service."""

    @property
    def actions(self) -> list[str]:
        """The type of each reply's action. A reply without an action raises KeyError, which fails the test."""
        return [json.loads(answer)["action"]["type"] for answer in self.answers]


@dataclass
class _Play:
    script: Script
    calm: Stage
    faults: dict[int, Fault]
    now: TurnCall = field(default_factory=lambda: STRANGER)
    """The current turn."""
    last: str = ""
    """The previous operation."""
    steps: Steps = field(default_factory=Steps)
    unanswered: list[str] = field(default_factory=list)
    """The words that each request for the current turn let out that got no reply."""

    def before(self, number: int, name: str) -> None:
        last, self.last = self.last, name
        match self.faults.get(number):
            case "dies before":
                raise Died(f"{number}: {name}")
            case "raises before":
                raise BrokenError(f"{number}: {name}")
            case "outlives its lease":
                # A tool ends by the turn's deadline. This limits the time between a lease and the tool's response.
                saves_answer = name == "advance" and last == "tool"
                seconds = {"tool": MAX_TOOL}.get(name, MAX_SAVE if saves_answer else FOR_A_CLAIM_TO_END)
                self.calm.clock.go_on(seconds)
                self.send(self.calm, self.now)
            case "copied" | "copied late" | "joined" | "joined late" | "passed" | "passed late" as fault:
                if fault.endswith("late"):
                    self.calm.clock.go_on(FOR_A_CLAIM_TO_END)
                if not fault.startswith("copied"):
                    self.send(self.calm, STRANGER)
                if not fault.startswith("joined"):
                    self.send(self.calm, self.now)
            case "room over":
                self.calm.clock.go_on(FOR_A_CLAIM_TO_END)
                Abandon(self.calm.run_turn, sleep=lambda seconds: None)("room")

    def after(self, number: int, name: str) -> None:
        match self.faults.get(number):
            case "dies after":
                raise Died(f"{number}: {name}")
            case "raises after":
                raise BrokenError(f"{number}: {name}")

    def send(self, process: Stage, call: TurnCall) -> str | None:
        """Send a turn. Return the reply, or None if the session was busy or the process died."""
        words: list[str] = []

        def hear(piece: str) -> None:
            words.append(piece)
            if process is not self.calm:
                self.steps("words", lambda: None)

        try:
            finished = process.run_turn(NEW_SESSION, call, hear if self.script.streams else None)
        except (Died, BrokenError, TurnInProgressError):
            if call == self.now:
                self.unanswered.append("".join(words))
            return None
        assert isinstance(finished, Finished)
        if not finished.again and finished.record is not None:
            # Otherwise a duplicate request was decided first, or the session has ended.
            assert finished.record.response.startswith("".join(words)), call
        return finished.body

    def send_until_answered(self, process: Stage, call: TurnCall) -> str:
        self.now, self.unanswered = call, []
        for _ in range(1 + len(self.faults)):
            if (answer := self.send(process, call)) is not None:
                return answer
            self.calm.clock.go_on(FOR_A_CLAIM_TO_END)
        return process.run(call).body


def play(
    script: Script, evaluate: Evaluate, faults: dict[int, Fault] | None = None, *, folds: bool = False
) -> tuple[Played, list[str]]:
    """Play a conversation, and retry each turn until it is answered.

    Args:
        script: The flow, the turns, and the outcomes of tools and models.
        evaluate: The evaluator of expressions.
        faults: The fault of an operation, by the operation's number from 1.
        folds: Whether the points in folds count as operations.

    Returns:
        The result of the conversation, and the names of the operations.
    """
    tools = ToolsThat(script.tool)
    model = SpeakingModel(script.model)
    mcp = McpThat(script.mcp or (lambda effect: Failed("this flow has no MCP server")))
    calm = Stage(
        (script.flow,), evaluate, tools=tools, mcp=mcp, model=model, has_model=script.has_model, wait_seconds=0.005
    )
    playing = _Play(script, calm, faults or {})
    unheard = next((number for number, fault in playing.faults.items() if fault == "unheard"), None)
    steps = Steps(playing.before, playing.after, unheard=unheard)
    playing.steps = steps
    process = watched(calm, steps, folds=folds)
    answers = [playing.send_until_answered(process, call) for call in script.turns]
    names = list(steps.names)
    if any(fault.startswith(("joined", "passed")) for fault in playing.faults.values()):
        playing.send_until_answered(calm, STRANGER)
    _consistent(calm, script, answers, evaluate)
    effects: dict[str, CallTool | CallMcp] = {}
    called: list[tuple[str, CallTool | CallMcp]] = [*tools.calls, *((effect.id, effect) for effect in mcp.calls)]
    for key, effect in called:
        assert effects.setdefault(key, effect) == effect, f"{key} stood for two different calls"
    said = [
        {"role": one.message.role, "content": one.message.content, "turn": one.message.turn_id}
        for one in conversation(calm.turns)
    ]
    state = calm.head.state
    turns = [turn.turn_id for turn in calm.turns]
    calls = Counter(key for key, _ in called)
    failures = [type(error).__name__ for _, error in calm.failures]
    played = Played(answers, turns, said, calm.variables, state.status, state.outcome, effects, calls, failures)
    return played, names


def _consistent(calm: Stage, script: Script, answers: list[str], evaluate: Evaluate) -> None:
    """Assert the invariants under every fault.

    Turns have one order, no turn is there twice, a repeated request gets the same reply, and the events of the turns
    fold to the state.
    """
    turns = calm.turns
    assert [turn.number for turn in turns] == list(range(1, calm.head.turns + 1))
    assert len({turn.turn_id for turn in turns}) == len(turns)
    assert calm.head.lease is None
    committed = {turn.turn_id: turn.reply for turn in turns}
    for call, answer in zip(script.turns, answers, strict=True):
        assert calm.run(call).body == answer
        assert committed.get(call.turn_id, answer) == answer
    assert calm.turns == turns, "to ask again changed something"
    events = [event for turn in turns for event in turn.events]
    # A retry may have begun the session at a later time.
    begun = replace(calm.begin().state, session=calm.head.state.session)
    folded = fold(script.flow, begun, events, evaluate)
    # The webhook that a room has ended is no turn.
    by_turns = not events or calm.head.state.status is Status.ABANDONED or folded[-1].state == calm.head.state
    assert by_turns, "the state moved otherwise than by the turns"


def points(
    script: Script, evaluate: Evaluate, *faults: Fault, folds: bool = False, only: str | None = None
) -> tuple[Played, list[dict[int, Fault]]]:
    """Return the result without faults, and every point at which one of `faults` can happen.

    Args:
        script: See `play`.
        evaluate: See `play`.
        faults: The faults.
        folds: See `play`.
        only: The name of the operations that count. None for all of them.
    """
    undisturbed, names = play(script, evaluate, folds=folds)
    places: list[dict[int, Fault]] = []
    for number, name in enumerate(names, start=1):
        for fault in faults:
            if only in (None, name) and (fault != "unheard" or name in {"advance", "propose"}):
                places.append({number: fault})
    return undisturbed, places
