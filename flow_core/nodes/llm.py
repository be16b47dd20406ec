"""llm: let a language model speak, once or until a condition is true. It sets only the variables of `extract`."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from flow_core.authored.nodes import LlmNode
from flow_core.effects import AskModel
from flow_core.events import (
    CallerKeyed,
    CallerSpoke,
    CallerStayedSilent,
    EffectPostponed,
    ModelFailed,
    ModelReplied,
    ToolAnswered,
    ToolFailed,
)
from flow_core.nodes.asking import listen_to
from flow_core.nodes.tools import calls, confirming
from flow_core.outcomes import Ask, Leave, Outcome, Wait
from flow_core.prompts import conversation, guided
from flow_core.state import Continue
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
    if not context.visit.calls:
        context.asked = (*context.asked, context.node_id)
    return Ask(
        AskModel(
            id=context.effect_id,
            node_id=context.node_id,
            instructions=guided(context.render(data.instructions, "instructions"), context.before.whispers),
            messages=conversation(context.messages, silent=isinstance(context.event, CallerStayedSilent)),
            model=data.model,
            temperature=data.temperature,
            max_tokens=data.max_tokens,
            extract=data.extract,
            speak=data.speak,
            timeout_seconds=data.timeout_seconds,
            tools=calls.offered(node, context) if data.tools else (),
            calls=context.visit.calls,
        )
    )


def on_input(node: LlmNode, context: StepContext, event: CallerSpoke | CallerKeyed | CallerStayedSilent) -> Outcome:
    """Ask the model, whether the caller spoke, pressed keys or said nothing; or read the answer to a `confirm`."""
    index = calls.confirmed_next(context)
    return ask(node, context) if index is None else confirming.read(node, context, index, event) or ask(node, context)


def resume(node: LlmNode, context: StepContext) -> Outcome:
    """Say the words again that asked, and listen."""
    context.say(context.visit.question)
    return _listen(node, context)


def go_on(node: LlmNode, context: StepContext) -> Outcome:
    """Go on in a turn that an earlier one asked for by `continue`: run the pending tool, or ask the model again."""
    return calls.go_on(node, context) or ask(node, context)


def on_effect_result(
    node: LlmNode,
    context: StepContext,
    result: ModelReplied | ModelFailed | ToolAnswered | ToolFailed | EffectPostponed,
) -> Outcome | None:
    """Run the tools that the model calls, or take its reply. None for a result of the wrong kind."""
    if not isinstance(result, EffectPostponed) and calls.is_awaited(context) != isinstance(
        result, ToolAnswered | ToolFailed
    ):
        return None
    match result:
        case ModelFailed():
            context.say(result.said)
            return _fall_back(node, context)
        case EffectPostponed():
            return Wait(Continue())
        case ToolAnswered() | ToolFailed():
            return calls.take_result(node, context, result) or ask(node, context)
        case ModelReplied() if result.calls:
            return calls.take(node, context, result) or ask(node, context)
        case ModelReplied():
            return _take_reply(node, context, result)
        case _:
            assert_never(result)


def _take_reply(node: LlmNode, context: StepContext, result: ModelReplied) -> Outcome:
    """Store the extracted values, say the reply, and decide whether the conversation continues."""
    data = node.data
    for name, value in result.extracted.items():
        if name in data.extract:
            context.set_variable(name, value, f"extract.{name}")
    wordless = data.speak and not result.text.strip()
    if data.speak:
        context.say(result.text)
    context.visit = replace(context.visit, replies=context.visit.replies + 1, silences=0, calls=(), question="")
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
