"""What happened, one class an event. Time and chance come in here, so that a fold of the same events is the same fold.

Never here: anything that decides what an event leads to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from flow_core.json import Json, Variables
from flow_core.state import Message, is_none
from flow_core.transfer.rules import TransferRules


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBase:
    """What the world gives along with an event."""

    turn_id: str
    """The turn that the event belongs to."""
    at: int
    """Milliseconds since the epoch: what `Date` tells to every expression that the event leads to."""
    seed: int
    """0 to 2**53 - 1: where the dice of those expressions start."""
    overran: tuple[int, ...] = ()
    """Which evaluations of this step (0 is the first) passed their time or memory; empty until it has been run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionBegan(EventBase):
    """The first call of a session: the start node runs."""

    variables: Variables = field(default_factory=dict)
    caller_spoke: bool = False
    """True when what the caller did follows at once, so that nobody opens the conversation twice."""
    transfers: Annotated[TransferRules | None, Field(exclude_if=is_none)] = None
    """The organization's rules as they were then; None where the flow writes every destination out."""
    kind: Literal["SessionBegan"] = "SessionBegan"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerSpoke(EventBase):
    text: str
    kind: Literal["CallerSpoke"] = "CallerSpoke"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerKeyed(EventBase):
    """DTMF: the digits as keyed, `0-9*#A-D`."""

    digits: str
    kind: Literal["CallerKeyed"] = "CallerKeyed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerStayedSilent(EventBase):
    """The time that the flow waits for an answer is over."""

    kind: Literal["CallerStayedSilent"] = "CallerStayedSilent"


@dataclass(frozen=True, slots=True, kw_only=True)
class WentOn(EventBase):
    """A call with nothing said: run what is pending, or tell where the conversation stands."""

    kind: Literal["WentOn"] = "WentOn"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyInterrupted(EventBase):
    """The caller talked over the reply of an earlier turn and heard only this much of it."""

    reply_turn_id: str
    """The turn whose reply it was."""
    heard: str
    kind: Literal["ReplyInterrupted"] = "ReplyInterrupted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeMissed(EventBase):
    """What was said while the API was out of reach. It corrects the conversation and moves nothing."""

    messages: tuple[Message, ...]
    kind: Literal["ExchangeMissed"] = "ExchangeMissed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelReplied(EventBase):
    effect_id: str
    text: str
    extracted: Variables = field(default_factory=dict)
    """Only variables of the effect's `extract`, each as its schema wants it; one not found yet is left out."""
    input_tokens: int = 0
    output_tokens: int = 0
    kind: Literal["ModelReplied"] = "ModelReplied"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFailed(EventBase):
    effect_id: str
    error: str
    kind: Literal["ModelFailed"] = "ModelFailed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolAnswered(EventBase):
    """The tool's server answered, with any status."""

    effect_id: str
    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: Json
    """Parsed where it is JSON, else its text."""
    kind: Literal["ToolAnswered"] = "ToolAnswered"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolFailed(EventBase):
    """No answer: out of reach, too slow, too large, forbidden, or cut off with its outcome unknown."""

    effect_id: str
    error: str
    kind: Literal["ToolFailed"] = "ToolFailed"


CallerEvent: TypeAlias = CallerSpoke | CallerKeyed | CallerStayedSilent | WentOn
EffectResult: TypeAlias = ModelReplied | ModelFailed | ToolAnswered | ToolFailed
Answer: TypeAlias = EffectResult
Foldable: TypeAlias = Annotated[
    SessionBegan | CallerEvent | ReplyInterrupted | ExchangeMissed | EffectResult, Field(discriminator="kind")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnFailed(EventBase):
    """The turn cannot go on, by a fault of ours: folding or writing it raised, or runners died in it again and again.
    The session ends with the apology.
    """

    error: str
    """What failed; no words of a caller."""
    unfolded: tuple[Foldable, ...] = ()
    """What happened in the turn and was not folded, kept for whoever looks for the fault. What the caller said in it
    joins the conversation."""
    kind: Literal["TurnFailed"] = "TurnFailed"


Event: TypeAlias = Annotated[
    SessionBegan | CallerEvent | ReplyInterrupted | ExchangeMissed | EffectResult | TurnFailed,
    Field(discriminator="kind"),
]
