"""start: greet the caller."""

from __future__ import annotations

from flow_core.authored.nodes import StartNode
from flow_core.outcomes import Leave, Outcome
from flow_core.step_context import StepContext


def enter(node: StartNode, context: StepContext) -> Outcome:
    """Say the greeting."""
    context.say(context.spoken(node.data.message, "message"))
    return Leave("default")
