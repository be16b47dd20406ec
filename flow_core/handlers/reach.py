"""Finds the handler that a caller's words reach, before the node that listens reads them.

Phrases come first, then expressions in the order of the flow. model.py asks about those in words.
"""

from __future__ import annotations

from flow_core.authored.handlers import Handler
from flow_core.authored.nodes import Node, listens
from flow_core.handlers.phrases import handler_said
from flow_core.handlers.resuming import MAX_MOVES, Reached
from flow_core.step_context import StepContext
from flow_core.trace import Decision


def may_be_reached(handler: Handler, context: StepContext) -> bool:
    """Return whether a handler counts. One that comes back counts MAX_MOVES times at one question.

    Two machines that talk with each other come to an end.
    """
    return not handler.resume or context.visit.moves < MAX_MOVES


def handler_for(said: str, node: Node, context: StepContext) -> Reached | None:
    """Return the handler that words reach by a phrase or an expression; None if they reach none.

    The handlers of an inner flow come before those of the flows around it.

    Args:
        said: The caller's words.
        node: The node that listens.
        context: The step. Its trace gets each expression, and the handler.
    """
    if not listens(node):
        return None
    for depth, flow in context.handling:
        named = handler_said(said, flow, context.locale, at=context.event.at, zone=context.zone)
        handler = None if named is None else flow.handlers_by_id[named]
        if handler is not None and may_be_reached(handler, context):
            record(handler, context)
            return Reached(handler, depth)
        for each in flow.handlers_by_expression:
            if not may_be_reached(each, context):
                continue
            if context.is_true_in(depth, each.expression or "", field_of(each), {"value": said}):
                return Reached(each, depth)
    return None


def record(handler: Handler, context: StepContext) -> None:
    """Record in the trace that a handler was reached."""
    context.decisions.append(Decision(context.node_id, field_of(handler), True))


def field_of(handler: Handler) -> str:
    """Return the name of a handler in the trace."""
    return f"handlers.{handler.id}"
