"""The `data` of the nodes that ask for no value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from flow_core.authored.base import (
    DEFAULT_NO_INPUT_SECONDS,
    AuthoredModel,
    Data,
    Expression,
    InWords,
    Seconds,
    Template,
)
from flow_core.authored.tools import LlmTool, RequestTemplate
from flow_core.json import Json


class MessageData(Data):
    """The data of a node that only speaks."""

    message: Template
    interruptible: bool = True
    """Whether the caller may speak before the words end."""


class StartData(Data):
    """The data of a start node."""

    message: Template = ""
    """The greeting."""


class LlmData(Data):
    """The data of a node at which a language model speaks."""

    instructions: Template
    model: str | None = None
    """`provider/name`; None for the model that the deployment configures."""
    temperature: Annotated[float, Field(ge=0, le=2, strict=False)] | None = None
    max_tokens: Annotated[int, Field(ge=1, le=8192)] | None = None
    extract: dict[str, dict[str, Json]] = Field(default_factory=dict)
    """Variable -> the JSON schema of the value that the model extracts for it."""
    until: Expression | None = None
    """Ends the conversation when its result is true. None for a single reply."""
    max_turns: Annotated[int, Field(ge=1, le=200)] = 20
    """Replies of the model after which the flow leaves the node."""
    speak: bool = True
    """Whether the caller hears the model's reply."""
    fallback: Template = ""
    """Said if the model fails."""
    timeout_seconds: Seconds = 10.0
    no_input_seconds: Seconds = DEFAULT_NO_INPUT_SECONDS
    interruptible: bool = True
    """Whether the caller may speak before the model's words end."""
    tools: Annotated[list[LlmTool], Field(max_length=32)] = Field(default_factory=list)
    """The tools that the model may call before it replies."""
    max_tool_calls: Annotated[int, Field(ge=1, le=20)] = 5
    """Calls of tools for one reply, with those that fail. After them the model must answer in words."""
    message: Template = ""
    """Spoken while a tool runs that has no message of its own."""
    sensitive: bool = False
    """Whether no record may show what the caller says here, nor the values of `extract`."""
    pause_recording: bool = False
    """Whether a recording of the call must pause while the caller talks to the model."""

    def tool(self, name: str) -> LlmTool | None:
        """Return the tool of a name; None if there is none."""
        return next((tool for tool in self.tools if tool.name == name), None)


class Condition(AuthoredModel):
    """One condition of a decision, and the exit that it opens."""

    id: Annotated[str, Field(min_length=1, max_length=200)]
    expression: Expression | None = None
    when: InWords | None = None
    """What is true of the conversation, if a language model decides. A condition has this or an expression."""
    label: str | None = None

    @property
    def words(self) -> str | None:
        """The condition in words; None if an expression decides."""
        return self.when if self.expression is None else None


class DecisionData(Data):
    """The data of a node that chooses an exit by conditions."""

    conditions: Annotated[list[Condition], Field(max_length=100)]

    @cached_property
    def expressions(self) -> Sequence[tuple[str, str]]:
        """The conditions that an expression decides, in order: (id, expression)."""
        return [(each.id, each.expression) for each in self.conditions if each.expression is not None]

    @cached_property
    def in_words(self) -> Mapping[str, str]:
        """The conditions that a language model decides: id -> words."""
        return {condition.id: condition.words for condition in self.conditions if condition.words is not None}


class ToolData(Data):
    """The data of a node that calls an HTTP API."""

    request: RequestTemplate
    timeout_seconds: Seconds = 10.0
    retries: Annotated[int, Field(ge=0, le=5)] = 2
    """Further attempts after the first one fails."""
    message: Template = ""
    """Spoken while the tool runs."""
    response_schema: dict[str, Json] | None = None
    """The JSON schema of the body of a 2xx answer. Another body leaves by "error"."""


class TransferData(Data):
    """The data of a node that transfers the call."""

    to: Annotated[str, Field(min_length=1, max_length=500)]
    """A template of an E.164 number or a SIP URI."""
    mode: Literal["cold"] = "cold"
    message: Template = ""


class EndData(Data):
    """The data of a node that ends the call."""

    message: Template = ""
    outcome: str | None = None
    """The result of the session, for the author's statistics."""
