"""The MCP server of the examples: a parcel service, served by the local stack. Nothing is stored.

The data is made up. The SDK takes a second to import: only the first use of the server imports it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import anyio
from pydantic import Field
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from flow_core.effects import Text
from functions.deadline import Deadline
from functions.ports.tools import Failed, SecretNamed

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

    from flow_core.check.mcp_tools import ListedTool

PATH = "/demo/mcp"
"""The path of the server's endpoint."""

_PARCELS = {
    "400100": {"status": "in the delivery van", "arrives": "2026-12-01"},
    "400200": {"status": "in the depot", "arrives": "2026-12-04"},
}
"""Number of a parcel -> where it is, and the day on which it arrives."""


_Number = Annotated[str, Field(pattern="^[0-9]{6}$", description="Six digits.")]
_Day = Annotated[str, Field(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$", description="Like 2026-12-31.")]


def parcel_service() -> MCPServer:
    """Make the server: `parcels.find` changes nothing, and `parcels.redeliver` may not be called twice."""
    from mcp.server.mcpserver import MCPServer
    from mcp.types import ToolAnnotations

    server = MCPServer("parcels")
    server.add_tool(find_parcel, "parcels.find", annotations=ToolAnnotations(read_only_hint=True))
    server.add_tool(redeliver_parcel, "parcels.redeliver")
    return server


def find_parcel(number: _Number) -> dict[str, str]:
    """Finds out where a parcel is and when it arrives."""
    if number not in _PARCELS:
        raise _unknown(number)
    return {"number": number, **_PARCELS[number]}


def redeliver_parcel(number: _Number, day: _Day) -> dict[str, str]:
    """Delivers a parcel on another day."""
    return {**find_parcel(number), "arrives": day}


def _unknown(number: str) -> Exception:
    from mcp.server.mcpserver.exceptions import ToolError

    return ToolError(f"There is no parcel {number}.")


def route() -> Route:
    """Return the route of the server's endpoint."""
    return Route(PATH, endpoint=_Endpoint(), include_in_schema=False)


class _Endpoint:
    """Serves each request on its own, without a session, so it needs no task that outlives a request."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = parcel_service().streamable_http_app(streamable_http_path=PATH, json_response=True, stateless_http=True)
        async with app.router.lifespan_context(app):
            await app(scope, receive, send)


@dataclass(frozen=True, slots=True)
class DemoLists:
    """`McpLists` of the server in this process. The examples are published before the stack answers requests."""

    address: str
    """The URL of the stack."""

    def list_tools(
        self, server: str, headers: Mapping[str, Text], *, secrets: SecretNamed, deadline: Deadline
    ) -> tuple[ListedTool, ...] | Failed:
        """See `McpLists.list_tools`."""
        from mcp import Client

        from functions.adapters.mcp.servers import listed

        if server != f"{self.address}{PATH}":
            return Failed(f"an example may name the MCP server of the local stack only, {self.address}{PATH}")

        async def asked() -> tuple[ListedTool, ...] | Failed:
            async with Client(parcel_service(), cache=None) as client:
                return await listed(client)

        return anyio.run(asked)
