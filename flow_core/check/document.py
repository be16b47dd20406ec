"""Makes any JSON safe for the rest of the check: no half characters, no NaN, no deep nesting."""

from __future__ import annotations

import math

from flow_core.check.problem import THE_FLOW, Path, Problem, field_name, printable
from flow_core.json import DEEPEST, Json


def clean(written: Json) -> tuple[Json, tuple[Problem, ...]]:
    """Return a copy of the document that can be stored and sent, and a problem for each value that was changed."""
    problems: list[Problem] = []
    return _clean(written, (), problems), tuple(problems)


def _clean(value: Json, path: Path, problems: list[Problem]) -> Json:
    if isinstance(value, str):
        return _text(value, path, problems)
    if isinstance(value, float) and not math.isfinite(value):
        wrong = f"{_at(path)} is not a number that JSON can hold."
        problems.append(THE_FLOW.error("not-a-number", wrong, "Write a number, or null.", path))
        return None
    if isinstance(value, dict | list) and len(path) >= DEEPEST:
        wrong = f"{_at(path[:4])} is nested more than {DEEPEST} levels deep."
        problems.append(THE_FLOW.error("too-deep", wrong, "Make it flatter.", path))
        return None
    if isinstance(value, dict):
        fields: dict[str, Json] = {}
        for name, item in value.items():
            key = _text(name, (*path, printable(name)), problems)
            fields[key] = _clean(item, (*path, key), problems)
        return fields
    if isinstance(value, list):
        return [_clean(item, (*path, index), problems) for index, item in enumerate(value)]
    return value


def _text(text: str, path: Path, problems: list[Problem]) -> str:
    safe = printable(text)
    if safe != text:
        wrong = f"{_at(path)} has half a character in it (an unpaired surrogate)."
        problems.append(THE_FLOW.error("broken-text", wrong, "Delete it and type the text again.", path))
    return safe


def _at(path: Path) -> str:
    return field_name(path) if path else "the document"
