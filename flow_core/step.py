"""The transition of a session: a state and an event give the next state and the next effect or action.

A conversation is the fold of its events. This module performs no I/O and uses no random number. It reads a clock only
for the durations in the trace.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from flow_core import nodes
from flow_core.authored.handlers import RESUME
from flow_core.authored.nodes import LlmNode, Node, ToolNode
from flow_core.effects import Effect
from flow_core.evaluate import Evaluate
from flow_core.events import (
    CallerKeyed,
    CallerSpoke,
    CallerStayedSilent,
    EffectPostponed,
    Event,
    ExchangeMissed,
    ModelFailed,
    ModelReplied,
    ReplyInterrupted,
    SessionBegan,
    SupervisorWhispered,
    ToolAnswered,
    ToolFailed,
    TurnFailed,
    WentOn,
)
from flow_core.flow import MAX_NODES_IN_TURN, Flow
from flow_core.handlers.model import handler_chosen, note, with_handlers
from flow_core.handlers.reach import field_of, handler_for
from flow_core.handlers.resuming import Reached, comes_back, interrupt, take_up
from flow_core.languages import locale_of
from flow_core.nodes import llm, subflow, tool
from flow_core.outcomes import Ask, Call, Finish, Leave, Outcome, Return, Wait
from flow_core.prompts import MAX_WHISPERS, joined, remember
from flow_core.state import Action, Continue, Hangup, Message, State, Status, Visit
from flow_core.step_context import StepContext
from flow_core.subflows.frames import has_way_after_failure, path_of
from flow_core.trace import Decision, NodeRun

APOLOGY = "I'm sorry, something went wrong on our side. Please call again later. Goodbye."
"""The flow's last words after a failure, in the default language. The caller must not hear silence."""

Next: TypeAlias = Effect | Action
"""The effect that a turn waits for, or the action that ends the turn."""

_NEW_VISIT = Visit()
_TOO_MANY_NODES = f"more than {MAX_NODES_IN_TURN} nodes ran without the caller"


@dataclass(slots=True)
class Step:
    """The result of folding one event. Not frozen: see trace.py."""

    state: State
    messages: tuple[Message, ...]
    """The messages that the event adds to the conversation, in order. The flow's messages are spoken."""
    then: Next | None
    """The next effect or action. None if the event only corrects the conversation, or is a late result of an effect."""
    nodes: tuple[NodeRun, ...] = ()
    decisions: tuple[Decision, ...] = ()
    overran: tuple[int, ...] = ()
    """The evaluations that passed their limit of time or memory, counted from 0. The recorded event stores them, so
    it folds again to the same state."""


def _no_clock() -> int:
    return 0


def step(flow: Flow, state: State, event: Event, evaluate: Evaluate, clock: Callable[[], int] = _no_clock) -> Step:
    """Fold one event into a state.

    Args:
        flow: The session's flow, checked.
        state: The state before the event.
        event: The event.
        evaluate: The JavaScript engine, a pure function of its arguments.
        clock: Whole microseconds, for the durations in the trace only.

    Returns:
        The state after the event, and the next effect or action.
    """
    context = StepContext(flow, state, event, evaluate, clock)
    match event:
        case SessionBegan():
            return _fold_beginning(context, event)
        case ReplyInterrupted():
            return _unchanged(replace(state, messages=_with_reply_cut(state, event), steps=state.steps + 1))
        case ExchangeMissed():
            private = _is_private(context)
            context.added.extend(
                replace(each, sensitive=True) if private and each.role == "user" else each for each in event.messages
            )
            corrected = replace(state, messages=context.messages, steps=state.steps + 1)
            return Step(corrected, tuple(context.added), None)
        case SupervisorWhispered():
            whispers = (*state.whispers, *event.texts)[-MAX_WHISPERS:]
            return _unchanged(replace(state, whispers=whispers, steps=state.steps + 1))
        case CallerSpoke() | CallerKeyed() | CallerStayedSilent() | WentOn():
            return _fold_input(context, event)
        case ModelReplied() | ModelFailed() | ToolAnswered() | ToolFailed() | EffectPostponed():
            if event.effect_id != state.awaiting or state.node_id is None:
                return _unchanged(state)
            node = context.current_node
            handler = handler_chosen(node, context, event) if context.handling else None
            if handler is not None:
                return _run_handler(context, node, handler)
            outcome = nodes.on_effect_result(node, context, event)
            return _unchanged(state) if outcome is None else _run_nodes(context, node, outcome)
        case TurnFailed():
            return fail(state, event)
        case _:
            assert_never(event)


