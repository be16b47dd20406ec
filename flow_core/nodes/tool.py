"""tool: ask for an HTTP request, and leave by the response. An effect sends the request."""

from __future__ import annotations

from collections.abc import Mapping

from flow_core.authored.nodes import ToolNode
from flow_core.effects import CallTool
from flow_core.events import ToolAnswered, ToolFailed
from flow_core.json import Json
from flow_core.nodes.tools.requests import request_of
from flow_core.outcomes import Ask, Leave, Outcome, Wait
from flow_core.state import Continue
from flow_core.step_context import StepContext


def enter(node: ToolNode, context: StepContext) -> Outcome:
    """Say the message and continue in the next turn; without a message, call the tool at once."""
    if node.data.message:
        context.say(context.spoken(node.data.message, "message"))
        if not context.caller_follows:
            # The tool runs in the next turn, while the agent worker speaks the message.
            return Wait(Continue())
    return call(node, context)


def call(node: ToolNode, context: StepContext) -> Outcome:
    """Ask for the HTTP request."""
    return Ask(
        CallTool(
            id=context.effect_id,
            node_id=context.node_id,
            request=request_of(node.data.request, context),
            timeout_seconds=node.data.timeout_seconds,
            retries=node.data.retries,
            response_schema=node.data.response_schema,
        )
    )


def on_effect_result(node: ToolNode, context: StepContext, result: ToolAnswered | ToolFailed) -> Outcome:
    """Leave by "default" for a 2xx answer of the declared form, else by "error".

    `assign` reads `response`; a failure has status 0.
    """
    if isinstance(result, ToolFailed):
        failed: Mapping[str, Json] = {"status": 0, "headers": {}, "body": None}
        return Leave("error", {"response": dict(failed)})
    response: dict[str, Json] = {"status": result.status, "headers": dict(result.headers), "body": result.body}
    if result.mismatch is not None:
        context.record_error("responseSchema", None, f"the answer does not fit: {result.mismatch}")
        return Leave("error", {"response": response})
    return Leave("default" if 200 <= result.status < 300 else "error", {"response": response})
