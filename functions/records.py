"""What is stored of a session: its head, and one record for each turn. Where and how lives in adapters/.

The head moves from one turn to the next by compare-and-swap on `version`: that swap is the commit of a turn. A turn's
record is written before it, under the caller's turn id, so a second copy of a turn finds the first whatever its age.
A record that no head ever led to was never a turn; `previous` tells, since every later record names the one before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, Literal, TypeAlias, TypeVar

from pydantic import Field, TypeAdapter
from pydantic_core import from_json

from flow_core.effects import EffectKind
from flow_core.events import Answer, Event, Foldable, TurnFailed
from flow_core.json import Json, Variables
from flow_core.state import Message, State
from flow_core.trace import Decision, NodeRun
from functions.ports.errors import PlainError

RECENT_TURNS = 8

Stored = TypeVar("Stored")

Phase: TypeAlias = Literal["load", "step", "model", "tool", "save", "wait"]
"""A timed part of a turn.

`load`: reads of the session and the flow. `step`: the flow, with its JavaScript. `model`, `tool`: the effects that the
flow asks for. `save`: writes of leases, turn records and heads. `wait`: another turn of the session is running.
"""


STORED_NAMES: Mapping[str, str] = {"lease": "claim", "owner": "runner"}
"""Fields whose name in the stored JSON differs from their name here. Stored names never change."""


def _stored(field_name: str) -> Any:
    name = STORED_NAMES[field_name]
    return Field(validation_alias=name, serialization_alias=name)


@dataclass(frozen=True, slots=True)
class FlowPin:
    """The definition that a session keeps, whatever is published later."""

    version: int | None
    """None for a draft."""
    revision: int

    @property
    def label(self) -> int | Literal["draft"]:
        return "draft" if self.version is None else self.version


@dataclass(frozen=True, slots=True)
class TestMetadata:
    __test__ = False  # pytest: a record, not a test

    test_mode: Literal["chat", "audio"]
    identity: str
    room_name: str


@dataclass(frozen=True, slots=True)
class Interruption:
    turn_id: str
    heard: str


@dataclass(frozen=True, slots=True)
class TurnCall:
    """What a caller's turn brings."""

    turn_id: str
    user_input: str | None = None
    dtmf: str | None = None
    no_input: bool = False
    variables: Variables = field(default_factory=dict)
    """For the first turn; ignored later."""
    interrupted: Interruption | None = None
    missed: tuple[Message, ...] = ()
    user_id: str | None = None


@dataclass(frozen=True, slots=True)
class ToolLease:
    """The exclusive right of one process to move the session until `until`.

    The tool runs, or it has responded and the turn continues, or the process died.
    """

    call: TurnCall
    effect_id: str
    until: int
    """Milliseconds since the epoch, by the store's clock. After it, any process may finish the turn."""
    events: tuple[Event, ...]
    """The turn so far: folded again, they ask for the same effect."""
    owner: Annotated[str, _stored("owner")]
    """The process that runs the turn, as a random id. Two leases of the same millisecond differ in it."""
    answer: Annotated[Answer | None, Field(discriminator="kind")] = None
    """What the effect was answered, once that is known. It has not been folded."""
    takeovers: int = 0
    """How many processes have taken the turn over from one that died."""

    @property
    def happened(self) -> tuple[Foldable, ...]:
        """All that is known of the turn, the answer included."""
        known = tuple(event for event in self.events if not isinstance(event, TurnFailed))
        return known if self.answer is None else (*known, self.answer)


@dataclass(frozen=True, slots=True)
class Head:
    """Where a session stands."""

    session_id: str
    organization_id: str
    flow_id: str
    pin: FlowPin
    room_name: str
    created_at: int
    updated_at: int
    """Both in milliseconds since the epoch."""
    state: State
    version: int = 0
    """Writes so far; 0 is not stored yet."""
    turns: int = 0
    """Number of the last turn."""
    recent: tuple[str, ...] = ()
    """The ids of the last turns, the newest last."""
    lease: Annotated[ToolLease | None, _stored("lease")] = None
    agent_id: str | None = None
    user_id: str | None = None
    given_variables: Variables = field(default_factory=dict)
    """What the session was prepared with, until it begins."""
    test_metadata: TestMetadata | None = None


@dataclass(frozen=True, slots=True)
class EffectRun:
    kind: EffectKind
    node_id: str
    millis: float
    ok: bool
    error: str | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """One turn, written once. The conversation of a session is its turns' messages in order."""

    turn_id: str
    number: int
    """1 is the first."""
    previous: str | None
    """The id of the turn before."""
    at: int
    events: tuple[Event, ...]
    reply: str
    """The answer's body, to the byte."""
    messages: tuple[Message, ...]
    interrupted: Interruption | None
    """A correction of an earlier turn's reply."""
    input: str | None
    response: str
    action: dict[str, Json]
    """As in the reply."""
    nodes: tuple[NodeRun, ...] = ()
    decisions: tuple[Decision, ...] = ()
    effects: tuple[EffectRun, ...] = ()
    changed: dict[str, Json] = field(default_factory=dict)
    """Variables that the turn changed, with their new values."""


class UnwritableError(PlainError):
    """What was to be stored could not be read again; nothing was written. The same write fails again."""


# Not at import: each takes longer to build than a turn to run.
@cache
def head_type() -> TypeAdapter[Head]:
    """Return the reader and writer of heads, by stored names."""
    return TypeAdapter(Head)


@cache
def turn_type() -> TypeAdapter[TurnRecord]:
    """Return the reader and writer of turn records."""
    return TypeAdapter(TurnRecord)


def head_json(head: Head) -> bytes:
    """As every store keeps it. UnwritableError."""
    return _readable(head_type(), head)


def turn_json(record: TurnRecord) -> bytes:
    """As every store keeps it. UnwritableError."""
    return _readable(turn_type(), record)


def _readable(kind: TypeAdapter[Stored], value: Stored) -> bytes:
    """Proven by the parser that reads it: what is written and cannot be read again would end the session for good.

    Values too deep, too long or without a character are what the parser refuses; the types are proven by the fakes.
    """
    try:
        payload = kind.dump_json(value, by_alias=True)
        from_json(payload)
    except (ValueError, RecursionError) as error:
        # The error's own text quotes the value.
        raise UnwritableError(f"a {type(value).__name__} would not be read again ({type(error).__name__})") from error
    return payload
