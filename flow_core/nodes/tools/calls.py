"""The calls of tools that a model asks for before it replies: each in order, each an effect of its own.

The calls are in `Visit.calls` until the model has replied. What a tool returns goes to the model and nowhere else: it
sets no variable and chooses no exit.
"""

from __future__ import annotations

from dataclasses import replace

from flow_core.authored.nodes import LlmNode
from flow_core.authored.tools import LlmTool
from flow_core.effects import CallMcp, CallTool, OfferedTool, ToolEffect
from flow_core.events import ModelReplied, ToolAnswered, ToolFailed
from flow_core.json import Json
from flow_core.nodes.asking import listen_to
from flow_core.nodes.tools.requests import fixed_text, request_of
from flow_core.nodes.tools.results import MAX_RESULT, MAX_TOGETHER, bounded, length, length_of, result_of
from flow_core.outcomes import Ask, Outcome, Wait
from flow_core.state import Continue, ToolCall
from flow_core.step_context import StepContext
from flow_core.trace import Decision

NO_PARAMETERS: dict[str, Json] = {"type": "object", "properties": {}}
"""What a model is told of a tool without arguments."""


def offered(node: LlmNode, context: StepContext) -> tuple[OfferedTool, ...]:
    """Return the tools that the model may call now: none after `maxToolCalls` calls for one reply."""
    if len(context.visit.calls) >= node.data.max_tool_calls:
        return ()
    return tuple(
        OfferedTool(tool.name, tool.description, NO_PARAMETERS if tool.parameters is None else tool.parameters)
        for tool in node.data.tools
    )


def take(node: LlmNode, context: StepContext, reply: ModelReplied) -> Outcome | None:
    """Take the calls of a model's reply, and run the first. See `go_on`."""
    before = context.visit.calls
    number = before[-1].reply + 1 if before else 1
    taken = [*before]
    for call in reply.calls:
        error = call.result if call.failed else None
        context.decisions.append(Decision(context.node_id, f"tools.{call.name}", dict(call.arguments), error))
        if length(taken) + length_of(dict(call.arguments)) > MAX_TOGETHER:
            call = ToolCall(call.name, {}, "Error, nothing was called: the calls together are too long.", failed=True)
        taken.append(replace(call, reply=number))
    context.visit = replace(context.visit, calls=tuple(taken))
    if reply.said:
        context.say(reply.text)
    return go_on(node, context, reply.text, heard=bool(reply.said))


def take_result(node: LlmNode, context: StepContext, answer: ToolAnswered | ToolFailed) -> Outcome | None:
    """Store the answer of the tool that was called, and run the next call. See `go_on`."""
    index = _first_pending(context)
    name = context.visit.calls[index].name
    if isinstance(answer, ToolAnswered) and answer.mismatch is not None:
        context.record_error(f"tools.{name}.responseSchema", None, f"the answer does not fit: {answer.mismatch}")
    settle(context, index, *result_of(node.data.tool(name), answer))
    return go_on(node, context)


def go_on(node: LlmNode, context: StepContext, beside: str = "", *, heard: bool = False) -> Outcome | None:
    """Run the calls up to the next effect or the next words to the caller.

    Args:
        node: The node.
        context: The step.
        beside: What the model said beside its calls. The caller hears it if no author's message is spoken.
        heard: Whether it is spoken already: then no author's message is.

    Returns:
        The outcome; None if every call has a result, and the model is asked again.
    """
    while (index := _first_pending(context)) >= 0:
        outcome = _advance(node, context, index, beside, heard=heard)
        if outcome is not None:
            return outcome
    return None


def settle(context: StepContext, index: int, text: str, failed: bool) -> None:
    """Give a call its result."""
    calls = context.visit.calls
    result = replace(calls[index], result=bounded(text, calls), failed=failed)
    context.visit = replace(context.visit, calls=(*calls[:index], result, *calls[index + 1 :]))


def mark(context: StepContext, index: int, call: ToolCall) -> None:
    """Replace a pending call."""
    calls = context.visit.calls
    context.visit = replace(context.visit, calls=(*calls[:index], call, *calls[index + 1 :]))


