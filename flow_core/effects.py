"""The effects of a turn: ask a model, call a tool. They are descriptions; the environment performs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

from flow_core.json import Json, Variables
from flow_core.state import Role, ToolCall
from flow_core.text.encoding import Place


@dataclass(frozen=True, slots=True)
class Secret:
    """The place of a secret in a request. The sender inserts its value; no record ever holds the value."""

    name: str
    place: Place = "text"
    """The place of the value, which decides how it is encoded."""


Text: TypeAlias = tuple[str | Secret, ...]
"""The parts of a rendered template in order. A caller's words are always a str, so they cannot name a secret."""


@dataclass(frozen=True, slots=True)
class Fields:
    """A JSON object whose strings may hold secrets."""

    fields: Mapping[str, Body]


@dataclass(frozen=True, slots=True)
class Items:
    """A JSON array whose strings may hold secrets."""

    items: tuple[Body, ...]


@dataclass(frozen=True, slots=True)
class PlainJson:
    """A JSON value without a secret, sent unchanged."""

    value: Json


Body: TypeAlias = Text | Fields | Items | PlainJson
"""The body of a request: text, or JSON that may hold secrets."""


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request, complete except for its secrets."""

    method: str
    url: Text
    headers: Mapping[str, Text]
    query: Mapping[str, Text]
    body: Body | None
    """Text (a tuple) is sent unchanged, anything else as JSON. None for no body."""


@dataclass(frozen=True, slots=True)
class CallTool:
    """Call a tool over HTTP. Its result is ToolAnswered or ToolFailed with the effect's id."""

    id: str
    node_id: str
    request: Request
    timeout_seconds: float
    """Seconds for each attempt."""
    retries: int
    """Further attempts after the first one fails."""
    response_schema: Mapping[str, Json] | None = None
    """The JSON schema of the body of a 2xx answer; None if any body will do."""
    tool: str = ""
    """The model's name of the tool. Empty for a tool node."""
    max_characters: int | None = None
    """Characters of the body that are kept, as JSON. A longer body is cut and becomes text. None keeps it whole."""
    kind: Literal["CallTool"] = "CallTool"


@dataclass(frozen=True, slots=True)
class CallMcp:
    """Call a tool of an MCP server. Its result is ToolAnswered or ToolFailed with the effect's id.

    The status of an answer is 200, or 500 if the server says that the tool failed.
    """

    id: str
    node_id: str
    server: str
    """The server's URL."""
    headers: Mapping[str, Text]
    name: str
    """The server's name of the tool."""
    arguments: Variables
    timeout_seconds: float
    """Seconds for each attempt."""
    retries: int
    """Further attempts after the first one fails."""
    tool: str
    """The model's name of the tool."""
    response_schema: Mapping[str, Json] | None = None
    """See `CallTool`."""
    max_characters: int | None = None
    """See `CallTool`."""
    kind: Literal["CallMcp"] = "CallMcp"


ToolEffect: TypeAlias = CallTool | CallMcp
"""The effects that call a tool."""


@dataclass(frozen=True, slots=True)
class PromptMessage:
    """One message of a model's prompt."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class OfferedTool:
    """A tool that a model may call before it replies."""

    name: str
    description: str
    parameters: Mapping[str, Json]
    """The JSON schema of the arguments, an object."""


CHOSEN = "chosen-id"
"""The property of a model's answer that has a choice of ids, the last of which means none. It is no identifier, so no
variable has this name."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of `AskModel.extract` that decides whether the reply's words are spoken."""

    name: str
    """Its name in `extract`. The model gives it before its words."""
    none: str
    """The value with which the words are spoken, as without any value. With another one they are not."""


@dataclass(frozen=True, slots=True)
class AskModel:
    """Ask a language model. Its result is ModelReplied or ModelFailed with the effect's id."""

    id: str
    node_id: str
    instructions: str
    messages: tuple[PromptMessage, ...]
    model: str | None
    """`provider/name`; None for the model that the deployment configures."""
    temperature: float | None
    max_tokens: int | None
    extract: Mapping[str, Mapping[str, Json]]
    """Variable -> the JSON schema of its value. Empty if the effect asks for words only."""
    speak: bool
    """Whether the reply's words are used. False if the effect asks for `extract` only."""
    timeout_seconds: float
    tools: tuple[OfferedTool, ...] = ()
    """The tools that it may call. Empty if it must answer in words."""
    calls: tuple[ToolCall, ...] = ()
    """The calls that it has asked for, in order, with their results. They come after the messages."""
    in_call: bool = True
    """Whether the model speaks with a caller. If not, `instructions` are all that it is told: it plays the caller of a
    test, or judges a call."""
    kind: Literal["AskModel"] = "AskModel"

    @property
    def choice(self) -> Choice | None:
        """The value that decides whether the reply's words are spoken; None if they always are."""
        schema = self.extract.get(CHOSEN) if self.speak else None
        return None if schema is None else Choice(CHOSEN, cast(list[str], schema["enum"])[-1])


Effect: TypeAlias = AskModel | CallTool | CallMcp
"""Every effect."""
EffectKind: TypeAlias = Literal["AskModel", "CallTool", "CallMcp"]
"""The `kind` of each effect."""
