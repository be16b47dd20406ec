"""llm: let a language model speak, once or until a condition is true. It sets only the variables of `extract`."""

from __future__ import annotations

from dataclasses import replace

from flow_core.authored.nodes import LlmNode
from flow_core.effects import AskModel
from flow_core.events import CallerStayedSilent, ModelFailed, ModelReplied
from flow_core.nodes.asking import listen_to
from flow_core.outcomes import Ask, Leave, Outcome, Wait
from flow_core.prompts import conversation
from flow_core.step_context import StepContext


def enter(node: LlmNode, context: StepContext) -> Outcome:
    """Ask the model, or listen if the caller speaks first."""
    if node.data.until is not None and _caller_is_next(node, context):
        return _listen(node, context)
    return ask(node, context)


def _caller_is_next(node: LlmNode, context: StepContext) -> bool:
    """Return whether the caller speaks first: input follows, the flow just spoke, or the model spoke before."""
    greeted = bool(context.response) and not context.heard
    return context.caller_follows or greeted or context.node_id in context.asked


def ask(node: LlmNode, context: StepContext) -> Outcome:
    """Ask the model for a reply."""
    data = node.data
    context.asked = (*context.asked, context.node_id)
    return Ask(
        AskModel(
            id=context.effect_id,
            node_id=context.node_id,
            instructions=context.render(data.instructions, "instructions"),
            messages=conversation(context.messages, silent=isinstance(context.event, CallerStayedSilent)),
            model=data.model,
            temperature=data.temperature,
            max_tokens=data.max_tokens,
            extract=data.extract,
            speak=data.speak,
            timeout_seconds=data.timeout_seconds,
        )
    )


def on_input(node: LlmNode, context: StepContext) -> Outcome:
    """Ask the model, whether the caller spoke, pressed keys or said nothing."""
    return ask(node, context)


def resume(node: LlmNode, context: StepContext) -> Outcome:
    """Say the words again that asked, and listen."""
    context.say(context.visit.question)
    return _listen(node, context)


def on_effect_result(node: LlmNode, context: StepContext, result: ModelReplied | ModelFailed) -> Outcome:
    """Store the extracted values, say the reply, and decide whether the conversation continues."""
    data = node.data
    if isinstance(result, ModelFailed):
        return _fall_back(node, context)
    for name, value in result.extracted.items():
        if name in data.extract:
            context.set_variable(name, value, f"extract.{name}")
    wordless = data.speak and not result.text.strip()
    if data.speak:
        context.say(result.text)
    context.visit = replace(context.visit, replies=context.visit.replies + 1, question="")
    if data.until is not None and context.is_true(data.until, "until"):
        # A model with all values may have nothing to say.
        return Leave("default")
    if wordless:
        return _fall_back(node, context)
    if data.until is None:
        return Leave("default")
    return Leave("maxTurns") if context.visit.replies >= data.max_turns else _listen(node, context)


def _fall_back(node: LlmNode, context: StepContext) -> Outcome:
    context.say(context.spoken(node.data.fallback, "fallback"))
    return Leave("error")


def _listen(node: LlmNode, context: StepContext) -> Outcome:
    listen = listen_to(None, context, seconds=node.data.no_input_seconds)
    return Wait(replace(listen, interruptible=listen.interruptible and node.data.interruptible))
