"""The report of a flow in responses."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict


class Spread(TypedDict):
    """The middle and the high end of a value. Null if no session has the value."""

    median: float | None
    p95: float | None


class ReportPart(TypedDict):
    """The numbers of some sessions.

    `byOutcome` leaves out sessions without an outcome, and those that failed. `turnMillis` is the time of a turn in the
    flow, its models and its tools.
    """

    sessions: int
    byStatus: dict[str, int]
    byOutcome: dict[str, int]
    turns: Spread
    durationSeconds: Spread
    turnMillis: Spread


class ReportNode(TypedDict):
    """What calls did at a node.

    A call that comes back to a node enters it again. `abandonedHere` and `endedHere` count the calls that ended there,
    by the caller or by the flow. `noMatch` counts answers that did not fit, and `noInput` silences.
    """

    nodeId: str
    entered: int
    exits: dict[str, int]
    abandonedHere: int
    endedHere: int
    noMatch: int
    noInput: int


class ReportError(TypedDict):
    """The failures of a node's tool or model. `error` is the status that a tool answered, or a fixed name."""

    kind: Literal["tool", "model"]
    nodeId: str
    error: str
    count: int


class Tokens(TypedDict):
    """The tokens of all questions to models."""

    input: int
    output: int


FlowReport = TypedDict(
    "FlowReport",
    {
        "flowId": str,
        "from": str,
        "to": str,
        "complete": bool,
        "sessions": int,
        "byStatus": dict[str, int],
        "byOutcome": dict[str, int],
        "byVersion": dict[str, ReportPart],
        "byChannel": dict[str, ReportPart],
        "byDay": dict[str, ReportPart],
        "turns": Spread,
        "durationSeconds": Spread,
        "turnMillis": Spread,
        "nodes": list[ReportNode],
        "errors": list[ReportError],
        "tokens": Tokens,
        "cutSessions": int,
    },
)
FlowReport.__doc__ = """The report of a flow: the ended sessions that began from `from` up to, and not at, `to`.

`byDay` is by date in UTC. `nodes` and `errors` begin with the largest counts. `complete` is false if not all sessions
could be counted in the time of a request; the same request continues. `cutSessions` counts sessions that visited too
many nodes: those visited least are missing in `nodes`.
"""
