"""The reply to a turn."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from flow_core.state import Status
from functions.api.schemas.responses.actions import Action


class ProcessReply(TypedDict):
    """The reply to a turn.

    `lastResponse` is present if the turn neither said nor changed anything: it repeats all that the flow has said since
    the caller's last input. `draft` is present if the turn was tried and not taken.
    """

    # This type only documents the reply. A reply is sent as the bytes that were stored (functions/turn/commit.py).

    sessionId: str
    turnId: str
    status: Status
    currentNodeId: str | None
    response: str
    completed: bool
    action: Action
    lastResponse: NotRequired[str]
    draft: NotRequired[Literal[True]]
