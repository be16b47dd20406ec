"""message: say something and go on."""

from __future__ import annotations

from flow_core.authored.nodes import MessageNode
from flow_core.outcomes import Leave, Outcome
from flow_core.step_context import StepContext


def enter(node: MessageNode, context: StepContext) -> Outcome:
    """Say the message. If it must not be interrupted, neither may the rest of the reply: it is spoken as one."""
    context.say(context.spoken(node.data.message, "message"))
    if not node.data.interruptible:
        context.uninterruptible = True
    return Leave("default")
