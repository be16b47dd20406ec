"""The bodies of the test call of a tool, and of the list of the tools of an MCP server."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field, JsonValue

from flow_core.authored.data import ToolData
from flow_core.authored.tools import LlmTool
from functions.api.schemas.documented_as import DocumentedAs
from functions.api.schemas.requests.fields import Arguments, LanguageTag, Name, RequestModel, SessionVariables, TimeZone

WrittenTool: TypeAlias = Annotated[dict[str, JsonValue], DocumentedAs(ToolData | LlmTool)]
"""The data of a tool node, or a tool of a model, as its author wrote it."""


class ToolTestRequest(RequestModel):
    """A tool to call once, and what it reads.

    With `arguments`, `tool` is one of the tools of an llm node, and is called as its model would call it. `nodeId`
    names the tool in the audit. `message`, `confirm` and `retries` of the tool have no effect.
    """

    tool: WrittenTool
    variables: SessionVariables = Field(default_factory=dict)
    arguments: Arguments | None = None
    language: LanguageTag | None = None
    time_zone: TimeZone | None = None
    caller_number: Annotated[str, Field(max_length=100)] | None = None
    node_id: Name | None = None


class ToolListRequest(RequestModel):
    """An MCP server whose tools are listed. `nodeId` names the tool in the audit."""

    server: Annotated[str, Field(min_length=1, max_length=2000)]
    headers: Annotated[dict[str, Annotated[str, Field(max_length=8000)]], Field(max_length=100)] = Field(
        default_factory=dict
    )
    node_id: Name | None = None
