"""Translates the errors of pydantic into problems that an author understands. It validates nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from flow_core.check.problem import Path, Spelling, field_name, item_at, quoted
from flow_core.json import Json

_EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "an object",
    "model_type": "an object",
}
_LIMITS = {
    "greater_than": ("gt", "more than"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "less than"),
    "less_than_equal": ("le", "at most"),
}


_MAX_ERRORS = 2_000
"""Errors of pydantic that are read for one part. A check reports far fewer."""


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """A malformed field of a part. The fields are those of `Problem`."""

    path: Path
    """The path from the part to the field."""
    code: str
    text: str
    remedy: str


def field_problems(error: ValidationError, raw: Json) -> tuple[FieldProblem, ...]:
    """Return one problem for each malformed field, also for a field that may have one of several types."""
    found: dict[Path, list[ErrorDetails]] = {}
    for details in error.errors(include_url=False, include_input=False)[:_MAX_ERRORS]:
        found.setdefault(_path(details, raw), []).append(details)
    # If a field may be an object or text, an error in the object comes with "is not text". Only the first helps.
    outer = {path[:length] for path in found for length in range(len(path))}
    return tuple(_field_problem(path, details, raw) for path, details in found.items() if path not in outer)


def _path(details: ErrorDetails, raw: Json) -> Path:
    """Return pydantic's location without the names of the types that it tried."""
    location = details["loc"]
    path: list[str | int] = []
    for index, segment in enumerate(location):
        if isinstance(raw, dict) and isinstance(segment, str):
            if segment in raw:
                raw = raw[segment]
            elif details["type"] != "missing" or index < len(location) - 1:
                continue
        elif isinstance(raw, list) and isinstance(segment, int):
            raw = raw[segment]
        else:
            continue
        path.append(segment)
    return tuple(path)


def _field_problem(path: Path, all_details: list[ErrorDetails], raw: Json) -> FieldProblem:
    details = all_details[0]
    kind, context = details["type"], details.get("ctx", {})
    name = field_name(path)
    value = reduce(item_at, path, raw)
    if kind == "missing":
        return FieldProblem(path, "missing-field", f"{name} is missing.", f"Add {name}.")
    if kind in _EXPECTED:
        expected = " or ".join(dict.fromkeys(_EXPECTED.get(other["type"], "another value") for other in all_details))
        if expected == kind_of(value):
            return FieldProblem(path, "out-of-range", f"{name} is too large a number.", "Choose a smaller one.")
        return FieldProblem(
            path, "wrong-type", f"{name} must be {expected}, but is {kind_of(value)}.", f"Make {name} {expected}."
        )
    if kind == "literal_error":
        allowed = str(context.get("expected", "")).replace("'", '"')
        hint = Spelling(allowed.split('"')[1::2]).hint(value) if isinstance(value, str) else ""
        shown = quoted(value) if isinstance(value, str) else kind_of(value)
        return FieldProblem(path, "wrong-value", f"{name} cannot be {shown}.", f"Use {allowed}.{hint}")
    if kind == "string_too_short":
        if path[-1] in ("expression", "until", "validation") or {"assign", "in", "out"} & set(path):
            return FieldProblem(path, "empty-expression", f"{name} is empty.", "Write an expression, or take it away.")
        return FieldProblem(path, "empty-field", f"{name} is empty.", f"Fill in {name}.")
    if kind in ("string_too_long", "too_long"):
        unit = "characters" if kind == "string_too_long" else "entries"
        longest = context.get("max_length")
        return FieldProblem(
            path, "too-long", f"{name} has more than {longest} {unit}.", f"Cut {name} to {longest} {unit}."
        )
    if kind in _LIMITS:
        key, words = _LIMITS[kind]
        text = f"{name} must be {words} {context.get(key)}."
        return FieldProblem(path, "out-of-range", text, f"Choose a number that is {words} {context.get(key)}.")
    return FieldProblem(path, "wrong-value", f"{name} is not right: {details['msg']}.", f"Correct {name}.")


def kind_of(value: Json) -> str:
    """Return the kind of a value, as an author says it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "text"
    if isinstance(value, int | float):
        return "a number"
    return "a list" if isinstance(value, list) else "an object"
