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

    `version` and `revision` name the definition that the calls were folded through: of a draft, the draft as it was.
    `left` counts the calls for which the time of the request did not suffice, and `job` is the id of the replay that
    goes on with them.
    """

    version: int | Literal["draft"]
    revision: int
    same: int
    differ: int
    cannot: int
    left: int
    job: NotRequired[str]
    groups: list[ReplayGroup]
    results: list[ReplayedCall]


class ReplayJobSummary(TypedDict):
    """A replay that takes longer than a request.

    `total` is null until the calls are chosen, and `done` counts those that are folded. `why` says why the replay was
    given up.
    """

    job: str
    state: Literal["running", "done", "failed"]
    version: int | Literal["draft"]
    revision: int
    at: str
    by: str
    updatedAt: str
    total: int | None
    done: int
    same: int
    differ: int
    cannot: int
    why: NotRequired[str]


class ReplayJob(ReplayJobSummary):
    """A replay that takes longer than a request, with its results so far.

    `results` has a page of the calls that are not the same, without their turns. `groups` has the turns of a first call
    when the replay has ended. `cursor` is null on the last page.
    """

    groups: list[ReplayGroup]
    results: list[ReplayedCall]
    cursor: str | None


class ReplayJobList(TypedDict):
    """The newest replays of a flow that took longer than a request."""

    jobs: list[ReplayJobSummary]
