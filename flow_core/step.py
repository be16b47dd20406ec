"""THE transition: a state and an event give a state and what must happen next. A conversation is the fold of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from flow_core import nodes
from flow_core.effects import Effect
from flow_core.evaluate import Evaluate
from flow_core.events import (
    CallerKeyed,
    CallerSpoke,
    CallerStayedSilent,
    Event,
    ExchangeMissed,
    ModelFailed,
    ModelReplied,
    ReplyInterrupted,
    SessionBegan,
    ToolAnswered,
    ToolFailed,
    TurnFailed,
    WentOn,
)
from flow_core.flow import NODES_IN_A_TURN, Flow, Node, ToolNode
from flow_core.nodes import tool
from flow_core.prompts import joined, remember
from flow_core.scene import Ask, Finish, Leave, Outcome, Scene, Wait
from flow_core.state import Action, Hangup, Message, State, Status, Visit
from flow_core.trace import Decision, NodeRun

APOLOGY = "I'm sorry, something went wrong on our side. Please call again later. Goodbye."
"""Said when a flow cannot go on: no caller is left in silence."""

Next: TypeAlias = Effect | Action

_NEW_VISIT = Visit()


@dataclass(frozen=True, slots=True)
class Step:
    state: State
    messages: tuple[Message, ...]
    """What the event adds to the conversation, piece by piece and in order; the assistant's are spoken."""
    then: Next | None
    """The effect that the turn now waits for, or the action that ends it. None: the event changed nothing that
    anybody waits for (a correction of the conversation, an answer that comes too late)."""
    nodes: tuple[NodeRun, ...] = ()
    decisions: tuple[Decision, ...] = ()
    overran: tuple[int, ...] = ()
    """Which evaluations passed their time or memory: goes into the recorded event, so that it folds again alike."""


def _no_clock() -> float:
    return 0.0


def step(flow: Flow, state: State, event: Event, evaluate: Evaluate, clock: Callable[[], float] = _no_clock) -> Step:
    """Fold one event into a state.

    evaluate: the JavaScript engine, a pure function of what it is given.
    clock: milliseconds, for the trace's durations alone; nothing that is decided reads it.
    """
    scene = Scene(flow, state, event, evaluate, clock)
    match event:
        case SessionBegan():
            return _begin(scene, event)
        case ReplyInterrupted():
            return _unmoved(replace(state, messages=_corrected(state, event), steps=state.steps + 1))
        case ExchangeMissed():
            scene.added.extend(event.messages)
            told = replace(state, messages=scene.messages, steps=state.steps + 1)
            return Step(told, tuple(scene.added), None)
        case CallerSpoke() | CallerKeyed() | CallerStayedSilent() | WentOn():
            return _turn(scene, event)
        case ModelReplied() | ModelFailed() | ToolAnswered() | ToolFailed():
            if event.effect_id != state.awaiting or state.node_id is None:
                return _unmoved(state)
            node = flow.node(state.node_id)
            outcome = nodes.receive(node, scene, event)
            return _unmoved(state) if outcome is None else _go_on(scene, node, outcome)
        case TurnFailed():
            return fail(state, event)
        case _:
            assert_never(event)


def fold(flow: Flow, state: State, events: Sequence[Event], evaluate: Evaluate) -> list[Step]:
    """Every step of a recording, in order. The same events give the same steps, to the letter."""
    steps: list[Step] = []
    for event in events:
        steps.append(step(flow, state, event, evaluate))
        state = steps[-1].state
    return steps


def fail(state: State, event: TurnFailed) -> Step:
    """End the session with the apology. Needs no flow, engine or clock: what failed there does not fail here.

    The conversation stays where it was; what the caller said is kept.
    """
    added: list[Message] = []
    for unfolded in event.unfolded:
        if isinstance(unfolded, CallerSpoke):
            added.append(Message("user", unfolded.text, event.turn_id))
        elif isinstance(unfolded, CallerKeyed):
            added.append(Message("user", unfolded.digits, event.turn_id))
        elif isinstance(unfolded, ExchangeMissed):
            added.extend(unfolded.messages)
    added.append(Message("assistant", APOLOGY, event.turn_id))
    caller_acted = any(isinstance(each, CallerSpoke | CallerKeyed | CallerStayedSilent) for each in event.unfolded)
    failed = replace(
        state,
        status=Status.FAILED,
        awaiting=None,
        action=Hangup(),
        messages=remember((*state.messages[:-1], *joined((*state.messages[-1:], *added)))),
        response=APOLOGY if caller_acted else f"{state.response} {APOLOGY}".lstrip(),
        outcome=event.error,
        turn=state.turn if event.turn_id == state.turn_id else state.turn + 1,
        turn_id=event.turn_id,
        steps=state.steps + 1,
    )
    return Step(failed, tuple(added), Hangup())


