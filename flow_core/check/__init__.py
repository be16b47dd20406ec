"""The problems in a flow, at once, in words that its author understands. Nothing is run here, and nothing is changed.

`read_flow` asks whether a document has the shape of a flow, `check` whether every call through it comes to an end.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from flow_core.check.bounds import MOST_TOLD, size_problem
from flow_core.check.expressions import expression_problems
from flow_core.check.graph import graph_of, graph_problems
from flow_core.check.nodes import SchemaProblem, node_problems, variable_problems
from flow_core.check.pace import pace_problems
from flow_core.check.problem import Path, Problem, Severity
from flow_core.check.shape import read_parts
from flow_core.evaluate import Inspect
from flow_core.flow import Flow
from flow_core.json import Json

__all__ = ["MOST_TOLD", "Checked", "Path", "Problem", "SchemaProblem", "Severity", "check", "read_flow"]


@dataclass(frozen=True, slots=True)
class Checked:
    flow: Flow | None
    """None where there are errors."""
    problems: tuple[Problem, ...]
    """Errors first, then as they stand in the document."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "warning")


def read_flow(written: Json) -> tuple[Flow | None, tuple[Problem, ...]]:
    """A flow, unless the document's shape has errors. Never raises.

    Only `check` tells whether it can be run: of a flow that it has passed, this is all that is needed.
    """
    parts = read_parts(written)
    return parts.flow, parts.found.told(parts.document)


def check(written: Json, inspect: Inspect, schema_problem: SchemaProblem) -> Checked:
    """Every problem of a document, up to MOST_TOLD. Never raises.

    inspect: reads expressions without running them.
    schema_problem: tells why a JSON schema is none, or None where it is one.
    """
    too_large = size_problem(written)
    if too_large is not None:
        return Checked(None, (too_large,))
    parts = read_parts(written)
    found = parts.found
    if isinstance(parts.document, dict) and not parts.cut:
        graph = graph_of(parts)
        meaning = chain(
            variable_problems(parts),
            node_problems(parts, schema_problem),
            expression_problems(parts, inspect),
            graph_problems(parts, graph),
            pace_problems(graph),
        )
        # Of what is malformed nothing else is told: it was read with a stand-in.
        found.add(problem for problem in meaning if not parts.broken.covers(problem.path))
    return Checked(parts.flow if found.without_errors else None, found.told(parts.document))
