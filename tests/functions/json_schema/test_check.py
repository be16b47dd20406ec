"""The JSON schemas of authors: usable schemas, matching values, and the limits of time."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from flow_core.json import Json
from flow_core.values.patterns import read_pattern
from functions.json_schema.check import MAX_SCHEMA, MAX_STEPS, mismatch, schema_problem
from functions.json_schema.keywords import checks_of
from functions.json_schema.reader import MAX_SUBSCHEMAS, Reader, Steps, TooManyStepsError

NAMES = st.sampled_from(["a", "b", "c"])
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-3, 5)
    | st.sampled_from([0.5, 1.0, 2.5, -0.0])
    | st.sampled_from(["", "a", "ab", "aba", "1", "é", "😀x"])
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=8
)
TYPES = st.sampled_from("string number integer boolean object array null".split())
COUNTS = st.integers(0, 3)


def _keywords(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    lists = st.lists(inner, min_size=1, max_size=3)
    maps = st.dictionaries(NAMES, inner, max_size=3)
    names = st.lists(NAMES, max_size=2, unique=True)
    optional: dict[str, st.SearchStrategy[Any]] = {
        "type": TYPES | st.lists(TYPES, min_size=1, max_size=3, unique=True),
        "enum": st.lists(SCALARS, max_size=3),
        "const": SCALARS,
        "minimum": st.integers(-2, 3),
        "maximum": st.sampled_from([0, 1.5, 3]),
        "exclusiveMinimum": st.integers(-2, 3),
        "exclusiveMaximum": st.integers(-2, 3),
        "multipleOf": st.integers(1, 3),
        **dict.fromkeys(["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"], COUNTS),
        "pattern": st.sampled_from(["a", "^a", "b$", "^(a|b)*$", "[0-9]", "^.$"]),
        "prefixItems": lists,
        "items": inner,
        "contains": inner,
        "uniqueItems": st.booleans(),
        "required": names,
        "dependentRequired": st.dictionaries(NAMES, names, max_size=2),
        "properties": maps,
        "additionalProperties": inner,
        "propertyNames": inner,
        "dependentSchemas": maps,
        "allOf": lists,
        "anyOf": lists,
        "oneOf": lists,
        "not": inner,
        "if": inner,
        "then": inner,
        "else": inner,
        "description": st.just("words"),
        "format": st.just("date"),
    }
    return st.fixed_dictionaries({}, optional=optional)


SCHEMAS: st.SearchStrategy[Any] = st.recursive(st.booleans() | st.just({}), _keywords, max_leaves=6).filter(
    lambda made: made not in (True, False)
)


@settings(max_examples=500, deadline=None)
@given(schema=SCHEMAS, value=VALUES)
def test_a_value_matches_exactly_if_jsonschema_agrees(schema: dict[str, Any], value: Json) -> None:
    assert schema_problem(schema) is None
    assert (mismatch(schema, value) is None) == Draft202012Validator(schema).is_valid(value)


PERSON: dict[str, Json] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "name": {"$ref": "#/$defs/name"},
        "age": {"type": "integer", "minimum": 0},
        "phones": {"type": "array", "items": {"type": "string", "pattern": "^[+0-9 ]+$"}, "maxItems": 2},
        "size/~": {"enum": ["small", "large", 3, None]},
    },
    "required": ["name"],
    "additionalProperties": False,
    "$defs": {"name": {"type": "string", "minLength": 1, "format": "name"}},
}


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ({"name": "Ada", "age": 36.0, "phones": ["+1 555"], "size/~": None}, None),
        ({}, '"name" is missing'),
        ({"name": ""}, "$.name: it has fewer than 1 characters"),
        ({"name": "Ada", "age": -1}, "$.age: it is not at least 0"),
        ({"name": "Ada", "age": True}, "$.age: it is not of type integer"),
        ({"name": "Ada", "phones": ["1", "x"]}, "$.phones[1]: it does not fit the pattern"),
        ({"name": "Ada", "phones": ["1", "2", "3"]}, "$.phones: it has more than 2 entries"),
        ({"name": "Ada", "size/~": "huge"}, '$.size/~: it is none of "small", "large", 3, null'),
        ({"name": "Ada", "secret": "words of the caller"}, "$.secret: nothing is allowed here"),
        ("words of the caller", "it is not of type object"),
    ],
)
def test_a_mismatch_is_described_without_the_value(value: Json, why: str | None) -> None:
    assert mismatch(PERSON, value) == why


@pytest.mark.parametrize(
    ("schema", "why"),
    [
        ({"type": "text"}, "$.type: it must be one or several of string,"),
        ({"properties": {"a": {"minimum": "1"}}}, "$.properties.a.minimum: it must be a number"),
        ({"properties": {"a": 1}}, "$.properties.a: a schema must be an object"),
        ({"properties": []}, "$.properties: it must be an object"),
        ({"dependentRequired": []}, "$.dependentRequired: it must be an object"),
        ({"dependentRequired": {"a": [1]}}, "$.required: it must be a list of names"),
        ({"dependentSchemas": []}, "$.dependentSchemas: it must be an object"),
        ({"required": "a"}, "$.required: it must be a list of names"),
        ({"multipleOf": 0}, "$.multipleOf: it must be a number above 0"),
        ({"maxLength": -1}, "$.maxLength: it must be a whole number"),
        ({"maxItems": True}, "$.maxItems: it must be a whole number"),
        ({"uniqueItems": 1}, "$.uniqueItems: it must be true or false"),
        ({"items": [{}]}, "$.items: it must be one schema"),
        ({"anyOf": []}, "$.anyOf: it must be a list of schemas"),
        ({"enum": "a"}, "$.enum: it must be a list"),
        ({"enum": list(range(501))}, "$.enum: it must be a list of at most 500"),
        ({"const": {}}, "$.const: only texts, numbers"),
        ({"pattern": 1}, "$.pattern: it must be text"),
        ({"pattern": "("}, "$.pattern: missing )"),
        ({"pattern": "(?=a)"}, "$.pattern: invalid perl operator"),
        ({"pattern": r"(a)\1"}, "$.pattern: invalid escape sequence"),
        ({"pattern": "((a{1,99}){1,99}){1,99}"}, "$.pattern: "),
        ({"pattern": "a" * 501}, "$.pattern: it has more than 500 characters"),
        ({"pattern": "\ud800"}, "$.pattern: it has half a character in it"),
        ({"allOf": [{"pattern": "a"}] * 11}, "$.allOf[10].pattern: a schema can have 10 patterns at most"),
        ({"patternProperties": {}}, "$.patternProperties: this keyword cannot be used here"),
        ({"items": {"$dynamicRef": "#x"}}, "$.items.$dynamicRef: this keyword cannot be used here"),
        ({"$ref": 1}, "$.$ref: it must be text"),
        ({"$ref": "https://example.com/schema"}, "leads nowhere"),
        ({"$ref": "#/allOf/1", "allOf": [{}]}, "$.$ref: #/allOf/1 leads nowhere"),
        ({"$ref": "#"}, "# leads back to itself"),
        ({"if": {"type": "string"}, "then": {"$ref": "#"}}, "# leads back to itself"),
        ({"$defs": {"a": {"items": {"$ref": "#/$defs/b"}}, "b": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"}, "itself"),
        ({"title": "x" * MAX_SCHEMA}, f"it has more than {MAX_SCHEMA:,} characters"),
    ],
)
def test_an_unusable_schema_is_reported_with_reason_and_place(schema: dict[str, Any], why: str) -> None:
    problem = schema_problem(schema)
    assert problem is not None
    assert why in problem
    assert mismatch(schema, "anything") == f"the schema cannot be used: {problem}"


def blow_up(levels: int) -> dict[str, Any]:
    """Return a schema in which each level refers to the next one twice."""
    twice = {f"a{n}": {"allOf": [{"$ref": f"#/$defs/a{n + 1}"}] * 2} for n in range(levels)}
    return {"$defs": {**twice, f"a{levels}": {}}, "$ref": "#/$defs/a0"}


def nested(levels: int) -> dict[str, Any]:
    schema: dict[str, Any] = {}
    for _ in range(levels):
        schema = {"items": schema}
    return schema


def chain(levels: int) -> dict[str, Any]:
    links = {f"a{n}": {"$ref": f"#/$defs/a{n + 1}"} for n in range(levels)}
    return {"$defs": {**links, f"a{levels}": {}}, "$ref": "#/$defs/a0"}


@pytest.mark.parametrize("levels", [12, 16, 18])
def test_references_that_multiply_are_counted_and_not_followed_one_by_one(levels: int) -> None:
    assert f"it has more than {MAX_SUBSCHEMAS} schemas in it" in str(schema_problem(blow_up(levels)))


def test_a_schema_may_reach_the_limits_of_size_and_depth() -> None:
    assert schema_problem(blow_up(6)) is None
    assert schema_problem({"anyOf": [{}] * (MAX_SUBSCHEMAS - 1)}) is None
    assert schema_problem(nested(39)) is None
    assert schema_problem(chain(38)) is None


@pytest.mark.parametrize("schema", [nested(40), nested(300), chain(40), chain(300), {"allOf": [chain(40)]}])
def test_a_schema_that_is_nested_too_deep_is_refused(schema: dict[str, Any]) -> None:
    assert schema_problem(schema) is not None


def test_a_schema_that_cannot_be_written_is_refused() -> None:
    endless: dict[str, Any] = {}
    endless["items"] = endless
    assert schema_problem(endless) == "it cannot be written as JSON"
    assert schema_problem(nested(5000)) == "it cannot be written as JSON"


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"pattern": "^(a+)+$"}, "a" * 30_000 + "!"),
        ({"items": {"pattern": "(?:a|b|ab){1,100}"}}, ["ab" * 500] * 30),
        ({"allOf": [{"items": {"type": "integer"}}] * 240}, [1] * 16_000),
        ({"items": {"anyOf": [{"const": number} for number in range(480)]}}, [479] * 16_000),
        ({"uniqueItems": True}, [[number, [number] * 20] for number in range(16_000)]),
        ({"oneOf": [{"items": {"not": {"type": "string"}}}] * 160}, [1] * 16_000),
        ({"contains": {"contains": {"const": 1}}}, [[0] * 100] * 1_600),
        ({"items": {"not": {"oneOf": [{}] * 450}}}, [0] * 1_000),
        ({"allOf": [{"items": {"multipleOf": 5e-324}}] * 16}, [1e308] * 500),
    ],
)
def test_no_schema_and_no_value_block_the_process(schema: dict[str, Any], value: Json) -> None:
    assert mismatch(schema, value) == "it is too large to be checked against its schema"


def test_many_enum_values_cost_no_more_than_few() -> None:
    assert mismatch({"items": {"enum": list(range(500))}}, [499] * 16_000) is None


def test_the_steps_are_counted() -> None:
    fit = Reader({"items": {"type": "integer"}}, checks_of).read()
    assert fit.check([1] * 10, Steps(100)) is None
    with pytest.raises(TooManyStepsError):
        fit.check([1] * 10, Steps(20))


def test_a_large_answer_of_a_model_is_still_checked() -> None:
    orders: Json = [{"id": f"A-{n}", "total": n / 4, "tags": ["new", "paid"]} for n in range(450)]
    order: dict[str, Json] = {
        "type": "object",
        "properties": {
            "id": {"type": "string", "pattern": "^A-[0-9]+$"},
            "total": {"type": "number", "minimum": 0, "multipleOf": 0.25},
            "tags": {"type": "array", "items": {"enum": ["new", "paid", "sent"]}, "uniqueItems": True},
        },
        "required": ["id", "total"],
        "additionalProperties": False,
    }
    assert MAX_STEPS > 2 * 450 * 20
    assert mismatch({"type": "array", "items": order}, orders) is None


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        (r"^\p{L}+$", "Zoë", True),
        (r"^\p{L}+$", "Zoe1", False),
        ("b", "abc", True),
        ("^a$", "a\n", False),
        (r"^\d+$", "٣", False),
        ("^\\u00e9\\/$", "é/", True),
        (r"^\\u0041$", r"\u0041", True),
        ("^.$", "😀", True),
    ],
)
def test_a_pattern_has_the_syntax_of_ecmascript(pattern: str, text: str, fits: bool) -> None:
    read = read_pattern(pattern)
    assert not isinstance(read, str)
    assert read.is_in(text) is fits
