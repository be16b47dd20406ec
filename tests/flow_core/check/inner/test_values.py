"""The values that go into an inner flow and come out of it."""

from __future__ import annotations

from flow_core.check import check
from flow_core.json import Json
from testing.flows import Document, call, edge, line, node
from tests.flow_core.check.checking import schema_problem
from tests.flow_core.check.inner.looked_up import called_in, codes, store_of, the_problem
from tests.flow_core.fakes import inspect as fake_inspect

INNER = line(
    node("elicitation", variable="pin"),
    node("message", message="{{ customer }} {{ tries }}"),
    variables={
        "customer": {"type": "string"},
        "tries": {"type": "integer", "default": 3},
        "seen": {"type": "boolean", "default": False},
    },
)


def test_a_variable_that_only_the_caller_can_set_must_be_given() -> None:
    problem = the_problem(line(call("who", "inner")), inner=INNER)
    assert (problem.code, problem.severity, problem.node_id) == ("missing-inner-variable", "warning", "who")
    assert problem.path[-2:] == ("data", "in")
    assert codes(line(call("who", "inner", {"customer": "session.id"})), inner=INNER) == []


def test_a_variable_that_the_inner_flow_does_not_have_is_named() -> None:
    problem = the_problem(line(call("who", "inner", {"customer": "'a'", "trys": "1"})), inner=INNER)
    assert (problem.code, problem.path[-1]) == ("unknown-inner-variable", "trys")
    assert problem.remedy.endswith('Did you mean "tries"?')


def test_the_name_of_a_variable_is_an_identifier() -> None:
    assert "bad-variable-name" in codes(line(call("who", "inner", {"customer": "'a'", "a b": "1"})), inner=INNER)
    assert "bad-variable-name" in codes(
        line(call("who", "inner", {"customer": "'a'"}, out={"a b": "pin"})), inner=INNER
    )


def test_in_reads_the_variables_of_its_own_flow() -> None:
    problem = the_problem(line(call("who", "inner", {"customer": "pin"})), inner=INNER)
    assert problem.code == "unknown-variable"
    asked = line(node("elicitation"), call("who", "inner", {"customer": "name"}))
    assert codes(asked, inner=INNER) == []


def test_out_reads_the_variables_of_the_inner_flow_only() -> None:
    document = line(call("who", "inner", {"customer": "'a'"}, out={"number": "pin", "turn": "session.turn"}))
    assert codes(document, inner=INNER) == []
    wrong = line(node("elicitation"), call("who", "inner", {"customer": "'a'"}, out={"number": "name"}))
    problem = the_problem(wrong, inner=INNER)
    assert (problem.code, problem.path[-2:]) == ("unknown-inner-variable", ("out", "number"))


def test_a_variable_of_the_flow_that_only_out_names_is_not_read() -> None:
    document = line(
        call("who", "inner", {"customer": "'a'"}, out={"number": "pin"}), variables={"pin": {"type": "string"}}
    )
    assert codes(document, inner=INNER) == ["unused-variable"]


def test_what_out_sets_can_be_read_after_the_node() -> None:
    said = node("message", message="{{ number }}")
    document = line(call("who", "inner", {"customer": "'a'"}, out={"number": "pin"}), said)
    assert codes(document, inner=INNER) == []
    past = line(
        call("who", "inner", {"customer": "'a'"}, out={"number": "pin"}, assign={"copy": "number"}),
        said,
        edges=[edge("who", "end", "out")],
    )
    inner: Document = {**INNER, "nodes": [*nodes_of(INNER), node("end", "o", outcome="out")]}
    assert codes(past, inner=inner) == []


def test_a_failure_inside_sets_nothing() -> None:
    inner: Document = {**INNER, "onFailure": None}
    said = node("message", message="{{ number }}")
    called = call("who", "inner", {"customer": "'a'"}, out={"number": "pin"})
    document: Document = {**line(called, said), "onFailure": "message"}
    problem = the_problem(document, inner=inner)
    assert (problem.code, problem.node_id) == ("unset-variable", "message")
    assert '"who" (a failure inside) → "message"' in problem.text


def test_an_outcome_may_have_the_name_of_a_failure() -> None:
    inner: Document = {**INNER, "nodes": [*nodes_of(INNER), node("end", "o", outcome="noMatch")]}
    document = line(
        call("who", "inner", {"customer": "'a'"}, out={"number": "pin"}),
        node("message", message="{{ number }}"),
        edges=[edge("who", "message", "noMatch")],
    )
    assert codes(document, inner=inner) == []


def nodes_of(document: Document) -> list[Json]:
    nodes = document["nodes"]
    assert isinstance(nodes, list)
    return nodes


def test_a_value_of_another_type_than_the_inner_flow_declares_is_a_warning() -> None:
    problem = the_problem(line(call("who", "inner", {"customer": "7"})), inner=INNER)
    assert (problem.code, problem.path[-2:]) == ("never-of-declared-type", ("in", "customer"))
    assert 'the flow "inner" declares it as "string"' in problem.text
    assert codes(line(call("who", "inner", {"customer": "session.id", "pin": "7"})), inner=INNER) == []


def test_a_broken_expression_is_reported_where_it_is() -> None:
    document = line(call("who", "inner", {"customer": "1 @"}, out={"x": "(pin"}))
    found = check(document, fake_inspect, schema_problem, called_in(document, store_of({"inner": INNER})))
    assert [(problem.code, problem.path[-2:]) for problem in found.problems] == [
        ("bad-expression", ("out", "x")),
        ("bad-expression", ("in", "customer")),
    ]
