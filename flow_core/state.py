"""The state of a session between two events: frozen, and storable as JSON. step.py changes a state."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from operator import not_
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from flow_core.json import Json, Variables
from flow_core.transfer.rules import TransferRules


def is_none(value: object) -> bool:
    """Return whether a field stays out of the JSON.

    A record from before the field existed then has the same JSON as before.
    """
    return value is None


Role: TypeAlias = Literal["user", "assistant"]
"""The speaker of a message: the caller ("user") or the flow ("assistant")."""
Channel: TypeAlias = Literal["chat", "audio", "phone"]
"""How the caller takes part in the session."""


class Status(StrEnum):
    """The phase of a session."""

    PENDING = "pending"
    """The session is prepared, by a test button or an incoming call. No node has run."""
    ACTIVE = "active"
    """A turn is in progress."""
    WAITING = "waiting"
    """The session waits for the caller, or for the request that runs a pending tool."""
    COMPLETED = "completed"
    TRANSFERRED = "transferred"
    FAILED = "failed"
    ABANDONED = "abandoned"

    @property
    def ended(self) -> bool:
        """Whether the session is over."""
        return self in _ENDED


_ENDED = frozenset({Status.COMPLETED, Status.TRANSFERRED, Status.FAILED, Status.ABANDONED})


@dataclass(frozen=True, slots=True)
class Session:
    """The facts of a session that never change. Expressions read them as `session.…`."""

    id: str
    channel: Channel
    started_at: int
    """Milliseconds since the epoch."""
    caller_number: str | None = None
    called_number: str | None = None
    language: Annotated[str | None, Field(exclude_if=not_)] = None
    """The language of the agent, as a BCP 47 tag. None if the agent names none: that of the flow counts."""
    time_zone: Annotated[str | None, Field(exclude_if=not_)] = None
    """The time zone of the agent, as a name of the IANA database. None if the agent names none."""


@dataclass(frozen=True, slots=True)
class Message:
    """One utterance of the conversation."""

    role: Role
    content: str
    turn_id: str
    interrupted: Annotated[bool, Field(exclude_if=not_)] = False
    """Whether the caller interrupted the message. Then `content` is the part that the caller heard."""
    missed: Annotated[bool, Field(exclude_if=not_)] = False
    """Whether the turn reports the message: it was said before, and is no part of the turn's reply."""
    sensitive: Annotated[bool, Field(exclude_if=not_)] = False
    """Whether no record may show it: the caller said it at a node that asks for a sensitive value."""

    def is_reply_to(self, turn_id: str) -> bool:
        """Return whether the message is the reply to a turn, or a part of it."""
        return self.role == "assistant" and self.turn_id == turn_id and not self.missed


@dataclass(frozen=True, slots=True)
class ListenKeys:
    """When the keys that a caller presses are one input."""

    length: Annotated[int | None, Field(exclude_if=is_none)] = None
    """Keys of the input without the end key; None if no number of keys ends it."""
    end: Annotated[str | None, Field(exclude_if=is_none)] = None
    """The key that ends it; None for the agent worker's usual one, "#"."""
    seconds: Annotated[float | None, Field(exclude_if=is_none)] = None
    """Seconds without a key that end it; None leaves the choice to the agent worker."""


@dataclass(frozen=True, slots=True)
class Listen:
    """Wait for the caller."""

    no_input_seconds: float
    """Seconds to wait until the caller counts as silent."""
    interruptible: bool = True
    type: Literal["listen"] = "listen"
    keys: Annotated[ListenKeys | None, Field(exclude_if=not_)] = None
    """How the caller's keys are collected; None if the flow says nothing about keys."""
    hints: Annotated[tuple[str, ...], Field(exclude_if=not_)] = ()
    """Words that the caller may say, for speech to text."""
    language: Annotated[str | None, Field(exclude_if=not_)] = None
    """BCP 47: the language of the call; None for the default language."""


@dataclass(frozen=True, slots=True)
class Continue:
    """Speak the response and send the next request at once, without input. A tool runs in that request."""

    type: Literal["continue"] = "continue"


@dataclass(frozen=True, slots=True)
class Transfer:
    """Transfer the caller."""

    to: str
    """An E.164 number or a SIP URI."""
    mode: Literal["cold"] = "cold"
    type: Literal["transfer"] = "transfer"


@dataclass(frozen=True, slots=True)
class Hangup:
    """End the call."""

    type: Literal["hangup"] = "hangup"


Action: TypeAlias = Listen | Continue | Transfer | Hangup
"""The action of the agent worker after a turn."""


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A call of a tool that a model asked for, while an llm node makes its reply."""

    name: str
    arguments: Variables = field(default_factory=dict)
    """Valid by the tool's `parameters`. Empty if the call has failed before anything was sent."""
    result: Annotated[str | None, Field(exclude_if=is_none)] = None
    """What the model reads about it, at most nodes/llm_tools.py's MAX_RESULT characters. None while it is pending."""
    failed: Annotated[bool, Field(exclude_if=not_)] = False
    """Whether the result tells the model what went wrong."""
    reply: Annotated[int, Field(exclude_if=not_)] = 0
    """The number of the model's reply that has the call, from 1. 0 before the node has it."""
    stage: Annotated[Literal["", "confirming", "confirmed", "announced"], Field(exclude_if=not_)] = ""
    """How far a pending call has come: the caller is asked, has said yes, or has heard the tool's message."""


