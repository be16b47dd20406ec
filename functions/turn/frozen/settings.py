"""The settings that are frozen with a version: model, speech, language, and the definitions of its tools."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from flow_core.flow import DEFAULT_LANGUAGE, DEFAULT_TIME_ZONE
from flow_core.json import Json
from functions.ports.flows import Definition, VersionSettings

_NOT_THE_TOOL = frozenset({"label", "message", "assign"})
"""Fields of a tool node that do not define its tool."""


@dataclass(frozen=True, slots=True)
class DeployedSettings:
    """What a deployment gives to flows, as it is configured now."""

    model: str | None = None
    """`provider/name` of the default model."""
    speech_to_text: str | None = None
    """As `CALLFLOW_STT` of the worker."""
    text_to_speech: str | None = None
    """As `CALLFLOW_TTS` of the worker."""


def with_settings(definition: Definition, deployed: DeployedSettings) -> Definition:
    """Freeze the settings with a definition.

    Args:
        definition: A draft without errors, with its inner flows and the tools that MCP servers list.
        deployed: The settings of the deployment.

    Returns:
        The definition with its settings.
    """
    language, time_zone = (
        _text(definition.written, name) or default
        for name, default in (("language", DEFAULT_LANGUAGE), ("timeZone", DEFAULT_TIME_ZONE))
    )
    tools = sorted(json.dumps(tool, sort_keys=True) for tool in _tools(definition))
    settings = VersionSettings(
        language=language,
        time_zone=time_zone,
        model=deployed.model,
        models=tuple(sorted({model for data in _data(definition) if (model := _text(data, "model"))})),
        speech_to_text=deployed.speech_to_text,
        text_to_speech=deployed.text_to_speech,
        tools=hashlib.sha256("\n".join(tools).encode()).hexdigest()[:16] if tools else None,
    )
    return replace(definition, settings=settings)


def _tools(definition: Definition) -> Iterator[Json]:
    """Yield the definitions of the tools of all levels."""
    for data in _data(definition, "tool"):
        yield {name: value for name, value in data.items() if name not in _NOT_THE_TOOL}
    for data in _data(definition, "llm"):
        tools = data.get("tools")
        yield from tools if isinstance(tools, list) else ()


def _data(definition: Definition, *types: str) -> Iterator[Mapping[str, Json]]:
    """Yield the data of the nodes of some types, or of all nodes, of the flow and of its inner flows."""
    inner = (each.get("definition") for each in definition.subflows.values() if isinstance(each, dict))
    for written in (definition.written, *inner):
        nodes = written.get("nodes") if isinstance(written, dict) else None
        for node in nodes if isinstance(nodes, list) else ():
            data = node.get("data") if isinstance(node, dict) else None
            if isinstance(node, dict) and isinstance(data, dict) and (not types or node.get("type") in types):
                yield data


def _text(fields: Json | Mapping[str, Json], name: str) -> str | None:
    value = fields.get(name) if isinstance(fields, Mapping) else None
    return value if isinstance(value, str) else None
