"""Imported flows in responses."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from typing_extensions import TypedDict

from flow_core.flow import Flow
from flow_core.json import Json
from functions.api.schemas.documented_as import DocumentedAs
from functions.api.schemas.responses.problem_details import ProblemItem


class ImportNote(TypedDict):
    """Something that the flow does not have (`lost`), or has otherwise than the export (`changed`).

    `place` is a JSON pointer into the export; of a zip file, its first part is the name of the file. `nodeId` is the
    node that it concerns; `flowId` is there if that is a node of an inner flow.
    """

    place: str
    kind: Literal["lost", "changed"]
    message: str
    nodeId: NotRequired[str]
    flowId: NotRequired[str]


class ImportedInnerFlow(TypedDict):
    """A flow that subflow nodes of an imported flow run: its id, its definition, and the problems of that."""

    flowId: str
    definition: Annotated[Json, DocumentedAs(Flow)]
    problems: list[ProblemItem]


class ImportedFlow(TypedDict):
    """An export as a flow: its definition, the flows that it calls, what is lost or changed, and its problems.

    `flowId` is an id from its name; the ids of the inner flows begin with it.
    """

    kind: Literal["retell", "voiceflow", "dialogflow-cx", "vapi", "pipecat"]
    flowId: str
    definition: Annotated[Json, DocumentedAs(Flow)]
    inner: list[ImportedInnerFlow]
    notes: list[ImportNote]
    problems: list[ProblemItem]
