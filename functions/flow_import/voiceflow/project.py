"""Reads the diagrams of a project: blocks with steps, components, and the intents that are heard everywhere."""

from __future__ import annotations

from collections.abc import Hashable

from functions.flow_import.chain import Chain
from functions.flow_import.draft import Draft
from functions.flow_import.source import Source
from functions.flow_import.voiceflow.components import components_of
from functions.flow_import.voiceflow.reading import Reading
from functions.flow_import.voiceflow.steps import read_step
from functions.flow_import.voiceflow.texts import Words

_DRAWN = ("markup_text", "markup_image", "markup_video", "markupText")
"""Types that are notes on the canvas."""
_OF_A_DIAGRAM = (
    "_id diagramID id name offsetX offsetY zoom creatorID versionID children modified created menuNodeIDs menuItems "
    "intentStepIDs variables workspaceID projectID type updatedAt"
).split()
"""Fields of a diagram that mean nothing in a conversation."""
_OF_A_PROJECT = (
    "_id teamID devVersion liveVersion members creatorID image created createdAt updatedAt updatedBy platform type "
    "_version prototype platformData privacy apiPrivacy customThemes reportTags previewVersion linkType"
).split()
"""Fields of the project that mean nothing in a conversation."""
_OF_A_VERSION = (
    "_id name projectID creatorID prototype _version manualSave autoSaveFromRestore canvasTemplates domains topics "
    "components folders secrets updatedAt templateDiagramID"
).split()
"""Fields of a version that mean nothing in a conversation."""


def read_project(document: Source) -> Draft:
    """Build a draft from a project."""
    project, version = document.object("project"), document.object("version")
    draft = Draft((project.text("name") if project is not None else "") or "Voiceflow project")
    _settings(draft, document, project, version)
    root = "" if version is None else version.text("rootDiagramID")
    template = "" if version is None else version.text("templateDiagramID")
    diagrams = document.entries("diagrams")
    root = root or next(iter(diagrams), "")
    components = {name: draft.open(_title(diagrams[name]) or name) for name in components_of(diagrams, root)}
    whole = Reading(draft, Words(draft, document), document, components)
    for diagram_id, diagram in diagrams.items():
        diagram.ignore(*_OF_A_DIAGRAM)
        if diagram_id == template and diagram_id != root:
            diagram.whole()
            draft.lost(diagram, "the templates of the editor are no part of the conversation")
            continue
        inner = components.get(diagram_id)
        reading = whole if inner is None else Reading(inner, Words(inner, document), document, components)
        start = _diagram(reading, diagram_id, diagram)
        if inner is not None:
            inner.start = start
            continue
        draft.alias(("component", diagram_id), start)
        if diagram_id == root:
            draft.start = start
    return draft


def _title(diagram: Source) -> str:
    name = diagram.fields.get("name")
    return name if isinstance(name, str) else ""


def _settings(draft: Draft, document: Source, project: Source | None, version: Source | None) -> None:
    document.ignore("_version")
    if project is not None:
        project.ignore(*_OF_A_PROJECT)
    if version is None:
        return
    version.ignore(*_OF_A_VERSION)
    for name in version.items("variables"):
        if name.as_text() not in ("sessions", "user_id", "timestamp", "platform", "locale"):
            draft.names.of(name.as_text())
    data = version.object("platformData")
    settings = None if data is None else data.object("settings")
    locales = [] if settings is None else settings.items("locales")
    if locales:
        draft.language = locales[0].as_text()
    if data is not None:
        data.ignore("platform", "publishing")


def _diagram(reading: Reading, diagram_id: str, diagram: Source) -> Hashable:
    """Read a diagram. Return the key of its start; None if it has none."""
    draft = reading.draft
    start: Hashable = None
    nodes = diagram.entries("nodes")
    inside: dict[str, str] = {}
    for node_id, node in nodes.items():
        _ = node.fields
        node.ignore("nodeID", "coords", "id")
        data = node.object("data")
        if data is not None and node.text("type") in ("block", "actions"):
            for step in data.items("steps"):
                inside[step.as_text()] = node_id
    for node_id, node in nodes.items():
        kind, data = node.text("type"), node.object("data")
        if kind in _DRAWN or data is None:
            node.whole()
            draft.lost(node, "a note on the canvas" if kind in _DRAWN else "a node without data")
            continue
        if kind in ("block", "actions"):
            data.ignore("name", "color")
            steps = [step.as_text() for step in data.items("steps")]
            _block(reading, diagram_id, node, node_id, [(step, nodes[step]) for step in steps if step in nodes])
        elif node_id not in inside:
            # A start, and a step outside of any block.
            _block(reading, diagram_id, node, node_id, [(node_id, node)])
        if kind == "start":
            start = (diagram_id, node_id)
    return start


def _block(reading: Reading, diagram_id: str, block: Source, block_id: str, steps: list[tuple[str, Source]]) -> None:
    place = block.value.get("coords") if isinstance(block.value, dict) else None
    position = None
    if isinstance(place, list) and len(place) == 2:
        x, y = place
        if isinstance(x, int | float) and isinstance(y, int | float) and not isinstance(x, bool | str):
            position = (float(x), float(y))
    data = block.object("data")
    title = "" if data is None else data.text("name")
    first: str | None = None
    for number, (step_id, step) in enumerate(steps):
        following = (diagram_id, steps[number + 1][0]) if number + 1 < len(steps) else None
        here = None if position is None else (position[0], position[1] + 170.0 * number)
        chain = Chain(reading.draft, step_id, title, here)
        read_step(reading, diagram_id, step, chain, following)
        if chain.first is None:
            chain.add("message", {"message": ""}, step)
            if following is not None:
                chain.link(following, step)
        if chain.first is not None:
            reading.draft.enter((diagram_id, step_id), chain.first)
        first = first or chain.first
    if first is None:
        first = reading.draft.add("message", {"message": ""}, block, block_id, label=title)
    reading.draft.enter((diagram_id, block_id), first)
