"""Reports in responses."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from flow_core.authored.judging import Scale


class Spread(TypedDict):
    """The middle and the high end of a value. Null if no session has the value."""

    median: float | None
    p95: float | None


class ReportPart(TypedDict):
    """The numbers of some sessions.

    `byOutcome` leaves out sessions without an outcome, and those that failed. `containment` is the share of the
    sessions that did not end with a transfer, 0 to 1; null without sessions. `turnMillis` is the time of a turn in the
    flow, its models and its tools. `firstWordMillis` is the time in the API from a caller's input to the
    first words that answer it: those that a stream lets out first, or the whole reply.
    """

    sessions: int
    byStatus: dict[str, int]
    byOutcome: dict[str, int]
    containment: float | None
    turns: Spread
    durationSeconds: Spread
    turnMillis: Spread
    firstWordMillis: Spread


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


class ModelUse(TypedDict):
    """The questions to a model. `model` is null for the deployment's own. `errors` counts failures by fixed name."""

    model: str | None
    asked: int
    errors: dict[str, int]
    inputTokens: int
    outputTokens: int


class Tokens(TypedDict):
    """The tokens of all questions to models."""

    input: int
    output: int


class Average(TypedDict):
    """The average score of some calls. For a question of yes or no it is the share of the calls with a yes."""

    calls: int
    average: float


class ReportScore(TypedDict):
    """The scores of one question that a model answers after calls."""

    questionId: str
    scale: Scale
    calls: int
    average: float
    byVersion: dict[str, Average]
    byDay: dict[str, Average]


FlowReport = TypedDict(
    "FlowReport",
    {
        "flowId": str,
        "from": str,
        "to": str,
        "timeZone": str,
        "complete": bool,
        "sessions": int,
        "byStatus": dict[str, int],
        "byOutcome": dict[str, int],
        "containment": float | None,
        "byVersion": dict[str, ReportPart],
        "byChannel": dict[str, ReportPart],
        "byAgent": dict[str, ReportPart],
        "byNumber": dict[str, ReportPart],
        "byDay": dict[str, ReportPart],
        "turns": Spread,
        "durationSeconds": Spread,
        "turnMillis": Spread,
        "firstWordMillis": Spread,
        "nodes": list[ReportNode],
        "errors": list[ReportError],
        "models": list[ModelUse],
        "tokens": Tokens,
        "scores": list[ReportScore],
        "cutSessions": int,
    },
)
FlowReport.__doc__ = """The report of a flow: the ended sessions that began from `from` up to, and not at, `to`.

`byDay` is by date in `timeZone`, the organization's. `byAgent` and `byNumber` leave out sessions without an agent or a
called number. `nodes` and `errors` begin with the largest counts. `complete` is false if not all sessions could be
counted in the time of a request; the same request continues. `cutSessions` counts sessions that visited too many nodes:
those visited least are missing in `nodes`. `scores` has the questions that a model answered after calls, by scale and
id; it counts the calls that were judged.
"""


class AbandonedAt(TypedDict):
    """How many callers gave up at a node."""

    nodeId: str
    count: int


class FlowPart(ReportPart):
    """The numbers of a flow in the report of its organization: where most callers gave up, and what failed most."""

    abandonedAt: list[AbandonedAt]
    errors: list[ReportError]


class FlowError(ReportError):
    """The failures of a tool or a model of one of the flows."""

    flowId: str


OrganizationReport = TypedDict(
    "OrganizationReport",
    {
        "from": str,
        "to": str,
        "timeZone": str,
        "complete": bool,
        "sessions": int,
        "byStatus": dict[str, int],
        "byOutcome": dict[str, int],
        "containment": float | None,
        "byDay": dict[str, ReportPart],
        "byFlow": dict[str, FlowPart],
        "byAgent": dict[str, ReportPart],
        "byNumber": dict[str, ReportPart],
        "byChannel": dict[str, ReportPart],
        "turns": Spread,
        "durationSeconds": Spread,
        "turnMillis": Spread,
        "firstWordMillis": Spread,
        "errors": list[FlowError],
        "models": list[ModelUse],
        "tokens": Tokens,
    },
)
OrganizationReport.__doc__ = """The report of all flows of an organization. The fields are those of a flow's report.

`byFlow` leaves out flows without a session, and deleted flows. A flow has its ten nodes at which most callers gave up,
and its twenty most frequent failures; `errors` has the hundred most frequent of all.
"""
