"""Makes any JSON safe for the rest of the check: no unpaired surrogates, no NaN, no deep nesting."""

from __future__ import annotations

import math

from flow_core.check.problem import THE_FLOW, Path, Problem, field_name, printable
from flow_core.json import MAX_DEPTH, Json


def clean(document: Json) -> tuple[Json, tuple[Problem, ...]]:
    """Return a copy of the document that can be stored and sent, and a problem for each value that was changed."""
    problems: list[Problem] = []
    return _clean(document, (), problems), tuple(problems)


def _clean(value: Json, path: Path, problems: list[Problem]) -> Json:
    if isinstance(value, str):
        return _printable(value, path, problems)
    if isinstance(value, float) and not math.isfinite(value):
        text = f"{_name_of(path)} is not a number that JSON can hold."
        problems.append(THE_FLOW.error("not-a-number", text, "Write a number, or null.", path))
        return None
    if isinstance(value, dict | list) and len(path) >= MAX_DEPTH:
        text = f"{_name_of(path[:4])} is nested more than {MAX_DEPTH} levels deep."
        problems.append(THE_FLOW.error("too-deep", text, "Make it flatter.", path))
        return None
    if isinstance(value, dict):
        fields: dict[str, Json] = {}
        for name, item in value.items():
            key = _printable(name, (*path, printable(name)), problems)
            fields[key] = _clean(item, (*path, key), problems)
        return fields
    if isinstance(value, list):
        return [_clean(item, (*path, index), problems) for index, item in enumerate(value)]
    return value


def _printable(value: str, path: Path, problems: list[Problem]) -> str:
    safe = printable(value)
    if safe != value:
        text = f"{_name_of(path)} has half a character in it (an unpaired surrogate)."
        problems.append(THE_FLOW.error("broken-text", text, "Delete it and type the text again.", path))
    return safe


def _name_of(path: Path) -> str:
    return field_name(path) if path else "the document"
