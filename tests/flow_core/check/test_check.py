"""Several problems in one document, their order, and random documents."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from flow_core.check import read_flow
from flow_core.flow import Flow
from flow_core.json import Json
from testing.flows import edge, line, node
from tests.flow_core.check.checking import checked, the_problem

_RIGHT = line(
    node("elicitation", valueType="choice", choices=["a", {"value": "b"}], validation="value", reprompts=["x"]),
    node("llm", until="name", extract={"topic": {"type": "string"}}),
    node("decision", conditions=[{"id": "yes", "expression": "topic"}, {"id": "no", "expression": "name"}]),
    node("tool", request={"url": "https://example.com", "body": {"a": ["{{ name }}"]}}, assign={"ok": "response"}),
    edges=[
        edge("decision", "transfer", "yes"),
        edge("tool", "elicitation", "error"),
        edge("transfer", "end", "failed"),
    ],
    variables={"name": {"type": "string", "default": ""}},
)
_RIGHT["nodes"] = [*_RIGHT["nodes"], node("transfer")] if isinstance(_RIGHT["nodes"], list) else []

_JSON: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
_NAMES = st.sampled_from(
    "name nodes edges variables id type data source target sourceHandle prompt variable conditions request url assign "
    "extract choices until label default a b end start".split()
)
_FLOWLIKE: st.SearchStrategy[Json] = st.recursive(
    _JSON | _NAMES | st.sampled_from(["elicitation", "llm", "decision", "tool", "transfer", "{{", "{{ a }}", ""]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_NAMES, inner, max_size=6),
    max_leaves=40,
)


def test_a_document_with_all_types_of_node_has_no_problems() -> None:
    assert checked(_RIGHT).problems == ()


def test_all_problems_are_reported_at_once_errors_first_in_the_documents_order() -> None:
    document = line(
        node("elicitation", prompt="", variable="class"),
        node("llm", until="1 @ 2", fallback="", retries=2),
        {**node("tool"), "data": {"assign": {"a": "nobody"}}},
        {**node("end", "odd"), "type": "ending"},
        edges=[edge("tool", "nowhere", "error"), edge("llm", "end", "eror")],
        variables={"count": {"type": "integer", "default": "five"}},
    )
    assert [(problem.severity, problem.code) for problem in checked(document).problems] == [
        ("error", "bad-variable-name"),
        ("error", "bad-expression"),
        ("error", "missing-field"),
        ("error", "unknown-node-type"),
        ("error", "unknown-target"),
        ("error", "unknown-exit"),
        ("error", "default-of-wrong-type"),
        ("warning", "empty-prompt"),
        ("warning", "unknown-field"),
        ("warning", "unknown-variable"),
    ]


def test_a_problem_has_its_place_its_field_and_its_text_apart() -> None:
    problem = the_problem(line(node("llm", "ask", until="1 @ 2")))
    assert problem.place == 'Node "ask"'
    assert problem.field == '"until"'
    assert problem.text.startswith('"1 @ 2" is not JavaScript')
    assert problem.message == f'Node "ask": in "until", {problem.text}'


def test_a_text_that_names_its_field_has_no_field_apart() -> None:
    (problem,) = checked(line(node("llm", "ask", until="missing"))).problems
    assert problem.field is None
    assert problem.message == f'Node "ask": {problem.text}'


def test_hints_have_a_limit() -> None:
    crowd = [node("llm", f"n{index}", instructions="{{ nmae" + str(index) + " }}") for index in range(300)]
    problems = checked(line(node("elicitation"), *crowd)).warnings
    hinted = [problem for problem in problems if "Did you mean" in problem.remedy]
    assert len(hinted) == 20


def test_a_long_name_is_cut_in_a_message() -> None:
    document = line(edges=[edge("n" * 150, "end")])
    assert f'"{"n" * 80}…"' in checked(document).problems[0].message


@given(_JSON | _FLOWLIKE)
def test_check_raises_no_error_for_any_document(written: Json) -> None:
    _prove(written)


@st.composite
def _mutations(draw: st.DrawFn) -> Json:
    document: Json = json.loads(json.dumps(_RIGHT))
    for _ in range(draw(st.integers(1, 4))):
        document = _mutated(document, draw)
    return document


def _mutated(value: Json, draw: st.DrawFn) -> Json:
    """One value of the flow is removed, repeated or replaced."""
    if isinstance(value, dict) and value and draw(st.integers(0, 9)):
        name = draw(st.sampled_from(sorted(value)))
        change = draw(st.sampled_from(["deeper", "deeper", "deeper", "delete", "rename"]))
        if change == "deeper":
            return {**value, name: _mutated(value[name], draw)}
        left = {other: item for other, item in value.items() if other != name}
        return left if change == "delete" else {**left, draw(_NAMES): value[name]}
    if isinstance(value, list) and value and draw(st.integers(0, 9)):
        index = draw(st.integers(0, len(value) - 1))
        change = draw(st.sampled_from(["deeper", "deeper", "deeper", "delete", "double"]))
        if change == "deeper":
            return [*value[:index], _mutated(value[index], draw), *value[index + 1 :]]
        return [*value[:index], *([value[index]] * 2 if change == "double" else []), *value[index + 1 :]]
    return draw(_JSON | _NAMES)


@given(_mutations())
def test_check_raises_no_error_for_a_damaged_flow(written: Json) -> None:
    _prove(written)


def _prove(written: Json) -> None:
    result = checked(written)
    read, shape = read_flow(written)
    assert set(shape) <= set(result.problems)
    assert (read is None) == any(problem.severity == "error" for problem in shape)
    assert (result.flow is None) == bool(result.errors)
    assert result.problems == (*result.errors, *result.warnings)
    for problem in result.problems:
        assert problem.message
        assert problem.remedy
        assert json.dumps([problem.message, problem.remedy, problem.path], ensure_ascii=False).encode()
    if result.flow is not None:
        assert isinstance(result.flow, Flow)
        assert result.flow.start() in result.flow.nodes
