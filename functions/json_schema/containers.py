"""The keywords of JSON Schema for the contents of lists and objects."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping

from flow_core.json import Json
from functions.json_schema.reader import Check, Keyword, Mismatch, Schema, Steps, Subschema
from functions.json_schema.values import scalar


def _required(argument: Json, schema: Schema, subschema: Subschema) -> Iterator[Check]:
    names = _texts(argument, "required", subschema)

    def check(value: Json, steps: Steps) -> Mismatch | None:
        if not isinstance(value, dict):
            return None
        steps.spend(len(names))
        return next((Mismatch(f"{_quoted(name)} is missing") for name in names if name not in value), None)

    yield check


def _dependent_required(argument: Json, schema: Schema, subschema: Subschema) -> Iterator[Check]:
    if not isinstance(argument, dict):
        raise subschema.refuse("dependentRequired", "it must be an object")
    for name, names in argument.items():
        for check in _required(names, schema, subschema):
            yield _if_present(name, check)


def _dependent_schemas(argument: Json, schema: Schema, subschema: Subschema) -> Iterator[Check]:
    if not isinstance(argument, dict):
        raise subschema.refuse("dependentSchemas", "it must be an object")
    for name, inner in argument.items():
        yield _if_present(name, subschema.inner(inner, "dependentSchemas", name).check)


def _if_present(name: str, check: Check) -> Check:
    """Apply a check only to objects with the property `name`."""
    return lambda value, steps: check(value, steps) if isinstance(value, dict) and name in value else None


def _properties(argument: Json, schema: Schema, subschema: Subschema) -> Iterator[Check]:
    if not isinstance(argument, dict):
        raise subschema.refuse("properties", "it must be an object")
    schemas = {name: subschema.inner(inner, "properties", name) for name, inner in argument.items()}

    def check(value: Json, steps: Steps) -> Mismatch | None:
        if not isinstance(value, dict):
            return None
        steps.spend(min(len(schemas), len(value)))
        for name in schemas if len(schemas) <= len(value) else value:
            problem = schemas[name].check(value[name], steps) if name in schemas and name in value else None
            if problem is not None:
                return problem.within(name)
        return None

    yield check


def _additional_properties(argument: Json, schema: Schema, subschema: Subschema) -> Iterator[Check]:
    compiled = subschema.inner(argument, "additionalProperties")
    properties = schema.get("properties")
    known = frozenset(properties) if isinstance(properties, dict) else frozenset()

    def check(value: Json, steps: Steps) -> Mismatch | None:
        for name, item in value.items() if isinstance(value, dict) else ():
            steps.spend()
            problem = None if name in known else compiled.check(item, steps)
            if problem is not None:
                return problem.within(name)
        return None

    yield check


def _property_names(argument: Json, schema: Schema, subschema: Subschema) -> Iterator[Check]:
    compiled = subschema.inner(argument, "propertyNames")

    def check(value: Json, steps: Steps) -> Mismatch | None:
        for name in value if isinstance(value, dict) else ():
            problem = compiled.check(name, steps)
            if problem is not None:
                return Mismatch(f"its name: {problem.why}", (name,))
        return None

    yield check


def _items(argument: Json, schema: Schema, subschema: Subschema) -> Iterator[Check]:
    if isinstance(argument, list):
        raise subschema.refuse("items", "it must be one schema; a list of them is called prefixItems")
    compiled = subschema.inner(argument, "items")
    first = schema.get("prefixItems")
    after = len(first) if isinstance(first, list) else 0

    def check(value: Json, steps: Steps) -> Mismatch | None:
        for index, item in enumerate(value[after:] if isinstance(value, list) else (), after):
            problem = compiled.check(item, steps)
            if problem is not None:
                return problem.within(index)
            steps.spend()
        return None

    yield check


def _prefix_items(argument: Json, schema: Schema, subschema: Subschema) -> Iterator[Check]:
    schemas = subschema.schemas(argument, "prefixItems")

    def check(value: Json, steps: Steps) -> Mismatch | None:
        for index, (compiled, item) in enumerate(zip(schemas, value if isinstance(value, list) else (), strict=False)):
            problem = compiled.check(item, steps)
            if problem is not None:
                return problem.within(index)
        return None

    yield check


def _contains(argument: Json, schema: Schema, subschema: Subschema) -> Iterator[Check]:
    compiled = subschema.inner(argument, "contains")
    least, most = (schema.get(name) for name in ("minContains", "maxContains"))
    at_least = least if isinstance(least, int | float) else 1
    at_most = most if isinstance(most, int | float) else float("inf")

    def check(value: Json, steps: Steps) -> Mismatch | None:
        if not isinstance(value, list):
            return None
        steps.spend(len(value))
        fitting = sum(compiled.accepts(item, steps) for item in value)
        if at_least <= fitting <= at_most:
            return None
        return Mismatch(f"{fitting} of its entries fit what it must contain")

    yield check


def _unique_items(argument: Json, schema: Schema, subschema: Subschema) -> Iterator[Check]:
    if not isinstance(argument, bool):
        raise subschema.refuse("uniqueItems", "it must be true or false")

    def check(value: Json, steps: Steps) -> Mismatch | None:
        if not isinstance(value, list):
            return None
        different = {_key(item, steps) for item in value}
        return None if len(different) == len(value) else Mismatch("two of its entries are the same")

    if argument:
        yield check


def _key(value: Json, steps: Steps) -> Hashable:
    """Return a key that is equal for equal values, with lists and objects."""
    steps.spend()
    if isinstance(value, list):
        return ("list", tuple(_key(item, steps) for item in value))
    if isinstance(value, dict):
        return ("object", frozenset((name, _key(item, steps)) for name, item in value.items()))
    return scalar(value)


def _texts(argument: Json, name: str, subschema: Subschema) -> list[str]:
    texts = [each for each in argument if isinstance(each, str)] if isinstance(argument, list) else []
    if not isinstance(argument, list) or len(texts) < len(argument):
        raise subschema.refuse(name, "it must be a list of names")
    return texts


def _quoted(name: str) -> str:
    return f'"{name[:80]}"'


CONTAINER_KEYWORDS: Mapping[str, Keyword] = {
    "prefixItems": _prefix_items,
    "items": _items,
    "contains": _contains,
    "uniqueItems": _unique_items,
    "required": _required,
    "dependentRequired": _dependent_required,
    "properties": _properties,
    "additionalProperties": _additional_properties,
    "propertyNames": _property_names,
    "dependentSchemas": _dependent_schemas,
}
"""The keywords by name."""
