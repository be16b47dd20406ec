"""Refused writes, batches and transactions."""

from __future__ import annotations

import sqlite3

import pytest

from local.store.operations import answer
from tests.local.store.tables import key, refused, store


def test_a_refused_write_returns_the_existing_item_if_asked() -> None:
    table = store()
    table.put("a", "1", x={"N": "1"})
    request = {"Item": key("a", "1"), "ConditionExpression": "attribute_not_exists(p)"}
    assert (
        refused("ConditionalCheckFailedException", lambda: table.ask("PutItem", **request)).body().get("Item") is None
    )
    request["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
    response = refused("ConditionalCheckFailedException", lambda: table.ask("PutItem", **request)).body()
    assert response["Item"] == {**key("a", "1"), "x": {"N": "1"}}
    reasons = refused("TransactionCanceledException", lambda: table.transact({"Put": request})).body()
    assert reasons["CancellationReasons"][0]["Code"] == "ConditionalCheckFailed"
    assert reasons["CancellationReasons"][0]["Item"] == response["Item"]


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


def test_a_repeated_token_makes_a_transaction_once() -> None:
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


def test_a_batch_writes_and_reads_items() -> None:
    table = store()
    puts = [{"PutRequest": {"Item": {**key("a", str(number)), "x": {"N": str(number)}}}} for number in range(25)]
    response = answer(table.database, "DynamoDB_20120810.BatchWriteItem", {"RequestItems": {"table": puts}})
    assert response == {"UnprocessedItems": {}}
    wanted = {"Keys": [key("a", "3"), key("a", "nobody")], "ProjectionExpression": "x"}
    response = answer(table.database, "DynamoDB_20120810.BatchGetItem", {"RequestItems": {"table": wanted}})
    assert response == {"Responses": {"table": [{"x": {"N": "3"}}]}, "UnprocessedKeys": {}}
    gets = [{"Get": {"TableName": "table", "Key": key("a", each)}} for each in ("4", "nobody")]
    response = answer(table.database, "DynamoDB_20120810.TransactGetItems", {"TransactItems": gets})
    assert response == {"Responses": [{"Item": {**key("a", "4"), "x": {"N": "4"}}}, {}]}
    twice = {"RequestItems": {"table": [puts[0], {"DeleteRequest": {"Key": key("a", "0")}}]}}
    refused(
        "ValidationException", lambda: answer(table.database, "DynamoDB_20120810.BatchWriteItem", twice), "duplicates"
    )
    refused(
        "ValidationException",
        lambda: answer(table.database, "DynamoDB_20120810.BatchWriteItem", {"RequestItems": {"table": puts * 2}}),
    )


def test_a_transaction_that_fails_at_its_end_changes_nothing() -> None:
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
            s.database.rows("ROLLBACK", ())  # SQLite rolls back like this if the disk is full
            raise ValueError("the reason")

    with pytest.raises(sqlite3.IntegrityError):
        refused_at_its_end()
    assert s.database.tables()["table"].ttl is None
    with pytest.raises(ValueError, match="the reason"):
        rolled_back_already()
    s.put("p", "s")
    assert s.got("p", "s") == key("p", "s")
