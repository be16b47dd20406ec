"""`POST /api/flows/import`: the export of another product becomes the definition of a flow. Nothing is saved."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request

from flow_core.check import check
from flow_core.json import Json
from functions.api.http.dependencies import Organization, ServicesDep
from functions.api.http.problems import ProblemError
from functions.api.http.request_body import ExportFile
from functions.api.problem_items import problem_item
from functions.api.schemas.responses.flow_imports import ImportedFlow, ImportedInnerFlow, ImportNote
from functions.api.schemas.responses.problem_details import ProblemItem
from functions.flow_import import NamedFlow, Note, UnreadableExportError, read, read_document
from functions.services import Services

router = APIRouter(route_class=ExportFile)

_ANY_FILE = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"type": "object", "description": "The export, as the product wrote it."}},
            "application/zip": {"schema": {"type": "string", "description": "The zip file, or its Base64."}},
        },
    }
}


@router.post("/api/flows/import", openapi_extra=_ANY_FILE)
async def import_flow(request: Request, organization: Organization, services: ServicesDep) -> ImportedFlow:
    """Make a flow of an export: Retell, Voiceflow, Dialogflow CX, Vapi or Pipecat. Nothing is saved.

    Returns:
        The flow, and the flows of its components in the order in which they can be saved and published. Their ids begin
        with `flowId`, an id from the name of the flow.
    """
    content = await request.body()
    return await services.off_loop(lambda: _imported(content, services, organization))


def _imported(content: bytes, services: Services, organization: str) -> ImportedFlow:
    try:
        imported = read(read_document(content))
    except UnreadableExportError as error:
        problems = [{"field": error.place, "message": error.text}]
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, str(error), problems) from error

    def problems_of(definition: Json) -> list[ProblemItem]:
        checked = check(definition, services.inspect(organization), services.schema_problem)
        return [problem_item(problem) for problem in checked.problems]

    def inner(flow: NamedFlow) -> ImportedInnerFlow:
        return {"flowId": flow.flow_id, "definition": flow.definition, "problems": problems_of(flow.definition)}

    return {
        "kind": imported.kind,
        "flowId": imported.flow_id,
        "definition": imported.definition,
        "inner": [inner(flow) for flow in imported.inner],
        "notes": [_note(note) for note in imported.notes],
        "problems": problems_of(imported.definition),
    }


def _note(note: Note) -> ImportNote:
    shown: ImportNote = {"place": note.place, "kind": note.kind, "message": note.message}
    if note.node_id is not None:
        shown["nodeId"] = note.node_id
    if note.flow_id is not None:
        shown["flowId"] = note.flow_id
    return shown
