"""Operations on whole tables: their definition, their expired items and their changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from local.store.database import Database
from local.store.errors import InvalidError
from local.store.operations import OPERATIONS, answer
from tests.local.store.tables import TABLE, Store, key, refused, store


def test_an_unknown_table_index_or_operation_is_named() -> None:
    table = store()
    refused("ResourceNotFoundException", lambda: table.ask("GetItem", TableName="other", Key=key("a", "1")))
    refused("ResourceInUseException", lambda: table.ask("CreateTable", **TABLE))
    refused("ValidationException", lambda: table.ask("Scan", IndexName="none"), "none")
    refused("UnknownOperationException", lambda: answer(table.database, "DynamoDB_20120810.CreateBackup", {}))
    refused("ValidationException", lambda: table.ask("Query", KeyConditions={}), "KeyConditions")


def test_expired_items_are_deleted() -> None:
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


def test_a_reader_gets_changes_until_it_acknowledges_them() -> None:
    table = store()

    def ours(operation: str, **request: Any) -> dict[str, Any]:
        return answer(table.database, f"CallflowStore.{operation}", {"TableName": "table", **request})

    table.put("a", "HEAD", status={"S": "completed"})
    ours("KeepChanges", Filters=[{"s": ["HEAD"], "status": ["completed", "failed"]}, {"version": ["1"]}])
    table.put("b", "HEAD", status={"S": "waiting"})
    table.put("b", "TURN", status={"S": "completed"}, version={"N": "2"})
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
    table.put("d", "HEAD", version={"N": "1"})
    records = ours("GetChanges", After=0)["Records"]
    assert [record["dynamodb"]["Keys"]["p"]["S"] for record in records] == ["b", "c", "d"]
    assert [record["eventName"] for record in records] == ["MODIFY", "INSERT", "INSERT"]
    assert records[0]["dynamodb"]["NewImage"] == {**key("b", "HEAD"), "status": {"S": "completed"}}
    assert ours("GetChanges", After=0)["Records"] == records
    first = int(records[0]["dynamodb"]["SequenceNumber"])
    assert ours("GetChanges", After=first)["Records"] == records[1:]
    assert ours("GetChanges", After=0)["Records"] == records[1:]


def test_every_operation_refuses_an_unknown_field() -> None:
    table = store()
    for name in OPERATIONS:
        refused("ValidationException", lambda name=name: answer(table.database, name, {"Nothing": 1}), "Nothing")  # type: ignore[misc]
