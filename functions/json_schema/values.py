"""The keywords of JSON Schema for one value: its type, its number, its length, its pattern."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterator, Mapping
from fractions import Fraction
from typing import TypeGuard

from flow_core.json import Json
from flow_core.values.patterns import read_pattern
from functions.json_schema.reader import MAX_PATTERNS, Check, Keyword, Mismatch, Schema, Steps, Subschema

MAX_VALUES = 500
"""Values of an `enum`, at most."""
_PATTERN_STEPS = 6
"""Steps for one character of a text, at most."""
_FRACTION_STEPS = 20
"""Steps for the division of two numbers with hundreds of digits each."""
_TYPES: Mapping[str, Callable[[Json], bool]] = {
    "string": lambda value: isinstance(value, str),
    "number": lambda value: _is_number(value),
    "integer": lambda value: _is_number(value) and (isinstance(value, int) or value.is_integer()),
    "boolean": lambda value: isinstance(value, bool),
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "null": lambda value: value is None,
}


def _type(argument: Json, schema: Schema, subschema: Subschema) -> Iterator[Check]:
    names = argument if isinstance(argument, list) else [argument]
    if not names or not all(isinstance(name, str) and name in _TYPES for name in names):
        raise subschema.refuse("type", f"it must be one or several of {', '.join(_TYPES)}")
    tests = [_TYPES[str(name)] for name in names]
    wrong = Mismatch(f"it is not of type {' or '.join(map(str, names))}")
    yield lambda value, steps: None if any(test(value) for test in tests) else wrong


def _enum(argument: Json, schema: Schema, subschema: Subschema) -> Iterator[Check]:
    if not isinstance(argument, list) or len(argument) > MAX_VALUES:
        raise subschema.refuse("enum", f"it must be a list of at most {MAX_VALUES} values")
    yield from _one_of(argument, "enum", subschema)


def _const(argument: Json, schema: Schema, subschema: Subschema) -> Iterator[Check]:
    yield from _one_of([argument], "const", subschema)


def _one_of(values: list[Json], name: str, subschema: Subschema) -> Iterator[Check]:
    if any(isinstance(value, list | dict) for value in values):
        raise subschema.refuse(name, "only texts, numbers, true, false and null can stand here")
    keys = frozenset(map(scalar, values))
    wrong = Mismatch(f"it is none of {', '.join(json.dumps(value, ensure_ascii=False) for value in values)}")

    def check(value: Json, steps: Steps) -> Mismatch | None:
        return wrong if isinstance(value, list | dict) or scalar(value) not in keys else None

    yield check


def _limit(name: str, fits: Callable[[float, float], bool], words: str) -> tuple[str, Keyword]:
    """Make a keyword that limits a number."""

    def keyword(argument: Json, schema: Schema, subschema: Subschema) -> Iterator[Check]:
        if not _is_number(argument):
            raise subschema.refuse(name, "it must be a number")
        limit = argument
        wrong = Mismatch(f"it is not {words} {limit}")
        yield lambda value, steps: wrong if _is_number(value) and not fits(value, limit) else None

    return name, keyword


def _multiple_of(argument: Json, schema: Schema, subschema: Subschema) -> Iterator[Check]:
    if not _is_number(argument) or argument <= 0:
        raise subschema.refuse("multipleOf", "it must be a number above 0")
    unit = _fraction(argument)
    wrong = Mismatch(f"it is no multiple of {argument}")

    def check(value: Json, steps: Steps) -> Mismatch | None:
        if not _is_number(value):
            return None
        steps.spend(_FRACTION_STEPS)
        return wrong if (_fraction(value) / unit).denominator != 1 else None

    yield check


def _size(
    name: str, kind: type[str] | type[list[Json]] | type[dict[str, Json]], most: bool, unit: str
) -> tuple[str, Keyword]:
    """Make a keyword that limits the length of a text, a list or an object."""

    def keyword(argument: Json, schema: Schema, subschema: Subschema) -> Iterator[Check]:
        if not _TYPES["integer"](argument) or not isinstance(argument, int | float) or argument < 0:
            raise subschema.refuse(name, "it must be a whole number, 0 or more")
        limit = int(argument)
        wrong = Mismatch(f"it has {'more' if most else 'fewer'} than {limit} {unit}")

        def check(value: Json, steps: Steps) -> Mismatch | None:
            if not isinstance(value, kind):
                return None
            return wrong if (len(value) > limit if most else len(value) < limit) else None

        yield check

    return name, keyword


def _pattern(argument: Json, schema: Schema, subschema: Subschema) -> Iterator[Check]:
    if not isinstance(argument, str):
        raise subschema.refuse("pattern", "it must be text")
    subschema.reader.patterns += 1
    if subschema.reader.patterns > MAX_PATTERNS:
        raise subschema.refuse("pattern", f"a schema can have {MAX_PATTERNS} patterns at most")
    pattern = read_pattern(argument)
    if isinstance(pattern, str):
        why = f"{pattern} (patterns are RE2's: nothing looks ahead or back, and no group is referred to)"
        raise subschema.refuse("pattern", why)
    wrong = Mismatch("it does not fit the pattern")

    def check(value: Json, steps: Steps) -> Mismatch | None:
        if not isinstance(value, str):
            return None
        steps.spend(_PATTERN_STEPS * len(value))
        return None if pattern.is_in(value) else wrong

    yield check


def _is_number(value: Json) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _fraction(number: float) -> Fraction:
    """Return the number exactly as written: 0.3 is three tenths."""
    return Fraction(number) if isinstance(number, int) else Fraction(repr(number))


def scalar(value: Json) -> Hashable:
    """Return a key that is equal for equal scalars. In JSON Schema 1 equals 1.0, and 1 differs from true."""
    return (isinstance(value, bool), value) if not isinstance(value, str) else value


_LIMITS: tuple[tuple[str, Keyword], ...] = (
    _limit("minimum", lambda value, limit: value >= limit, "at least"),
    _limit("maximum", lambda value, limit: value <= limit, "at most"),
    _limit("exclusiveMinimum", lambda value, limit: value > limit, "more than"),
    _limit("exclusiveMaximum", lambda value, limit: value < limit, "less than"),
    _size("minLength", str, False, "characters"),
    _size("maxLength", str, True, "characters"),
    _size("minItems", list, False, "entries"),
    _size("maxItems", list, True, "entries"),
    _size("minProperties", dict, False, "properties"),
    _size("maxProperties", dict, True, "properties"),
)
VALUE_KEYWORDS: Mapping[str, Keyword] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "multipleOf": _multiple_of,
    "pattern": _pattern,
    **dict(_LIMITS),
}
"""The keywords by name."""
