"""The names, exits and edges of a flow."""

from __future__ import annotations

import pytest

from flow_core.authored.nodes import exits_of
from flow_core.json import Json
from flow_core.variables.names import variable_name_problem
from testing.flows import call, edge, flow, line, node
from tests.flow_core.conversations import parsed


@pytest.mark.parametrize("name", ["orderNumber", "_x", "$", "a" * 100])
def test_a_javascript_identifier_can_name_a_variable(name: str) -> None:
    assert variable_name_problem(name) is None


@pytest.mark.parametrize("name", ["", "order-id", "1st", "class", "__proto__", "a" * 101, "a\n", "größe", "undefined"])
def test_a_name_that_breaks_every_expression_cannot_be_a_variable(name: str) -> None:
    problem = variable_name_problem(name)
    assert problem is not None
    assert "identifier" in problem


@pytest.mark.parametrize("name", ["session", "secrets", "response", "value"])
def test_a_reserved_name_cannot_be_a_variable(name: str) -> None:
    assert "reserved" in (variable_name_problem(name) or "")


def test_the_exits_of_a_decision_are_its_conditions_in_order_and_default() -> None:
    written: list[Json] = [{"id": "b", "expression": "true"}, {"id": "a", "expression": "true"}]
    document = parsed(line(node("decision", conditions=written), node("elicitation")))
    assert exits_of(document.node("decision")) == ("b", "a", "default")
    assert exits_of(document.node("elicitation")) == ("default", "noMatch", "noInput")
    assert exits_of(document.node("end")) == ()


def test_an_exit_follows_its_own_edge_else_the_edge_of_default() -> None:
    edges = [edge("start", "tool"), edge("tool", "end"), edge("tool", "start", "error")]
    document = parsed(flow([node("start"), node("tool"), node("end")], edges))
    assert document.target("tool", "error") == "start"
    assert document.target("tool", "default") == "end"
    assert document.target("start", "other") == "tool"
    assert document.target("end", "default") is None


def test_an_edge_with_an_empty_handle_leaves_by_default() -> None:
    document = parsed(flow([node("start"), node("end")], [{**edge("start", "end"), "sourceHandle": ""}]))
    assert document.target("start", "default") == "end"


def test_the_fields_of_an_editor_are_ignored() -> None:
    document = line(node("elicitation"))
    assert parsed({**document, "viewport": {"zoom": 1}}) == parsed(document)


def test_a_flow_that_is_read_alone_has_no_inner_flows_and_is_called_by_none() -> None:
    alone = parsed(line(call("verify", "verify-caller")))
    assert alone.inner == {}
    assert alone.called is None
    inner = parsed(line()).with_inner({}, "verify-caller")
    assert alone.with_inner({"verify": inner}, None).inner["verify"].called == "verify-caller"
    assert alone.inner == {}


def test_the_model_of_a_version_is_frozen_with_it_and_belongs_to_no_other_flow() -> None:
    alone = parsed(line(node("llm")))
    frozen = alone.with_model("openai/gpt-4.1-mini")
    assert frozen.model == "openai/gpt-4.1-mini"
    assert alone.model is None
    assert frozen.with_model(None).model is None
    assert frozen.nodes == alone.nodes
