"""start: the greeting."""

from __future__ import annotations

from flow_core.flow import StartNode
from flow_core.scene import Leave, Outcome, Scene


def enter(node: StartNode, scene: Scene) -> Outcome:
    scene.say(scene.render(node.data.message, "message"))
    return Leave("default")
