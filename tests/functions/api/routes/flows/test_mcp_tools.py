"""Publishing lists the tools of a flow's MCP servers and freezes them with the version."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from mcp.server.mcpserver import MCPServer
from mcp.types import ToolAnnotations

from flow_core.check.mcp_tools import ListedTool
from flow_core.effects import Text
from flow_core.json import Json
from functions.deadline import Deadline
from functions.json_schema.check import schema_problem
from functions.ports.tools import Failed, SecretNamed
from functions.turn import mcp_tools
from functions.turn.mcp_tools import ListTools
from testing.api.stack import LOCAL, Stack, assert_problem, stack_on
from testing.flows import Document, call, line, node
from testing.mcp.server import running

NUMBER: Json = {"type": "object", "properties": {"number": {"type": "string"}}, "required": ["number"]}


def shop() -> MCPServer:
    server = MCPServer("shop")

    @server.tool(description="Finds an order.", annotations=ToolAnnotations(read_only_hint=True))
    def find(number: str) -> str:
        return "shipped"

    @server.tool(description="Cancels an order.")
    def cancel(number: str) -> str:
        return "cancelled"

    return server


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with running(shop()) as url:
        yield url


def desk(server: str, *tools: Document, **mcp: Json) -> Document:
    """Build a flow whose model has some tools of a server; without any, both."""
    both: tuple[Document, ...] = tuple({"name": each, "mcp": {"tool": each}} for each in ("find", "cancel"))
    drawn: list[Json] = []
    for each in tools or both:
        named = each["mcp"]
        assert isinstance(named, dict)
        drawn.append({**each, "mcp": {"server": server, **named, **mcp}})
    return line(node("llm", "talk", tools=drawn))


def tools_in(stack: Stack, flow_id: str, version: Json) -> Any:
    read = stack.client.get(f"/api/flows/{flow_id}?version={version}").json()
    return read["definition"]["nodes"][1]["data"]["tools"]


def publish(stack: Stack, flow_id: str) -> int:
    answer = stack.client.post(f"/api/flows/{flow_id}/publish")
    assert answer.status_code == 201, answer.text
    return int(answer.json()["version"])


def refused(stack: Stack, flow_id: str) -> Any:
    """The problems of a publication that is refused."""
    answer = assert_problem(stack.client.post(f"/api/flows/{flow_id}/publish"), 422)
    assert answer["detail"].startswith("The flow cannot be published: ")
    assert all(each["severity"] == "error" and each["remedy"] for each in answer["problems"])
    return answer["problems"]


def gone() -> str:
    """The address of a server that is not there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/mcp"


def test_a_version_has_what_the_author_left_out_and_the_draft_has_not(stack: Stack, fresh: str, address: str) -> None:
    assert stack.save(fresh, desk(address))["problems"] == []
    assert publish(stack, fresh) == 1
    find, cancel = tools_in(stack, fresh, 1)
    assert (find["description"], cancel["description"]) == ("Finds an order.", "Cancels an order.")
    assert find["parameters"]["properties"]["number"]["type"] == "string"
    assert find["parameters"]["required"] == ["number"]
    # Only the tool that the server calls read-only may be called again.
    assert (find["retries"], cancel.get("retries")) == (2, None)
    assert set(tools_in(stack, fresh, "draft")[0]) == {"name", "mcp"}
    assert stack.process(fresh, f"{fresh}-a")["response"].startswith("Hello.")


def test_a_list_that_changes_makes_another_version_and_the_same_list_none(stack: Stack, fresh: str) -> None:
    server = shop()
    with running(server) as url:
        stack.save(fresh, desk(url, {"name": "find", "mcp": {"tool": "find"}}))
        assert [publish(stack, fresh), publish(stack, fresh)] == [1, 1]
        server.remove_tool("find")

        @server.tool(name="find", description="Finds two orders.")
        def other(number: str, year: int) -> str:
            return "lost"

        assert [publish(stack, fresh), publish(stack, fresh)] == [2, 2]
    one, two = (tools_in(stack, fresh, version)[0] for version in (1, 2))
    assert (one["description"], list(one["parameters"]["properties"])) == ("Finds an order.", ["number"])
    assert (two["description"], list(two["parameters"]["properties"])) == ("Finds two orders.", ["number", "year"])


def test_what_the_author_wrote_is_published_as_it_is(stack: Stack, fresh: str, address: str) -> None:
    tool: Document = {"name": "find", "description": "Mine.", "parameters": NUMBER, "retries": 0}
    stack.publish(fresh, desk(address, {**tool, "mcp": {"tool": "find"}}))
    assert tools_in(stack, fresh, 1) == tools_in(stack, fresh, "draft")


def test_a_server_that_is_gone_is_named_with_its_field(stack: Stack, fresh: str) -> None:
    stack.save(fresh, desk(gone()))
    first, second = refused(stack, fresh)
    assert (first["code"], first["nodeId"]) == ("mcp-server-not-listed", "talk")
    assert first["field"] == "nodes.1.data.tools.0.mcp.server"
    assert second["field"] == "nodes.1.data.tools.1.mcp.server"
    assert "the MCP server could not be reached" in first["message"]
    assert stack.client.get(f"/api/flows/{fresh}/versions").json()["versions"] == []


