"""What the store refuses, bounds and keeps as DynamoDB does, where moto is laxer or says nothing."""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.store.database import Database
from local.store.errors import InvalidError, StoreError
from local.store.operations import OPERATIONS, answer
from local.store.reads import LARGEST_PAGE
from local.store.values import as_key, canonical_number, size_of_item
from tests.local.store.tables import TABLE, Store, key, store


def refused(code: str, call: Callable[[], object], words: str = "") -> StoreError:
    with pytest.raises(StoreError) as caught:
        call()
    assert caught.value.code == code
    assert words in caught.value.message
    return caught.value


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6), st.decimals(allow_nan=False, allow_infinity=False))
def test_numbers_sort_by_their_value(one: Decimal, other: Decimal) -> None:
    try:
        written = [canonical_number(str(one)), canonical_number(str(other))]
    except StoreError:
        return
    keys = [as_key({"N": each}) for each in written]
    left, right = Decimal(written[0]), Decimal(written[1])
    assert (keys[0] < keys[1], keys[0] == keys[1]) == (left < right, left == right)


@pytest.mark.parametrize(
    ("written", "kept"),
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
def test_numbers_are_kept_exactly(written: str, kept: str) -> None:
    table = store()
    table.put("a", "1", x={"N": written})
    assert table.got("a", "1") == {**key("a", "1"), "x": {"N": kept}}


@pytest.mark.parametrize("written", ["1" * 39, "1e126", "1e-131", "NaN", "Infinity", "", "1_0", " 1", "x"])
def test_a_number_that_cannot_be_kept_exactly_is_refused(written: str) -> None:
    refused("ValidationException", lambda: store().put("a", "1", x={"N": written}))


def test_bytes_come_back_as_they_were() -> None:
    table, written = store(), base64.b64encode(bytes(range(256))).decode()
    table.put("a", "1", x={"B": written}, y={"BS": [written]})
    assert table.got("a", "1") == {**key("a", "1"), "x": {"B": written}, "y": {"BS": [written]}}
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
def test_a_value_that_dynamodb_would_not_take_is_refused(value: Any) -> None:
    refused("ValidationException", lambda: store().put("a", "1", x=value))


def test_an_item_may_have_400_kb_and_no_byte_more() -> None:
    table = store()
    room = 409_600 - size_of_item({**key("a", "1"), "x": {"S": ""}})
    table.put("a", "1", x={"S": "x" * room})
    refused("ValidationException", lambda: table.put("a", "1", x={"S": "x" * (room + 1)}), "size")
    table.put("a", "1", x={"S": "ü" * (room // 2)})
    refused("ValidationException", lambda: table.put("a", "1", x={"S": "ü" * (room // 2 + 1)}), "size")


def test_keys_are_checked() -> None:
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


def test_what_is_not_there_is_named() -> None:
    table = store()
    refused("ResourceNotFoundException", lambda: table.ask("GetItem", TableName="other", Key=key("a", "1")))
    refused("ResourceInUseException", lambda: table.ask("CreateTable", **TABLE))
    refused("ValidationException", lambda: table.ask("Scan", IndexName="none"), "none")
    refused("UnknownOperationException", lambda: answer(table.database, "DynamoDB_20120810.CreateBackup", {}))
    refused("ValidationException", lambda: table.ask("Query", KeyConditions={}), "KeyConditions")


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


def test_names_and_values_are_defined_and_used() -> None:
    table = store()
    condition = {"Key": key("a", "1"), "ConditionExpression": "#x = :v"}
    values, names = {":v": {"S": "a"}}, {"#x": "x"}
    refused("ValidationException", lambda: table.ask("DeleteItem", **condition, ExpressionAttributeValues=values), "#x")
    refused("ValidationException", lambda: table.ask("DeleteItem", **condition, ExpressionAttributeNames=names), ":v")
    both = {"ExpressionAttributeNames": {**names, "#y": "y"}, "ExpressionAttributeValues": values}
    refused("ValidationException", lambda: table.ask("DeleteItem", **condition, **both), "unused")


def test_a_missing_attribute_is_unlike_everything_and_less_than_nothing() -> None:
    table = store()
    table.put("a", "1", x={"NULL": True})

    def holds(text: str, value: dict[str, Any]) -> bool:
        told = table.ask("Scan", FilterExpression=text, ExpressionAttributeValues={":v": value})
        return bool(told["Count"])

    assert holds("y <> :v", {"S": "a"})
    assert not any(holds(f"y {sign} :v", {"S": "a"}) for sign in ("=", "<", "<=", ">", ">="))
    assert not holds("y = :v", {"NULL": True})
    assert holds("x = :v", {"NULL": True})
    assert not holds("x < :v", {"NULL": True})
    assert not holds("y IN (:v)", {"NULL": True})


def test_a_refused_write_tells_what_stands_where_it_is_asked() -> None:
    table = store()
    table.put("a", "1", x={"N": "1"})
    request = {"Item": key("a", "1"), "ConditionExpression": "attribute_not_exists(p)"}
    assert (
        refused("ConditionalCheckFailedException", lambda: table.ask("PutItem", **request)).body().get("Item") is None
    )
    request["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
    told = refused("ConditionalCheckFailedException", lambda: table.ask("PutItem", **request)).body()
    assert told["Item"] == {**key("a", "1"), "x": {"N": "1"}}
    reasons = refused("TransactionCanceledException", lambda: table.transact({"Put": request})).body()
    assert reasons["CancellationReasons"][0]["Code"] == "ConditionalCheckFailed"
    assert reasons["CancellationReasons"][0]["Item"] == told["Item"]


def test_a_transaction_writes_all_or_nothing() -> None:
    table = store()
    table.put("a", "1", x={"N": "1"})
    good = {"Put": {"Item": {**key("a", "2"), "x": {"N": "2"}}}}
    bad = {"Delete": {"Key": key("a", "1"), "ConditionExpression": "attribute_not_exists(p)"}}
    error = refused("TransactionCanceledException", lambda: table.transact(good, bad))
    assert [reason["Code"] for reason in error.body()["CancellationReasons"]] == ["None", "ConditionalCheckFailed"]
    assert table.got("a", "2") is None
    add = {
        "Update": {
            "Key": key("a", "1"),
            "UpdateExpression": "ADD x :s",
            "ExpressionAttributeValues": {":s": {"SS": ["a"]}},
        }
    }
    error = refused("TransactionCanceledException", lambda: table.transact(good, add))
    assert [reason["Code"] for reason in error.body()["CancellationReasons"]] == ["None", "ValidationError"]
    assert table.got("a", "2") is None
    refused("ValidationException", lambda: table.transact(good, good), "multiple operations on one item")
    check = {"ConditionCheck": {"Key": key("a", "1"), "ConditionExpression": "attribute_exists(p)"}}
    table.transact(check, good)
    assert table.got("a", "2") == {**key("a", "2"), "x": {"N": "2"}}
    assert table.got("a", "1") == {**key("a", "1"), "x": {"N": "1"}}


def test_a_transaction_with_the_same_token_is_done_once() -> None:
    table = store()
    add = {
        "Update": {
            "Key": key("a", "1"),
            "UpdateExpression": "ADD n :n",
            "ExpressionAttributeValues": {":n": {"N": "1"}},
        }
    }
    for _ in range(3):
        table.transact(add, ClientRequestToken="token")
    assert (table.got("a", "1") or {})["n"] == {"N": "1"}
    other = {"Put": {"Item": key("a", "2")}}
    refused("IdempotentParameterMismatchException", lambda: table.transact(other, ClientRequestToken="token"))
    bad = {"Delete": {"Key": key("a", "1"), "ConditionExpression": "attribute_not_exists(p)"}}
    for _ in range(2):
        refused("TransactionCanceledException", lambda: table.transact(bad, ClientRequestToken="other"))


def pages(table: Store, **request: Any) -> list[list[dict[str, Any]]]:
    found: list[list[dict[str, Any]]] = []
    start: dict[str, Any] = {}
    for _ in range(100):
        told = table.ask(**request, **start)
        found.append(told["Items"])
        if "LastEvaluatedKey" not in told:
            return found
        start = {"ExclusiveStartKey": told["LastEvaluatedKey"]}
    raise AssertionError("the pages never end")


@pytest.mark.parametrize("forward", [True, False])
@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_pages_of_an_index_hold_each_item_once_where_sort_keys_are_equal(limit: int, forward: bool) -> None:
    table = store()
    for number in range(9):
        table.put(f"p{number % 3}", str(number), g={"S": "g"}, n={"N": str(number // 4)})
    request = {"KeyConditionExpression": "g = :g", "ExpressionAttributeValues": {":g": {"S": "g"}}}
    found = pages(table, operation="Query", IndexName="keys", Limit=limit, ScanIndexForward=forward, **request)
    items = [item for page in found for item in page]
    assert sorted(item["s"]["S"] for item in items) == [str(number) for number in range(9)]
    order = [int(item["n"]["N"]) for item in items]
    assert order == sorted(order, reverse=not forward)
    assert all(len(page) <= limit for page in found)
    assert all(item.keys() == {"p", "s", "g", "n"} for item in items)


def test_scans_hold_each_item_once() -> None:
    table = store()
    for number in range(9):
        table.put(f"p{number % 3}", str(number), g={"S": "g"}, n={"N": "1"})
    for further in ({}, {"IndexName": "keys"}, {"IndexName": "all"}):
        items = [item for page in pages(table, operation="Scan", Limit=2, **further) for item in page]
        assert sorted(item["s"]["S"] for item in items) == [str(number) for number in range(9)]


def test_a_page_ends_after_a_megabyte_and_before_the_filter() -> None:
    table = store()
    for number in range(8):
        table.put("a", str(number), x={"S": "x" * 300_000})
    request = {"KeyConditionExpression": "p = :p", "ExpressionAttributeValues": {":p": {"S": "a"}}}
    found = pages(table, operation="Query", **request)
    assert [len(page) for page in found] == [4, 4, 0]
    size = sum(size_of_item(item) for item in found[0])
    assert LARGEST_PAGE < size < LARGEST_PAGE + 400_000
    told = table.ask("Query", **request, FilterExpression="attribute_not_exists(x)")
    assert (told["Count"], told["ScannedCount"], told["Items"]) == (0, 4, [])
    assert told["LastEvaluatedKey"] == key("a", "3")
    told = table.ask("Query", **request, Select="COUNT", Limit=3)
    assert (told["Count"], told.get("Items")) == (3, None)


def test_a_start_that_the_query_never_comes_to_is_refused() -> None:
    table = store()
    table.put("a", "5")
    request: dict[str, Any] = {
        "KeyConditionExpression": "p = :p AND s < :s",
        "ExpressionAttributeValues": {":p": {"S": "a"}, ":s": {"S": "5"}},
    }
    for start in (key("b", "1"), key("a", "7"), {"p": {"S": "a"}}, {**key("a", "1"), "x": {"S": "y"}}):
        with pytest.raises(StoreError, match="starting key"):
            table.ask("Query", **request, ExclusiveStartKey=start)
    assert table.ask("Query", **request, ExclusiveStartKey=key("a", "1"))["Items"] == []


def test_an_index_follows_its_items() -> None:
    table = store()

    def entries(index: str) -> list[tuple[str, str]]:
        return [(item["g"]["S"], item["s"]["S"]) for item in table.ask("Scan", IndexName=index)["Items"]]

    table.put("a", "1", g={"S": "g"}, n={"N": "1"})
    assert entries("keys") == entries("all") == [("g", "1")]
    table.ask("UpdateItem", Key=key("a", "1"), UpdateExpression="REMOVE n")
    assert (entries("keys"), entries("all")) == ([], [("g", "1")])
    table.ask(
        "UpdateItem",
        Key=key("a", "1"),
        UpdateExpression="SET n = :n, g = :g",
        ExpressionAttributeValues={":n": {"N": "2"}, ":g": {"S": "h"}},
    )
    assert entries("keys") == entries("all") == [("h", "1")]
    table.ask("DeleteItem", Key=key("a", "1"))
    assert entries("keys") == entries("all") == []


def test_batches() -> None:
    table = store()
    puts = [{"PutRequest": {"Item": {**key("a", str(number)), "x": {"N": str(number)}}}} for number in range(25)]
    told = answer(table.database, "DynamoDB_20120810.BatchWriteItem", {"RequestItems": {"table": puts}})
    assert told == {"UnprocessedItems": {}}
    wanted = {"Keys": [key("a", "3"), key("a", "nobody")], "ProjectionExpression": "x"}
    told = answer(table.database, "DynamoDB_20120810.BatchGetItem", {"RequestItems": {"table": wanted}})
    assert told == {"Responses": {"table": [{"x": {"N": "3"}}]}, "UnprocessedKeys": {}}
    gets = [{"Get": {"TableName": "table", "Key": key("a", each)}} for each in ("4", "nobody")]
    told = answer(table.database, "DynamoDB_20120810.TransactGetItems", {"TransactItems": gets})
    assert told == {"Responses": [{"Item": {**key("a", "4"), "x": {"N": "4"}}}, {}]}
    twice = {"RequestItems": {"table": [puts[0], {"DeleteRequest": {"Key": key("a", "0")}}]}}
    refused(
        "ValidationException", lambda: answer(table.database, "DynamoDB_20120810.BatchWriteItem", twice), "duplicates"
    )
    refused(
        "ValidationException",
        lambda: answer(table.database, "DynamoDB_20120810.BatchWriteItem", {"RequestItems": {"table": puts * 2}}),
    )


@pytest.mark.parametrize(
    ("update", "given", "after"),
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
def test_an_update_works_on_the_item_as_it_was(update: str, given: dict[str, Any], after: dict[str, Any]) -> None:
    table = store()
    before = {
        "x": {"M": {"a": {"L": [{"N": "1"}, {"N": "2"}, {"N": "3"}]}}},
        "y": {"N": "7"},
        "z": {"N": "10"},
        "t": {"SS": ["a", "b"]},
    }
    table.put("a", "1", **before)
    values = {"ExpressionAttributeValues": given} if given else {}
    table.ask("UpdateItem", Key=key("a", "1"), UpdateExpression=update, **values)
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
def test_an_update_that_cannot_be_is_refused_and_changes_nothing(update: str) -> None:
    table = store()
    table.put("a", "1", x={"S": "x"})
    values = {"ExpressionAttributeValues": {":v": {"S": "v"}}} if ":v" in update else {}
    refused(
        "ValidationException", lambda: table.ask("UpdateItem", Key=key("a", "1"), UpdateExpression=update, **values)
    )
    assert table.got("a", "1") == {**key("a", "1"), "x": {"S": "x"}}


def test_a_projection_takes_parts() -> None:
    table = store()
    table.put("a", "1", x={"M": {"a": {"L": [{"N": "1"}, {"N": "2"}]}, "b": {"S": "b"}}}, y={"S": "y"})
    told = table.ask("GetItem", Key=key("a", "1"), ProjectionExpression="x.a[1], y, nothing, x.c")
    assert told["Item"] == {"x": {"M": {"a": {"L": [{"N": "2"}]}}}, "y": {"S": "y"}}


def test_expired_items_are_deleted_now_and_then() -> None:
    table = store()
    spec = {"AttributeName": "ends", "Enabled": True}
    table.put("a", "before", ends={"N": "1000"})
    table.ask("UpdateTimeToLive", TimeToLiveSpecification=spec)
    assert table.ask("DescribeTimeToLive")["TimeToLiveDescription"]["TimeToLiveStatus"] == "ENABLED"
    refused("ValidationException", lambda: table.ask("UpdateTimeToLive", TimeToLiveSpecification=spec), "already")
    table.put("a", "due", ends={"N": "1000"}, g={"S": "g"}, n={"N": "1"})
    table.put("a", "later", ends={"N": "999999"})
    table.put("a", "never")
    table.put("a", "text", ends={"S": "1000"})
    assert table.database.sweep(500.0) == 0
    assert table.database.sweep(10.0**9) == 0  # more than five years ago: a mistake, no end
    assert table.database.sweep(10_000.0) == 2
    assert [item["s"]["S"] for item in table.ask("Scan")["Items"]] == ["later", "never", "text"]
    assert table.ask("Scan", IndexName="keys")["Items"] == []


def test_tables_are_described_listed_and_deleted() -> None:
    table = store()
    table.put("a", "1")
    described = table.ask("DescribeTable")["Table"]
    assert (described["TableStatus"], described["ItemCount"]) == ("ACTIVE", 1)
    assert [index["IndexName"] for index in described["GlobalSecondaryIndexes"]] == ["keys", "some", "all"]
    assert described["GlobalSecondaryIndexes"][1]["Projection"] == TABLE["GlobalSecondaryIndexes"][1]["Projection"]
    assert answer(table.database, "DynamoDB_20120810.ListTables", {}) == {"TableNames": ["table"]}
    table.ask("DeleteTable")
    refused("ResourceNotFoundException", lambda: table.ask("DescribeTable"))
    table.ask("CreateTable", **TABLE)
    assert table.ask("Scan")["Items"] == []


def test_a_transaction_that_fails_at_its_end_leaves_nothing_behind() -> None:
    s = store()
    s.database.rows("PRAGMA foreign_keys = ON", ())
    s.database.rows("CREATE TABLE whole (id INTEGER PRIMARY KEY)", ())
    s.database.rows("CREATE TABLE part (of INTEGER REFERENCES whole (id) DEFERRABLE INITIALLY DEFERRED)", ())

    def refused_at_its_end() -> None:
        with s.database.transaction():
            s.database.set_ttl(s.database.tables()["table"], "end")
            s.database.rows("INSERT INTO part VALUES (1)", ())

    def rolled_back_already() -> None:
        with s.database.transaction():
            s.database.rows("ROLLBACK", ())  # as SQLite does by itself where the disk is full
            raise ValueError("the reason")

    with pytest.raises(sqlite3.IntegrityError):
        refused_at_its_end()
    assert s.database.tables()["table"].ttl is None
    with pytest.raises(ValueError, match="the reason"):
        rolled_back_already()
    s.put("p", "s")
    assert s.got("p", "s") == key("p", "s")


def indexed(s: Store, index: str, g: str = "a") -> list[str]:
    """The sort keys of the items that an index has."""
    asked = {"KeyConditionExpression": "g = :g", "ExpressionAttributeValues": {":g": {"S": g}}}
    return [item["s"]["S"] for item in s.ask("Query", IndexName=index, **asked)["Items"]]


def renew(s: Store, definitions: list[dict[str, Any]], indexes: list[dict[str, Any]], ttl: str = "end") -> None:
    request = {"AttributeDefinitions": definitions, "GlobalSecondaryIndexes": indexes, "TimeToLive": ttl}
    answer(s.database, "CallflowStore.RenewTable", {"TableName": "table", **request})


def test_a_table_gets_the_indexes_and_the_time_to_live_of_another_release(tmp_path: Path) -> None:
    definitions, indexes = TABLE["AttributeDefinitions"], TABLE["GlobalSecondaryIndexes"]
    keys = [each for each in definitions if each["AttributeName"] in "ps"]
    s = Store(Database(tmp_path))
    s.ask("CreateTable", **{**TABLE, "AttributeDefinitions": keys, "GlobalSecondaryIndexes": []})
    for number in range(3):
        s.put("p", str(number), g={"S": "a"}, n={"N": str(-number)}, x={"S": "x"}, end={"N": "1700000000"})
    s.put("p", "unfit", g={"N": "1"}, n={"N": "1"})

    for _ in range(2):
        renew(s, definitions, indexes)
        assert indexed(s, "keys") == ["2", "1", "0"]
        assert s.ask("DescribeTimeToLive")["TimeToLiveDescription"]["AttributeName"] == "end"
    s.put("p", "3", g={"S": "a"}, n={"N": "-1.5"})
    s.put("p", "unfit", g={"S": "a"}, n={"N": "-9"})
    s.ask("DeleteItem", Key=key("p", "1"))
    assert indexed(s, "keys") == ["unfit", "2", "3", "0"]
    s.database.close()

    s = Store(Database(tmp_path))
    assert indexed(s, "keys") == ["unfit", "2", "3", "0"]
    renew(s, [each for each in definitions if each["AttributeName"] != "n"], indexes[2:])
    assert sorted(indexed(s, "all")) == ["0", "2", "3", "unfit"]
    with pytest.raises(InvalidError, match="does not have the specified index"):
        indexed(s, "keys")
    assert s.database.sweep(1_700_010_000) == 2
    assert sorted(indexed(s, "all")) == ["3", "unfit"]
    with pytest.raises(InvalidError, match="own keys"):
        renew(s, [{"AttributeName": "p", "AttributeType": "N"}, {"AttributeName": "s", "AttributeType": "S"}], [])
    s.database.close()


def test_a_reader_is_told_of_changes_until_it_has_gone_past_them() -> None:
    table = store()

    def ours(operation: str, **request: Any) -> dict[str, Any]:
        return answer(table.database, f"CallflowStore.{operation}", {"TableName": "table", **request})

    table.put("a", "HEAD", status={"S": "completed"})
    ours("KeepChanges", Filter={"s": ["HEAD"], "status": ["completed", "failed"]})
    table.put("b", "HEAD", status={"S": "waiting"})
    table.put("b", "TURN", status={"S": "completed"})
    table.put("b", "HEAD", status={"S": "completed"})
    refused(
        "ConditionalCheckFailedException",
        lambda: table.ask(
            "PutItem",
            Item={**key("b", "HEAD"), "status": {"S": "failed"}},
            ConditionExpression="attribute_not_exists(p)",
        ),
    )
    table.put("c", "HEAD", status={"S": "failed"})
    records = ours("GetChanges", After=0)["Records"]
    assert [record["dynamodb"]["Keys"]["p"]["S"] for record in records] == ["b", "c"]
    assert [record["eventName"] for record in records] == ["MODIFY", "INSERT"]
    assert records[0]["dynamodb"]["NewImage"] == {**key("b", "HEAD"), "status": {"S": "completed"}}
    assert ours("GetChanges", After=0)["Records"] == records
    first = int(records[0]["dynamodb"]["SequenceNumber"])
    assert ours("GetChanges", After=first)["Records"] == records[1:]
    assert ours("GetChanges", After=0)["Records"] == records[1:]


def test_every_operation_refuses_what_it_does_not_know() -> None:
    table = store()
    for name in OPERATIONS:
        refused("ValidationException", lambda name=name: answer(table.database, name, {"Nothing": 1}), "Nothing")  # type: ignore[misc]
