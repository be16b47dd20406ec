"""decision: leave by the first condition that is true."""

from __future__ import annotations

from flow_core.authored.nodes import DecisionNode
from flow_core.outcomes import Leave, Outcome
from flow_core.step_context import StepContext


def enter(node: DecisionNode, context: StepContext) -> Outcome:
    """Leave by the first condition that is true, else by "default"."""
    for condition in node.data.conditions:
        if context.is_true(condition.expression, condition.id):
            return Leave(condition.id)
    return Leave("default")
