"""A version without what publishing has added."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings

from flow_core.json import Json
from local.commands.flows.as_written import as_written
from local.commands.flows.differences import differences_in_flow
from testing.flows import Document, line, node
from tests.local.commands.flows.test_tidy import JSON

MCP: Json = {"server": "https://crm.example/mcp", "tool": "find"}


def using(*tools: Json) -> Document:
    return line(node("llm", "talk", tools=[*tools]))


def test_what_an_mcp_server_lists_is_no_difference_and_what_an_author_changes_is() -> None:
    written: Document = {"name": "find", "mcp": MCP, "description": "Finds."}
    published: Document = {**written, "parameters": {"type": "object"}, "retries": 2}
    assert as_written(using(published), using(written)) == using(written)
    changed = using({**written, "description": "Finds an order."})
    found = differences_in_flow(as_written(using(published), changed), changed)
    assert found == ['~ node talk: data.tools.1.description: "Finds." → "Finds an order."']
    own: Document = {"name": "find", "request": {"url": "https://example.com"}, "description": "Finds."}
    assert as_written(using({**own, "retries": 2}), using(own)) == using({**own, "retries": 2})


def test_a_number_of_an_inner_flow_is_a_difference_if_the_author_wrote_one() -> None:
    def calling(**data: Json) -> Document:
        return line({"id": "who", "type": "subflow", "data": {"flowId": "inner", **data}})

    assert as_written(calling(version=3), calling()) == calling()
    assert as_written(calling(version=3), calling(version=2)) == calling(version=3)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(JSON, JSON)
def test_no_values_raise_an_error(published: Any, written: Any) -> None:
    as_written(published, written)
