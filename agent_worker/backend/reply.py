"""The API's reply to a turn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from agent_worker.backend.wire import WireModel


class Keys(WireModel):
    """How the keys of a telephone are collected into one input."""

    length: int | None = None
    """Number of keys that end an input. An end key does not count. None if no number does."""
    end: str = "#"
    """A key that ends an input. `#` ends one too."""
    seconds: float | None = None
    """Seconds without a key that end an input. None leaves the choice to the worker."""


class Listen(WireModel):
    """Speak, then wait for the caller's input."""

    type: Literal["listen"] = "listen"
    no_input_seconds: float = 8
    """Seconds of silence that count as no-input."""
    interruptible: bool = True
    """Whether the caller may cut the words off."""
    keys: Keys | None = None
    """How the caller's keys are collected. None if the flow says nothing about keys."""
    hints: tuple[str, ...] = ()
    """Words that the caller may say, for speech to text."""
    language: str | None = None
    """The language of the flow, as a language tag. None if it is en-US, or the API names none."""
    expects: tuple[str, ...] = ()
    """The types of value that the question asks for, such as `email`. The worker fills it in, see `Asks`."""
    asks_model: bool = False
    """Whether the answer is put to a model. The worker fills it in, see `Asks`."""


class Continue(WireModel):
    """Speak, and post the next turn at once without input: a tool is about to run."""

    type: Literal["continue"] = "continue"


class Transfer(WireModel):
    """Speak, then transfer the caller."""

    type: Literal["transfer"] = "transfer"
    to: str
    """The destination: an E.164 number or a SIP URI."""
    mode: str = "cold"
    """The kind of transfer. The worker performs each as a SIP REFER."""


class Hangup(WireModel):
    """Speak, then end the call."""

    type: Literal["hangup"] = "hangup"


Action = Annotated[Listen | Continue | Transfer | Hangup, Field(discriminator="type")]


class Reply(WireModel):
    """The words that the agent speaks after a turn, and the action after them."""

    session_id: str = ""
    response: str = ""
    completed: bool = False
    action: Action
    current_node_id: str | None = None
    """The node at which the session is."""
    last_response: str | None = None
    """The words of the previous reply, if another worker began the call."""
    millis: Annotated[Mapping[str, float], BeforeValidator(lambda _: {})] = {}
    """Milliseconds of each known phase. `Backend` sets it from a header and ignores a field of the same name."""
