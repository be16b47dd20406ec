"""JSON schemas of authors: whether one is sound, and whether a value fits it. Nothing is ever fetched for one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jsonschema
from referencing import Registry
from referencing.exceptions import Unresolvable

from flow_core.json import Json

_NOTHING_ELSE: Registry[Any] = Registry()
"""Resolves references inside a schema alone: not even a URL in one is looked up."""


def schema_problem(schema: Mapping[str, Json]) -> str | None:
    """Why something is no JSON schema that can be used here, or None."""
    try:
        jsonschema.Draft202012Validator.check_schema(dict(schema))
    except jsonschema.SchemaError as error:
        return f"{error.json_path}: {error.message[:200]}"
    return misfit(schema, None, only_references=True)


def misfit(schema: Mapping[str, Json], value: Json, *, only_references: bool = False) -> str | None:
    """Why a value does not fit a schema, or None.

    only_references: tell only of a reference that leads nowhere.
    """
    try:
        error = next(jsonschema.Draft202012Validator(dict(schema), registry=_NOTHING_ELSE).iter_errors(value), None)
    except Unresolvable as unresolvable:
        return f"a reference in the schema leads nowhere: {unresolvable.ref[:200]}"
    if error is None or only_references:
        return None
    return error.message[:200] if error.json_path == "$" else f"{error.json_path}: {error.message[:200]}"
