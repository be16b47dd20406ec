"""Lists the tools of the MCP servers of a draft, and completes the draft with them. It is frozen like that."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flow_core.json import Json
from flow_core.nodes.tools.requests import fixed_text
from functions.deadline import Deadline
from functions.errors import PlainError
from functions.ports.flows import Definition
from functions.ports.secrets import Secrets
from functions.ports.tools import Failed, McpLists

if TYPE_CHECKING:
    from flow_core.authored.tools import McpTemplate
    from flow_core.check import Problem
    from flow_core.check.mcp_tools import ListedTool, NotListed

SERVER_SECONDS = 5.0
"""Seconds for the list of one server."""
ALL_SECONDS = 15.0
"""Seconds for the lists of all servers of a flow. API Gateway waits for 30."""


class UnlistedToolsError(PlainError):
    """An MCP server does not list what a draft needs.

    Args:
        problems: The errors, one at least.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{problems[0].message} {problems[0].remedy}")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class ListTools:
    """Completes drafts with what MCP servers list."""

    servers: McpLists
    secrets: Secrets
    schema_problem: Callable[[Mapping[str, Json]], str | None]
    """Returns the reason why an object is not a JSON schema; None if it is one."""

    def __call__(self, organization_id: str, draft: Definition) -> Definition:
        """Complete a draft. A draft without a tool of an MCP server asks nobody.

        Args:
            organization_id: The organization whose secrets the headers may hold.
            draft: The draft.

        Returns:
            The draft with what its author left out and the servers list.

        Raises:
            UnlistedToolsError: If a server lists no tools, or others than the draft names.
        """
        if '"mcp"' not in json.dumps(draft.written):
            return draft
        # Slow to import, and only needed for such a draft.
        from flow_core.check.mcp_tools import completed, servers_in

        deadline = Deadline.after(ALL_SECONDS)
        lists = {name: self._list(mcp, organization_id, deadline) for name, mcp in servers_in(draft.written).items()}
        whole = completed(draft.written, lists, self.schema_problem)
        if whole.problems:
            raise UnlistedToolsError(whole.problems)
        if whole.document == draft.written:
            return draft
        written = json.dumps(whole.document, sort_keys=True)
        return replace(draft, written=whole.document, listed=hashlib.sha256(written.encode()).hexdigest()[:16])

    def of_server(
        self, organization_id: str, server: str, headers: Mapping[str, str], deadline: Deadline | None = None
    ) -> tuple[ListedTool, ...] | Failed:
        """List the tools of one server.

        Args:
            organization_id: The organization whose secrets the headers may hold.
            server: The server's URL.
            headers: Fixed texts, and secrets as `{{ secrets.NAME }}`.
            deadline: Ends the list, in SERVER_SECONDS at the latest.

        Returns:
            The tools, or why there is no list.
        """
        return self.servers.list_tools(
            server,
            {name: fixed_text(value) for name, value in headers.items()},
            secrets=lambda name: self.secrets.get(organization_id, name),
            deadline=(deadline or Deadline.after(SERVER_SECONDS)).within(SERVER_SECONDS),
        )

    def _list(self, mcp: McpTemplate, organization_id: str, deadline: Deadline) -> tuple[ListedTool, ...] | NotListed:
        from flow_core.check.mcp_tools import NotListed

        if deadline.expired():
            return NotListed("the other servers took all of the time")
        found = self.of_server(organization_id, mcp.server, mcp.headers, deadline)
        return NotListed(found.error) if isinstance(found, Failed) else found
