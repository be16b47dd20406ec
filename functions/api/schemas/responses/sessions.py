"""Sessions as the API answers them: the conversation, and a trace of each turn."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from flow_core.effects import EffectKind
from flow_core.flow import NodeType
from flow_core.json import Json
from flow_core.state import Role, Status
from functions.api.schemas.responses.actions import Action


class ConversationItem(TypedDict):
    role: Role
    content: str
    at: str
    turnId: str
    interrupted: NotRequired[Literal[True]]


class SessionContext(TypedDict):
    variables: dict[str, Json]
    conversation: list[ConversationItem]


class NodeRun(TypedDict):
    nodeId: str
    type: NodeType
    outcome: str
    """The exit that it left by; or `listen`, `continue`, `transfer`, `hangup`: what it waits for; or `failed`."""
    millis: float


class Decision(TypedDict):
    nodeId: str
    conditionId: str
    value: Json
    error: NotRequired[str]


class Effect(TypedDict):
    kind: EffectKind
    nodeId: str
    millis: float
    ok: bool
    error: NotRequired[str]
    inputTokens: NotRequired[int]
    outputTokens: NotRequired[int]


class ChangedVariables(TypedDict):
    changed: dict[str, Json]


class Interruption(TypedDict):
    """What the caller heard of an earlier turn's reply before breaking in."""

    turnId: str
    heard: str


class Turn(TypedDict):
    """The trace of one turn: what it did."""

    turnId: str
    at: str
    input: str | None
    response: str
    nodes: list[NodeRun]
    decisions: list[Decision]
    effects: list[Effect]
    variables: ChangedVariables
    action: Action
    interrupted: NotRequired[Interruption]


class TestMetadata(TypedDict):
    testMode: Literal["chat", "audio"]
    identity: str
    roomName: str


class Session(TypedDict):
    sessionId: str
    organizationId: str
    flowId: str
    flowVersion: int | Literal["draft"]
    status: Status
    currentNodeId: str | None
    createdAt: str
    updatedAt: str
    context: SessionContext
    turns: list[Turn]
    agentId: NotRequired[str]
    outcome: NotRequired[str]
    testMetadata: NotRequired[TestMetadata]
    after: NotRequired[str]
    """The turn that this continues: `turns` are the later ones alone, `context.conversation` is all that the touched
    turns said. Both are merged, by turnId, into what was read before."""
    more: NotRequired[Literal[True]]
    """Later turns exist that did not fit: `after` with the last turn shown gives them."""


class SessionRead(TypedDict):
    session: Session


class SessionSummary(TypedDict):
    sessionId: str
    flowId: str
    flowVersion: int | Literal["draft"]
    status: Status
    roomName: str
    createdAt: str


class SessionList(TypedDict):
    sessions: list[SessionSummary]
    cursor: str | None
