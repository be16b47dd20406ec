"""The effects of a turn: ask a model, call a tool. They are descriptions; the environment performs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from flow_core.json import Json
from flow_core.state import Role
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
    kind: Literal["CallTool"] = "CallTool"


@dataclass(frozen=True, slots=True)
class PromptMessage:
    """One message of a model's prompt."""

    role: Role
    content: str


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
    kind: Literal["AskModel"] = "AskModel"


Effect: TypeAlias = AskModel | CallTool
"""Every effect."""
EffectKind: TypeAlias = Literal["AskModel", "CallTool"]
"""The `kind` of each effect."""
