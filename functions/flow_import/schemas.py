"""JSON schemas of an export, cut down to what every model understands and the flow's check accepts."""

from __future__ import annotations

from flow_core.json import Json
from functions.flow_import.draft import Draft
from functions.flow_import.source import Source

_TYPES = ("string", "number", "integer", "boolean", "object", "array")
_MAX_DEPTH = 6
_MAX_DESCRIPTION = 1_000
_MAX_ENUM = 100


_KNOWN = frozenset("type description enum properties items required title name value default".split())


def noted_schema(draft: Draft, at: Source) -> dict[str, Json]:
    """Return the simple schema of a place, and note what of it is left out."""
    schema = at.whole()
    left_out = sorted(_left_out(schema))
    if left_out:
        draft.changed(at, f"of the schema, {', '.join(left_out)[:200]} is not taken over")
    return simple_schema(schema)


def _left_out(schema: Json, depth: int = 0) -> set[str]:
    if not isinstance(schema, dict) or depth > _MAX_DEPTH:
        return set()
    found = set(schema) - _KNOWN
    properties = schema.get("properties")
    inner = list(properties.values()) if isinstance(properties, dict) else []
    for each in (*inner, schema.get("items")):
        found |= _left_out(each, depth + 1)
    return found


def simple_schema(schema: Json, *, nullable: bool = True, depth: int = 0) -> dict[str, Json]:
    """Return a schema with type, description, enum, properties and items only.

    Args:
        schema: The schema; anything else than an object is taken for one without constraints.
        nullable: Whether the value may be null, for something that the caller has not said.
        depth: Levels of schemas around this one.
    """
    if not isinstance(schema, dict):
        return {}
    result: dict[str, Json] = {}
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = next((each for each in kind if each in _TYPES), None)
    kind = kind.lower() if isinstance(kind, str) else kind
    if kind in _TYPES:
        result["type"] = [kind, "null"] if nullable else kind
    description = schema.get("description")
    if isinstance(description, str) and description.strip():
        result["description"] = description.strip()[:_MAX_DESCRIPTION]
    values = schema.get("enum")
    if isinstance(values, list):
        plain: list[Json] = []
        for value in values[:_MAX_ENUM]:
            if isinstance(value, str | int | float | bool) and value not in plain:
                plain.append(value)
        if plain:
            result["enum"] = [*plain, None] if nullable else plain
    if depth >= _MAX_DEPTH:
        return result
    properties = schema.get("properties")
    if kind == "object" and isinstance(properties, dict):
        inner: dict[str, Json] = {
            name: simple_schema(value, depth=depth + 1) for name, value in list(properties.items())[:50]
        }
        result["properties"] = inner
    if kind == "array":
        result["items"] = simple_schema(schema.get("items"), nullable=False, depth=depth + 1)
    return result
