"""What a check says of an expression holds when the engine runs it, and no expression breaks a check."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from flow_core.check import Problem, check
from flow_core.evaluate import Overran
from flow_core.json import Json
from functions.adapters.javascript.engine import JavaScript
from functions.adapters.javascript.names import inspected
from testing.flows import Document, line, node

CORPUS: list[dict[str, Any]] = json.loads(Path(__file__).with_name("javascript_corpus.json").read_text("ascii"))
_TYPES = {str: "string", bool: "boolean", int: "number", float: "number", list: "array", dict: "object"}


def _problems(document: Json) -> tuple[Problem, ...]:
    return check(document, lambda expressions: [*map(inspected, expressions)], lambda schema: None).problems


def _deciding(expression: str, variables: dict[str, Any]) -> Document:
    declared: dict[str, Json] = {
        name: {"type": _TYPES.get(type(value), "any")} for name, value in variables.items() if name != "session"
    }
    return line(node("decision", conditions=[{"id": "a", "expression": expression}]), variables=declared)


def test_a_condition_that_is_said_to_be_constant_is_so_in_the_engine() -> None:
    said: dict[str, bool] = {}
    wrong: list[str] = []
    with JavaScript() as evaluate:
        for group in CORPUS:
            for expression in group["expressions"]:
                for problem in _problems(_deciding(expression, group["variables"])):
                    always = problem.text.startswith(f'"{expression}" is always true')
                    if not always and not problem.text.startswith(f'"{expression}" is never true'):
                        continue
                    said[expression] = always
                    result = evaluate(expression, group["variables"], 1_715_000_000_123, 1)
                    # A constructor may refuse what it is given: the condition is then false, with an error.
                    failed = not isinstance(result, Overran) and hasattr(result, "error") and not result.truthy
                    if not failed and (isinstance(result, Overran) or result.truthy != always):
                        wrong.append(expression)
    assert wrong == []
    assert len(said) > 50


_PARTS = st.sampled_from(
    "value name day agreed session response 'a' 'sales' '' 5 0 1n null undefined true NaN /a/ [] [1,'a'] {} new_Date() "
    "name.length session.channel response.body.x typeof_name isNaN `a${name}` x=>x".split()
)
_OPERATORS = st.sampled_from("=== !== == != < > <= >= + - * / % && || ?? = += in instanceof , ".split(" "))


@st.composite
def _expressions(draw: st.DrawFn) -> str:
    written = draw(_PARTS)
    for _ in range(draw(st.integers(0, 6))):
        form = draw(st.integers(0, 8))
        match form:
            case 0:
                written = f"!({written})"
            case 1:
                written = (
                    f"({written}).{draw(st.sampled_from(['length', 'trim()', 'getDay()', 'includes(name)', 'x']))}"
                )
            case 2:
                written = f"({written}) ? {draw(_PARTS)} : {draw(_PARTS)}"
            case 3:
                written = f"[{written}].includes({draw(_PARTS)})"
            case _:
                written = f"({written}) {draw(_OPERATORS)} ({draw(_PARTS)})"
    return written.replace("_", " ")


@given(_expressions(), st.sampled_from(["date", "money", "choice", "boolean", "string"]))
def test_no_expression_breaks_a_check(expression: str, value_type: str) -> None:
    document = line(
        node("elicitation", variable="name", valueType=value_type, choices=["sales"], validation=expression),
        node("elicitation", "ask-day", variable="day", valueType="date", many=True),
        node("tool", request={"url": "https://a", "body": "{{ " + expression + " }}"}, assign={"agreed": expression}),
        node(
            "decision", conditions=[{"id": "a", "expression": expression}, {"id": "b", "expression": "!" + expression}]
        ),
    )
    for problem in _problems(document):
        assert problem.message
        assert problem.remedy
