"""The tools of a model: their names, and the schemas of their arguments."""

from __future__ import annotations

import re

from flow_core.json import Json
from functions.flow_import.draft import Draft
from functions.flow_import.paths import path_expression
from functions.flow_import.schemas import noted_schema, simple_schema
from functions.flow_import.source import Source

MAX_TOOLS = 32
"""Tools of a model."""
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9_-]+")
_MAX_DESCRIPTION = 4_000


class ModelTools:
    """The tools of one model.

    Args:
        draft: The flow.
        title: The title of the node, for notes.
    """

    def __init__(self, draft: Draft, title: str) -> None:
        self._draft = draft
        self._title = title
        self._found: dict[str, Json] = {}

    @property
    def tools(self) -> list[Json]:
        """The tools as `data.tools` of an llm has them."""
        return list(self._found.values())

    def name(self, wanted: str) -> str:
        """Return a name for a tool; "" if none is left for it."""
        name = _NOT_IN_A_NAME.sub("_", wanted)[:64]
        return "" if name in self._found else name

    def add(self, name: str, described: Source, tool: dict[str, Json]) -> None:
        """Add a tool, with the description of its source."""
        if len(self._found) >= MAX_TOOLS:
            self._draft.lost(described, f"a model has at most {MAX_TOOLS} tools")
            return
        description = described.text("description")[:_MAX_DESCRIPTION]
        self._found[name] = {"name": name, "description": description, **tool}

    def lost(self, tool: Source, kind: str, name: str, why: str = "") -> None:
        """Note a tool that a model does not have."""
        because = f": {why}" if why else ""
        self._draft.lost(tool, f'the model of the node "{self._title}" has the tool "{name}" ({kind}){because}')
        tool.whole()


def properties_of(tool: Source) -> dict[str, Source]:
    """Return the arguments of a tool, by their names."""
    parameters = tool.object("parameters")
    if parameters is None:
        return {}
    parameters.ignore("type", "required")
    return parameters.entries("properties")


def parameters_of(draft: Draft, properties: dict[str, Source], required: list[Source]) -> dict[str, Json]:
    """Return the JSON schema of the arguments of a tool."""
    asked: dict[str, Json] = {}
    for name, declared in properties.items():
        _ = noted_schema(draft, declared)
        asked[name] = simple_schema(declared.value, nullable=False)
    needed: list[Json] = [each.as_text() for each in required if each.as_text() in asked]
    schema: dict[str, Json] = {"type": "object", "properties": asked}
    if needed:
        schema["required"] = list(dict.fromkeys(map(str, needed)))
    return schema


def argument(name: str) -> str:
    """Return the expression of an argument in the request of a tool."""
    return path_expression("arguments", f'["{name}"]' if '"' not in name else name, skip=())
