"""What comes next after a turn: listen, continue, transfer or hang up."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypeAliasType, TypedDict


class ListenAction(TypedDict):
    """Wait for the caller."""

    type: Literal["listen"]
    noInputSeconds: float
    interruptible: bool


class ContinueAction(TypedDict):
    """Speak the response and call again at once with no input: a tool is about to run."""

    type: Literal["continue"]


class TransferAction(TypedDict):
    """Hand the caller over."""

    type: Literal["transfer"]
    to: str
    mode: Literal["cold"]


class HangupAction(TypedDict):
    type: Literal["hangup"]


Action = TypeAliasType(
    "Action",
    Annotated[ListenAction | ContinueAction | TransferAction | HangupAction, Field(discriminator="type")],
)