def is_awaited(context: StepContext) -> bool:
    """Return whether the next result is that of a tool, not of the model."""
    return _first_pending(context) >= 0


def confirmed_next(context: StepContext) -> int | None:
    """Return the index of the call that the caller is asked about; None if there is none."""
    index = _first_pending(context)
    return index if index >= 0 and context.visit.calls[index].stage == "confirming" else None


def ask_caller(node: LlmNode, tool: LlmTool, context: StepContext, index: int) -> Outcome | None:
    """Ask the caller whether a call may run. None if there is no question to ask: then the call does not run."""
    call = context.visit.calls[index]
    scope: dict[str, Json] = {"arguments": dict(call.arguments)}
    question = context.spoken(tool.confirm or "", f"tools.{tool.name}.confirm", scope).strip()
    if not question:
        settle(context, index, "Error, nothing was called: the caller could not be asked.", failed=True)
        return None
    context.say(question)
    mark(context, index, replace(call, stage="confirming"))
    listen = listen_to(None, context, seconds=node.data.no_input_seconds)
    return Wait(replace(listen, interruptible=listen.interruptible and node.data.interruptible))


def _first_pending(context: StepContext) -> int:
    """Return the index of the first call without a result; -1 if there is none."""
    return next((index for index, call in enumerate(context.visit.calls) if call.result is None), -1)


def _advance(node: LlmNode, context: StepContext, index: int, beside: str, *, heard: bool) -> Outcome | None:
    """Bring a call one step on. None if it has its result now."""
    call = context.visit.calls[index]
    tool = node.data.tool(call.name)
    if tool is None:
        settle(context, index, "Error, nothing was called: there is no such tool.", failed=True)
        return None
    if index >= node.data.max_tool_calls:
        limit = f"Error, nothing was called: only {node.data.max_tool_calls} calls are allowed for one reply."
        settle(context, index, limit, failed=True)
        return None
    if tool.confirm is not None and call.stage == "":
        return ask_caller(node, tool, context, index)
    if call.stage != "announced":
        words = "" if heard else _words_meanwhile(node, tool, context, index) or beside.strip()
        if words or heard:
            context.say(words)
            mark(context, index, replace(call, stage="announced"))
            if not context.caller_follows:
                # The tool runs in the next turn, while the agent worker speaks.
                return Wait(Continue())
    effect = _effect_of(node, tool, context, call)
    if effect is None:
        settle(context, index, "Error, nothing was called: the tool has no request.", failed=True)
        return None
    return Ask(effect)


def _words_meanwhile(node: LlmNode, tool: LlmTool, context: StepContext, index: int) -> str:
    """Return the author's words while a tool runs. The same template is said once for one reply."""
    template = tool.message or node.data.message
    calls = context.visit.calls
    for earlier in calls[:index]:
        other = node.data.tool(earlier.name)
        if earlier.stage == "announced" and other is not None and (other.message or node.data.message) == template:
            return ""
    scope: dict[str, Json] = {"arguments": dict(calls[index].arguments)}
    return context.spoken(template, f"tools.{tool.name}.message" if tool.message else "message", scope).strip()


def _effect_of(node: LlmNode, tool: LlmTool, context: StepContext, call: ToolCall) -> ToolEffect | None:
    if tool.mcp is not None:
        return CallMcp(
            id=context.effect_id,
            node_id=context.node_id,
            server=tool.mcp.server,
            headers={name: fixed_text(value) for name, value in tool.mcp.headers.items()},
            name=tool.mcp.tool,
            arguments=call.arguments,
            timeout_seconds=tool.timeout_seconds,
            retries=tool.attempts_left,
            tool=tool.name,
            response_schema=tool.response_schema,
            max_characters=MAX_RESULT,
        )
    if tool.request is None:
        return None
    scope: dict[str, Json] = {"arguments": dict(call.arguments)}
    return CallTool(
        id=context.effect_id,
        node_id=context.node_id,
        request=request_of(tool.request, context, scope, f"tools.{tool.name}.request."),
        timeout_seconds=tool.timeout_seconds,
        retries=tool.attempts_left,
        response_schema=tool.response_schema,
        tool=tool.name,
        max_characters=MAX_RESULT,
    )
