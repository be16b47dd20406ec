"""Flows in responses."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from typing_extensions import TypedDict

from flow_core.flow import Flow
from flow_core.json import Json
from functions.api.schemas.documented_as import DocumentedAs
from functions.api.schemas.responses.problem_details import ProblemItem


class FlowSummary(TypedDict):
    """A flow without its definition.

    `warnings` counts the warnings of the draft; it is null if an older release saved the draft. `deletedAt` is present
    if the flow is deleted. No list contains a deleted flow, but its versions can still be read.
    """

    flowId: str
    name: str
    draftRevision: int
    latestVersion: int | None
    publishedRevision: int | None
    updatedAt: str
    warnings: int | None
    deletedAt: NotRequired[str]


class FlowRead(FlowSummary):
    """A flow with one definition: a published version or the draft."""

    version: int | Literal["draft"]
    revision: int
    definition: Annotated[Json, DocumentedAs(Flow)]


class FlowList(TypedDict):
    """A page of an organization's flows. `cursor` is null on the last page."""

    flows: list[FlowSummary]
    cursor: str | None


class SavedFlow(TypedDict):
    """The revision of a saved draft, and the warnings of its definition."""

    flowId: str
    revision: int
    problems: list[ProblemItem]


class PublishedFlow(TypedDict):
    """The version under which a draft is published."""

    flowId: str
    version: int


class VersionSettings(TypedDict):
    """What a version runs with beside its nodes, frozen when it was published.

    `hash` is short and tells these settings from others: a session of the version has it as `settingsHash`. `model` is
    that of questions that name none, `models` are those that nodes name. `speechToText` and `textToSpeech` are the
    engines of the worker. `tools` is a digest of the definitions of all tools. What was not configured is null.
    """

    hash: str
    model: str | None
    models: list[str]
    speechToText: str | None
    textToSpeech: str | None
    language: str
    timeZone: str
    tools: str | None


class ModelInUse(TypedDict):
    """A model that answered for a version.

    `model` is the name that was asked, null for the deployment's own. `answeredBy` is the provider's newest name of the
    model that replied, in sessions that ended `since` then. `before` is the name that it replaced: if it is present,
    the provider answers with another model than it did.
    """

    model: str | None
    answeredBy: str
    since: str
    before: NotRequired[str]


class FlowVersion(TypedDict):
    """A published version.

    `at` and `by` are null if an older release published the version. `override` says why the version was published
    although it did not pass its gate. `sessions` counts the sessions with this version; it is a lower bound if the flow
    has very many sessions. `environments` names those that give the version to new sessions. `settings` is left
    out if an older release published the version.
    """

    version: int
    at: str | None
    by: str | None
    note: NotRequired[str]
    override: NotRequired[str]
    sessions: int
    environments: NotRequired[list[str]]
    settings: NotRequired[VersionSettings]
    models: NotRequired[list[ModelInUse]]


class FlowVersions(TypedDict):
    """A page of a flow's versions, newest first. `cursor` is null on the last page."""

    versions: list[FlowVersion]
    cursor: str | None


class CheckedFlow(TypedDict):
    """All problems of a definition. The list is empty if there are none."""

    problems: list[ProblemItem]
