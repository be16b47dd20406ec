"""JSON schemas of authors: whether one is sound, and whether a value fits it. Nothing is ever fetched for one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flow_core.json import Json


def schema_problem(schema: Mapping[str, Json]) -> str | None:
    """Why something is no JSON schema that can be used here, or None."""
    # Here and below: slow to load, and most turns check no schema.
    import jsonschema

    try:
        jsonschema.Draft202012Validator.check_schema(dict(schema))
    except jsonschema.SchemaError as error:
        return f"{error.json_path}: {error.message[:200]}"
    return misfit(schema, None, only_references=True)


def misfit(schema: Mapping[str, Json], value: Json, *, only_references: bool = False) -> str | None:
    """Why a value does not fit a schema, or None.

    only_references: tell only of a reference that leads nowhere.
    """
    import jsonschema
    from referencing import Registry
    from referencing.exceptions import Unresolvable

    # References are resolved inside the schema alone: not even a URL in one is looked up.
    nothing_else: Registry[Any] = Registry()
    try:
        error = next(jsonschema.Draft202012Validator(dict(schema), registry=nothing_else).iter_errors(value), None)
    except Unresolvable as unresolvable:
        return f"a reference in the schema leads nowhere: {unresolvable.ref[:200]}"
    if error is None or only_references:
        return None
    return error.message[:200] if error.json_path == "$" else f"{error.json_path}: {error.message[:200]}"
