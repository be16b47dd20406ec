"""start: greet the caller."""

from __future__ import annotations

from flow_core.flow import StartNode
from flow_core.step_context import Leave, Outcome, StepContext


def enter(node: StartNode, context: StepContext) -> Outcome:
    """Say the greeting."""
    context.say(context.spoken(node.data.message, "message"))
    return Leave("default")
