"""One session on a stage: the real turn protocol on fakes, and small flows for it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from flow_core.effects import CallMcp, CallTool
from flow_core.evaluate import Evaluate
from flow_core.flow import Flow
from flow_core.json import Json
from functions.deadline import Deadline
from functions.failures.codes import Failure
from functions.history.conversation import conversation, every_turn
from functions.ports.drafts import Drafts
from functions.ports.javascript import JavaScriptEngine
from functions.ports.model import Model
from functions.ports.sessions import Sessions
from functions.ports.tools import Answered, McpServers, SecretNamed, ToolOutcome, Tools
from functions.records import FlowPin, Head, TurnCall, TurnRecord
from functions.turn.attempt import Engine
from functions.turn.begin import NewSession, session_id_of
from functions.turn.perform import Perform
from functions.turn.protocol import RunTurn
from functions.turn.results import Finished
from testing.fakes.javascript import Evaluating
from testing.fakes.model import FakeModel
from testing.fakes.sessions import InMemorySessions
from testing.fakes.tools import FakeTools

NOON = 1_780_315_200_000
"""1 June 2026, 12:00 UTC, in milliseconds since the epoch."""
KEEP_DAYS = 36_500
"""Days that the stores of tests keep a session. A store deletes what expired by the real clock, and NOON is past."""
SESSION_ID = session_id_of("acme", "flow", "room")
NEW_SESSION = NewSession(SESSION_ID, "acme", "flow", "room")


class Clock:
    """A clock that advances only by `go_on`."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> int:
        return self.at

    def go_on(self, seconds: float) -> None:
        self.at += int(seconds * 1000)


class ToolsThat:
    """Tools whose outcomes a test computes. They record the key and the effect of each call."""

    def __init__(self, answer: Callable[[CallTool], ToolOutcome]) -> None:
        self.calls: list[tuple[str, CallTool]] = []
        self._answer = answer

    @property
    def keys(self) -> list[str]:
        return [key for key, _ in self.calls]

    def call(self, effect: CallTool, *, idempotency_key: str, secrets: SecretNamed, deadline: Deadline) -> ToolOutcome:
        self.calls.append((idempotency_key, effect))
        return self._answer(effect)


class McpThat:
    """MCP servers whose outcomes a test computes. They record the effect of each call."""

    def __init__(self, answer: Callable[[CallMcp], ToolOutcome]) -> None:
        self.calls: list[CallMcp] = []
        self._answer = answer

    def call(self, effect: CallMcp, *, secrets: SecretNamed, deadline: Deadline) -> ToolOutcome:
        self.calls.append(effect)
        return self._answer(effect)


class NoSecrets:
    def get(self, organization_id: str, name: str) -> str | None:
        return None


@dataclass(frozen=True)
class Stage:
    """One process. `dataclasses.replace` returns another process with the same session."""

    flows: tuple[Flow, ...]
    """Version 1 and its successors. A new session gets the last one."""
    evaluate: Evaluate
    sessions: Sessions = field(default_factory=InMemorySessions)
    tools: Tools = field(default_factory=FakeTools)
    mcp: McpServers | None = None
    model: Model = field(default_factory=FakeModel)
    has_model: bool = False
    """Whether a model is configured for questions that name none."""
    clock: Clock = field(default_factory=Clock)
    wait_seconds: float = 5.0
    turn_seconds: float = 10.0
    trace_clock: Callable[[], int] = lambda: 0
    """Read while an event is folded. The fold raises its exception."""
    store_clock: Clock | None = None
    """The store's own clock. By default it is the clock of the first process on the stage."""
    failures: list[tuple[Failure, BaseException]] = field(default_factory=list)
    """The failures that were reported, with their exceptions."""
    drafts: Drafts | None = None
    sleep: Callable[[float], None] = time.sleep
    """How a turn waits for another one."""
    begun: Callable[[Head], Head] = lambda head: head
    """Adds the rules of redaction to a session that begins."""
    javascript: JavaScriptEngine | None = None
    """Replaces `evaluate`, for a test of an engine's limits."""

    def __post_init__(self) -> None:
        if self.store_clock is None:
            object.__setattr__(self, "store_clock", self.clock)

    @property
    def newest(self) -> FlowPin:
        """The version of a new session."""
        return FlowPin(len(self.flows), len(self.flows))

    def begin(self) -> Head:
        """Return the head of a new session. It is not stored."""
        return NEW_SESSION.head(self.newest, self.clock())

    @property
    def run_turn(self) -> RunTurn:
        perform = Perform(
            model=self.model,
            tools=self.tools,
            mcp=self.mcp,
            secrets=NoSecrets(),
            stamp=lambda turn_id: {"turn_id": turn_id, "at": NOON, "seed": 1},
            failed=self._failed,
            has_model=self.has_model,
        )
        return RunTurn(
            sessions=self.sessions,
            flows=self._flow,
            perform=perform,
            engine=Engine(self.javascript or Evaluating(self.evaluate), self.trace_clock, self._failed),
            now=self.clock,
            store_now=self.store_clock or self.clock,
            latest=lambda organization, flow: self.newest,
            wait_seconds=self.wait_seconds,
            # A busy machine may need all of the waiting time.
            answer_seconds=max(26.0, self.wait_seconds + 6.0),
            turn_seconds=self.turn_seconds,
            drafts=self.drafts,
            begun=self.begun,
            sleep=self.sleep,
        )

    def run(self, call: TurnCall) -> Finished:
        return self.run_in(NEW_SESSION, call)

    def run_in(self, session: NewSession, call: TurnCall) -> Finished:
        """Run a turn of another session."""
        finished = self.run_turn(session, call)
        assert isinstance(finished, Finished)
        return finished

    def turn(self, turn_id: str, said: str | None = None, **call: Any) -> dict[str, Any]:
        """Return the reply to a turn. `call` has further fields of TurnCall."""
        body: dict[str, Any] = json.loads(self.run(TurnCall(turn_id, said, **call)).body)
        return body

    def _failed(self, failure: Failure, error: BaseException | None, /, **known: str | int) -> None:
        assert error is not None
        self.failures.append((failure, error))

    def _flow(self, organization_id: str, flow_id: str, pin: FlowPin) -> Flow:
        assert (organization_id, flow_id) == ("acme", "flow")
        assert pin.version is not None
        return self.flows[pin.version - 1]

    @property
    def head(self) -> Head:
        head = self.sessions.head(SESSION_ID)
        assert head is not None
        return head

    @property
    def turns(self) -> list[TurnRecord]:
        """The committed turns, in order."""
        return every_turn(self.sessions, self.head)

    @property
    def said(self) -> list[tuple[str, str]]:
        """The conversation: role and words."""
        return [(said.message.role, said.message.content) for said in conversation(self.turns)]

    @property
    def variables(self) -> dict[str, Json]:
        return dict(self.head.state.variables)