def fold(flow: Flow, state: State, events: Sequence[Event], evaluate: Evaluate) -> list[Step]:
    """Fold the events of a recording, and return each step in order. The same events always give equal steps."""
    steps: list[Step] = []
    for event in events:
        steps.append(step(flow, state, event, evaluate))
        state = steps[-1].state
    return steps


def fail(state: State, event: TurnFailed) -> Step:
    """End the session with the apology.

    A failure in the flow, the engine or the clock cannot occur here again, because none of them is used. The current
    node stays the same, and the caller's words join the conversation.

    Args:
        state: The state before the turn that failed.
        event: The failure.

    Returns:
        The last step of the session.
    """
    added: list[Message] = []
    for unfolded in event.unfolded:
        if isinstance(unfolded, CallerSpoke):
            added.append(Message("user", unfolded.text, event.turn_id))
        elif isinstance(unfolded, CallerKeyed):
            added.append(Message("user", unfolded.digits, event.turn_id))
        elif isinstance(unfolded, ExchangeMissed):
            added.extend(unfolded.messages)
    apology = APOLOGY if event.language is None else locale_of(event.language).language.said.apology
    added.append(Message("assistant", apology, event.turn_id))
    caller_acted = any(isinstance(each, CallerSpoke | CallerKeyed | CallerStayedSilent) for each in event.unfolded)
    failed = replace(
        state,
        status=Status.FAILED,
        awaiting=None,
        action=Hangup(),
        messages=remember((*state.messages[:-1], *joined((*state.messages[-1:], *added)))),
        response=apology if caller_acted else f"{state.response} {apology}".lstrip(),
        outcome=event.error,
        turn=state.turn if event.turn_id == state.turn_id else state.turn + 1,
        turn_id=event.turn_id,
        steps=state.steps + 1,
    )
    return Step(failed, tuple(added), Hangup())


def can_come_back(flow: Flow, state: State) -> bool:
    """Return whether the session has ended with a transfer for whose failure the flow has a way on."""
    return state.status is Status.TRANSFERRED and has_way_after_failure(flow, state, "failed")


def _fold_beginning(context: StepContext, event: SessionBegan) -> Step:
    if context.before.status.ended:
        return Step(context.before, (), Hangup())
    if context.before.node_id is not None:
        return _unchanged(context.before)
    start = context.flow.start()
    context.node_id = start.id
    context.caller_follows = event.caller_spoke
    context.transfers, context.has_model = event.transfers, event.model
    context.variables = context.flow.initial_variables()
    for name, value in event.variables.items():
        context.set_variable(name, value, f"variables.{name}")
    return _run_nodes(context, start, _enter(context, start))


def _fold_input(context: StepContext, event: CallerSpoke | CallerKeyed | CallerStayedSilent | WentOn) -> Step:
    """Fold the input of a turn, or a request without input."""
    state = context.before
    if isinstance(event, CallerSpoke):
        context.add("user", event.text, sensitive=_is_private(context))
    elif isinstance(event, CallerKeyed):
        context.add("user", event.digits, sensitive=_is_private(context))
    has_input = not isinstance(event, WentOn)
    # Without input, the nodes of several turns count as one sequence of nodes.
    context.heard = has_input
    context.caller_follows = False
    if has_input:
        context.nodes_run, context.asked, context.uninterruptible = 0, (), False

    if state.status.ended:
        if state.node_id is None or not can_come_back(context.root, state):
            return Step(state, (), Hangup())
        context.response = ""
        return _run_nodes(context, context.current_node, Leave("failed"))
    if state.node_id is None:
        return _fail(context, None, "the session has not begun")
    node = context.current_node
    if isinstance(node, ToolNode) or (isinstance(node, LlmNode) and isinstance(state.action, Continue)):
        # A tool's message has been spoken. The caller's words join the conversation, and the tool runs.
        context.response = ""
        pending = tool.call(node, context) if isinstance(node, ToolNode) else llm.go_on(node, context)
        return _run_nodes(context, node, pending)
    if isinstance(event, WentOn) and state.action is not None:
        return _new_step(context, context.state(state.status, state.action), state.action)
    context.response = ""
    said = event.text if isinstance(event, CallerSpoke) and context.handling else None
    handler = None if said is None else handler_for(said, node, context)
    if handler is not None:
        return _run_handler(context, node, handler)
    outcome = None if isinstance(event, WentOn) else nodes.on_input(node, context, event)
    if outcome is None:
        return _fail(context, node, f"node {node.id} was left without an answer")
    if said is not None:
        outcome = with_handlers(outcome, node, context)
    return _run_nodes(context, node, outcome)


def _is_private(context: StepContext) -> bool:
    """Return whether the session is at a node that asks for a sensitive value."""
    return bool(context.node_id) and context.current_node.id in context.flow.sensitive_nodes


