"""The behavior of each type of node, one file per type. This module calls the function for the type of a node.

The flow calls `enter` when it arrives at a node, `on_input` when the caller acts while the node listens, and
`on_effect_result` when the effect that the node asked for has a result.
"""

from __future__ import annotations

from typing import assert_never

from flow_core.authored.nodes import Node
from flow_core.events import (
    CallerKeyed,
    CallerSpoke,
    CallerStayedSilent,
    EffectPostponed,
    EffectResult,
    ModelFailed,
    ModelReplied,
)
from flow_core.nodes import decision, elicitation, end, form, llm, message, start, subflow, tool, transfer
from flow_core.outcomes import Outcome
from flow_core.step_context import StepContext


def enter(node: Node, context: StepContext) -> Outcome:
    """Run a node on arrival."""
    match node.type:
        # First, because a turn may run many of them.
        case "decision":
            return decision.enter(node, context)
        case "start":
            return start.enter(node, context)
        case "message":
            return message.enter(node, context)
        case "elicitation":
            return elicitation.enter(node, context)
        case "form":
            return form.enter(node, context)
        case "llm":
            return llm.enter(node, context)
        case "tool":
            return tool.enter(node, context)
        case "subflow":
            return subflow.enter(node, context)
        case "transfer":
            return transfer.enter(node, context)
        case "end":
            return end.enter(node, context)
        case _:
            assert_never(node)


def on_input(node: Node, context: StepContext, event: CallerSpoke | CallerKeyed | CallerStayedSilent) -> Outcome | None:
    """Pass the caller's input to a node. The outcome is None if the node does not listen."""
    match node.type:
        case "elicitation":
            return elicitation.on_input(node, context, event)
        case "form":
            return form.on_input(node, context, event)
        case "llm":
            return llm.on_input(node, context, event)
        case "start" | "message" | "decision" | "tool" | "subflow" | "transfer" | "end":
            return None
        case _:
            assert_never(node)


def resume(node: Node, context: StepContext) -> Outcome:
    """Ask a question again that a handler interrupted. The node has its counts of that time."""
    match node.type:
        case "elicitation":
            return elicitation.resume(node, context)
        case "form":
            return form.resume(node, context)
        case "llm":
            return llm.resume(node, context)
        case "start" | "message" | "decision" | "tool" | "subflow" | "transfer" | "end":
            # None of them listens, so no handler interrupts one.
            return enter(node, context)
        case _:
            assert_never(node)


def on_effect_result(node: Node, context: StepContext, result: EffectResult | EffectPostponed) -> Outcome | None:
    """Pass the result of an effect to a node. The outcome is None if the node never asks for such an effect."""
    if isinstance(result, ModelReplied | ModelFailed):
        match node.type:
            case "elicitation":
                return elicitation.on_effect_result(node, context, result)
            case "form":
                return form.on_effect_result(node, context, result)
            case "llm":
                return llm.on_effect_result(node, context, result)
            case "decision":
                return decision.on_effect_result(node, context, result)
            case "start" | "message" | "tool" | "subflow" | "transfer" | "end":
                return None
            case _:
                assert_never(node)
    if node.type == "llm":
        return llm.on_effect_result(node, context, result)
    if node.type == "tool" and not isinstance(result, EffectPostponed):
        return tool.on_effect_result(node, context, result)
    return None
