"""What must be done outside: ask a model, call a tool. Descriptions only; nothing here does them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from flow_core.json import Json
from flow_core.state import Role
from flow_core.text.encoding import Place


@dataclass(frozen=True, slots=True)
class Secret:
    """The place of a secret in a request. Its value is put in when the request is sent, and stands nowhere else."""

    name: str
    place: Place = "text"
    """How its value is written where it stands."""


Text: TypeAlias = tuple[str | Secret, ...]
"""A rendered template: its pieces in order. A caller's words are always a str piece, so they can name no secret."""


@dataclass(frozen=True, slots=True)
class Fields:
    """A JSON object whose strings may hold secrets."""

    fields: Mapping[str, Body]


@dataclass(frozen=True, slots=True)
class Items:
    """A JSON array whose strings may hold secrets."""

    items: tuple[Body, ...]


@dataclass(frozen=True, slots=True)
class Literally:
    """A JSON value with no secret in it, sent as it is."""

    value: Json


Body: TypeAlias = Text | Fields | Items | Literally


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request, rendered but for its secrets."""

    method: str
    url: Text
    headers: Mapping[str, Text]
    query: Mapping[str, Text]
    body: Body | None
    """Text (a tuple) goes out as it is; anything else as JSON; None is no body."""


@dataclass(frozen=True, slots=True)
class CallTool:
    """Call a tool over HTTP. Answered by ToolAnswered or ToolFailed with this id."""

    id: str
    node_id: str
    request: Request
    timeout_seconds: float
    retries: int
    kind: Literal["CallTool"] = "CallTool"


@dataclass(frozen=True, slots=True)
class PromptMessage:
    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class AskModel:
    """Ask a language model. Answered by ModelReplied or ModelFailed with this id."""

    id: str
    node_id: str
    instructions: str
    messages: tuple[PromptMessage, ...]
    model: str | None
    """`provider/name`; None is the one the environment names."""
    temperature: float | None
    max_tokens: int | None
    extract: Mapping[str, Mapping[str, Json]]
    """variable -> the JSON schema of its value; empty asks for words alone."""
    speak: bool
    """False asks for `extract` alone: the reply's words are not used."""
    timeout_seconds: float
    kind: Literal["AskModel"] = "AskModel"


Effect: TypeAlias = AskModel | CallTool
EffectKind: TypeAlias = Literal["AskModel", "CallTool"]
"""The `kind` of each effect."""
