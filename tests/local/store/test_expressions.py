"""Conditions, updates and projections for which moto is laxer than DynamoDB."""

from __future__ import annotations

from typing import Any

import pytest

from tests.local.store.tables import key, refused, store


@pytest.mark.parametrize(
    "text",
    [
        "",
        "p =",
        "p = :v AND",
        "(p = :v",
        "p = :v)",
        "p == :v",
        "p BETWEEN :v",
        "nothing(p)",
        "p IN ()",
        "attribute_exists(:v)",
        "size(p)",
        "p = 'a'",
        "NOT " * 200 + "p = :v",
        "p[a] = :v",
    ],
)
def test_a_broken_condition_is_refused(text: str) -> None:
    request = {"Item": key("a", "1"), "ConditionExpression": text, "ExpressionAttributeValues": {":v": {"S": "a"}}}
    refused("ValidationException", lambda: store().ask("PutItem", **request), "ConditionExpression")


def test_an_undefined_or_unused_placeholder_is_refused() -> None:
    table = store()
    condition = {"Key": key("a", "1"), "ConditionExpression": "#x = :v"}
    values, names = {":v": {"S": "a"}}, {"#x": "x"}
    refused("ValidationException", lambda: table.ask("DeleteItem", **condition, ExpressionAttributeValues=values), "#x")
    refused("ValidationException", lambda: table.ask("DeleteItem", **condition, ExpressionAttributeNames=names), ":v")
    both = {"ExpressionAttributeNames": {**names, "#y": "y"}, "ExpressionAttributeValues": values}
    refused("ValidationException", lambda: table.ask("DeleteItem", **condition, **both), "unused")


def test_a_missing_attribute_is_unequal_to_every_value_and_unordered() -> None:
    table = store()
    table.put("a", "1", x={"NULL": True})

    def holds(text: str, value: dict[str, Any]) -> bool:
        response = table.ask("Scan", FilterExpression=text, ExpressionAttributeValues={":v": value})
        return bool(response["Count"])

    assert holds("y <> :v", {"S": "a"})
    assert not any(holds(f"y {sign} :v", {"S": "a"}) for sign in ("=", "<", "<=", ">", ">="))
    assert not holds("y = :v", {"NULL": True})
    assert holds("x = :v", {"NULL": True})
    assert not holds("x < :v", {"NULL": True})
    assert not holds("y IN (:v)", {"NULL": True})


@pytest.mark.parametrize(
    ("update", "values", "after"),
    [
        ("SET x.a[1] = :v", {":v": {"S": "v"}}, {"x": {"M": {"a": {"L": [{"N": "1"}, {"S": "v"}, {"N": "3"}]}}}}),
        (
            "SET x.a[9] = :v",
            {":v": {"S": "v"}},
            {"x": {"M": {"a": {"L": [{"N": "1"}, {"N": "2"}, {"N": "3"}, {"S": "v"}]}}}},
        ),
        ("REMOVE x.a[0], x.a[1]", {}, {"x": {"M": {"a": {"L": [{"N": "3"}]}}}}),
        ("SET y = z + :v, z = y", {":v": {"N": "5"}}, {"y": {"N": "15"}, "z": {"N": "7"}}),
        ("SET y = z - :v", {":v": {"N": "0.1"}}, {"y": {"N": "9.9"}}),
        ("ADD t :v", {":v": {"SS": ["b", "c"]}}, {"t": {"SS": ["a", "b", "c"]}}),
        ("DELETE t :v", {":v": {"SS": ["a", "b"]}}, {"t": None}),
        ("SET w = if_not_exists(w, :v)", {":v": {"S": "v"}}, {"w": {"S": "v"}}),
    ],
)
def test_an_update_evaluates_its_terms_on_the_old_item(
    update: str, values: dict[str, Any], after: dict[str, Any]
) -> None:
    table = store()
    before = {
        "x": {"M": {"a": {"L": [{"N": "1"}, {"N": "2"}, {"N": "3"}]}}},
        "y": {"N": "7"},
        "z": {"N": "10"},
        "t": {"SS": ["a", "b"]},
    }
    table.put("a", "1", **before)
    arguments = {"ExpressionAttributeValues": values} if values else {}
    table.ask("UpdateItem", Key=key("a", "1"), UpdateExpression=update, **arguments)
    expected = {name: value for name, value in {**key("a", "1"), **before, **after}.items() if value is not None}
    assert table.got("a", "1") == expected


@pytest.mark.parametrize(
    "update",
    [
        "SET x = :v, x.a = :v",
        "SET p = :v",
        "SET n = gone",
        "SET y.a = :v",
        "SET x = :v SET y = :v",
        "REMOVE",
        "FOO x",
        "SET x = :v +",
    ],
)
def test_an_impossible_update_is_refused_and_changes_nothing(update: str) -> None:
    table = store()
    table.put("a", "1", x={"S": "x"})
    arguments = {"ExpressionAttributeValues": {":v": {"S": "v"}}} if ":v" in update else {}
    refused(
        "ValidationException", lambda: table.ask("UpdateItem", Key=key("a", "1"), UpdateExpression=update, **arguments)
    )
    assert table.got("a", "1") == {**key("a", "1"), "x": {"S": "x"}}


def test_a_projection_selects_parts_of_an_item() -> None:
    table = store()
    table.put("a", "1", x={"M": {"a": {"L": [{"N": "1"}, {"N": "2"}]}, "b": {"S": "b"}}}, y={"S": "y"})
    response = table.ask("GetItem", Key=key("a", "1"), ProjectionExpression="x.a[1], y, nothing, x.c")
    assert response["Item"] == {"x": {"M": {"a": {"L": [{"N": "2"}]}}}, "y": {"S": "y"}}
