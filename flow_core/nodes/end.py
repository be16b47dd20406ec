"""end: say goodbye and end the session, or the inner flow that has the node."""

from __future__ import annotations

from flow_core.authored.nodes import EndNode
from flow_core.outcomes import Finish, Outcome, Return
from flow_core.state import Hangup, Status
from flow_core.step_context import StepContext


def enter(node: EndNode, context: StepContext) -> Outcome:
    """Say goodbye and end the flow. The session ends with the outermost flow."""
    context.say(context.spoken(node.data.message, "message"))
    if context.frames:
        return Return(node.data.outcome or "default")
    return Finish(Hangup(), Status.COMPLETED, node.data.outcome)
