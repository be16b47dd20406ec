"""All keywords of JSON Schema 2020-12 that authors can use, and the keywords that combine schemas.

Keywords without a limit on their time, and keywords that lead outside the schema, cannot be used. Reading a schema and
its limits are in reader.py.
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
    """Yield the checks of one schema. `UnusableError` is raised if a keyword cannot be used or has a wrong value.

    Names that are not keywords (title, description, format, …) make no check.

    Args:
        schema: The schema as its author wrote it.
        subschema: The place of the schema.

    Yields:
        The checks of its keywords, in their order.
    """
    for name, argument in schema.items():
        if name in _UNUSABLE:
            raise subschema.refuse(name, "this keyword cannot be used here")
        if name in _KEYWORDS:
            yield from _KEYWORDS[name](argument, schema, subschema)


def _all_of(argument: Json, schema: Schema, subschema: Subschema) -> Iterator[Check]:
    for compiled in subschema.schemas(argument, "allOf"):
        yield compiled.check


def _any_of(argument: Json, schema: Schema, subschema: Subschema) -> Iterator[Check]:
    schemas = subschema.schemas(argument, "anyOf")
    wrong = Mismatch("it fits none of anyOf")
    yield lambda value, steps: None if any(compiled.accepts(value, steps) for compiled in schemas) else wrong


def _just_one_of(argument: Json, schema: Schema, subschema: Subschema) -> Iterator[Check]:
    schemas = subschema.schemas(argument, "oneOf")

    def check(value: Json, steps: Steps) -> Mismatch | None:
        fitting = sum(compiled.accepts(value, steps) for compiled in schemas)
        return None if fitting == 1 else Mismatch(f"it fits {fitting} of oneOf")

    yield check


def _not(argument: Json, schema: Schema, subschema: Subschema) -> Iterator[Check]:
    compiled = subschema.inner(argument, "not")
    wrong = Mismatch("it is what it must not be")
    yield lambda value, steps: wrong if compiled.accepts(value, steps) else None


def _if(argument: Json, schema: Schema, subschema: Subschema) -> Iterator[Check]:
    condition = subschema.inner(argument, "if")
    then, otherwise = (subschema.inner(schema.get(name, True), name) for name in ("then", "else"))

    def check(value: Json, steps: Steps) -> Mismatch | None:
        return (then if condition.accepts(value, steps) else otherwise).check(value, steps)

    yield check


def _ref(argument: Json, schema: Schema, subschema: Subschema) -> Iterator[Check]:
    if not isinstance(argument, str):
        raise subschema.refuse("$ref", "it must be text")
    yield subschema.referred(argument).check


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
