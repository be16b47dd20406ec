"""end: the goodbye."""

from __future__ import annotations

from flow_core.flow import EndNode
from flow_core.scene import Finish, Outcome, Scene
from flow_core.state import Hangup, Status


def enter(node: EndNode, scene: Scene) -> Outcome:
    scene.say(scene.render(node.data.message, "message"))
    return Finish(Hangup(), Status.COMPLETED, node.data.outcome)
