"""The stable form of a flow in a file."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flow_core.flow import Flow
from local.commands.flows.tidy import text_of, tidy_flow, tidy_test, with_layout
from local.examples import EXAMPLES
from testing.flows import Document, edge, flow, line, node
from tests.local.commands.flows.documents import CITY_TEST, SURVEY, drawn

FILES = sorted(EXAMPLES.rglob("flow.json"))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("id nodes edges data type".split()), inner)
    ),
)


def shuffled(value: Any, random: Random) -> Any:
    """Return a definition with its edges, and the fields of the flow, its nodes and its edges, in another order."""
    document = json.loads(json.dumps(value))
    random.shuffle(document["edges"])
    for one in [
        document,
        *document["nodes"],
        *document["edges"],
        *(each.get("data", {}) for each in document["nodes"]),
    ]:
        fields = list(one.items())
        random.shuffle(fields)
        one.clear()
        one.update(fields)
    return document


@pytest.mark.parametrize("file", FILES, ids=[file.parent.name for file in FILES])
def test_a_tidy_example_runs_in_the_same_way_and_has_one_text(file: Path) -> None:
    written = json.loads(file.read_text())
    tidy = tidy_flow(written, positions=True)
    assert Flow.model_validate(tidy).nodes == Flow.model_validate(written).nodes
    assert Flow.model_validate(tidy).targets == Flow.model_validate(written).targets
    assert tidy_flow(tidy, positions=True) == tidy
    text = text_of(tidy)
    assert json.loads(text) == tidy
    for seed in range(5):
        assert text_of(tidy_flow(shuffled(written, Random(seed)), positions=True)) == text


def test_there_are_examples() -> None:
    assert len(FILES) >= 10


def test_the_layout_of_an_editor_is_left_out_and_comes_back() -> None:
    stored: Any = drawn(SURVEY)
    stored["nodes"][0] |= {"width": 180, "selected": True}
    stored["edges"][0] |= {"selected": False}
    tidy: Any = tidy_flow(stored, positions=False)
    assert "position" not in json.dumps(tidy)
    assert set(tidy["nodes"][0]) == {"id", "type", "data"}
    assert tidy == tidy_flow(SURVEY, positions=False)
    whole = with_layout(tidy, stored)
    assert tidy_flow(whole, positions=True) == tidy_flow(stored, positions=True)


def test_a_position_in_the_file_is_kept() -> None:
    mine: Any = json.loads(json.dumps(SURVEY))
    mine["nodes"][0]["position"] = {"x": 9, "y": 9}
    whole: Any = with_layout(mine, drawn(SURVEY))
    assert [each["position"]["x"] for each in whole["nodes"]] == [9, 200, 400, 600]
    assert "position" not in mine["nodes"][1], "the file's own value does not change"


def test_edges_follow_their_nodes_and_assignments_keep_their_order() -> None:
    assign: Document = {"z": "1", "a": "z + 1"}
    nodes = [node("start"), node("message", "b", assign=assign), node("end")]
    tidy: Any = tidy_flow(flow(nodes, [edge("b", "end"), edge("start", "b")]), positions=False)
    assert [each["source"] for each in tidy["edges"]] == ["start", "b"]
    assert list(tidy["nodes"][1]["data"]["assign"]) == ["z", "a"]
    assert list(tidy["nodes"][1]["data"])[-1] == "assign"


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(JSON)
def test_no_value_raises_an_error(value: Any) -> None:
    tidy_flow(value, positions=False)
    with_layout(value, SURVEY)
    with_layout(SURVEY, value)
    tidy_test(value)


def test_a_stored_test_loses_what_the_api_adds() -> None:
    stored = {"updatedAt": "2026-06-01T12:00:00Z", "testId": "city", **CITY_TEST}
    assert tidy_test(stored) == CITY_TEST
    assert tidy_test({**stored, "later": 1}) == {**CITY_TEST, "later": 1}
    turn: Document = {"expect": {"says": "a", "node": "n"}, "say": "Ann"}
    assert text_of(tidy_test({"turns": [turn], "name": "n"})) == text_of(
        {"name": "n", "turns": [{"say": "Ann", "expect": {"node": "n", "says": "a"}}]}
    )


def test_a_text_is_readable() -> None:
    assert text_of({"name": "Grüße", "turns": [1]}) == '{\n  "name": "Grüße",\n  "turns": [\n    1\n  ]\n}\n'
    assert line(node("message"))["name"] == "a flow"
