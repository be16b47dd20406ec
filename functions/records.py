"""The stored data of a session: its head, and one record for each turn. Adapters store them; nothing is stored here.

A conditional write on `version` moves the head from one turn to the next. That write commits the turn. The record of
the turn is written before it, under the turn id of the request. So a duplicate request finds the record, however old it
is. A record that no head led to was never a turn: each later record names its previous turn in `previous`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from operator import not_
from typing import Annotated, Any, Literal, TypeAlias, TypeVar

from pydantic import Field, TypeAdapter
from pydantic_core import from_json

from flow_core.effects import EffectKind
from flow_core.events import EffectResult, Event, Foldable, ModelReplied, TurnFailed
from flow_core.json import Json, Variables
from flow_core.state import Message, State, Status, is_none
from flow_core.trace import Decision, NodeRun
from functions.errors import PlainError

RECENT_TURNS = 8
"""Turn ids that a head holds."""

MAX_MODELS = 8
"""Models that a head names."""

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
    """The definition that a session runs. A later publication does not change it."""

    version: int | None
    """None for a draft."""
    revision: int
    frozen: Annotated[str | None, Field(exclude_if=is_none)] = None
    """The digest of the inner flows that are frozen with a draft. None for a version, and for a draft without any."""
    settings: Annotated[str | None, Field(exclude_if=is_none)] = None
    """The hash of the settings that are frozen with a version. None for a draft, and for a version of an earlier
    release."""

    @property
    def label(self) -> int | Literal["draft"]:
        """The version as the API shows it."""
        return "draft" if self.version is None else self.version


@dataclass(frozen=True, slots=True)
class TestMetadata:
    """Marks a session as a test: from the dashboard, or with a simulated caller."""

    __test__ = False  # pytest: a record, not a test

    test_mode: Literal["chat", "audio", "simulated"]
    identity: str
    room_name: str


@dataclass(frozen=True, slots=True)
class Interruption:
    """A reply that the caller interrupted, and the part of it that the caller heard."""

    turn_id: str
    heard: str


@dataclass(frozen=True, slots=True)
class SpeechUsage:
    """What a worker has used of speech services since it joined the call. Its numbers only grow."""

    worker: str
    """A random name of the worker's part in the call."""
    heard: dict[str, int] = field(default_factory=dict)
    """Engine of speech to text, the preferred one first -> milliseconds of sound that it got."""
    spoken: dict[str, int] = field(default_factory=dict)
    """Engine of text to speech, the preferred one first -> characters that it has synthesized."""


@dataclass(frozen=True, slots=True)
class TurnCall:
    """The caller's request of one turn."""

    turn_id: str
    user_input: str | None = None
    dtmf: str | None = None
    no_input: bool = False
    variables: Variables = field(default_factory=dict)
    """Variables of the first turn. Later turns ignore them."""
    interrupted: Interruption | None = None
    missed: tuple[Message, ...] = ()
    whispers: Annotated[tuple[str, ...], Field(exclude_if=not_)] = ()
    """What supervisors told the agent since the last turn."""
    user_id: str | None = None
    usage: Annotated[SpeechUsage | None, Field(exclude_if=is_none)] = None
    """What the worker has used until this request. None from a caller that is no worker, or reports nothing."""


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
    """The turn so far. Replayed, they ask for the same effect."""
    owner: Annotated[str, _stored("owner")]
    """The process that runs the turn, as a random id. Two leases of the same millisecond differ in it."""
    answer: Annotated[EffectResult | None, Field(discriminator="kind")] = None
    """The answer to the effect, as soon as it is known. It is not folded yet."""
    takeovers: int = 0
    """How many processes have taken the turn over from one that died."""

    @property
    def happened(self) -> tuple[Foldable, ...]:
        """The events of the turn that are known, with the answer."""
        known = tuple(event for event in self.events if not isinstance(event, TurnFailed))
        return known if self.answer is None else (*known, self.answer)


@dataclass(frozen=True, slots=True)
class Sealing:
    """What the records of a session must not show, and its sealed part (functions/redaction)."""

    key: str
    """The session's data key, encrypted with the organization's. Empty after the end: then nothing can be opened."""
    kinds: tuple[str, ...] = ()
    """The kinds of values that are removed from all texts."""
    names: tuple[str, ...] = ()
    """The variables whose values are removed."""
    listens: bool = False
    """Whether the flow has a node that asks for a sensitive value."""
    language: str = ""
    """The language of the call, BCP 47."""
    data: Annotated[str | None, Field(exclude_if=is_none)] = None
    """The head as it is, encrypted with the data key. None if it shows nothing that must be removed."""
    values: Annotated[tuple[str, ...], Field(exclude_if=not_)] = ()
    """The sensitive values of the session so far. Only the sealed part has them."""