def test_a_server_that_is_slow_is_named_in_time(
    stack: Stack, fresh: str, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(mcp_tools, "SERVER_SECONDS", 0.0)
    stack.save(fresh, desk(address))
    assert "the MCP server did not answer in time" in refused(stack, fresh)[0]["message"]


def test_a_tool_that_the_server_does_not_have_is_named(stack: Stack, fresh: str, address: str) -> None:
    stack.save(fresh, desk(address, {"name": "find", "mcp": {"tool": "fnd"}}))
    (problem,) = refused(stack, fresh)
    assert (problem["code"], problem["field"]) == ("unknown-mcp-tool", "nodes.1.data.tools.0.mcp.tool")
    assert problem["remedy"] == 'Name one of its tools: "find" and "cancel". Did you mean "find"?'


def test_parameters_that_are_not_those_of_the_tool_are_named(stack: Stack, fresh: str, address: str) -> None:
    wrong: Json = {"type": "object", "properties": {"nr": {"type": "string"}}}
    stack.save(fresh, desk(address, {"name": "find", "parameters": wrong, "mcp": {"tool": "find"}}))
    assert [(each["code"], each["field"]) for each in refused(stack, fresh)] == [
        ("unknown-mcp-parameter", "nodes.1.data.tools.0.parameters.properties.nr"),
        ("missing-mcp-parameter", "nodes.1.data.tools.0.parameters.required"),
    ]


def test_the_arguments_that_a_text_reads_are_known_from_the_list(stack: Stack, fresh: str, address: str) -> None:
    tool: Document = {"name": "find", "mcp": {"tool": "find"}, "confirm": "Shall I find {{ arguments.nr }}?"}
    assert stack.save(fresh, desk(address, tool))["problems"] == []
    publish(stack, fresh)
    checked = stack.client.post(f"/api/flows/{fresh}/check", json=desk(address, tools_in(stack, fresh, 1)[0])).json()
    assert [each["code"] for each in checked["problems"]] == ["missing-property"]


def test_a_private_server_is_refused_outside_the_local_stack(fresh: str, address: str) -> None:
    with stack_on(replace(LOCAL, tools_may_be_private=False)) as public:
        public.save(fresh, desk(address))
        assert "private or reserved" in refused(public, fresh)[0]["message"]


def test_a_secret_of_a_header_is_not_in_a_problem(fresh: str, tmp_path: Path) -> None:
    secrets = tmp_path / "secrets.json"
    secrets.write_text(json.dumps({"demo": {"KEY": "s3cr3t-value"}}))
    headers: Json = {"Authorization": "Bearer {{ secrets.KEY }}"}
    with stack_on(replace(LOCAL, secrets_file=str(secrets))) as stack:
        stack.save(fresh, desk(gone(), headers=headers))
        assert "s3cr3t" not in json.dumps(refused(stack, fresh))
        stack.save(fresh, desk(gone(), headers={"X": "{{ secrets.OTHER }}"}))
        assert "there is no secret named OTHER" in refused(stack, fresh)[0]["message"]


def test_an_inner_flow_keeps_the_list_of_its_own_version(stack: Stack, fresh: str) -> None:
    inner = f"{fresh}-inner"
    with running(shop()) as url:
        assert stack.publish(inner, desk(url)) == 1
    # The server is gone. Neither the flow that calls the inner one nor its sessions ask it.
    assert stack.publish(fresh, line(call("who", inner, version=None))) == 1
    frozen = stack.services.flows.version("demo", fresh, 1)
    assert frozen is not None
    found: Any = frozen.subflows[f"{inner}@1"]
    assert found["definition"]["nodes"][1]["data"]["tools"][0]["description"] == "Finds an order."


def test_a_test_of_the_draft_lists_the_tools_too(stack: Stack, fresh: str, address: str) -> None:
    stack.save(fresh, desk(address))
    answer = stack.client.post(f"/api/flows/{fresh}/test-chat", json={"version": "draft"})
    assert answer.status_code == 201, answer.text
    head = stack.services.sessions.head(answer.json()["sessionId"])
    assert head is not None
    pinned = stack.services.flows.definition("demo", fresh, head.pin)
    assert pinned is not None
    written: Any = pinned.written
    assert written["nodes"][1]["data"]["tools"][0]["description"] == "Finds an order."
    assert stack.process(fresh, answer.json()["roomName"])["response"].startswith("Hello.")


def test_a_test_of_a_draft_whose_server_is_gone_is_refused(stack: Stack, fresh: str) -> None:
    stack.save(fresh, desk(gone()))
    answer = stack.client.post(f"/api/flows/{fresh}/test-chat", json={"version": "draft"})
    assert "could not be reached" in str(assert_problem(answer, 422, "version"))


def test_a_published_version_asks_no_server_for_its_sessions(stack: Stack, fresh: str) -> None:
    with running(shop()) as url:
        stack.publish(fresh, desk(url))
    assert stack.client.post(f"/api/flows/{fresh}/test-chat").status_code == 201
    assert stack.process(fresh, f"{fresh}-a")["response"].startswith("Hello.")


# The time for all servers


class SlowServers:
    """Servers of which each list takes all of the time that it is given."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def list_tools(
        self, server: str, headers: Mapping[str, Text], *, secrets: SecretNamed, deadline: Deadline
    ) -> tuple[ListedTool, ...] | Failed:
        self.asked.append(server)
        return Failed("the MCP server did not answer in time")


def test_servers_for_which_no_time_remains_are_not_asked(
    stack: Stack, fresh: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mcp_tools, "ALL_SECONDS", 0.0)
    stack.save(fresh, desk("https://a.example/mcp"))
    draft = stack.services.flows.draft("demo", fresh)
    assert draft is not None
    servers = SlowServers()
    list_tools = ListTools(servers, stack.services.list_tools.secrets, schema_problem)
    with pytest.raises(mcp_tools.UnlistedToolsError, match="the other servers took all of the time"):
        list_tools("demo", draft)
    assert servers.asked == []
    monkeypatch.undo()
    with pytest.raises(mcp_tools.UnlistedToolsError, match="did not answer in time"):
        list_tools("demo", draft)
    assert servers.asked == ["https://a.example/mcp"]
