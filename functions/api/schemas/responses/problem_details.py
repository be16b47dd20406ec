"""Errors as RFC 9457 problem details, and the problems of a flow."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict

from flow_core.check import Severity


class ProblemItem(TypedDict):
    """One thing that is wrong. A flow's problems tell how severe they are and where; a request's name a field."""

    severity: NotRequired[Severity]
    code: NotRequired[str]
    message: str
    place: NotRequired[str]
    """The part of the flow in `message`: `Node "ask-name"`."""
    text: NotRequired[str]
    """`message` without the place and the field in which the problem is: what is wrong, as the rest of a sentence."""
    remedy: NotRequired[str]
    field: NotRequired[str]
    path: NotRequired[list[str | int]]
    nodeId: NotRequired[str]
    edgeId: NotRequired[str]


class Problem(TypedDict):
    """The body of every error."""

    type: str
    title: str
    status: int
    detail: str
    problems: NotRequired[list[ProblemItem]]
