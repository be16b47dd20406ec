"""Checks flows whose expressions are read with the grammar that the service uses. No expression runs."""

from __future__ import annotations

from collections.abc import Sequence

from flow_core.check import Problem, check
from flow_core.evaluate import Inspected
from flow_core.json import Json
from functions.adapters.javascript.names import inspected
from testing.flows import Document, line, node
from tests.flow_core.check.checking import schema_problem

TYPES: dict[str, Document] = {
    "department": {"valueType": "choice", "choices": ["sales", {"value": "billing", "synonyms": ["bill"]}]},
    "agreed": {"valueType": "boolean"},
    "people": {"valueType": "integer"},
    "day": {"valueType": "date"},
    "at": {"valueType": "time"},
    "paid": {"valueType": "money"},
    "email": {"valueType": "email"},
    "pin": {"valueType": "digits"},
    "reason": {"valueType": "string"},
}
"""Variable -> the data of the question that asks for it."""


def inspect(expressions: Sequence[str]) -> list[Inspected]:
    return [inspected(expression) for expression in expressions]


def found_in(document: Json) -> list[Problem]:
    """Return the problems of expressions that run."""
    found = check(document, inspect, schema_problem).problems
    return [problem for problem in found if problem.code != "missing-failure-edge"]


def deciding(*expressions: str) -> Document:
    """Build a flow that asks for each of TYPES, and then decides by the expressions."""
    asked = [node("elicitation", f"ask-{name}", variable=name, **data) for name, data in TYPES.items()]
    conditions: list[Json] = [{"id": str(at), "expression": each} for at, each in enumerate(expressions)]
    return line(*asked, node("decision", conditions=conditions))


def validating(expression: str, **data: Json) -> Document:
    """Build a flow with a question whose answer an expression validates."""
    return line(node("elicitation", variable="answer", validation=expression, **data))
