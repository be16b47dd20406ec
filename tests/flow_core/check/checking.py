"""Runs a check with fakes for the JavaScript engine and the reader of schemas."""

from __future__ import annotations

from collections.abc import Mapping

from flow_core.check import Checked, Problem, check
from flow_core.json import Json
from tests.flow_core.fakes import inspect


def schema_problem(schema: Mapping[str, Json]) -> str | None:
    return '"type" is not one that there is' if schema.get("type") == "nonsense" else None


def checked(written: Json) -> Checked:
    return check(written, inspect, schema_problem)


def codes(written: Json) -> list[str]:
    return [problem.code for problem in checked(written).problems]


def the_problem(written: Json) -> Problem:
    """Return the only problem of a document."""
    problems = checked(written).problems
    assert len(problems) == 1, [f"{problem.code}: {problem.message}" for problem in problems]
    return problems[0]
