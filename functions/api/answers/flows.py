"""Flows as the API answers them."""

from __future__ import annotations

from typing import Annotated, Literal

from typing_extensions import TypedDict

from flow_core.flow import Flow
from flow_core.json import Json
from functions.api.answers.problems import ProblemItem
from functions.api.answers.shown_as import ShownAs


class FlowSummary(TypedDict):
    flowId: str
    name: str
    draftRevision: int
    latestVersion: int | None
    publishedRevision: int | None
    updatedAt: str
    warnings: int | None
    """How many the stored draft has; null where it was saved before they were counted."""


class FlowRead(FlowSummary):
    version: int | Literal["draft"]
    revision: int
    definition: Annotated[Json, ShownAs(Flow)]


class FlowList(TypedDict):
    flows: list[FlowSummary]
    cursor: str | None


class SavedFlow(TypedDict):
    flowId: str
    revision: int
    problems: list[ProblemItem]


class PublishedFlow(TypedDict):
    flowId: str
    version: int


class CheckedFlow(TypedDict):
    problems: list[ProblemItem]
