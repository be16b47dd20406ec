"""Finds values that an inner flow does not take, and variables that it does not get."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flow_core.authored.nodes import SubflowNode
from flow_core.check.inner.flows import InnerFlows, subflow_parts
from flow_core.check.meaning.finding import described
from flow_core.check.meaning.results import Results
from flow_core.check.meaning.values import Values
from flow_core.check.meaning.variables import fits
from flow_core.check.problem import Problem, Spelling, quoted
from flow_core.check.shape import NodePart, Parts
from flow_core.flow import Flow
from flow_core.syntax import Syntax


def value_problems(
    parts: Parts, inner: InnerFlows, variables: Mapping[str, Values], syntaxes: Mapping[str, Syntax | None]
) -> Iterator[Problem]:
    """Find the problems of the values that go into inner flows.

    Args:
        parts: The document.
        inner: The flows that it calls.
        variables: The values of its variables.
        syntaxes: Expression -> its syntax.
    """
    results = Results(variables)
    for part, node in subflow_parts(parts):
        flow = inner.of(part.id)
        if flow is not None:
            yield from _given_problems(part, node, flow, results, syntaxes)
            yield from _missing_problems(part, node, flow)


def _given_problems(
    part: NodePart, node: SubflowNode, flow: Flow, results: Results, syntaxes: Mapping[str, Syntax | None]
) -> Iterator[Problem]:
    called, spelling = quoted(node.data.flow_id), Spelling(list(flow.unset))
    for name, expression in node.data.given.items():
        path = ("data", "in", name)
        if name not in flow.unset:
            text = f'"in" sets {quoted(name)}, which the flow {called} neither declares nor sets.'
            remedy = f"Correct the name, or declare the variable there.{spelling.hint(name)}"
            yield part.place.warning("unknown-inner-variable", text, remedy, path)
            continue
        declared, syntax = flow.variables.get(name), syntaxes.get(expression)
        if declared is None or syntax is None:
            continue
        values = results.of(syntax)
        if not fits(values, declared):
            text = (
                f'"in" sets {quoted(name)} to {described(values)}, but the flow {called} declares it as '
                f"{quoted(declared.type)}, so it keeps its default."
            )
            yield part.place.warning("never-of-declared-type", text, "Change the type or the value.", path)


def _missing_problems(part: NodePart, node: SubflowNode, flow: Flow) -> Iterator[Problem]:
    """Find the variables that only a caller's flow can set, because the flow declares them and never sets them."""
    set_inside = flow.set_variables()
    for name, declared in flow.variables.items():
        if declared.default is None and name not in set_inside and name not in node.data.given:
            text = f'"in" does not set {quoted(name)}, and the flow {quoted(node.data.flow_id)} has no value for it.'
            remedy = f'Set {quoted(name)} in "in", or give it a default there.'
            yield part.place.warning("missing-inner-variable", text, remedy, ("data", "in"))
