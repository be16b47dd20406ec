"""decision: leave by the first condition that is true. A language model decides the conditions in words."""

from __future__ import annotations

from flow_core.authored.nodes import DecisionNode
from flow_core.events import ModelFailed, ModelReplied
from flow_core.handlers import choosing
from flow_core.outcomes import Leave, Outcome
from flow_core.step_context import StepContext
from flow_core.trace import Decision


def enter(node: DecisionNode, context: StepContext) -> Outcome:
    """Leave by the first expression that is true. If there is none, a model decides the conditions in words."""
    data = node.data
    for condition_id, expression in data.expressions:
        if context.is_true(expression, condition_id):
            return Leave(condition_id)
    words = data.in_words
    if not words:
        return Leave("default")
    if not context.has_model:
        return _fail("no language model is configured, and only a model can decide a condition in words", context)
    return choosing.ask(words, context)


def on_effect_result(node: DecisionNode, context: StepContext, result: ModelReplied | ModelFailed) -> Outcome | None:
    """Leave by the condition that the model chose: by "default" if it chose none, by "error" if it failed.

    None if no condition is in words.
    """
    words = node.data.in_words
    if not words:
        return None
    if isinstance(result, ModelFailed):
        return _fail(result.error, context)
    chosen = choosing.chosen_in(result.extracted, words)
    if isinstance(chosen, choosing.Unusable):
        return _fail(chosen.error, context)
    context.decisions.extend(Decision(context.node_id, each, each == chosen) for each in words)
    return Leave("default" if chosen is None else chosen)


def _fail(error: str, context: StepContext) -> Outcome:
    context.record_error("when", None, error)
    return Leave("error")
