"""Reads a definition as an earlier release read it. It finds no problem."""

from __future__ import annotations

from flow_core.json import Json

_OF_FLOWS = frozenset({"language", "timeZone", "onFailure", "handlers", "judging"})
"""Fields of a flow that mean something since rules 2."""
_OF_QUESTIONS = frozenset(
    {
        "many",
        "prefer",
        "optional",
        "confirm",
        "keys",
        "interruptible",
        "hints",
        "format",
        "length",
        "minLength",
        "maxLength",
        "pattern",
        "country",
        "currency",
    }
)
"""Fields of an elicitation's data that mean something since rules 2."""

_OF_CONDITIONS = frozenset({"when"})
"""Fields of a decision's condition that mean something since rules 2."""


def without_later_fields(document: Json) -> Json:
    """Return a definition of rules 1 without the fields that it does not know.

    An author or an editor may have stored anything there, which nothing read.
    """
    if not isinstance(document, dict):
        return document
    kept = _without(document, _OF_FLOWS)
    nodes = kept.get("nodes")
    if isinstance(nodes, list):
        kept["nodes"] = [_known(node) for node in nodes]
    return kept


def _known(node: Json) -> Json:
    data = node.get("data") if isinstance(node, dict) else None
    if not isinstance(node, dict) or not isinstance(data, dict):
        return node
    if node.get("type") == "elicitation":
        return {**node, "data": _without(data, _OF_QUESTIONS)}
    conditions = data.get("conditions")
    if node.get("type") == "decision" and isinstance(conditions, list):
        known = [_without(each, _OF_CONDITIONS) if isinstance(each, dict) else each for each in conditions]
        return {**node, "data": {**data, "conditions": known}}
    return node


def _without(fields: dict[str, Json], names: frozenset[str]) -> dict[str, Json]:
    return {name: value for name, value in fields.items() if name not in names}
