"""decision: the first condition that is true wins."""

from __future__ import annotations

from flow_core.flow import DecisionNode
from flow_core.scene import Leave, Outcome, Scene


def enter(node: DecisionNode, scene: Scene) -> Outcome:
    for condition in node.data.conditions:
        if scene.holds(condition.expression, condition.id):
            return Leave(condition.id)
    return Leave("default")
