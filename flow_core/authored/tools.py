"""The requests of tools, and the tools that a model may call."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from flow_core.authored.base import AuthoredModel, Seconds, Template
from flow_core.json import Json

_IDEMPOTENT = frozenset({"GET", "HEAD", "PUT", "DELETE"})
"""Methods that may be repeated (RFC 9110, 9.2.2)."""
USUAL_RETRIES = 2
"""Further attempts of a call that may be repeated."""


class RequestTemplate(AuthoredModel):
    """The HTTP request of a tool. Its texts are templates."""

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"] = "GET"
    url: Annotated[str, Field(min_length=1, max_length=4000)]
    headers: dict[str, str] = Field(default_factory=dict)
    query: dict[str, str | int | float | bool] = Field(default_factory=dict)
    body: Json = None


class McpTemplate(AuthoredModel):
    """A tool of an MCP server."""

    server: Annotated[str, Field(min_length=1, max_length=2000)]
    """The URL of the server's streamable HTTP endpoint."""
    tool: Annotated[str, Field(min_length=1, max_length=128)]
    """The server's name of the tool."""
    headers: dict[str, str] = Field(default_factory=dict)
    """Fixed texts, which may hold secrets."""


class LlmTool(AuthoredModel):
    """A tool that a model may call: an HTTP request, or a tool of an MCP server."""

    name: Annotated[str, Field(min_length=1, max_length=64)]
    """The model's name of the tool: letters, digits, "_" and "-"."""
    description: Annotated[str, Field(max_length=4000)] = ""
    """When to call it, in words for the model. If it is empty, publishing takes that of the MCP server."""
    parameters: dict[str, Json] | None = None
    """The JSON schema of the arguments, an object. None for no arguments; for a tool of an MCP server, publishing takes
    that of the server."""
    request: RequestTemplate | None = None
    """Its templates read `arguments` and the variables."""
    mcp: McpTemplate | None = None
    confirm: Template | None = None
    """The question to the caller before the call, such as "Shall I cancel {{ arguments.order }}?"."""
    message: Template = ""
    """Spoken while the tool runs."""
    timeout_seconds: Seconds = 10.0
    retries: Annotated[int, Field(ge=0, le=5)] | None = None
    """Further attempts after the first one fails. None: 2 for a method that may be repeated, else 0. Publishing sets it
    for a tool of an MCP server that may be repeated."""
    response_schema: dict[str, Json] | None = None
    """The JSON schema of the result. The model gets an error for another result."""

    @property
    def attempts_left(self) -> int:
        """Further attempts after the first one fails."""
        if self.retries is not None:
            return self.retries
        return USUAL_RETRIES if self.request is not None and self.request.method in _IDEMPOTENT else 0
