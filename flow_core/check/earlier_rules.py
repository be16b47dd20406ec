"""Reads a definition as an earlier release read it. It finds no problem."""

from __future__ import annotations

from flow_core.json import Json

_OF_FLOWS = frozenset({"language", "timeZone", "onFailure"})
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


def without_later_fields(document: Json) -> Json:
    """Return a definition of rules 1 without the fields that it does not know.

    An author or an editor may have stored anything there, which nothing read.
    """
    if not isinstance(document, dict):
        return document
    kept = {name: value for name, value in document.items() if name not in _OF_FLOWS}
    nodes = kept.get("nodes")
    if isinstance(nodes, list):
        kept["nodes"] = [_known(node) for node in nodes]
    return kept


def _known(node: Json) -> Json:
    if not isinstance(node, dict) or node.get("type") != "elicitation":
        return node
    data = node.get("data")
    if not isinstance(data, dict):
        return node
    return {**node, "data": {name: value for name, value in data.items() if name not in _OF_QUESTIONS}}