@dataclass(frozen=True, slots=True)
class Head:
    """The current state of a session."""

    session_id: str
    organization_id: str
    flow_id: str
    pin: FlowPin
    room_name: str
    created_at: int
    """Milliseconds since the epoch."""
    updated_at: int
    """Milliseconds since the epoch."""
    state: State
    version: int = 0
    """The number of writes; 0 is not stored yet."""
    turns: int = 0
    """The number of the last turn."""
    recent: tuple[str, ...] = ()
    """The ids of the last turns, newest last."""
    lease: Annotated[ToolLease | None, _stored("lease")] = None
    agent_id: str | None = None
    user_id: str | None = None
    given_variables: Variables = field(default_factory=dict)
    """The variables that the session was prepared with, until it begins."""
    test_metadata: TestMetadata | None = None
    keep_days: Annotated[int | None, Field(exclude_if=is_none)] = None
    """Days after its last turn that the session is stored. None for the days of the installation."""
    models: Annotated[dict[str, str], Field(exclude_if=not_)] = field(default_factory=dict)
    """Model that was asked, "" for the deployment's own -> the provider's name of the model that replied last. At most
    MAX_MODELS."""
    judge: Annotated[bool, Field(exclude_if=not_)] = False
    """Whether a model scores the session after its end. It is decided when the session begins."""
    sealing: Annotated[Sealing | None, Field(exclude_if=is_none)] = field(default=None, compare=False)
    """The rules of redaction; None if nothing is removed."""
    tells_turns: Annotated[bool, Field(exclude_if=not_)] = False
    """Whether the organization's webhook gets each turn. It is decided when the session begins."""

    @property
    def tells_its_turn(self) -> bool:
        """Whether this head commits a turn that the organization's webhook gets."""
        # A head with a lease is of a turn that goes on; the end of an idle session is no turn.
        return self.tells_turns and self.turns > 0 and self.lease is None and self.state.status is not Status.ABANDONED

    @property
    def is_simulated(self) -> bool:
        """Whether a model plays the caller. Nobody outside is told of such a call."""
        return self.test_metadata is not None and self.test_metadata.test_mode == "simulated"


@dataclass(frozen=True, slots=True)
class EffectRun:
    """An effect and its result, for the trace."""

    kind: EffectKind
    node_id: str
    millis: float
    ok: bool
    error: str | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    model: Annotated[str | None, Field(exclude_if=is_none)] = None
    """The model that was asked, as `provider/name`. None for the deployment's own."""
    answered_by: Annotated[str | None, Field(exclude_if=is_none)] = None
    """The provider's name of the model that replied. None if it told none."""


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """One turn, written once. The messages of all turns, in order, are the conversation."""

    turn_id: str
    number: int
    """1 is the first."""
    previous: str | None
    """The id of the previous turn."""
    at: int
    """Milliseconds since the epoch."""
    events: tuple[Event, ...]
    reply: str
    """The JSON of the reply. A duplicate request gets the same bytes."""
    messages: tuple[Message, ...]
    interrupted: Interruption | None
    """The interruption of an earlier reply that this request reported."""
    input: str | None
    response: str
    action: dict[str, Json]
    """The reply's action, as the HTTP API sends it."""
    nodes: tuple[NodeRun, ...] = ()
    decisions: tuple[Decision, ...] = ()
    effects: tuple[EffectRun, ...] = ()
    changed: dict[str, Json] = field(default_factory=dict)
    """The variables that the turn changed, with their new values."""
    first_words_at: Annotated[int | None, Field(exclude_if=is_none)] = None
    """When the first words were let out before the turn was committed, in milliseconds since the epoch. None if the
    reply came whole."""
    usage: Annotated[SpeechUsage | None, Field(exclude_if=is_none)] = None
    """As `TurnCall.usage`."""
    sealed: Annotated[str | None, Field(exclude_if=is_none)] = field(default=None, compare=False)
    """The record as it is, encrypted with the session's data key. None if nothing was removed from this record."""


class UnwritableError(PlainError):
    """A value that the store could not read again. Nothing was written, and the same write fails again."""


# Not at import: each takes longer to build than a turn to run.
@cache
def head_type() -> TypeAdapter[Head]:
    """Return the reader and writer of heads, by stored names."""
    return TypeAdapter(Head)


@cache
def turn_type() -> TypeAdapter[TurnRecord]:
    """Return the reader and writer of turn records."""
    return TypeAdapter(TurnRecord)


@cache
def answers_type() -> TypeAdapter[dict[str, ModelReplied]]:
    """Return the reader and writer of the answers of a draft."""
    return TypeAdapter(dict[str, ModelReplied])


def answers_json(answers: Mapping[str, ModelReplied]) -> bytes:
    """Write the answers of a draft. UnwritableError is raised if they could not be read again."""
    return _readable(answers_type(), dict(answers))


def head_json(head: Head) -> bytes:
    """Write a head as every store keeps it. UnwritableError is raised if it could not be read again."""
    return _readable(head_type(), head)


def turn_json(record: TurnRecord) -> bytes:
    """Write a turn's record as every store keeps it. UnwritableError is raised if it could not be read again."""
    return _readable(turn_type(), record)


def _readable(kind: TypeAdapter[Stored], value: Stored) -> bytes:
    # A value that is written and cannot be read again would end the session permanently. So the parser that reads it is
    # asked. It refuses values that are too deep, too long or not Unicode. The types are proven by the fakes.
    try:
        payload = kind.dump_json(value, by_alias=True)
        from_json(payload)
    except (ValueError, RecursionError) as error:
        # The error's own text quotes the value.
        raise UnwritableError(f"a {type(value).__name__} would not be read again ({type(error).__name__})") from error
    return payload
