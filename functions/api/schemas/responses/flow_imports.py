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
    node of the flow that it concerns.
    """

    place: str
    kind: Literal["lost", "changed"]
    message: str
    nodeId: NotRequired[str]


class ImportedFlow(TypedDict):
    """An export as a flow: its definition, what is lost or changed, and the problems of the definition."""

    kind: Literal["retell", "voiceflow", "dialogflow-cx", "vapi", "pipecat"]
    definition: Annotated[Json, DocumentedAs(Flow)]
    notes: list[ImportNote]
    problems: list[ProblemItem]
