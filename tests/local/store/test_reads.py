"""The pages of queries and scans, and the indexes."""

from __future__ import annotations

from typing import Any

import pytest

from local.store.errors import StoreError
from local.store.reads import MAX_PAGE
from local.store.values import size_of_item
from tests.local.store.tables import Store, key, store


def pages(table: Store, **request: Any) -> list[list[dict[str, Any]]]:
    found: list[list[dict[str, Any]]] = []
    start: dict[str, Any] = {}
    for _ in range(100):
        page = table.ask(**request, **start)
        found.append(page["Items"])
        if "LastEvaluatedKey" not in page:
            return found
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
    raise AssertionError("the pages never end")


@pytest.mark.parametrize("forward", [True, False])
@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_pages_of_an_index_have_each_item_once_if_sort_keys_are_equal(limit: int, forward: bool) -> None:
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


def test_a_scan_has_each_item_once() -> None:
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
    assert MAX_PAGE < size < MAX_PAGE + 400_000
    page = table.ask("Query", **request, FilterExpression="attribute_not_exists(x)")
    assert (page["Count"], page["ScannedCount"], page["Items"]) == (0, 4, [])
    assert page["LastEvaluatedKey"] == key("a", "3")
    page = table.ask("Query", **request, Select="COUNT", Limit=3)
    assert (page["Count"], page.get("Items")) == (3, None)


def test_a_start_outside_the_query_is_refused() -> None:
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
