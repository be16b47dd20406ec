"""Finds all problems of a flow and describes them for its author. It runs no flow and changes no document.

`read_flow` checks the shape of a document. `check` also checks that every call through the flow ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from flow_core.check.bounds import MAX_REPORTED, size_problem
from flow_core.check.earlier_rules import without_later_fields
from flow_core.check.problem import Path, Problem, Severity
from flow_core.check.shape import read_parts
from flow_core.evaluate import Inspect
from flow_core.flow import RULES, Flow
from flow_core.json import Json
from flow_core.subflows.frozen import Subflows, linked
from flow_core.subflows.published import Called

if TYPE_CHECKING:
    from flow_core.check.fields.tools import SchemaProblem

__all__ = ["MAX_REPORTED", "Checked", "Path", "Problem", "Severity", "check", "read_flow"]


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of a check."""

    flow: Flow | None
    """The flow; None if there are errors."""
    problems: tuple[Problem, ...]
    """The errors, then the warnings, each in the order of the document."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems with which the flow cannot be saved."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems with which the flow can be saved."""
        return tuple(problem for problem in self.problems if problem.severity == "warning")


def read_flow(
    document: Json, rules: int = RULES, subflows: Subflows | None = None
) -> tuple[Flow | None, tuple[Problem, ...]]:
    """Read a document as a flow. No document raises an error.

    Only `check` finds out whether the flow can run. A flow that has passed `check` needs only this function.

    Args:
        document: The document.
        rules: The rules that the flow runs by, 1 to RULES.
        subflows: The inner flows that are frozen with it. None reads the flow alone.

    Returns:
        The flow and the problems of the shape. The flow is None if the shape has errors.
    """
    parts = read_parts(document if rules > 1 else without_later_fields(document))
    flow = parts.flow if parts.flow is None or rules == RULES else parts.flow.under(rules)
    if flow is not None and subflows:
        flow = linked(flow, subflows, lambda definition, inner_rules: read_flow(definition, inner_rules)[0])
    return flow, parts.found.reported(parts.document)


def check(document: Json, inspect: Inspect, schema_problem: SchemaProblem, called: Called | None = None) -> Checked:
    """Find the problems of a document, at most MAX_REPORTED. No document raises an error.

    Args:
        document: The document.
        inspect: Parses expressions without running them.
        schema_problem: Returns the reason why an object is not a JSON schema; None if it is one.
        called: The flows that the document calls. None if they are not known: then nothing is said about them.

    Returns:
        The flow, if there are no errors, and the problems.
    """
    too_large = size_problem(document)
    if too_large is not None:
        return Checked(None, (too_large,))
    parts = read_parts(document)
    found = parts.found
    if isinstance(parts.document, dict) and not parts.truncated:
        # A turn reads a flow and checks none, and a cold start would wait for these.
        from flow_core.check.expressions import expression_problems
        from flow_core.check.fields.judging import judging_problems
        from flow_core.check.graph import graph_of, graph_problems
        from flow_core.check.handlers import handler_problems
        from flow_core.check.inner.flows import InnerFlows, inner_flows
        from flow_core.check.inner.problems import lost_failure_problems, subflow_problems, too_many_nodes
        from flow_core.check.inner.whole import whole_graph
        from flow_core.check.locale import locale_problems
        from flow_core.check.model_questions import question_problems
        from flow_core.check.nodes import node_problems, variable_problems
        from flow_core.check.pace import pace_problems

        graph = graph_of(parts)
        inner = inner_flows(parts, called or Called(), lambda *published: read_flow(*published)[0])
        too_many = too_many_nodes(parts, inner)
        whole = whole_graph(parts, graph, inner if too_many is None else InnerFlows())
        meaning = chain(
            locale_problems(parts),
            variable_problems(parts),
            node_problems(parts, schema_problem),
            subflow_problems(parts, inner),
            () if too_many is None else (too_many,),
            expression_problems(parts, inspect, inner),
            graph_problems(parts, graph, whole.graph),
            handler_problems(parts, graph),
            judging_problems(parts.judging),
            question_problems(parts, inner),
            lost_failure_problems(parts, whole.lost),
            pace_problems(whole.graph),
        )
        # A placeholder replaced each malformed value, so further problems of that value would mislead.
        found.add(problem for problem in meaning if not parts.malformed.covers(problem.path))
    return Checked(parts.flow if found.without_errors else None, found.reported(parts.document))
