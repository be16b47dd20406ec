"""The events of a session, one class per event.

An event carries its time and its random seed, and so the same events always fold to the same states. Nothing here
decides what an event leads to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import not_
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from flow_core.json import Json, Variables
from flow_core.state import Message, ToolCall, is_none
from flow_core.transfer.rules import TransferRules


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBase:
    """The fields that every event has."""

    turn_id: str
    """The turn that the event belongs to."""
    at: int
    """Time of the event in milliseconds since the epoch, which `Date` has in every expression of the step."""
    seed: int
    """Seed of `Math.random` in those expressions, 0 to 2**53 - 1."""
    overran: tuple[int, ...] = ()
    """The evaluations of the step that passed their limit of time or memory, counted from 0. Empty until it has run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionBegan(EventBase):
    """The first request of a session arrived: the start node runs."""

    variables: Variables = field(default_factory=dict)
    caller_spoke: bool = False
    """Whether the caller's input follows at once. Then the model of an llm node does not speak first."""
    transfers: Annotated[TransferRules | None, Field(exclude_if=is_none)] = None
    """The organization's rules at that time; None if no destination of the flow comes from a variable."""
    model: Annotated[bool, Field(exclude_if=not_)] = False
    """Whether a language model is configured at that time, which questions with `extraction: auto` may ask."""
    kind: Literal["SessionBegan"] = "SessionBegan"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerSpoke(EventBase):
    """The caller said or typed something."""

    text: str
    kind: Literal["CallerSpoke"] = "CallerSpoke"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerKeyed(EventBase):
    """The caller pressed keys (DTMF)."""

    digits: str
    """The keys, `0-9*#A-D`."""
    kind: Literal["CallerKeyed"] = "CallerKeyed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerStayedSilent(EventBase):
    """The caller said nothing for as long as the flow listens."""

    kind: Literal["CallerStayedSilent"] = "CallerStayedSilent"


@dataclass(frozen=True, slots=True, kw_only=True)
class WentOn(EventBase):
    """A request without input arrived: a pending tool runs, or the last reply is repeated."""

    kind: Literal["WentOn"] = "WentOn"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyInterrupted(EventBase):
    """The caller interrupted the reply of an earlier turn (barge-in)."""

    reply_turn_id: str
    """Id of the turn whose reply it was."""
    heard: str
    """The part of the reply that the caller heard."""
    kind: Literal["ReplyInterrupted"] = "ReplyInterrupted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeMissed(EventBase):
    """Caller and agent worker spoke while the API was unreachable. The messages join the conversation; no node runs."""

    messages: tuple[Message, ...]
    kind: Literal["ExchangeMissed"] = "ExchangeMissed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisorWhispered(EventBase):
    """A person who listens to the call told the flow's models something. The caller did not hear it; no node runs."""

    texts: tuple[str, ...]
    kind: Literal["SupervisorWhispered"] = "SupervisorWhispered"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelReplied(EventBase):
    """The language model replied."""

    effect_id: str
    text: str
    extracted: Variables = field(default_factory=dict)
    """Values for variables of the effect's `extract`, valid by their schemas. A value not found yet is left out."""
    input_tokens: int = 0
    output_tokens: int = 0
    calls: Annotated[tuple[ToolCall, ...], Field(exclude_if=not_)] = ()
    """The tools that the model calls before it replies, in order. Then `text` is what it says beside the calls."""
    said: Annotated[str, Field(exclude_if=not_)] = ""
    """With calls: the beginning of `text` that was let out before them. The caller may have heard it."""
    model: Annotated[str, Field(exclude_if=not_)] = ""
    """The provider's name of the model that replied. No fold reads it. Empty if the provider tells none."""
    kind: Literal["ModelReplied"] = "ModelReplied"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFailed(EventBase):
    """The language model gave no usable reply."""

    effect_id: str
    error: str
    said: Annotated[str, Field(exclude_if=not_)] = ""
    """The words that were let out before the reply turned out to be unusable. The caller may have heard them."""
    kind: Literal["ModelFailed"] = "ModelFailed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolAnswered(EventBase):
    """The tool's server responded, with any status."""

    effect_id: str
    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: Json
    """The parsed body if it is JSON, else its text."""
    mismatch: Annotated[str | None, Field(exclude_if=is_none)] = None
    """The field of the body that does not fit the effect's `response_schema`, and why; None if the body fits."""
    kind: Literal["ToolAnswered"] = "ToolAnswered"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolFailed(EventBase):
    """The tool gave no response: unreachable, too slow, too large, forbidden, or interrupted with unknown outcome."""

    effect_id: str
    error: str
    kind: Literal["ToolFailed"] = "ToolFailed"


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectPostponed(EventBase):
    """The turn has too little time left for the effect, which has not begun. It runs in the next turn."""

    effect_id: str
    kind: Literal["EffectPostponed"] = "EffectPostponed"


CallerEvent: TypeAlias = CallerSpoke | CallerKeyed | CallerStayedSilent | WentOn
"""The input of a turn."""
EffectResult: TypeAlias = ModelReplied | ModelFailed | ToolAnswered | ToolFailed
"""The result of an effect."""
Foldable: TypeAlias = Annotated[
    SessionBegan
    | CallerEvent
    | ReplyInterrupted
    | ExchangeMissed
    | SupervisorWhispered
    | EffectResult
    | EffectPostponed,
    Field(discriminator="kind"),
]
"""Every event but TurnFailed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnFailed(EventBase):
    """The turn cannot finish because Callflow failed. The session ends with the apology.

    Folding or storing the turn raised an error, or several processes ended during it.
    """

    error: str
    """A description of the failure, without any words of the caller."""
    unfolded: tuple[Foldable, ...] = ()
    """The events of the turn that were not folded, stored for the search of the cause. The caller's words in them join
    the conversation."""
    language: Annotated[str | None, Field(exclude_if=is_none)] = None
    """The language of the apology, as a BCP 47 tag; None for the default language."""
    kind: Literal["TurnFailed"] = "TurnFailed"


Event: TypeAlias = Annotated[
    SessionBegan
    | CallerEvent
    | ReplyInterrupted
    | ExchangeMissed
    | SupervisorWhispered
    | EffectResult
    | EffectPostponed
    | TurnFailed,
    Field(discriminator="kind"),
]
"""Every event."""
