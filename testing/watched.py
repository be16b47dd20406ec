"""Numbers the operations of a process, so that a test can act before and after each one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from flow_core.effects import AskModel, CallMcp, CallTool
from flow_core.state import Status
from functions.deadline import Deadline
from functions.ports.model import LetOut, Model, ModelOutcome
from functions.ports.sessions import SessionPage, Sessions, VersionCounts
from functions.ports.tools import McpServers, SecretNamed, ToolOutcome, Tools
from functions.ports.turn_pages import TurnPage
from functions.records import Head, TurnRecord
from testing.stage import Stage

Result = TypeVar("Result")


class Died(BaseException):
    """The process is dead. It derives from BaseException, so no `except Exception` runs."""


def _nothing(number: int, name: str) -> None:
    """Do nothing: the operation runs unchanged."""


class Steps:
    """Numbers operations, and calls `before` and `after` with each one's number and name. They run one at a time."""

    def __init__(
        self,
        before: Callable[[int, str], None] = _nothing,
        after: Callable[[int, str], None] = _nothing,
        *,
        unheard: int | None = None,
    ) -> None:
        self.names: list[str] = []
        self._before = before
        self._after = after
        self._unheard = unheard
        self._lock = threading.RLock()

    def __call__(self, name: str, operation: Callable[[], Result]) -> Result:
        # moto checks a condition and writes atomically only if no other write runs in between.
        with self._lock:
            self.names.append(name)
            number = len(self.names)
            self._before(number, name)
            result = operation()
            self._after(number, name)
            return result

    def was_unheard(self) -> bool:
        """Return whether the last write took effect but lost its response. Its repetition is refused."""
        return len(self.names) == self._unheard


@dataclass(frozen=True)
class WatchedSessions:
    """Watches `functions.ports.sessions.Sessions`."""

    sessions: Sessions
    steps: Steps

    def head(self, session_id: str) -> Head | None:
        return self.steps("head", lambda: self.sessions.head(session_id))

    def advance(self, head: Head) -> bool:
        stored = self.steps("advance", lambda: self.sessions.advance(head))
        return stored and not self.steps.was_unheard()

    def is_erased(self, session_id: str) -> bool:
        return self.steps("is_erased", lambda: self.sessions.is_erased(session_id))

    def turn(self, session_id: str, turn_id: str) -> TurnRecord | None:
        return self.steps("turn", lambda: self.sessions.turn(session_id, turn_id))

    def propose(self, head: Head, record: TurnRecord, *, instead_of: int | None = None) -> TurnRecord | None:
        standing = self.steps("propose", lambda: self.sessions.propose(head, record, instead_of=instead_of))
        return self.sessions.turn(head.session_id, record.turn_id) if self.steps.was_unheard() else standing

    def turns_after(self, head: Head, number: int) -> TurnPage:
        return self.steps("turns_after", lambda: self.sessions.turns_after(head, number))

    def turn_at(self, head: Head, number: int) -> str:
        return self.steps("turn_at", lambda: self.sessions.turn_at(head, number))

    def in_room(self, room_name: str) -> list[str]:
        return self.steps("in_room", lambda: self.sessions.in_room(room_name))

    def of_flow(
        self, organization_id: str, flow_id: str, *, status: Status | None, cursor: str | None, limit: int
    ) -> SessionPage:
        return self.sessions.of_flow(organization_id, flow_id, status=status, cursor=cursor, limit=limit)

    def count_by_version(self, organization_id: str, flow_id: str) -> VersionCounts:
        return self.sessions.count_by_version(organization_id, flow_id)


@dataclass(frozen=True)
class WatchedTools:
    """Watches `functions.ports.tools.Tools`."""

    tools: Tools
    steps: Steps

    def call(self, effect: CallTool, *, idempotency_key: str, secrets: SecretNamed, deadline: Deadline) -> ToolOutcome:
        def call() -> ToolOutcome:
            return self.tools.call(effect, idempotency_key=idempotency_key, secrets=secrets, deadline=deadline)

        return self.steps("tool", call)


@dataclass(frozen=True)
class WatchedMcp:
    """Watches `functions.ports.tools.McpServers`."""

    servers: McpServers
    steps: Steps

    def call(self, effect: CallMcp, *, secrets: SecretNamed, deadline: Deadline) -> ToolOutcome:
        return self.steps("tool", lambda: self.servers.call(effect, secrets=secrets, deadline=deadline))


@dataclass(frozen=True)
class WatchedModel:
    """Watches `functions.ports.model.Model`."""

    model: Model
    steps: Steps

    def ask(self, effect: AskModel, *, deadline: Deadline, let_out: LetOut | None = None) -> ModelOutcome:
        return self.steps("model", lambda: self.model.ask(effect, deadline=deadline, let_out=let_out))


def watched(stage: Stage, steps: Steps, *, folds: bool = False) -> Stage:
    """Return the same process, watched.

    Args:
        stage: The process.
        steps: The observer of its operations.
        folds: Whether each read of the trace's clock is an operation. A fold reads it first and after each node.

    Returns:
        The watched process.
    """
    return replace(
        stage,
        trace_clock=(lambda: steps("fold", lambda: 0)) if folds else stage.trace_clock,
        sessions=WatchedSessions(stage.sessions, steps),
        tools=WatchedTools(stage.tools, steps),
        mcp=None if stage.mcp is None else WatchedMcp(stage.mcp, steps),
        model=WatchedModel(stage.model, steps),
    )


def dying(stage: Stage, number: int, *, after: bool) -> Stage:
    """Return a process that dies at its `number`-th operation: before the operation, or after its effect."""

    def die(at: int, name: str) -> None:
        if at == number:
            raise Died(f"{at}: {name}")

    return watched(stage, Steps(after=die) if after else Steps(before=die))
