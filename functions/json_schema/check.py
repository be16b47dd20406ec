"""The two questions about an author's JSON schema: can it be used, and does a value match it? Nothing is fetched.

A schema and a model's answer may both be malicious, so the work on them is counted and limited. The keywords are in
keywords.py.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache

from flow_core.json import Json
from functions.json_schema.keywords import checks_of
from functions.json_schema.reader import CompiledSchema, Reader, Steps, TooManyStepsError, UnusableError

MAX_SCHEMA = 32_000
"""Characters of a schema as JSON, at most. A model reads the schema with every request."""
MAX_STEPS = 100_000
"""Steps of the check of one value, at most. They take less than half a second."""


def schema_problem(schema: Mapping[str, Json]) -> str | None:
    """Return the reason why a schema cannot be used; None if it can."""
    read = _read(schema)
    return read if isinstance(read, str) else None


def mismatch(schema: Mapping[str, Json], value: Json) -> str | None:
    """Return the reason why a value does not match a schema, without the value; None if it matches. Never raises."""
    read = _read(schema)
    if isinstance(read, str):
        return f"the schema cannot be used: {read}"
    try:
        problem = read.check(value, Steps(MAX_STEPS))
    except (TooManyStepsError, RecursionError):
        return "it is too large to be checked against its schema"
    return None if problem is None else str(problem)


def _read(schema: Mapping[str, Json]) -> CompiledSchema | str:
    try:
        written = json.dumps(dict(schema))
    except (RecursionError, ValueError, TypeError):
        return "it cannot be written as JSON"
    if len(written) > MAX_SCHEMA:
        return f"it has more than {MAX_SCHEMA:,} characters"
    return _read_text(written)


@lru_cache(maxsize=512)
def _read_text(written: str) -> CompiledSchema | str:
    try:
        return Reader(json.loads(written), checks_of).read()
    except UnusableError as error:
        return str(error)
