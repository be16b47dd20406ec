"""Test rooms and phone calls in responses."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict


class TestRoom(TypedDict):
    """A prepared session for a test, and the token with which a browser joins its LiveKit room."""

    sessionId: str
    roomName: str
    token: str
    identity: str
    serverUrl: str
    flowName: str


class AnsweredCall(TypedDict):
    """The session of a phone call, and the flow that speaks in it.

    `language` is that of the agent, or else that of the flow. It is left out if neither names another than en-US.
    """

    organizationId: str
    agentId: str
    flowId: str
    flowVersion: int | Literal["draft"]
    roomName: str
    sessionId: str
    language: NotRequired[str]


class RoomClosed(TypedDict):
    """The effect of a webhook: `closed` counts sessions, `dispatched` counts agents that replace an agent that left."""

    closed: NotRequired[int]
    dispatched: NotRequired[int]
