"""The settings of a model."""

from __future__ import annotations

from flow_core.json import Json
from functions.flow_import.source import Source


def settings_of(model: Source) -> dict[str, Json]:
    """Return the settings of a model as the data of an llm has them, without those out of range."""
    settings: dict[str, Json] = {}
    temperature, most = model.number("temperature"), model.number("maxTokens")
    if temperature is not None and 0 <= temperature <= 2:
        settings["temperature"] = temperature
    if most is not None and 1 <= most <= 8192:
        settings["maxTokens"] = int(most)
    return settings
