"""docs/flows.md names every field of a flow, and its examples have no problem."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from flow_core.authored.asked import ValueType
from flow_core.authored.nodes import Node, NodeType
from flow_core.check import read_flow
from flow_core.flow import Flow
from flow_core.text.filters import FILTERS

PAGE = (Path(__file__).parents[2] / "docs" / "flows.md").read_text(encoding="utf-8")
EXAMPLES = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]
_OF_ENDS = {"source", "sourceHandle", "target", "position"}
"""Fields that the page shows in an example of a node or an edge, without backticks of their own."""


def _fields(schema: dict[str, Any]) -> Iterator[str]:
    yield from schema.get("properties", {})
    for model in schema.get("$defs", {}).values():
        yield from model.get("properties", {})


_OF_THE_FLOW = frozenset({"handlers", "judging"})
"""Fields of a flow that have an example of their own."""
SCHEMA = Flow.model_json_schema(by_alias=True)
FIELDS = sorted({*_fields(SCHEMA)} - _OF_ENDS - {"x", "y"})


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_of_a_flow_is_on_the_page(name: str) -> None:
    assert re.search(rf"`[^`\n]*\b{re.escape(name)}\b[^`\n]*`", PAGE), f"docs/flows.md does not name {name}"


@pytest.mark.parametrize("kind", get_args(NodeType))
def test_every_kind_of_node_is_in_the_table_and_has_a_section(kind: str) -> None:
    assert re.search(rf"^\| `{kind}` \|", PAGE, re.MULTILINE)
    assert f"\n## {kind}\n" in PAGE


@pytest.mark.parametrize("value_type", get_args(ValueType))
def test_every_type_of_value_is_on_the_page(value_type: str) -> None:
    assert re.search(rf"^\|[^|]*`{value_type}`", PAGE, re.MULTILINE)


@pytest.mark.parametrize("filter", FILTERS)
def test_every_filter_is_on_the_page(filter: str) -> None:
    assert f"\\| {filter} }}}}`" in PAGE


def test_the_page_has_an_example_of_a_flow_and_of_several_nodes() -> None:
    assert "nodes" in EXAMPLES[0]
    kinds = {example["type"] for example in EXAMPLES[1:] if _OF_THE_FLOW.isdisjoint(example)}
    assert kinds >= {"elicitation", "form", "tool"}
    assert kinds <= {node.model_fields["type"].annotation.__args__[0] for node in get_args(get_args(Node)[0])}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.get("id", "flow"))
def test_an_example_has_no_problem(example: dict[str, Any]) -> None:
    assert read_flow(_whole(example))[1] == ()


def _whole(example: dict[str, Any]) -> dict[str, Any]:
    if not _OF_THE_FLOW.isdisjoint(example):
        return {**EXAMPLES[0], **example}
    return example if "nodes" in example else _around(example)


def _around(node: dict[str, Any]) -> dict[str, Any]:
    """Return a flow of which the node is the middle."""
    return {
        "name": "example",
        "onFailure": "end",
        "variables": {"number": {"default": 1}},
        "nodes": [{"id": "start", "type": "start"}, node, {"id": "end", "type": "end"}],
        "edges": [
            {"id": "e1", "source": "start", "target": node["id"]},
            {"id": "e2", "source": node["id"], "target": "end"},
        ],
    }
