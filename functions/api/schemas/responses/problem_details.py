"""Problem details (RFC 9457) for errors, and the problems of a flow."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict

from flow_core.check import Severity
from functions.api.schemas.responses.gate import GateResult


class ProblemItem(TypedDict):
    """One problem of a flow or of a request.

    A problem of a flow has a severity, a code, a remedy, and the place of the problem. `place` is the part of the flow
    that `message` names, such as `Node "ask-name"`. `text` is `message` without the place and the field: the rest of a
    sentence. A problem of a request has the name of a field.
    """

    severity: NotRequired[Severity]
    code: NotRequired[str]
    message: str
    place: NotRequired[str]
    text: NotRequired[str]
    remedy: NotRequired[str]
    field: NotRequired[str]
    path: NotRequired[list[str | int]]
    nodeId: NotRequired[str]
    edgeId: NotRequired[str]


class Problem(TypedDict):
    """The body of every error (RFC 9457). `detail` states what is wrong and the remedy.

    `gate` is present if the gate of a flow does not let a draft pass.
    """

    type: str
    title: str
    status: int
    detail: str
    problems: NotRequired[list[ProblemItem]]
    gate: NotRequired[GateResult]
