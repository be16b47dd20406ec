"""Sessions in responses: the conversation, and a trace of each turn."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from flow_core.authored.nodes import NodeType
from flow_core.effects import EffectKind
from flow_core.json import Json
from flow_core.state import Role, Status
from functions.api.schemas.responses.actions import Action


class ConversationItem(TypedDict):
    """One message of the conversation. `interrupted` is true if the caller heard only the part in `content`."""

    role: Role
    content: str
    at: str
    turnId: str
    interrupted: NotRequired[Literal[True]]


class SessionContext(TypedDict):
    """The variables and the conversation of a session.

    A variable of an inner flow that runs has the path of its subflow node before its name: `identify/pin`.
    """

    variables: dict[str, Json]
    conversation: list[ConversationItem]


class NodeRun(TypedDict):
    """One run of a node.

    `outcome` is the exit by which the flow left the node, or `failed`. If the turn ended in the node, it is `listen`,
    `continue`, `transfer` or `hangup`. `millis` is the time of the run. A subflow node runs twice: `enter` begins its
    flow. `flowId` is present on a node of such an inner flow. Then `nodeId` is its path, such as `identify/ask-pin`.
    """

    nodeId: str
    type: NodeType
    outcome: str
    millis: float
    flowId: NotRequired[str]


class Decision(TypedDict):
    """The result of one expression. `error` is present if the expression failed."""

    nodeId: str
    conditionId: str
    value: Json
    error: NotRequired[str]


class Effect(TypedDict):
    """One model call or tool call. `millis` is its duration; the tokens are those that the model reports.

    `model` is the model that was asked, if the node or the version names one. `answeredBy` is the provider's name of
    the model that replied, if the provider tells it.
    """

    kind: EffectKind
    nodeId: str
    millis: float
    ok: bool
    error: NotRequired[str]
    inputTokens: NotRequired[int]
    outputTokens: NotRequired[int]
    model: NotRequired[str]
    answeredBy: NotRequired[str]


class AnsweringModel(TypedDict):
    """A model that replied in a session: the name that was asked, null for the deployment's, and the provider's."""

    model: str | None
    answeredBy: str


class ChangedVariables(TypedDict):
    """The variables that a turn changed, with their new values."""

    changed: dict[str, Json]


class Interruption(TypedDict):
    """A barge-in: the part of an earlier turn's reply that the caller heard."""

    turnId: str
    heard: str


class Turn(TypedDict):
    """The trace of one turn: its input, response, nodes, decisions, effects and changes.

    `whispers` is what supervisors told the flow's models before the turn.
    """

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
    whispers: NotRequired[list[str]]


class TestMetadata(TypedDict):
    """The test for which a session was prepared."""

    testMode: Literal["chat", "audio", "simulated"]
    identity: str
    roomName: str


class Takeover(TypedDict):
    """The time in which a person spoke in a call in place of the agent.

    `by` is who it was, as in the audit. `until` is null while the person is there. If LiveKit did not report that the
    person left, it is the end of the session.
    """

    by: str
    since: str
    until: str | None


class Session(TypedDict):
    """A session, or the part of it after a turn.

    If the request has `after`, the response has it too: `turns` holds only the later turns, and `context.conversation`
    holds the messages of these turns and of the turns that they interrupted. A client merges both by `turnId` into its
    earlier response. `more` is true if later turns exist that did not fit into the response. Send the id of the last
    turn as `after` to read them. `settingsHash` is the hash of the settings that were frozen with the version. A draft
    and a version of an older release have none. `models` are the models that replied, at most eight. `callerNumber` is
    present in a phone call whose caller shows it, and `takeovers` in a call that a person has taken over.
    """

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
    callerNumber: NotRequired[str]
    outcome: NotRequired[str]
    settingsHash: NotRequired[str]
    models: NotRequired[list[AnsweringModel]]
    takeovers: NotRequired[list[Takeover]]
    testMetadata: NotRequired[TestMetadata]
    after: NotRequired[str]
    more: NotRequired[Literal[True]]


class SessionRead(TypedDict):
    """One session."""

    session: Session


class SessionSummary(TypedDict):
    """A session in a list."""

    sessionId: str
    flowId: str
    flowVersion: int | Literal["draft"]
    status: Status
    roomName: str
    createdAt: str


class SessionList(TypedDict):
    """A page of a flow's sessions, newest first. `cursor` is null on the last page."""

    sessions: list[SessionSummary]
    cursor: str | None


class CallSpeech(TypedDict):
    """What a worker prepares for the speech of a call.

    `texts` are those that the flow says without a hole. `asks` has the types of value that a node asks for, by its
    id, as in `currentNodeId` of a reply. `asksModel` has the ids of the nodes that put each answer to a model: a draft
    of such a turn may save the caller time. `takesUsage`: a turn may carry what the worker has used of speech services.
    """

    texts: list[str]
    asks: dict[str, list[str]]
    asksModel: list[str]
    takesUsage: Literal[True]


class ErasedSession(TypedDict):
    """A session that is erased. It is 404 from now on.

    `complete` is false if it has so many turns that one request does not delete them all. The rest is deleted within
    minutes, or at once by the same request. `tests` are the tests of its flow that were deleted, because they were made
    of the session.
    """

    sessionId: str
    complete: bool
    tests: list[str]


class ErasedCaller(TypedDict):
    """The number of sessions that this request has erased. If `more` is true, the same request erases more."""

    erased: int
    more: bool