def flow(nodes: Iterable[dict[str, Any]], edges: Iterable[str]) -> Flow:
    """Build a flow. `edges`: "source -> target" or "source.exit -> target"."""
    drawn = []
    for index, written in enumerate(edges):
        left, target = written.split(" -> ")
        source, _, exit = left.partition(".")
        drawn.append({"id": f"e{index}", "source": source, "target": target, "sourceHandle": exit or None})
    return Flow.model_validate({"name": "test", "nodes": list(nodes), "edges": drawn})


def node(node_id: str, kind: str, **data: Any) -> dict[str, Any]:
    return {"id": node_id, "type": kind, "data": data}


def counting(greeting: str = "Hello.") -> Flow:
    """Build a flow that asks repeatedly, counts the answers and stores them in order."""
    keep = {"count": "(count || 0) + 1", "log": "(log || []).concat([heard])"}
    ask = node("ask", "elicitation", prompt="Next?", variable="heard", assign=keep)
    return flow([node("start", "start", message=greeting), ask], ["start -> ask", "ask -> ask"])


def asking(*, retries: int = 2, message: str = "") -> Flow:
    """Build a flow that asks repeatedly and calls a tool with each answer."""
    request = {"method": "POST", "url": "https://shop.example/orders", "body": {"order": "{{ order }}"}}
    return flow(
        [
            node("start", "start", message="Hello."),
            node("ask", "elicitation", prompt="Which order?", variable="order"),
            node("look", "tool", request=request, retries=retries, message=message, assign={"found": "response.body"}),
            node("told", "elicitation", prompt="It is {{ found }}. Next?", variable="order"),
            node("failed", "elicitation", prompt="Nobody knows. Next?", variable="order"),
        ],
        ["start -> ask", "ask -> look", "look -> told", "look.error -> failed", "told -> look", "failed -> look"],
    )


def leaving(*, failed: bool = True) -> Flow:
    """Build a flow that ends on "bye", transfers on "help", and otherwise asks again."""
    conditions = [{"id": word, "expression": f"heard === '{word}'"} for word in ("bye", "help")]
    return flow(
        [
            node("start", "start", message="Hello."),
            node("ask", "elicitation", prompt="Bye or help?", variable="heard"),
            node("which", "decision", conditions=conditions),
            node("end", "end", message="Goodbye.", outcome="done"),
            node("desk", "transfer", to="+15550100", message="One moment."),
            node("back", "elicitation", prompt="Nobody is free. What now?", variable="heard"),
        ],
        [
            *("start -> ask", "ask -> which", "which.bye -> end", "which.help -> desk", "which -> ask"),
            *(("desk.failed -> back", "back -> which") if failed else ()),
        ],
    )


def found(*answers: str) -> list[ToolOutcome]:
    """Return the outcomes of a tool, one for each call."""
    return [Answered(200, {}, answer) for answer in answers]
