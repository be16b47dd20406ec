"""Remembers the question that a handler interrupts, and takes it up again."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flow_core.authored.handlers import RESUME, Handler
from flow_core.authored.nodes import LlmNode, Node
from flow_core.events import CallerSpoke
from flow_core.outcomes import Finish, Outcome, Return
from flow_core.state import OpenQuestion
from flow_core.step_context import StepContext

MAX_OPEN = 3
"""Interrupted questions that a session remembers. A further handler goes on without coming back to its question."""

MAX_MOVES = 20
"""Moves at one question after which no handler comes back to it any more. A way back is a move."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A handler that a caller's words reach."""

    handler: Handler
    depth: int
    """The flows that wait for the flow of the handler, which may be around the one that runs."""


def interrupt(reached: Reached, node: Node, context: StepContext) -> None:
    """Remember the open question if the handler comes back to it. Without a way back, the questions before it go too.

    The flow of the handler runs after this.

    Args:
        reached: The handler.
        node: The node that asked.
        context: The step.
    """
    node_id, visit = context.node_id, context.visit
    question = _words(node, context)
    left, variables = context.suspend(reached.depth)
    if not reached.handler.resume:
        # A flow around that of the handler comes back to its own questions.
        while context.interrupted and context.interrupted[-1].depth >= reached.depth:
            context.interrupted = context.interrupted[:-1]
    elif len(context.interrupted) < MAX_OPEN:
        visit = replace(visit, moves=visit.moves + 1, keyed="", question=question)
        context.interrupted = (*context.interrupted, OpenQuestion(node_id, visit, reached.depth, left, variables))


def keep_words(node: Node, context: StepContext) -> None:
    """Keep the words that ask, before the answer to the model's question about handlers."""
    context.visit = replace(context.visit, question=_words(node, context))


def comes_back(outcome: Outcome, context: StepContext) -> bool:
    """Return whether the question that was interrupted last follows the end of a path: one of the flow that ends."""
    if context.interrupted[-1].depth != len(context.frames):
        return False
    ended = isinstance(outcome, Finish) and outcome.outcome == RESUME
    return ended or (isinstance(outcome, Return) and outcome.exit == RESUME)


def take_up(context: StepContext) -> Node:
    """Go back to the question that was interrupted last, with its attempts as they were."""
    *earlier, last = context.interrupted
    context.interrupted = tuple(earlier)
    context.take_up(last.left, last.variables)
    context.node_id, context.visit = last.node_id, last.visit
    return context.current_node


def _words(node: Node, context: StepContext) -> str:
    """Return the words that ask at an llm node, whose question no author has written. Empty for other nodes."""
    if not isinstance(node, LlmNode):
        return ""
    # After a first interruption the last reply is longer: what was said before the question stands in it too.
    heard_now = isinstance(context.event, CallerSpoke)
    return context.visit.question or (context.before.response if heard_now else "")
