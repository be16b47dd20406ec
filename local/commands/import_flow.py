"""`callflow import FILE`: the flow of another product becomes a draft, and its author reads what is otherwise.

Its components become drafts of their own. The API checks and saves a flow before those that call it.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import httpx

from flow_core.check import check
from flow_core.json import Json
from functions.adapters.javascript.engine import JavaScript
from functions.adapters.javascript.names import JavaScriptInspect
from functions.api.http.identity import HEADER
from functions.flow_import import KIND_NAMES, MAX_BYTES, Imported, UnreadableExportError, read, read_document
from functions.json_schema.check import schema_problem

_NOT_IN_AN_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Target:
    """Where the flow goes."""

    flow_id: str | None
    """Its id; None for one from the name of the file."""
    publish: bool
    out: Path | None
    """A file for the definition, instead of the API. Inner flows get files with their ids beside it."""
    url: str
    organization: str


def import_flow(path: Path, target: Target) -> int:
    """Import an export, print what is lost or changed, and save the draft.

    Args:
        path: A file, or the folder of an agent of Dialogflow CX.
        target: Where the flow goes.

    Returns:
        The exit status: 1 if nothing was saved.
    """
    flow_id = target.flow_id or _NOT_IN_AN_ID.sub("-", path.stem.lower()).strip("-")[:60] or "imported"
    try:
        imported = read(_document(path), flow_id)
    except (OSError, UnreadableExportError) as error:
        sys.stderr.write(f"{path}: {error}\n")
        return 1
    errors = _report(imported)
    if target.out is not None:
        for flow in imported.inner:
            _write(target.out.with_name(f"{flow.flow_id}.json"), flow.definition)
        _write(target.out, imported.definition)
        return 1 if errors else 0
    return _save(
        [*((flow.flow_id, flow.definition) for flow in imported.inner), (flow_id, imported.definition)], target
    )


def _write(path: Path, definition: dict[str, Json]) -> None:
    path.write_text(json.dumps(definition, indent=2, ensure_ascii=False) + "\n")
    sys.stdout.write(f"Wrote {path}.\n")


def _document(path: Path) -> Json:
    """Read a file, or the JSON files of a folder as if they were a zip file."""
    if not path.is_dir():
        with path.open("rb") as file:
            return read_document(file.read(MAX_BYTES + 1))
    files: dict[str, Json] = {}
    left = MAX_BYTES
    for each in sorted(path.rglob("*.json")):
        content = each.read_bytes()
        left -= len(content)
        if left < 0:
            raise UnreadableExportError("", f"The folder has more than {MAX_BYTES >> 20} MiB. Import a single flow.")
        name = each.relative_to(path).as_posix()
        try:
            files[name] = read_document(content)
        except UnreadableExportError as error:
            raise UnreadableExportError(f"/{name.replace('~', '~0').replace('/', '~1')}", error.text) from error
    return files


def _report(imported: Imported) -> int:
    """Print the notes and the problems. Return the number of errors."""
    for note in imported.notes:
        of = "" if note.flow_id is None else f" of {note.flow_id}"
        node = "" if note.node_id is None else f" (node {note.node_id}{of})"
        sys.stdout.write(f"{note.kind}: {note.place or '/'}: {note.message}{node}\n")
    errors = warnings = count = 0
    with JavaScript() as javascript:
        for flow in imported.flows:
            checked = check(flow.definition, JavaScriptInspect(javascript.syntax_errors), schema_problem)
            for problem in checked.errors:
                sys.stdout.write(f"error: {problem.message} {problem.remedy}\n")
            errors, warnings = errors + len(checked.errors), warnings + len(checked.warnings)
            nodes = flow.definition["nodes"]
            count += len(nodes) if isinstance(nodes, list) else 0
    kinds = Counter(note.kind for note in imported.notes)
    flows = f" in {len(imported.inner) + 1} flows" if imported.inner else ""
    sys.stdout.write(
        f"{KIND_NAMES[imported.kind]}: {count} nodes{flows}, {kinds['lost']} things lost, {kinds['changed']} changed, "
        f"{errors} errors, {warnings} warnings.\n"
    )
    return errors


def _save(flows: list[tuple[str, dict[str, Json]]], target: Target) -> int:
    """Save the drafts, and publish each before those that call it."""
    token = os.environ.get("CALLFLOW_API_KEY") or os.environ.get("CALLFLOW_TOKEN")
    headers = {HEADER: target.organization, **({"Authorization": f"Bearer {token}"} if token else {})}
    try:
        with httpx.Client(base_url=target.url, headers=headers, timeout=35) as api:
            for flow_id, definition in flows:
                saved = api.put(f"/api/flows/{flow_id}", json=definition)
                if saved.status_code != HTTPStatus.OK:
                    return _refused(saved)
                sys.stdout.write(f"Saved the draft {flow_id}.\n")
                if not target.publish:
                    continue
                published = api.post(f"/api/flows/{flow_id}/publish")
                if published.status_code != HTTPStatus.CREATED:
                    return _refused(published)
                sys.stdout.write(f"Published version {published.json()['version']} of {flow_id}.\n")
    except httpx.HTTPError as error:
        sys.stderr.write(f"No answer from {target.url} ({error}). Start the API with `callflow dev`, or use --out.\n")
        return 1
    return 0


def _refused(response: httpx.Response) -> int:
    try:
        detail = str(response.json()["detail"])
    except (ValueError, KeyError, TypeError):
        detail = (
            f"{response.request.url} answered with HTTP status {response.status_code}. Set --url to Callflow's API."
        )
    sys.stderr.write(f"{detail}\n")
    return 1
