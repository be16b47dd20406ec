"""What a turn is answered."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict

from flow_core.state import Status
from functions.api.schemas.responses.actions import Action


class ProcessReply(TypedDict):
    """For the OpenAPI document: a reply goes out as the bytes that were stored (functions/turn/reply.py)."""

    sessionId: str
    turnId: str
    status: Status
    currentNodeId: str | None
    response: str
    completed: bool
    action: Action
    lastResponse: NotRequired[str]
    """Where nothing was said and nothing moved: all that was said since the caller last did something."""
