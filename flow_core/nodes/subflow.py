"""subflow: run another flow, and leave by the outcome of the end that it reaches."""

from __future__ import annotations

from flow_core.authored.nodes import SubflowNode
from flow_core.evaluate import Value
from flow_core.json import Json
from flow_core.outcomes import Call, Finish, Leave, Outcome
from flow_core.state import Hangup, Status
from flow_core.step_context import StepContext


def enter(node: SubflowNode, context: StepContext) -> Outcome:
    """Begin the inner flow with the values of `in`."""
    inner = context.flow.inner.get(node.id)
    if inner is None:
        # A published flow has all its inner flows. This one was read without them.
        context.say(context.locale.language.said.apology)
        return Finish(Hangup(), Status.FAILED, f"node {context.node_id} has no flow to run")
    return Call(inner, _values(node.data.given, context, "in"))


def come_back(context: StepContext, exit: str) -> tuple[SubflowNode, Leave]:
    """End the inner flow, and set the variables of `out` in the flow that called it.

    Args:
        context: The step. It is in the inner flow, and after this in the other one.
        exit: The exit of the subflow node.

    Returns:
        The subflow node, and how it is left.
    """
    node = context.calling_node
    # An error in an expression of the node is an error of the node, not of the end.
    context.node_id = context.frames[-1].node_id
    values = _values(node.data.out, context, "out")
    context.leave_flow()
    for name, value in values.items():
        context.set_variable(name, value, f"out.{name}")
    return node, Leave(exit)


def _values(expressions: dict[str, str], context: StepContext, field: str) -> dict[str, Json]:
    """Evaluate expressions. One that fails is left out, with an error in the trace."""
    values: dict[str, Json] = {}
    for name, expression in expressions.items():
        result = context.evaluate(expression)
        if isinstance(result, Value):
            values[name] = result.value
        else:
            context.record_error(f"{field}.{name}", None, result.error)
    return values
