"""Reads the steps at which a model speaks or finds values."""

from __future__ import annotations

from flow_core.json import Json
from functions.flow_import.chain import Chain
from functions.flow_import.draft import Draft
from functions.flow_import.models.settings import settings_of
from functions.flow_import.source import Source
from functions.flow_import.texts import Pieces, joined
from functions.flow_import.voiceflow.reading import Reading


def generate(reading: Reading, step: Source, data: Source, chain: Chain) -> None:
    """Read a step at which a model speaks."""
    draft, words = reading.draft, reading.words
    instructions = joined(words.pieces(data.text("system")), words.slate(data.get("prompt")))
    found: dict[str, Json] = {"instructions": draft.template(instructions) or "Answer the caller."}
    _model(draft, step, data, found)
    if data.text("source") or data.text("overrideParams"):
        draft.changed(step, "the model answers without the knowledge base")
    chain.add("llm", found, step)


def generate_values(reading: Reading, step: Source, data: Source, chain: Chain) -> None:
    """Read a step at which a model finds values."""
    draft, words = reading.draft, reading.words
    extract: dict[str, Json] = {}
    parts: list[Pieces] = [words.pieces(data.text("system"))]
    for each in data.objects("sets"):
        name = each.text("variable")
        each.ignore("mode", "id")
        if name:
            variable = words.variable(name)
            extract[variable] = {"type": ["string", "null"]}
            parts.append(joined((f"{variable}: ",), words.slate(each.get("prompt")), between=""))
    found: dict[str, Json] = {"instructions": draft.template(joined(*parts)) or "Find the values.", "speak": False}
    if extract:
        found["extract"] = extract
    _model(draft, step, data, found)
    data.ignore("label")
    chain.add("llm", found, step)


def _model(draft: Draft, step: Source, data: Source, found: dict[str, Json]) -> None:
    found.update(settings_of(data))
    name = data.text("model")
    if name:
        draft.changed(step, f'the model "{name}" is not taken over; the model of the deployment speaks')
