"""Reads the steps that set variables."""

from __future__ import annotations

from flow_core.json import Json
from functions.flow_import.chain import Chain
from functions.flow_import.source import Source
from functions.flow_import.voiceflow.reading import Reading


def set_values(reading: Reading, step: Source, data: Source, chain: Chain) -> None:
    """Read a step that sets variables."""
    draft, words = reading.draft, reading.words
    assign: dict[str, Json] = {}
    for each in data.objects("sets") + data.objects("items"):
        name = each.text("variable") or each.text("variableID")
        value = each.get("expression") or each.get("value")
        each.ignore("type", "id", "label")
        if not name or value is None:
            draft.lost(each, "it sets no variable, or to nothing")
            continue
        if isinstance(value.value, dict):
            tree = value.whole()
            formula = words.logic(each, tree) or words.old_logic(each, tree)
        else:
            formula = words.condition(each, value.as_text())
        if formula is not None and len(formula) <= 4000:
            assign[words.variable(name)] = formula
        elif formula is not None or isinstance(value.value, dict):
            draft.lost(each, "the value cannot be said as an expression")
    data.ignore("title", "label")
    chain.add("message", {"message": "", "assign": assign} if assign else {"message": ""}, step, label="Set variables")