def can_come_back(flow: Flow, state: State) -> bool:
    """True where a transfer can still turn out to have failed, and the flow says what then."""
    if state.status is not Status.TRANSFERRED or state.node_id is None:
        return False
    return flow.target(state.node_id, "failed") is not None


def _begin(scene: Scene, event: SessionBegan) -> Step:
    if scene.before.status.ended:
        return Step(scene.before, (), Hangup())
    if scene.before.node_id is not None:
        return _unmoved(scene.before)
    start = scene.flow.start()
    scene.node_id = start.id
    scene.caller_follows = event.caller_spoke
    scene.transfers = event.transfers
    scene.variables = scene.flow.initial_variables()
    for name, value in event.variables.items():
        scene.keep(name, value, f"variables.{name}")
    return _go_on(scene, start, _arrive(scene, start))


def _turn(scene: Scene, event: CallerSpoke | CallerKeyed | CallerStayedSilent | WentOn) -> Step:
    """What the caller did, or a call with nothing said."""
    state = scene.before
    if isinstance(event, CallerSpoke):
        scene.add("user", event.text)
    elif isinstance(event, CallerKeyed):
        scene.add("user", event.digits)
    heard = not isinstance(event, WentOn)
    # A flow that goes on by itself is still the same stretch of nodes, however many turns it takes.
    scene.heard = heard
    scene.caller_follows = False
    if heard:
        scene.nodes_run, scene.asked = 0, ()

    if state.status.ended:
        if state.node_id is None or not can_come_back(scene.flow, state):
            return Step(state, (), Hangup())
        scene.response = ""
        return _go_on(scene, scene.flow.node(state.node_id), Leave("failed"))
    if state.node_id is None:
        return _fail(scene, None, "the session has not begun")
    node = scene.flow.node(state.node_id)
    if isinstance(node, ToolNode):
        # Its message has been spoken; words said meanwhile are remembered, and the tool runs all the same.
        scene.response = ""
        return _go_on(scene, node, tool.call(node, scene))
    if isinstance(event, WentOn) and state.action is not None:
        return _step(scene, scene.state(state.status, state.action), state.action)
    scene.response = ""
    outcome = None if isinstance(event, WentOn) else nodes.hear(node, scene, event)
    if outcome is None:
        return _fail(scene, node, f"node {node.id} was left without an answer")
    return _go_on(scene, node, outcome)


def _go_on(scene: Scene, node: Node, outcome: Outcome) -> Step:
    """Run nodes until one waits, asks or ends the session. `outcome` is that of `node`, where the flow stands."""
    while isinstance(outcome, Leave):
        scene.assign(node.data.assign, outcome.scope)
        target = scene.flow.target(scene.node_id, outcome.exit)
        if target is None:
            return _fail(scene, node, f"node {scene.node_id} has no way on by {outcome.exit}")
        if scene.nodes_run >= NODES_IN_A_TURN:
            return _fail(scene, node, f"more than {NODES_IN_A_TURN} nodes ran without the caller")
        scene.note(node, outcome.exit)
        node = scene.flow.node(target)
        outcome = _arrive(scene, node)
    match outcome:
        case Wait(action):
            return _stop(scene, node, Status.WAITING, action)
        case Ask(effect):
            return _step(scene, scene.state(Status.ACTIVE, None, awaiting=effect.id), effect)
        case Finish(action, status, result):
            return _stop(scene, node, status, action, result)
        case _:
            assert_never(outcome)


def _arrive(scene: Scene, node: Node) -> Outcome:
    scene.node_id = node.id
    scene.visit = _NEW_VISIT
    scene.nodes_run += 1
    return nodes.enter(node, scene)


def _fail(scene: Scene, node: Node | None, reason: str) -> Step:
    scene.say(APOLOGY)
    return _stop(scene, node, Status.FAILED, Hangup(), reason)


def _stop(scene: Scene, node: Node | None, status: Status, action: Action, outcome: str | None = None) -> Step:
    """The turn ends here, with what the worker does next. `node` is None where the session has not begun."""
    if node is not None:
        scene.note(node, action.type if status is not Status.FAILED else "failed")
    return _step(scene, scene.state(status, action, outcome=outcome), action)


def _step(scene: Scene, state: State, then: Next) -> Step:
    return Step(state, tuple(scene.added), then, tuple(scene.nodes), tuple(scene.decisions), tuple(scene.overran))


def _unmoved(state: State) -> Step:
    return Step(state, (), None)


def _corrected(state: State, event: ReplyInterrupted) -> tuple[Message, ...]:
    """The conversation with the last reply of a turn cut to what the caller heard of it."""
    messages = list(state.messages)
    for index in range(len(messages) - 1, -1, -1):
        if messages[index].turn_id == event.reply_turn_id and messages[index].role == "assistant":
            messages[index] = replace(messages[index], content=event.heard, interrupted=True)
            break
    return tuple(messages)
