"""Values, sizes and keys that the store refuses or stores like DynamoDB, although moto is laxer."""

from __future__ import annotations

import base64
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.store.errors import StoreError
from local.store.values import as_key, canonical_number, size_of_item
from tests.local.store.tables import key, refused, store


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6), st.decimals(allow_nan=False, allow_infinity=False))
def test_numbers_sort_by_their_value(one: Decimal, other: Decimal) -> None:
    try:
        numbers = [canonical_number(str(one)), canonical_number(str(other))]
    except StoreError:
        return
    keys = [as_key({"N": each}) for each in numbers]
    left, right = Decimal(numbers[0]), Decimal(numbers[1])
    assert (keys[0] < keys[1], keys[0] == keys[1]) == (left < right, left == right)


@pytest.mark.parametrize(
    ("number", "stored"),
    [
        ("1.0", "1"),
        ("-0", "0"),
        ("00012", "12"),
        ("1e2", "100"),
        ("1E-3", "0.001"),
        ("9007199254740993", "9007199254740993"),
        ("12345678901234567890123456789012345678", "12345678901234567890123456789012345678"),
    ],
)
def test_numbers_are_stored_exactly(number: str, stored: str) -> None:
    table = store()
    table.put("a", "1", x={"N": number})
    assert table.got("a", "1") == {**key("a", "1"), "x": {"N": stored}}


@pytest.mark.parametrize("number", ["1" * 39, "1e126", "1e-131", "NaN", "Infinity", "", "1_0", " 1", "x"])
def test_a_number_that_cannot_be_stored_exactly_is_refused(number: str) -> None:
    refused("ValidationException", lambda: store().put("a", "1", x={"N": number}))


def test_bytes_are_read_unchanged() -> None:
    table, encoded = store(), base64.b64encode(bytes(range(256))).decode()
    table.put("a", "1", x={"B": encoded}, y={"BS": [encoded]})
    assert table.got("a", "1") == {**key("a", "1"), "x": {"B": encoded}, "y": {"BS": [encoded]}}
    refused("SerializationException", lambda: table.put("a", "1", x={"B": "no base64!"}))


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"S": "a", "N": "1"},
        {"S": 1},
        {"N": 1},
        {"SS": []},
        {"SS": ["a", "a"]},
        {"NS": ["1", "1.0"]},
        {"NULL": False},
        {"X": "a"},
        {"S": "\ud800"},
        {"L": [{"M": {"a": {}}}]},
        "a",
    ],
)
def test_a_value_that_dynamodb_refuses_is_refused(value: Any) -> None:
    refused("ValidationException", lambda: store().put("a", "1", x=value))


def test_an_item_has_at_most_400_kb() -> None:
    table = store()
    room = 409_600 - size_of_item({**key("a", "1"), "x": {"S": ""}})
    table.put("a", "1", x={"S": "x" * room})
    refused("ValidationException", lambda: table.put("a", "1", x={"S": "x" * (room + 1)}), "size")
    table.put("a", "1", x={"S": "ü" * (room // 2)})
    refused("ValidationException", lambda: table.put("a", "1", x={"S": "ü" * (room // 2 + 1)}), "size")


def test_an_invalid_key_is_refused() -> None:
    table = store()
    refused("ValidationException", lambda: table.put("", "1"), "empty")
    refused("ValidationException", lambda: table.put("a", "x" * 1_025), "size")
    refused("ValidationException", lambda: table.put("a" * 2_049, "1"), "size")
    refused("ValidationException", lambda: table.ask("PutItem", Item={"p": {"S": "a"}}), "Missing the key s")
    refused(
        "ValidationException", lambda: table.ask("PutItem", Item={"p": {"N": "1"}, "s": {"S": "1"}}), "Type mismatch"
    )
    refused("ValidationException", lambda: table.ask("GetItem", Key={"p": {"S": "a"}}), "does not match the schema")
    refused("ValidationException", lambda: table.put("a", "1", g={"N": "1"}), "Type mismatch")
