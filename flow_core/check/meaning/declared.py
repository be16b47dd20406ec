"""Finds what a node sets a declared variable to that the variable never takes, because it has another type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flow_core.authored.nodes import Node
from flow_core.check.meaning.finding import described
from flow_core.check.meaning.results import Results
from flow_core.check.meaning.values import Values
from flow_core.check.meaning.variables import RESPONSE, answers_of, fits
from flow_core.check.problem import Path, Problem, quoted
from flow_core.check.shape import Parts
from flow_core.syntax import Syntax


def declared_problems(
    parts: Parts, variables: Mapping[str, Values], syntaxes: Mapping[str, Syntax | None]
) -> Iterator[Problem]:
    """Find each value that is never of the type of its variable."""
    for part in parts.nodes:
        sets = () if part.node is None else _sets(part.node, variables, syntaxes)
        for name, path, values in sets:
            declared = parts.variables.get(name)
            if declared is not None and not fits(values, declared):
                text = (
                    f"it sets {quoted(name)} to {described(values)}, but the variable is declared as "
                    f"{quoted(declared.type)}, so it keeps its old value."
                )
                yield part.place.warning("never-of-declared-type", text, "Change the type or the value.", path)


def _sets(
    node: Node, variables: Mapping[str, Values], syntaxes: Mapping[str, Syntax | None]
) -> Iterator[tuple[str, Path, Values]]:
    """Return what a node sets: the variable, the path to it, and its values."""
    for name, path, values in answers_of(node):
        yield name, path, values
    results = Results({**variables, "response": RESPONSE} if node.type == "tool" else variables)
    for name, expression in node.data.assign.items():
        syntax = syntaxes.get(expression)
        if syntax is not None:
            yield name, ("data", "assign", name), results.of(syntax)
