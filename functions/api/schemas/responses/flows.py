"""Flows as the API answers them."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from typing_extensions import TypedDict

from flow_core.flow import Flow
from flow_core.json import Json
from functions.api.schemas.documented_as import DocumentedAs
from functions.api.schemas.responses.problem_details import ProblemItem


class FlowSummary(TypedDict):
    flowId: str
    name: str
    draftRevision: int
    latestVersion: int | None
    publishedRevision: int | None
    updatedAt: str
    warnings: int | None
    """How many the stored draft has; null where it was saved before they were counted."""
    deletedAt: NotRequired[str]
    """Where the flow was deleted: its versions can still be read. Such a flow is in no list."""


class FlowRead(FlowSummary):
    version: int | Literal["draft"]
    revision: int
    definition: Annotated[Json, DocumentedAs(Flow)]


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


class FlowVersion(TypedDict):
    """A published version. `at` and `by` are null where a release that did not keep them published it."""

    version: int
    at: str | None
    by: str | None
    note: NotRequired[str]
    sessions: int
    """How many sessions keep this version; a lower bound where the flow has very many."""


class FlowVersions(TypedDict):
    versions: list[FlowVersion]
    cursor: str | None


class CheckedFlow(TypedDict):
    problems: list[ProblemItem]
