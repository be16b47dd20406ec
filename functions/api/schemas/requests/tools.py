"""The body of the test call of a tool."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field, JsonValue

from flow_core.authored.data import ToolData
from functions.api.schemas.documented_as import DocumentedAs
from functions.api.schemas.requests.fields import LanguageTag, Name, RequestModel, SessionVariables, TimeZone

WrittenTool: TypeAlias = Annotated[dict[str, JsonValue], DocumentedAs(ToolData)]
"""The data of a tool node, as its author wrote it."""


class ToolTestRequest(RequestModel):
    """A tool to call once, and what it reads.

    `nodeId` names the tool in the audit. `message` and `retries` of the tool have no effect.
    """

    tool: WrittenTool
    variables: SessionVariables = Field(default_factory=dict)
    language: LanguageTag | None = None
    time_zone: TimeZone | None = None
    caller_number: Annotated[str, Field(max_length=100)] | None = None
    node_id: Name | None = None
