"""Reads the diagrams of a project: blocks with steps, components, and the intents that are heard everywhere."""

from __future__ import annotations

from collections.abc import Hashable

from functions.flow_import.chain import Chain
from functions.flow_import.draft import Draft
from functions.flow_import.source import Source
from functions.flow_import.voiceflow.steps import Project, read_step
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
    words = Words(draft, document)
    root = "" if version is None else version.text("rootDiagramID")
    template = "" if version is None else version.text("templateDiagramID")
    diagrams = document.entries("diagrams")
    reader = Project(draft, words, document)
    for diagram_id, diagram in diagrams.items():
        diagram.ignore(*_OF_A_DIAGRAM)
        if diagram_id == template and diagram_id != root:
            diagram.whole()
            draft.lost(diagram, "the templates of the editor are no part of the conversation")
            continue
        _diagram(reader, diagram_id, diagram, root=diagram_id == (root or next(iter(diagrams))))
    reader.components()
    return draft


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


def _diagram(reader: Project, diagram_id: str, diagram: Source, *, root: bool) -> None:
    draft = reader.draft
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
            _block(reader, diagram_id, node, node_id, [(step, nodes[step]) for step in steps if step in nodes])
        elif node_id not in inside:
            # A start, and a step outside of any block.
            _block(reader, diagram_id, node, node_id, [(node_id, node)])
        if kind == "start":
            key: Hashable = (diagram_id, node_id)
            reader.starts[diagram_id] = key
            if root:
                draft.start = key


def _block(reader: Project, diagram_id: str, block: Source, block_id: str, steps: list[tuple[str, Source]]) -> None:
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
        chain = Chain(reader.draft, step_id, title, here)
        read_step(reader, diagram_id, step, chain, following)
        if chain.first is None:
            chain.add("message", {"message": ""}, step)
            if following is not None:
                chain.link(following, step)
        if chain.first is not None:
            reader.draft.enter((diagram_id, step_id), chain.first)
        first = first or chain.first
    if first is None:
        first = reader.draft.add("message", {"message": ""}, block, block_id, label=title)
    reader.draft.enter((diagram_id, block_id), first)
