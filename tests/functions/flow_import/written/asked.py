"""What a test asks of an import."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from functools import lru_cache
from typing import Any

from flow_core.check import check
from flow_core.flow import RULES
from flow_core.subflows.published import Missing, Published, frozen, look_up
from functions.adapters.javascript.engine import JavaScript
from functions.adapters.javascript.names import JavaScriptInspect
from functions.flow_import import Imported
from functions.json_schema.check import schema_problem

_NO = Missing("calls a flow that does not exist.", "")


def zipped(files: dict[str, Any]) -> bytes:
    """Return a zip file of JSON files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, value in files.items():
            archive.writestr(name, json.dumps(value))
    return buffer.getvalue()


@lru_cache(maxsize=1)
def _javascript() -> JavaScript:
    return JavaScript()


def errors_of(imported: Imported) -> list[str]:
    """Return the errors with which a flow could not be published after those that it calls."""
    published: dict[str, Published] = {}

    def lookup(flow_id: str, version: int | None) -> Published | Missing:
        return published.get(flow_id, _NO) if version is None else _NO

    errors: list[str] = []
    for flow in imported.flows:
        flow_id, definition = flow.flow_id, flow.definition
        called = look_up(definition, lookup, flow_id=flow_id, publishing=True)
        checked = check(definition, JavaScriptInspect(_javascript().syntax_errors), schema_problem, called)
        errors += [f"{flow_id}: {problem.message}" for problem in checked.errors]
        whole = frozen(definition, called)
        published[flow_id] = Published(1, whole.document, RULES, whole.subflows)
    return errors


def inner_of(imported: Imported, flow_id: str) -> Imported:
    """Return an inner flow like an import of its own."""
    flow = next(flow for flow in imported.inner if flow.flow_id == flow_id)
    return replace(imported, flow_id=flow_id, definition=flow.definition, origins=flow.origins)


def nodes_of(imported: Imported) -> dict[str, dict[str, Any]]:
    """Return the nodes by id: their data, with their type."""
    found: Any = imported.definition["nodes"]
    return {node["id"]: {"type": node["type"], **node["data"]} for node in found}


def leads(imported: Imported, source: str, exit: str = "default") -> str | None:
    """Return the node to which an exit leads."""
    edges: Any = imported.definition["edges"]
    return next(
        (edge["target"] for edge in edges if edge["source"] == source and edge.get("sourceHandle", "default") == exit),
        None,
    )


def notes_at(imported: Imported, place: str) -> list[str]:
    """Return the notes for a place and what is inside, as `kind: message`."""
    return [f"{note.kind}: {note.message}" for note in imported.notes if f"{note.place}/".startswith(f"{place}/")]
