"""The keywords of JSON Schema 2020-12 that authors can use, and those that join schemas.

Left out is what costs time without bound, or leads outside. How a schema is read and bounded is in schema_reader.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flow_core.json import Json
from functions.json_schema.containers import CONTAINER_KEYWORDS
from functions.json_schema.reader import Check, Keyword, Mismatch, Schema, Steps, Subschema
from functions.json_schema.values import VALUE_KEYWORDS

_UNUSABLE = frozenset(
    "$anchor $dynamicAnchor $dynamicRef $id $recursiveAnchor $recursiveRef $vocabulary additionalItems dependencies "
    "patternProperties unevaluatedItems unevaluatedProperties".split()
)


def checks_of(schema: Schema, subschema: Subschema) -> Iterator[Check]:
    """Those of one schema. What is no keyword (title, description, format, …) says nothing of a value.

    UnusableError.
    """
    for name, written in schema.items():
        if name in _UNUSABLE:
            raise subschema.refuse(name, "this keyword cannot be used here")
        if name in _KEYWORDS:
            yield from _KEYWORDS[name](written, schema, subschema)


def _all_of(written: Json, schema: Schema, subschema: Subschema) -> Iterator[Check]:
    for fit in subschema.schemas(written, "allOf"):
        yield fit.check


def _any_of(written: Json, schema: Schema, subschema: Subschema) -> Iterator[Check]:
    fits = subschema.schemas(written, "anyOf")
    wrong = Mismatch("it fits none of anyOf")
    yield lambda value, steps: None if any(fit.takes(value, steps) for fit in fits) else wrong


def _just_one_of(written: Json, schema: Schema, subschema: Subschema) -> Iterator[Check]:
    fits = subschema.schemas(written, "oneOf")

    def check(value: Json, steps: Steps) -> Mismatch | None:
        fitting = sum(fit.takes(value, steps) for fit in fits)
        return None if fitting == 1 else Mismatch(f"it fits {fitting} of oneOf")

    yield check


def _not(written: Json, schema: Schema, subschema: Subschema) -> Iterator[Check]:
    fit = subschema.inner(written, "not")
    wrong = Mismatch("it is what it must not be")
    yield lambda value, steps: wrong if fit.takes(value, steps) else None


def _if(written: Json, schema: Schema, subschema: Subschema) -> Iterator[Check]:
    condition = subschema.inner(written, "if")
    then, otherwise = (subschema.inner(schema.get(name, True), name) for name in ("then", "else"))

    def check(value: Json, steps: Steps) -> Mismatch | None:
        return (then if condition.takes(value, steps) else otherwise).check(value, steps)

    yield check


def _ref(written: Json, schema: Schema, subschema: Subschema) -> Iterator[Check]:
    if not isinstance(written, str):
        raise subschema.refuse("$ref", "it must be text")
    yield subschema.referred(written).check


_KEYWORDS: Mapping[str, Keyword] = {
    **VALUE_KEYWORDS,
    **CONTAINER_KEYWORDS,
    "$ref": _ref,
    "allOf": _all_of,
    "anyOf": _any_of,
    "oneOf": _just_one_of,
    "not": _not,
    "if": _if,
}
