"""The action of a reply: what the client does after it has spoken the response."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypeAliasType, TypedDict


class ListenKeys(TypedDict):
    """When keys of a telephone are one input: at so many of them, at the key `end`, or after `seconds` without one."""

    length: NotRequired[int]
    end: NotRequired[str]
    seconds: NotRequired[float]


class ListenAction(TypedDict):
    """Wait for the caller's input. Send `noInput` if the caller is silent for `noInputSeconds`.

    `keys`, `hints` (words for speech to text) and `language` are left out where the flow says nothing special.
    """

    type: Literal["listen"]
    noInputSeconds: float
    interruptible: bool
    keys: NotRequired[ListenKeys]
    hints: NotRequired[list[str]]
    language: NotRequired[str]


class ContinueAction(TypedDict):
    """Speak the response and send the next turn at once, without input: a tool is about to run."""

    type: Literal["continue"]


class TransferAction(TypedDict):
    """Transfer the caller to another phone number or SIP address."""

    type: Literal["transfer"]
    to: str
    mode: Literal["cold"]


class HangupAction(TypedDict):
    """End the call."""

    type: Literal["hangup"]


Action = TypeAliasType(
    "Action",
    Annotated[ListenAction | ContinueAction | TransferAction | HangupAction, Field(discriminator="type")],
)
"""Every action."""
