"""What the three entrances answer: test chat, test audio and the phone."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict


class TestRoom(TypedDict):
    sessionId: str
    roomName: str
    token: str
    identity: str
    serverUrl: str
    flowName: str


class AnsweredCall(TypedDict):
    organizationId: str
    agentId: str
    flowId: str
    flowVersion: int
    roomName: str
    sessionId: str


class RoomClosed(TypedDict):
    """`closed` sessions, or agents `dispatched` where one left."""

    closed: NotRequired[int]
    dispatched: NotRequired[int]
