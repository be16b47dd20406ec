"""The flow and the test that the tests of the commands keep as files."""

from __future__ import annotations

from flow_core.json import Json
from testing.flows import Document, line, node

SURVEY: Document = line(
    node("elicitation", "ask-name", prompt="What is your name?", variable="name", extraction="verbatim"),
    node("elicitation", "ask-city", prompt="Which city, {{ name }}?", variable="city", extraction="verbatim"),
    name="survey",
)
"""Asks for a name and a city. It has no positions."""

CITY_TEST: Document = {
    "name": "A name and a city",
    "turns": [
        {"expect": {"node": "ask-name"}},
        {"say": "Ann", "expect": {"says": "Which city, Ann?", "variables": {"name": "Ann"}}},
        {"say": "Rome", "expect": {"status": "completed"}},
    ],
}


def drawn(document: Document) -> Document:
    """Return a flow as the editor stores it: with a position for each node, and the part that is shown."""
    nodes = document["nodes"]
    assert isinstance(nodes, list)
    placed: list[Json] = []
    for index, each in enumerate(nodes):
        assert isinstance(each, dict)
        placed.append({**each, "position": {"x": 200 * index, "y": 40}})
    return {**document, "nodes": placed, "viewport": {"x": 1, "y": 2, "zoom": 1}}
