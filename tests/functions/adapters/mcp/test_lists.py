"""Lists of the tools of MCP servers: real ones on loopback, and some that are slow, gone, endless or no MCP servers."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping

import pytest

from flow_core.check.mcp_tools import ListedTool
from flow_core.effects import Secret, Text
from flow_core.json import Json
from functions.adapters.http.public_network import PublicTransport
from functions.adapters.mcp.servers import MAX_PAGES, McpOverHttp
from functions.deadline import Deadline
from functions.ports.tools import Failed
from testing.fakes.loopback import IN_TIME_SECONDS, Exchange, Loopback
from testing.mcp.server import serving
from tests.functions.adapters.mcp.test_servers import TOKEN, TRUSTS_NOBODY


def listed(
    server: str, *, headers: Mapping[str, Text] | None = None, seconds: float = 20, allow_private: bool = True
) -> tuple[ListedTool, ...] | Failed:
    servers = McpOverHttp(
        allow_private=allow_private,
        transport=lambda network: PublicTransport(network, ssl_context=TRUSTS_NOBODY),
    )
    try:
        return servers.list_tools(server, headers or {}, secrets={"TOKEN": TOKEN}.get, deadline=Deadline.after(seconds))
    finally:
        servers.close()


def listing(exchange: Exchange, tools: Json, cursor: str | None = None) -> None:
    """Answer as a server that lists some tools."""
    asked = json.loads(exchange.received.body or b"{}")
    if "id" not in asked:
        exchange.answer(202)
        return
    result: Json = {
        "protocolVersion": "2025-06-18",
        "capabilities": {"tools": {}},
        "serverInfo": {"name": "shop", "version": "1"},
    }
    if asked["method"] == "tools/list":
        result = {"tools": tools, "nextCursor": cursor}
    elif asked["method"] != "initialize":
        error: Json = {"code": -32601, "message": "no such method"}
        exchange.json(json.dumps({"jsonrpc": "2.0", "id": asked["id"], "error": error}))
        return
    exchange.json(json.dumps({"jsonrpc": "2.0", "id": asked["id"], "result": result}))


@pytest.mark.parametrize("as_json", [False, True], ids=["event stream", "json"])
def test_a_server_lists_its_tools_with_their_schemas_and_hints(as_json: bool) -> None:
    with serving(json_response=as_json) as (server, noted):
        tools = listed(server)
    assert isinstance(tools, tuple)
    by_name = {tool.name: tool for tool in tools}
    find = by_name["find_order"]
    assert (find.description, find.repeatable, by_name["note_order"].repeatable) == ("Finds an order.", True, False)
    assert (find.parameters["type"], find.parameters["required"]) == ("object", ["number"])
    assert noted == []


def test_all_pages_of_a_list_are_read() -> None:
    def pages(exchange: Exchange) -> None:
        more = b'"cursor"' not in exchange.received.body
        tool: Json = {"name": "one" if more else "two", "inputSchema": {"type": "object"}}
        listing(exchange, [tool], "next" if more else None)

    with Loopback(pages) as server:
        tools = listed(f"{server.origin}/mcp")
    assert tools == tuple(ListedTool(name, "", {"type": "object"}) for name in ("one", "two"))


def test_a_list_without_an_end_is_refused() -> None:
    with Loopback(lambda exchange: listing(exchange, [], "next")) as server:
        found = listed(f"{server.origin}/mcp")
    assert found == Failed(f"the MCP server lists its tools in more than {MAX_PAGES} pages")


def test_a_list_of_ten_mib_is_refused() -> None:
    long: Json = [{"name": "a", "description": "x" * (10 << 20), "inputSchema": {"type": "object"}}]
    with Loopback(lambda exchange: listing(exchange, long)) as server:
        assert listed(f"{server.origin}/mcp") == Failed("the MCP server answered with more than 1 MiB")


def test_a_list_that_no_version_can_hold_is_refused() -> None:
    broken: Json = [{"name": "a", "description": "\ud800", "inputSchema": {"type": "object"}}]
    with Loopback(lambda exchange: listing(exchange, broken)) as server:
        assert isinstance(listed(f"{server.origin}/mcp"), Failed)


def test_a_secret_that_a_server_repeats_is_taken_out_of_its_list() -> None:
    schema: Json = {"type": "object", "properties": {"a": {"description": TOKEN}}}
    tools: Json = [{"name": "a", "description": f"Use {TOKEN}.", "inputSchema": schema}]
    with Loopback(lambda exchange: listing(exchange, tools)) as server:
        found = listed(f"{server.origin}/mcp", headers={"Authorization": ("Bearer ", Secret("TOKEN"))})
        assert server.received[0].headers["authorization"] == f"Bearer {TOKEN}"
    assert isinstance(found, tuple)
    assert TOKEN not in str(found)


def test_a_secret_that_does_not_exist_asks_nobody() -> None:
    with Loopback(lambda exchange: listing(exchange, [])) as server:
        found = listed(f"{server.origin}/mcp", headers={"X-Key": (Secret("OTHER"),)})
        assert (found, server.received) == (Failed("there is no secret named OTHER"), [])


def test_an_address_that_is_none_asks_nobody() -> None:
    assert isinstance(listed("http://[/mcp"), Failed)


def test_a_server_that_hangs_is_left_in_time() -> None:
    with Loopback(lambda exchange: exchange.hang()) as server:
        late = Deadline.after(IN_TIME_SECONDS)
        assert listed(f"{server.origin}/mcp", seconds=1) == Failed("the MCP server did not answer in time")
        assert not late.expired()


def test_a_server_that_is_gone_cannot_be_reached() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert listed(f"http://127.0.0.1:{port}/mcp") == Failed("the MCP server could not be reached")


def test_a_private_address_is_refused() -> None:
    found = listed("http://127.0.0.1:9/mcp", allow_private=False)
    assert found == Failed("the MCP server's address is private or reserved, and it must be public")


def test_a_server_that_speaks_no_mcp_is_an_error() -> None:
    with Loopback(lambda exchange: exchange.answer(200, b"x", {"Content-Type": "text/html"})) as server:
        assert isinstance(listed(f"{server.origin}/mcp"), Failed)
