"""The results of a replay in responses."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from flow_core.json import Json
from flow_core.state import Status
from functions.api.schemas.responses.actions import Action

Verdict = Literal["same", "differs", "cannot"]
Part = Literal["node", "words", "variables", "action", "status", "tools"]


class ReplayedTurn(TypedDict):
    """A turn as one version has it.

    `node` is the node at which the session is after the turn. `variables` has only those that differ. `tools` names the
    nodes whose tools were called, in order.
    """

    node: str | None
    words: str
    variables: dict[str, Json]
    action: Action
    status: Status
    tools: list[str]


class ReplayedCall(TypedDict):
    """The result of one call.

    `turn` is the number of the turn, from 1, and `nodeId` the first node that differs or that asks. `parts` names what
    differs. `mild` is true if all differences of the call are in words, or in how the flow listens. `why` says why it
    cannot be told, or cannot be told any further.
    """

    sessionId: str
    verdict: Verdict
    turn: NotRequired[int]
    nodeId: NotRequired[str | None]
    parts: NotRequired[list[Part]]
    mild: NotRequired[bool]
    recorded: NotRequired[ReplayedTurn]
    now: NotRequired[ReplayedTurn]
    why: NotRequired[str]


class ReplayGroup(TypedDict):
    """The calls that part at one node: one cause, one line.

    `sessions` names the first ten of them, and `parts` what differs in any of them. `turn`, `recorded`, `now` and `why`
    are those of the first one.
    """

    verdict: Literal["differs", "cannot"]
    nodeId: str | None
    count: int
    parts: list[Part]
    mild: bool
    sessions: list[str]
    turn: NotRequired[int]
    recorded: NotRequired[ReplayedTurn]
    now: NotRequired[ReplayedTurn]
    why: NotRequired[str]


class Replay(TypedDict):
    """The results of a replay. `groups` has them by cause, the most frequent first.

    `left` counts the calls for which the time of the request did not suffice.
    """

    same: int
    differ: int
    cannot: int
    left: int
    groups: list[ReplayGroup]
    results: list[ReplayedCall]
