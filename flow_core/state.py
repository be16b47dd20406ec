"""All that a session remembers between two events: frozen, and JSON at every pause. How it changes lives in step.py."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from operator import not_
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from flow_core.json import Variables
from flow_core.transfer.rules import TransferRules


def is_none(value: object) -> bool:
    """What is not there stays out of JSON: records from before a field was known stay what they were."""
    return value is None


Role: TypeAlias = Literal["user", "assistant"]
Channel: TypeAlias = Literal["chat", "audio", "phone"]


class Status(StrEnum):
    PENDING = "pending"
    """Prepared by a test button or an incoming call; no node has run."""
    ACTIVE = "active"
    """A turn is under way."""
    WAITING = "waiting"
    """For the caller, or for the call that runs what is pending."""
    COMPLETED = "completed"
    TRANSFERRED = "transferred"
    FAILED = "failed"
    ABANDONED = "abandoned"

    @property
    def ended(self) -> bool:
        return self in _ENDED


_ENDED = frozenset({Status.COMPLETED, Status.TRANSFERRED, Status.FAILED, Status.ABANDONED})


@dataclass(frozen=True, slots=True)
class Session:
    """The facts of a session that never change; expressions read them as `session.…`."""

    id: str
    channel: Channel
    started_at: int
    """Milliseconds since the epoch."""
    caller_number: str | None = None
    called_number: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One thing said, by the caller ("user") or by the flow ("assistant")."""

    role: Role
    content: str
    turn_id: str
    interrupted: Annotated[bool, Field(exclude_if=not_)] = False


@dataclass(frozen=True, slots=True)
class Listen:
    """Wait for the caller."""

    no_input_seconds: float
    interruptible: bool = True
    type: Literal["listen"] = "listen"


@dataclass(frozen=True, slots=True)
class Continue:
    """Speak the response and call again at once with no input: a tool is about to run."""

    type: Literal["continue"] = "continue"


@dataclass(frozen=True, slots=True)
class Transfer:
    """Hand the caller over. `to` is an E.164 number or a SIP URI."""

    to: str
    mode: Literal["cold"] = "cold"
    type: Literal["transfer"] = "transfer"


@dataclass(frozen=True, slots=True)
class Hangup:
    type: Literal["hangup"] = "hangup"


Action: TypeAlias = Listen | Continue | Transfer | Hangup


@dataclass(frozen=True, slots=True)
class Visit:
    """What a node remembers while the conversation stays at it; made anew whenever it is entered."""

    misses: int = 0
    """Answers that fitted nothing (elicitation)."""
    silences: int = 0
    """Times the caller said nothing (elicitation)."""
    replies: int = 0
    """Replies of the model (llm)."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What has been done since the caller last did something."""

    nodes_run: int = 0
    """What the cap counts."""
    asked: tuple[str, ...] = ()
    """The llm nodes that have asked their model: each opens its mouth unbidden once, then listens."""
    heard: bool = False
    """True where the caller did something in this very turn."""
    caller_follows: bool = False
    """True on a first call, until what the caller did with it is told: nothing waits for the caller's next turn."""


@dataclass(frozen=True, slots=True)
class State:
    session: Session
    status: Status = Status.PENDING
    node_id: str | None = None
    """Where the conversation stands; None before the start node has run."""
    visit: Visit = Visit()
    awaiting: str | None = None
    """Id of the effect whose answer comes next; None while the caller, or a `continue`, is awaited."""
    action: Annotated[Action | None, Field(discriminator="type")] = None
    """What the worker does next; None while an effect is awaited, and before the start."""
    variables: Variables = field(default_factory=dict)
    messages: tuple[Message, ...] = ()
    """The last of the conversation, as much as a prompt needs (prompts.py says how much)."""
    response: str = ""
    """All that was said since the caller last did something, for a worker that takes over a call."""
    outcome: str | None = None
    """The `outcome` of the end node that was reached, or why the session failed."""
    turn: int = 0
    """Turns so far, the one under way included; `session.turn` in expressions."""
    turn_id: str = ""
    """The last turn's."""
    steps: int = 0
    """Events folded so far. Effect ids are made of it, so that the same fold asks with the same id."""
    progress: Progress = Progress()
    transfers: Annotated[TransferRules | None, Field(exclude_if=is_none)] = None
    """Where transfers may lead whose destination comes out of a variable. None: anywhere; so in sessions that began
    before there were rules, and in flows that write every destination out."""
