"""The working copy of a state while one event is folded.

A context is never stored: the fold ends with a new State.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import cast

from flow_core.authored.nodes import Node, SubflowNode
from flow_core.evaluate import Evaluate
from flow_core.events import EventBase
from flow_core.flow import Flow
from flow_core.json import Json, Variables
from flow_core.prompts import joined, remember
from flow_core.state import Action, Frame, Message, Progress, Role, State, Status
from flow_core.subflows.frames import innermost, own_id
from flow_core.trace import NodeRun
from flow_core.variables.evaluation import Evaluation

_progress = lru_cache(maxsize=1024)(Progress)
"""Returns a progress. Frozen objects are shared: to make one takes five times as long as to find it."""


class StepContext(Evaluation):
    """The working copy of a state while one event is folded.

    Args:
        flow: The session's flow.
        state: The state before the event.
        event: The event.
        evaluate: The JavaScript engine.
        clock: Whole microseconds, for the durations in the trace.
    """

    # With more than 30 attributes in a dictionary, Python reads each of them in twice the time.
    __slots__ = (
        "_since",
        "added",
        "asked",
        "caller_follows",
        "clock",
        "has_model",
        "heard",
        "nodes",
        "nodes_by_id",
        "nodes_run",
        "response",
        "targets",
        "transfers",
        "uninterruptible",
        "visit",
    )

    def __init__(
        self, flow: Flow, state: State, event: EventBase, evaluate: Evaluate, clock: Callable[[], int]
    ) -> None:
        super().__init__(flow, state, event, evaluate)
        # For each node that runs. An attribute of a model of pydantic takes three times as long.
        self.nodes_by_id, self.targets = self.flow.nodes_by_id, self.flow.targets
        self.clock = clock
        self.visit = state.visit
        self.nodes_run = state.progress.nodes_run
        self.asked = state.progress.asked
        self.heard = state.progress.heard
        self.caller_follows = state.progress.caller_follows
        self.uninterruptible = state.progress.uninterruptible
        self.added: list[Message] = []
        self.response = state.response
        self.transfers = state.transfers
        self.has_model = state.model
        self.nodes: list[NodeRun] = []
        self._since = clock()

    @property
    def effect_id(self) -> str:
        """The id of the effect that this step may ask for. A step asks for one effect at most."""
        return f"{self.before.session.id}:{self.before.steps + 1}"

    # The flow that runs

    @property
    def current_node(self) -> Node:
        """The node at which the session is, or at which it begins."""
        return self.flow.node(own_id(self.frames, self.node_id))

    @property
    def calling_node(self) -> SubflowNode:
        """The node of the waiting flow that runs this one."""
        *outer, last = self.frames
        # No node of another type makes a frame.
        return cast(SubflowNode, innermost(self.root, outer).node(own_id(outer, last.node_id)))

    def enter_flow(self, inner: Flow, given: Mapping[str, Json]) -> None:
        """Begin the flow of the current node, a subflow node. The variables of this flow wait.

        Args:
            inner: The flow.
            given: Its variables that this flow sets.
        """
        self.frames = (*self.frames, Frame(self.node_id, self.variables))
        self._run(inner, {})
        for name, value in inner.initial_variables().items():
            self.set_variable(name, value, f"variables.{name}")
        for name, value in given.items():
            self.set_variable(name, value, f"in.{name}")

    def leave_flow(self) -> None:
        """End the flow that runs. The flow that waits for it is at its subflow node, with its variables."""
        *outer, last = self.frames
        self.frames = tuple(outer)
        self.node_id = last.node_id
        while self.interrupted and self.interrupted[-1].depth > len(outer):
            self.interrupted = self.interrupted[:-1]
        self._run(innermost(self.root, outer), dict(last.variables))

    @property
    def handling(self) -> Sequence[tuple[int, Flow]]:
        """The flows whose handlers are in reach, the innermost first, each with the number of flows around it."""
        if not self.frames:
            return ((0, self.flow),) if self.flow.handlers else ()
        depths = range(len(self.frames), -1, -1)
        flows = [(depth, innermost(self.root, self.frames[:depth])) for depth in depths]
        return [each for each in flows if each[1].handlers]

    def suspend(self, depth: int) -> tuple[tuple[Frame, ...], Variables]:
        """Go from the flow that runs to one that waits, without an end of those in between.

        Args:
            depth: The number of flows that wait for that flow.

        Returns:
            What `take_up` needs: the frames that were left, and the variables of the flow that ran.
        """
        if depth == len(self.frames):
            return (), {}
        first, *others = self.frames[depth:]
        left, variables = (replace(first, variables={}), *others), self.variables
        self.frames = self.frames[:depth]
        self._run(innermost(self.root, self.frames), dict(first.variables))
        return left, variables

    def take_up(self, left: Sequence[Frame], variables: Variables) -> None:
        """Go back to the flow that `suspend` has left. The flow that runs waits for it again, with its variables."""
        if left:
            first, *others = left
            self.frames = (*self.frames, replace(first, variables=self.variables), *others)
            self._run(innermost(self.root, self.frames), dict(variables))

    def is_true_in(self, depth: int, expression: str, name: str, scope: Mapping[str, Json]) -> bool:
        """Evaluate a condition of a flow that waits, or of the flow that runs, as `is_true` does."""
        if depth == len(self.frames):
            return self.is_true(expression, name, scope)
        flow, variables = self.flow, self.variables
        self._run(innermost(self.root, self.frames[:depth]), dict(self.frames[depth].variables))
        result = self.is_true(expression, name, scope)
        self._run(flow, variables)
        return result

    def _run(self, flow: Flow, variables: dict[str, Json]) -> None:
        self.flow, self.variables = flow, variables
        self.nodes_by_id, self.targets, self.rules = flow.nodes_by_id, flow.targets, flow.rules
        self._known = self._size = None

    # The conversation

    def say(self, text: str) -> None:
        """Add words of the flow to the reply. Empty text adds nothing."""
        text = text.strip()
        if text:
            self.response = f"{self.response} {text}" if self.response else text
            self.add("assistant", text)

    def add(self, role: Role, content: str, *, sensitive: bool = False) -> None:
        """Add a message to the conversation."""
        self.added.append(Message(role, content, self.event.turn_id, sensitive=sensitive))

    @property
    def messages(self) -> tuple[Message, ...]:
        """The remembered conversation, with the messages that this step adds."""
        if not self.added:
            return self.before.messages
        before = self.before.messages
        return remember((*before[:-1], *joined((*before[-1:], *self.added))))

    # The end of the step

    def record_run(self, node: Node, outcome: str) -> None:
        """Record in the trace that a node has run."""
        now = self.clock()
        inner = self.flow.called if self.frames else None
        run = NodeRun(self.node_id, node.type, outcome, (now - self._since) / 1000, inner)
        if self.visit.misses and self.node_id == self.before.node_id:
            run.no_match = self.visit.misses > self.before.visit.misses
        self.nodes.append(run)
        self._since = now

    def state(
        self, status: Status, action: Action | None, *, awaiting: str | None = None, outcome: str | None = None
    ) -> State:
        """Return the state after this event."""
        return State(
            session=self.before.session,
            status=status,
            node_id=self.node_id or None,
            visit=self.visit,
            awaiting=awaiting,
            action=action,
            variables=self.variables,
            messages=self.messages,
            response=self.response,
            outcome=outcome,
            turn=self.turn,
            turn_id=self.event.turn_id,
            steps=self.before.steps + 1,
            progress=_progress(self.nodes_run, self.asked, self.heard, self.caller_follows, self.uninterruptible),
            transfers=self.transfers,
            model=self.has_model,
            interrupted=self.interrupted,
            whispers=self.before.whispers,
            frames=self.frames,
        )
