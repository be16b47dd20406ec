"""Imports flows of other products: the export of one becomes the definition of a flow, and notes on what is otherwise.

Pure: it reads no file and no network, and runs nothing of the export. One reader a product, in a file or folder of its
own. Nothing here knows the API or the command line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pydantic_core import to_json

from flow_core.json import Json
from functions.flow_import import dialogflow, pipecat, retell, vapi, voiceflow
from functions.flow_import.document import MAX_BYTES, bounded, read_document
from functions.flow_import.draft import Draft, id_of
from functions.flow_import.finish import finish
from functions.flow_import.leftovers import bounded_notes, note_unread
from functions.flow_import.note import KIND_NAMES, Imported, Kind, NamedFlow, Note, UnreadableExportError
from functions.flow_import.source import Source

__all__ = [
    "KIND_NAMES",
    "MAX_BYTES",
    "Imported",
    "Kind",
    "NamedFlow",
    "Note",
    "UnreadableExportError",
    "read",
    "read_document",
    "recognise",
]

MAX_DEFINITION = 1024 * 1024
"""Bytes of a flow's definition, as the API takes it."""
MAX_PREFIX = 60
"""Characters of the id of the imported flow with which the ids of inner flows begin."""
_READERS: dict[Kind, tuple[Callable[[Source], bool], Callable[[Source], Draft]]] = {
    "retell": (retell.is_retell, retell.read),
    "voiceflow": (voiceflow.is_voiceflow, voiceflow.read),
    "dialogflow-cx": (dialogflow.is_dialogflow, dialogflow.read),
    "pipecat": (pipecat.is_pipecat, pipecat.read),
    "vapi": (vapi.is_vapi, vapi.read),
}
"""Kind -> whether a document is one, and its reader. The order is that in which they are asked."""


def recognise(document: Json) -> Kind | None:
    """Return the product that wrote a document; None if no reader knows it."""
    source = Source(document)
    return next((kind for kind, (knows, _) in _READERS.items() if knows(source)), None)


def read(document: Json, flow_id: str | None = None) -> Imported:
    """Make a flow from an export, and flows of the parts that it calls.

    Args:
        document: The export as a JSON value, or what `read_document` returns for a zip file.
        flow_id: The id under which the flow will be saved. None for one from its name.

    Returns:
        The definitions and the notes. Everything in the export is in the ones or in the others.

    Raises:
        UnreadableExportError: If no reader knows the document, or if it is malformed or too large.
    """
    document = bounded(document)
    kind = recognise(document)
    if kind is None:
        known = ", ".join(KIND_NAMES.values())
        raise UnreadableExportError("", f"This is no export that can be imported. Known are: {known}.")
    source = Source(document)
    root = _READERS[kind][1](source)
    finished = finish(root)
    note_unread(root, source)
    flow_id = (flow_id or id_of(root.name, "imported"))[:MAX_PREFIX]
    flows: list[NamedFlow] = []
    notes: list[Note] = list(root.notes)
    for each in finished:
        name = f"{flow_id}-{each.draft.id}" if each.draft.id else flow_id
        _name_calls(each.definition, flow_id)
        _check_size(each.definition)
        flows.append(NamedFlow(name, each.definition, each.origins))
        if each.draft is not root:
            notes += [replace(note, flow_id=name if note.node_id is not None else None) for note in each.draft.notes]
    *inner, outer = flows
    return Imported(kind, flow_id, outer.definition, bounded_notes(notes), outer.origins, tuple(inner))


def _name_calls(definition: dict[str, Json], flow_id: str) -> None:
    """Write the ids of the inner flows into the nodes that call them."""
    nodes = definition["nodes"]
    for node in nodes if isinstance(nodes, list) else ():
        if isinstance(node, dict) and node["type"] == "subflow" and isinstance(node["data"], dict):
            node["data"]["flowId"] = f"{flow_id}-{node['data']['flowId']}"


def _check_size(definition: dict[str, Json]) -> None:
    size = len(to_json(definition))
    if size > MAX_DEFINITION:
        text = f"The flow would have {size >> 10:,} KiB, and a flow has at most {MAX_DEFINITION >> 10:,} KiB."
        raise UnreadableExportError("", f"{text} Export a single flow.")
