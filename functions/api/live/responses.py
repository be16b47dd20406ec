"""Calls that are on, in responses."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from flow_core.state import Channel, Status
from functions.ports.supervision.rooms import Supervision


class CallSupervisor(TypedDict):
    """A user of the organization who takes part in a call. `name` is the one of the audit."""

    name: str
    mode: Supervision


class LiveCall(TypedDict):
    """A call that is on.

    `turn` is the number of its last turn; 0 before the first. `nodeId` is the node at which the flow is. `worker` says
    whether an agent is in its room. `worker` and `supervisors` are null if LiveKit gives no answer.
    """

    sessionId: str
    flowId: str
    flowName: str
    flowVersion: int | Literal["draft"]
    agentId: str | None
    channel: Channel
    callerNumber: str | None
    test: bool
    status: Status
    startedAt: str
    turn: int
    nodeId: str | None
    worker: bool | None
    supervisors: list[CallSupervisor] | None


class LiveCallList(TypedDict):
    """A page of calls, newest first. `cursor` is null on the last page; even an empty page may have one."""

    calls: list[LiveCall]
    cursor: str | None


class SupervisorRoom(TypedDict):
    """The token with which a browser enters the LiveKit room of a call within five minutes."""

    token: str
    serverUrl: str
    roomName: str
    identity: str
    mode: Supervision


class Whispered(TypedDict):
    """A whisper that was sent to the agent of a call."""

    whisperId: str
