"""The test for a value from outside before it is stored."""

from __future__ import annotations

import json
from decimal import Decimal
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flow_core.json import MAX_DEPTH, Json, Unsound, sound

PLAIN = st.none() | st.booleans() | st.integers(-(2**64), 2**64) | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    PLAIN | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=20,
)


def nested(levels: int) -> object:
    value: object = 1
    for level in range(levels):
        value = [value] if level % 2 else {"in": value}
    return value


@given(JSON)
def test_a_json_value_is_unchanged(value: Json) -> None:
    kept = sound(value)
    assert kept == value
    assert json.loads(json.dumps(kept)) == value


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_nan_and_the_infinities_become_null(value: float) -> None:
    assert sound({"n": [value]}) == {"n": [None]}


def test_half_a_character_becomes_the_replacement_character() -> None:
    assert sound({"a\ud800": ["\udc00b", "\ud83d\ude00"]}) == {"a\ufffd": ["\ufffdb", "\U0001f600"]}


@pytest.mark.parametrize(("levels", "kept"), [(MAX_DEPTH, True), (MAX_DEPTH + 1, False), (100_000, False)])
def test_a_value_may_be_nested_64_levels_deep(levels: int, kept: bool) -> None:
    assert (sound(nested(levels)) == nested(levels)) is kept if levels < 1000 else not kept
    assert isinstance(sound(nested(levels)), Unsound) is not kept


def test_the_maximum_depth_is_an_argument() -> None:
    assert sound([1], 1) == [1]
    assert sound([[1]], 1) == Unsound("lists or objects nested more than 1 levels deep")
    assert sound(1, 0) == 1


@pytest.mark.parametrize("sign", [1, -1])
def test_an_integer_has_at_most_4096_bits(sign: int) -> None:
    longest = sign * (2**4096 - 1)
    assert sound(longest) == longest
    assert sound([longest * 2]) == Unsound("an integer of more than 1,233 digits")


def test_an_object_that_is_not_json_is_an_error_with_its_type() -> None:
    assert sound([Decimal(1)]) == Unsound("a Decimal, which is no JSON value")
    assert sound({"a": {1: 2}}) == Unsound("an object with a int for a name")


def test_other_mappings_and_tuples_become_objects_and_lists() -> None:
    assert sound(MappingProxyType({"a": (1, 2)})) == {"a": [1, 2]}