def _run_handler(context: StepContext, node: Node, reached: Reached) -> Step:
    """Leave the open question of `node` for the target of a handler."""
    if context.nodes_run >= MAX_NODES_IN_TURN:
        return _fail(context, node, _TOO_MANY_NODES)
    context.record_run(node, field_of(reached.handler))
    interrupt(reached, node, context)
    target = context.flow.node(reached.handler.target)
    return _run_nodes(context, target, _enter(context, target))


def _run_nodes(context: StepContext, node: Node, outcome: Outcome) -> Step:
    """Run nodes until one waits, asks or ends the session. `outcome` is the outcome of the current node, `node`."""
    while True:
        if isinstance(outcome, Leave):
            assignments = node.data.assign
            if assignments:
                context.assign(assignments, outcome.scope, outcome.unanswered)
            node_id = node.id
            target = context.targets.get((node_id, outcome.exit)) or context.flow.target(node_id, outcome.exit)
            if target is None and context.frames:
                node, target = _way_in_callers(context, node, outcome.exit)
            if target is None:
                return _fail(context, node, f"node {context.node_id} has no way on by {outcome.exit}")
            if context.nodes_run >= MAX_NODES_IN_TURN:
                return _fail(context, node, _TOO_MANY_NODES)
            context.record_run(node, outcome.exit)
            node = context.nodes_by_id[target]
            outcome = _enter(context, node)
        elif context.interrupted and comes_back(outcome, context):
            if context.nodes_run >= MAX_NODES_IN_TURN:
                return _fail(context, node, _TOO_MANY_NODES)
            context.nodes_run += 1
            context.record_run(node, RESUME)
            node = take_up(context)
            outcome = nodes.resume(node, context)
        elif isinstance(outcome, Call):
            if context.nodes_run >= MAX_NODES_IN_TURN:
                return _fail(context, node, _TOO_MANY_NODES)
            context.record_run(node, "enter")
            context.enter_flow(outcome.flow, outcome.given)
            node = outcome.flow.start()
            outcome = _enter(context, node)
        elif isinstance(outcome, Return):
            context.record_run(node, outcome.exit)
            node, outcome = subflow.come_back(context, outcome.exit)
        else:
            break
    match outcome:
        case Wait(action):
            return _end_turn(context, node, Status.WAITING, action)
        case Ask(effect):
            if context.handling:
                note(effect, context)
            return _new_step(context, context.state(Status.ACTIVE, None, awaiting=effect.id), effect)
        case Finish(action, status, result):
            return _end_turn(context, node, status, action, result)
        case _:
            assert_never(outcome)


def _way_in_callers(context: StepContext, node: Node, exit: str) -> tuple[Node, str | None]:
    """Find the way after an exit that leads nowhere in an inner flow. A failure is one of the flows that wait for it.

    Returns:
        The node that is left in the end, and the id of the next one in its flow; None if there is none.
    """
    target: str | None = None
    if context.flow.is_failure(node.id, exit):
        while target is None and context.frames:
            context.record_run(node, exit)
            node = context.calling_node
            context.leave_flow()
            if node.data.assign:
                context.assign(node.data.assign, None)
            target = context.flow.on_failure
    return node, target


def _enter(context: StepContext, node: Node) -> Outcome:
    context.node_id = path_of(context.frames, node.id) if context.frames else node.id
    context.visit = _NEW_VISIT
    context.nodes_run += 1
    return nodes.enter(node, context)


def _fail(context: StepContext, node: Node | None, reason: str) -> Step:
    context.say(context.locale.language.said.apology)
    return _end_turn(context, node, Status.FAILED, Hangup(), reason)


def _end_turn(
    context: StepContext, node: Node | None, status: Status, action: Action, outcome: str | None = None
) -> Step:
    """End the turn with an action. `node` is None if the session has not begun."""
    if node is not None:
        context.record_run(node, action.type if status is not Status.FAILED else "failed")
    return _new_step(context, context.state(status, action, outcome=outcome), action)


def _new_step(context: StepContext, state: State, then: Next) -> Step:
    return Step(
        state, tuple(context.added), then, tuple(context.nodes), tuple(context.decisions), tuple(context.overran)
    )


def _unchanged(state: State) -> Step:
    return Step(state, (), None)


def _with_reply_cut(state: State, event: ReplyInterrupted) -> tuple[Message, ...]:
    """Return the conversation with the last reply of a turn cut to the part that the caller heard."""
    messages = list(state.messages)
    for index in range(len(messages) - 1, -1, -1):
        if messages[index].is_reply_to(event.reply_turn_id):
            messages[index] = replace(messages[index], content=event.heard, interrupted=True)
            break
    return tuple(messages)
