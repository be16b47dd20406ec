"""The tools that a flow calls, as a turn uses them. Time, ids and events are in the turn protocol."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

from flow_core.effects import CallMcp, CallTool, Text
from flow_core.json import Json
from functions.deadline import Deadline

if TYPE_CHECKING:
    # `check` is slow to import, and a turn needs none of it.
    from flow_core.check.mcp_tools import ListedTool

SecretNamed: TypeAlias = Callable[[str], str | None]
"""Returns the session's organization's secret of a name, or None. It may raise UnavailableError."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The tool's server answered, with any status."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case; repeated headers joined by ", "; without Set-Cookie; at most 8 KiB together."""
    body: Json
    """Parsed JSON if the content type says JSON, else text."""
    cut: bool = False
    """Whether the body is only the beginning of what the tool sent, as text: it was too large."""


@dataclass(frozen=True, slots=True)
class Failed:
    """There was no answer."""

    error: str
    """The reason, in words for the flow's author. It never holds a secret or a URL."""


ToolOutcome: TypeAlias = Answered | Failed


class Tools(Protocol):
    """Calls tools."""

    def call(self, effect: CallTool, *, idempotency_key: str, secrets: SecretNamed, deadline: Deadline) -> ToolOutcome:
        """Call a tool, and at most `effect.retries` times more after failures that may pass.

        Args:
            effect: The request and its limits.
            idempotency_key: Sent with each attempt as `Idempotency-Key`, unless the author sets that header.
            secrets: Called before anything is sent. No value is in the outcome.
            deadline: Ends each attempt and each pause.

        Returns:
            The outcome of the last attempt. A tool causes no exception.
        """
        ...


class McpServers(Protocol):
    """Calls the tools of MCP servers."""

    def call(self, effect: CallMcp, *, secrets: SecretNamed, deadline: Deadline) -> ToolOutcome:
        """Call a tool, and at most `effect.retries` times more after failures that may pass.

        Args:
            effect: The tool, its arguments and its limits.
            secrets: Called before anything is sent. No value is in the outcome.
            deadline: Ends each attempt and each pause.

        Returns:
            The outcome: status 200 with the result, or status 500 if the server says that the tool failed. A server
            causes no exception.
        """
        ...


class McpLists(Protocol):
    """Lists the tools of MCP servers."""

    def list_tools(
        self, server: str, headers: Mapping[str, Text], *, secrets: SecretNamed, deadline: Deadline
    ) -> tuple[ListedTool, ...] | Failed:
        """List the tools of a server, each page of the list once.

        Args:
            server: The server's URL.
            headers: Sent with each request.
            secrets: Called before anything is sent. No value is in what is returned.
            deadline: Ends the list.

        Returns:
            The tools, or why there is no list. A server causes no exception.
        """
        ...