@dataclass(frozen=True, slots=True)
class Visit:
    """The counts of a node while the conversation stays at it. Each arrival at a node begins a new visit."""

    misses: int = 0
    """No-matches (elicitation)."""
    silences: int = 0
    """No-inputs (elicitation)."""
    replies: int = 0
    """Replies of the model (llm)."""
    keyed: Annotated[str, Field(exclude_if=not_)] = ""
    """The keys of an answer that is not whole yet."""
    held: Annotated[Json, Field(exclude_if=is_none)] = None
    """The value that was read back, until the caller confirms it."""
    question: Annotated[str, Field(exclude_if=not_)] = ""
    """The flow's words that ask, if its last words are others, such as "Take your time."."""
    greeted: Annotated[bool, Field(exclude_if=not_)] = False
    """Whether a "hello?" was answered."""
    slot: Annotated[str, Field(exclude_if=not_)] = ""
    """The variable of the slot whose question is open (form). Empty if all slots were asked at once."""
    answered: Annotated[tuple[str, ...], Field(exclude_if=not_)] = ()
    """The variables of the slots that have a value, or that the caller declined (form)."""
    reviewing: Annotated[Literal["", "confirm", "change"], Field(exclude_if=not_)] = ""
    """The question about all slots together that is open: whether they are right, or what is wrong (form)."""
    moves: Annotated[int, Field(exclude_if=not_)] = 0
    """What the caller did without answering and without an attempt: "say that again", "hold on"."""
    calls: Annotated[tuple[ToolCall, ...], Field(exclude_if=not_)] = ()
    """The calls of tools for the reply that the model is making (llm). Empty as soon as the model has replied."""
    unasked: Annotated[bool, Field(exclude_if=not_)] = False
    """Whether the model is asked now without the handlers in words that could be reached. Then it can choose none."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A flow that waits until an inner flow ends."""

    node_id: str
    """The path of the subflow node at which it waits (subflows/frames.py)."""
    variables: Variables
    """The variables of the flow that waits."""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that a handler interrupted, and to which the call comes back."""

    node_id: str
    visit: Visit
    """The counts of the node at that time."""
    depth: Annotated[int, Field(exclude_if=not_)] = 0
    """The flows that wait for the flow of the handler. 0 for a handler of the outermost flow."""
    left: Annotated[tuple[Frame, ...], Field(exclude_if=not_)] = ()
    """The frames that the call left for a handler of a flow around the one that asked. The first one has no variables:
    those of its flow go on changing."""
    variables: Annotated[Variables, Field(exclude_if=not_)] = field(default_factory=dict)
    """The variables of the flow that asked, if the call left it."""


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of the flow since the caller's last input."""

    nodes_run: int = 0
    """Nodes that have run, at most `MAX_NODES_IN_TURN`."""
    asked: tuple[str, ...] = ()
    """Ids of the llm nodes that have asked their model. Each speaks first once; after that it listens first."""
    heard: bool = False
    """Whether this turn has an input of the caller."""
    caller_follows: bool = False
    """Whether the caller's input follows in the same request, as in a first request that has one."""
    uninterruptible: Annotated[bool, Field(exclude_if=not_)] = False
    """Whether the reply has words that the caller may not interrupt."""


@dataclass(frozen=True, slots=True)
class State:
    """All that a session remembers."""

    session: Session
    status: Status = Status.PENDING
    node_id: str | None = None
    """Id of the current node; None before the start node has run. In an inner flow a path (subflows/frames.py)."""
    visit: Visit = Visit()
    awaiting: str | None = None
    """Id of the effect whose result comes next; None while the session waits for a request."""
    action: Annotated[Action | None, Field(discriminator="type")] = None
    """The next action of the agent worker; None during an effect and before the start."""
    variables: Variables = field(default_factory=dict)
    """The variables of the flow that runs: the innermost one."""
    messages: tuple[Message, ...] = ()
    """The last messages of the conversation, as many as a prompt needs. prompts.py decides how many."""
    response: str = ""
    """The flow's words since the caller's last input. An agent worker that replaces another one speaks them again."""
    outcome: str | None = None
    """The `outcome` of the end node, or the reason why the session failed."""
    turn: int = 0
    """Number of the current turn; `session.turn` in expressions. 0 before the first turn."""
    turn_id: str = ""
    """Id of the current turn."""
    steps: int = 0
    """Events folded so far. Effect ids contain the number, and so the same fold gives the same ids."""
    progress: Progress = Progress()
    transfers: Annotated[TransferRules | None, Field(exclude_if=not_)] = None
    """The rules for a transfer whose destination comes from a variable. None allows every destination: the session
    began before there were rules, or the flow has no such transfer."""
    model: Annotated[bool, Field(exclude_if=not_)] = False
    """Whether a language model was configured when the session began. Only then does `extraction: auto` ask it."""
    interrupted: Annotated[tuple[OpenQuestion, ...], Field(exclude_if=not_)] = ()
    """The questions to which the call comes back, the last one first to be asked again. At most MAX_OPEN of
    handlers/resuming.py."""
    whispers: Annotated[tuple[str, ...], Field(exclude_if=not_)] = ()
    """The last words of supervisors for the models, at most MAX_WHISPERS of prompts.py. They hold until the end."""
    frames: Annotated[tuple[Frame, ...], Field(exclude_if=not_)] = ()
    """The flows that wait for an inner flow, the outermost first; at most MAX_DEPTH of subflows/frozen.py."""
