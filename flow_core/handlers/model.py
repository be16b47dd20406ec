"""Puts the handlers in words to the language model, in the question that the node asks anyway.

A node whose rules have understood the answer asks no model, and then no handler in words is reached.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flow_core.authored.nodes import LlmNode, Node, listens
from flow_core.effects import CHOSEN, AskModel, Effect
from flow_core.events import EffectPostponed, EffectResult, ModelReplied
from flow_core.handlers import choosing
from flow_core.handlers.reach import may_be_reached, record
from flow_core.handlers.resuming import Reached, keep_words
from flow_core.outcomes import Ask, Outcome
from flow_core.prompts import conversation
from flow_core.step_context import StepContext
from flow_core.text import templates
from flow_core.trace import Decision

_NOT_CALLED = "nothing was called: the model chose a handler in the same reply"
"""The error in the trace of a call."""


def ask_only(question: str, context: StepContext) -> Ask | None:
    """Ask the model about the handlers alone, for an answer that a node does not understand and asks no model about.

    Args:
        question: The author's text that the caller has heard.
        context: The step.

    Returns:
        The question, to which `with_handlers` adds the handlers; None if there is none in words, or no model.
    """
    if not context.has_model or not _words(context):
        return None
    effect = AskModel(
        id=context.effect_id,
        node_id=context.node_id,
        instructions=f"The caller was asked: {templates.without_values(question)}\n{choosing.DATA}",
        messages=conversation(context.messages, silent=False),
        model=None,
        temperature=0.0,
        max_tokens=None,
        extract={},
        speak=False,
        timeout_seconds=choosing.SECONDS,
    )
    return Ask(effect)


def with_handlers(outcome: Outcome, node: Node, context: StepContext) -> Outcome:
    """Add the handlers in words to the question that a node asks a model about the caller's words.

    Args:
        outcome: What the node does with the words.
        node: The node.
        context: The step.

    Returns:
        The outcome, with the longer question if it is one.
    """
    if not isinstance(outcome, Ask) or not isinstance(outcome.effect, AskModel):
        return outcome
    words = _words(context)
    if not words:
        return outcome
    if isinstance(node, LlmNode):
        keep_words(node, context)
    none = choosing.none_of(words)
    instructions = "\n".join(
        (
            outcome.effect.instructions,
            f'The caller may also want one of the following. Then give its id as "{CHOSEN}", and nothing else '
            f'counts; give "{none}" if the caller clearly wants none of them, or answers.',
            *choosing.lines_of(words),
        )
    )
    extract = {CHOSEN: choosing.schema_of(words), **outcome.effect.extract}
    return Ask(replace(outcome.effect, instructions=instructions, extract=extract))


def handler_chosen(node: Node, context: StepContext, result: EffectResult | EffectPostponed) -> Reached | None:
    """Return the handler that the model chose; None if it chose none, or was not asked about handlers.

    A handler comes before the tools that the model calls in the same reply: none of them is called.
    """
    offered = {} if context.visit.unasked else _offered(context)
    context.visit = replace(context.visit, unasked=False)
    if not offered or not isinstance(result, ModelReplied) or not listens(node):
        return None
    chosen = choosing.chosen_in(result.extracted, offered)
    if isinstance(chosen, choosing.Unusable):
        context.record_error("handlers", None, chosen.error)
        return None
    if chosen is None:
        return None
    for call in result.calls:
        context.decisions.append(Decision(context.node_id, f"tools.{call.name}", dict(call.arguments), _NOT_CALLED))
    context.visit = replace(context.visit, calls=())
    record(offered[chosen].handler, context)
    return offered[chosen]


def note(effect: Effect, context: StepContext) -> None:
    """Note in the state if a model is asked about no handler, as after silence: then it can choose none."""
    if isinstance(effect, AskModel) and CHOSEN not in effect.extract and _offered(context):
        context.visit = replace(context.visit, unasked=True)


def _offered(context: StepContext) -> Mapping[str, Reached]:
    """Return the handlers that the model may choose, by id. That of an inner flow hides one around it."""
    offered: dict[str, Reached] = {}
    for depth, flow in context.handling:
        for each, handler in flow.handlers_in_words.items():
            if may_be_reached(handler, context):
                offered.setdefault(each, Reached(handler, depth))
    return offered


def _words(context: StepContext) -> Mapping[str, str]:
    """Return the handlers that the model may choose: id -> words."""
    return {each: reached.handler.words or "" for each, reached in _offered(context).items()}
