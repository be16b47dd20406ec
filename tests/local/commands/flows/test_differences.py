"""What a reviewer reads of a change."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flow_core.json import Json
from local.commands.flows.differences import differences, differences_in_flow, differences_in_gate, differences_in_tests
from local.commands.flows.folder import FlowFiles
from testing.flows import Document, edge, flow, line, node
from tests.local.commands.flows.documents import CITY_TEST, SURVEY, drawn
from tests.local.commands.flows.test_tidy import JSON


def changed(document: Document, change: Any) -> Any:
    copy = json.loads(json.dumps(document))
    change(copy)
    return copy


def nodes_of(document: Any) -> dict[str, Any]:
    return {each["id"]: each["data"] for each in document["nodes"]}


def test_equal_flows_have_no_differences() -> None:
    files = FlowFiles("survey", SURVEY, {"city": CITY_TEST}, None)
    stored = FlowFiles("survey", drawn(SURVEY), {"city": {"testId": "city", **CITY_TEST}}, {"tests": False})
    assert differences(stored, files) == []
    assert differences(stored, files, positions=True)[0].startswith("- flow: viewport: ")


def test_nodes_and_edges_are_named() -> None:
    def change(document: Any) -> None:
        document["nodes"].append({"id": "more", "type": "message", "data": {"message": "One more thing."}})
        document["nodes"] = [each for each in document["nodes"] if each["id"] != "ask-city"]
        document["edges"] = [
            edge("start", "ask-name"),
            {**edge("ask-name", "more"), "id": "e9"},
            edge("more", "end"),
            edge("ask-name", "end", "noMatch"),
        ]

    assert differences_in_flow(SURVEY, changed(SURVEY, change)) == [
        '+ node more (message): "One more thing."',
        '- node ask-city (elicitation): "Which city, {{ name }}?"',
        '~ edge ask-name/default: id: "ask-name-default-ask-city" → "e9"',
        '~ edge ask-name/default: target: "ask-city" → "more"',
        "+ edge ask-name/noMatch → end",
        "+ edge more/default → end",
        "- edge ask-city/default → end",
    ]


def test_a_long_text_has_a_line_for_old_and_new() -> None:
    def change(document: Any) -> None:
        nodes_of(document)["ask-name"]["prompt"] = "Please tell me your first name and your last name."

    assert differences_in_flow(SURVEY, changed(SURVEY, change)) == [
        "~ node ask-name: data.prompt:",
        '    - "What is your name?"',
        '    + "Please tell me your first name and your last name."',
    ]


def test_conditions_are_compared_by_id_and_their_order_counts() -> None:
    conditions: list[Json] = [{"id": "a", "expression": "x"}, {"id": "b", "expression": "y"}]
    before = line(node("decision", conditions=conditions))
    after = line(node("decision", conditions=[{"id": "c", "expression": "z"}, *reversed(conditions)]))
    assert differences_in_flow(before, after) == [
        '+ node decision: data.conditions.c: {"id": "c", "expression": "z"}',
        "~ node decision: data.conditions: the order is now b, a",
    ]


def test_the_order_of_assignments_counts_and_that_of_other_objects_does_not() -> None:
    before = line(node("message", assign={"a": "1", "b": "a"}), variables={"a": {}, "b": {}})
    after = line(node("message", assign={"b": "a", "a": "1"}), variables={"b": {}, "a": {}})
    assert differences_in_flow(before, after) == ["~ node message: data.assign: the order is now b, a"]


def test_settings_and_variables_of_the_flow_are_compared() -> None:
    before = line(node("message"), language="en-US", variables={"a": {"type": "any"}})
    after = line(node("message"), timeZone="UTC", variables={"a": {"type": "string"}})
    assert differences_in_flow(before, after) == [
        '+ flow: timeZone: "UTC"',
        '~ flow: variables.a.type: "any" → "string"',
        '- flow: language: "en-US"',
    ]


def test_a_turn_in_between_changes_no_other_turn() -> None:
    turns: Any = CITY_TEST["turns"]
    after: Document = {**CITY_TEST, "turns": [turns[0], {"silence": True}, turns[1], {**turns[2], "say": "Oslo"}]}
    assert differences_in_tests({"city": CITY_TEST}, {"city": after}) == [
        '+ test city: turns.2: {"silence": true}',
        '~ test city: turns.4.say: "Rome" → "Oslo"',
    ]


def test_no_value_is_another_thing_than_null() -> None:
    variables: tuple[Document, Document] = ({"a": None}, {})
    expecting: list[Document] = [{"name": "n", "turns": [{"expect": {"variables": each}}]} for each in variables]
    found = differences_in_tests({"t": expecting[0]}, {"t": expecting[1]})
    assert found == ["- test t: turns.1.expect.variables.a: null"]


def test_tests_and_the_gate_are_compared() -> None:
    assert differences_in_tests({"a": CITY_TEST}, {"b": CITY_TEST}) == [
        "+ test b: A name and a city",
        "- test a: A name and a city",
    ]
    assert differences_in_gate(None, {"tests": True, "replayLast": 5}) == [
        "~ gate: tests: false → true",
        "+ gate: replayLast: 5",
    ]
    assert differences_in_gate({"tests": False}, None) == []


def test_an_edge_drawn_again_is_one_line_and_two_edges_of_an_exit_are_both_there() -> None:
    before = flow([node("start"), node("end")], [edge("start", "end")])
    twice = flow([node("start"), node("end")], [edge("start", "end"), edge("start", "end")])
    assert differences_in_flow(before, twice) == ["+ edge #2 → end"]


def test_a_long_list_is_compared_within_bounds() -> None:
    before: list[Json] = [{"say": f"a {number}"} for number in range(3_000)]
    after: list[Json] = [{"say": f"b {number}"} for number in range(3_000)]
    assert len(differences_in_tests({"t": {"turns": before}}, {"t": {"turns": after}})) == 3_000


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(JSON, st.booleans())
def test_every_value_is_the_same_as_itself(value: Any, positions: bool) -> None:
    files = FlowFiles("any", value, {"test": value}, value)
    assert differences(files, files, positions=positions) == []


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(JSON, JSON)
def test_no_values_raise_an_error(before: Any, after: Any) -> None:
    differences(FlowFiles("any", before, {"test": before}, before), FlowFiles("any", after, {"test": after}, after))
