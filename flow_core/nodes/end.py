"""end: say goodbye and end the session."""

from __future__ import annotations

from flow_core.authored.nodes import EndNode
from flow_core.outcomes import Finish, Outcome
from flow_core.state import Hangup, Status
from flow_core.step_context import StepContext


def enter(node: EndNode, context: StepContext) -> Outcome:
    """Say goodbye and end the session."""
    context.say(context.spoken(node.data.message, "message"))
    return Finish(Hangup(), Status.COMPLETED, node.data.outcome)
