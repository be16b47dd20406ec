"""Texts, values and schemas of Vapi."""

from __future__ import annotations

import re

from flow_core.json import Json
from functions.flow_import.draft import Draft
from functions.flow_import.schemas import noted_schema
from functions.flow_import.source import Source
from functions.flow_import.texts import Pieces, render, split

_HOLE = re.compile(r"\{\{-?\s*([^{}|]{1,200}?)\s*(?:\|[^{}]*)?-?\}\}")
_NAME = re.compile(r"[A-Za-z_][\w-]*(?:\.[A-Za-z_]\w*|\[\d+\])*\Z")
_BUILT_IN = {
    "customer.number": "session.callerNumber",
    "phoneNumber.number": "session.calledNumber",
    "call.id": "session.id",
    "now": "session.startedAt",
    "date": "session.startedAt",
    "time": "session.startedAt",
}
"""Variables that every call has -> expressions."""


class Texts:
    """Reads the texts of a workflow.

    Args:
        draft: The flow, whose variables those of the texts become.
    """

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    def pieces(self, text: str) -> Pieces:
        """Read a text with `{{ variable }}`."""
        return tuple(split(text, _HOLE, lambda match: self.reference(match.group(1))))

    def reference(self, text: str) -> str | None:
        """Return the expression of a variable; None if the text is no name."""
        name = text.strip("{} ")
        if name in _BUILT_IN:
            return _BUILT_IN[name]
        if not _NAME.match(name):
            return None
        first, *rest = re.split(r"(?=[.\[])", name)
        return self._draft.names.of(first) + "".join(f"?.{part.lstrip('.')}" for part in rest)

    def values(self, schema: Json, depth: int = 0) -> Json:
        """Return what a schema with `value` fields sends."""
        if isinstance(schema, str):
            return render(self.pieces(schema))
        if not isinstance(schema, dict) or depth > 8:
            return schema
        if "value" in schema:
            return self.values(schema["value"], depth + 1)
        properties = schema.get("properties")
        if isinstance(properties, dict):
            return {name: self._property(name, value, depth) for name, value in properties.items()}
        return {name: self.values(value, depth + 1) for name, value in schema.items()}

    def _property(self, name: str, value: Json, depth: int) -> Json:
        if isinstance(value, dict) and "value" not in value and "properties" not in value:
            return f"{{{{ {self._draft.names.of(name)} }}}}"
        return self.values(value, depth + 1)

    def extract(self, plan: Source | None) -> dict[str, Json]:
        """Return what a model finds out by a plan: variable -> JSON schema."""
        found: dict[str, Json] = {}
        if plan is None:
            return found
        for each in plan.objects("output"):
            name = each.text("title") or each.text("name")
            if name:
                found[self._draft.names.of(name)] = noted_schema(self._draft, each)
        schema = plan.object("schema")
        if schema is not None:
            schema.ignore("type", "required")
            for name, value in schema.entries("properties").items():
                found[self._draft.names.of(name)] = noted_schema(self._draft, value)
        for alias in plan.objects("aliases"):
            self._draft.lost(alias, f'the second name "{alias.text("key")}" of a variable')
            alias.whole()
        return found
