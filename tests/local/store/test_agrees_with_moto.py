"""Random operations on the store and on moto have the same responses, the same errors and the same items at the end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st
from moto import mock_aws

from local.store.database import Database
from local.store.errors import StoreError
from local.store.operations import OPERATIONS, answer
from local.store.values import canonical_number
from tests.local.store.tables import TABLE

Client = Any
Step = tuple[str, dict[str, Any]]

NUMBERS = st.sampled_from(["0", "1", "-1", "2.5", "10", "100000000000000000001", "-0.001"])
TEXTS = st.sampled_from(["", "a", "ab", "b", "ü", "B", "10"])
COMPARED = st.one_of(
    NUMBERS.map(lambda each: {"N": each}),
    TEXTS.map(lambda each: {"S": each}),
    st.booleans().map(lambda each: {"BOOL": each}),
)
"""Values that a condition can compare. NULL is left out, because moto takes it for a missing attribute."""
SCALARS = st.one_of(COMPARED, st.just({"NULL": True}))
SETS = st.one_of(
    st.sets(st.sampled_from(["a", "b", "c"]), min_size=1).map(lambda each: {"SS": sorted(each)}),
    st.sets(st.sampled_from(["1", "2", "30"]), min_size=1).map(lambda each: {"NS": sorted(each)}),
)
NESTED = st.one_of(
    st.lists(SCALARS, max_size=3).map(lambda each: {"L": each}),
    st.dictionaries(st.sampled_from(["a", "b"]), SCALARS, max_size=2).map(lambda each: {"M": each}),
)
VALUES = st.one_of(SCALARS, SETS, NESTED)
NAMES = st.sampled_from(["x", "y", "m"])
KEYS = st.builds(
    lambda p, s: {"p": {"S": p}, "s": {"S": s}}, st.sampled_from(["one", "two"]), st.sampled_from(["1", "2", "21", "3"])
)
ITEMS = st.builds(
    lambda key, attributes, indexed: {**attributes, **indexed, **key},
    KEYS,
    st.dictionaries(NAMES, VALUES),
    st.one_of(
        st.just({}),
        st.builds(lambda g, n: {"g": {"S": g}, "n": {"N": n}}, st.sampled_from(["g1", "g2"]), NUMBERS),
    ),
)


@st.composite
def conditions(draw: st.DrawFn, tag: str = "c") -> tuple[str, dict[str, str], dict[str, Any]]:
    """Draw an expression with its names and values. Its place is the end of its placeholders, so no two are equal."""
    kind = draw(st.sampled_from(["exists", "not exists", "compare", "begins", "contains", "type", "in", "between"]))
    if len(tag) < 3 and draw(st.integers(0, 2)) == 0:
        one, names, values = draw(conditions(f"{tag}l"))
        if draw(st.booleans()):
            return f"NOT ({one})", names, values
        other, more_names, more_values = draw(conditions(f"{tag}r"))
        sign = draw(st.sampled_from(["AND", "OR"]))
        return f"({one}) {sign} ({other})", {**names, **more_names}, {**values, **more_values}
    name, value, further = f"#n{tag}", f":v{tag}", f":w{tag}"
    names = {name: draw(NAMES)}
    match kind:
        case "exists":
            return f"attribute_exists({name})", names, {}
        case "not exists":
            return f"attribute_not_exists({name})", names, {}
        case "begins":
            return f"begins_with({name}, {value})", names, {value: {"S": draw(st.sampled_from(["a", "b"]))}}
        case "contains":
            return f"contains({name}, {value})", names, {value: {"S": draw(st.sampled_from(["a", "b"]))}}
        case "type":
            return (
                f"attribute_type({name}, {value})",
                names,
                {value: {"S": draw(st.sampled_from(["S", "N", "L", "SS"]))}},
            )
        case "in":
            return f"{name} IN ({value}, {further})", names, {value: draw(COMPARED), further: draw(COMPARED)}
        case "between":
            low, high = sorted(draw(st.tuples(st.integers(-1, 9), st.integers(-1, 9))))
            return f"{name} BETWEEN {value} AND {further}", names, {value: {"N": str(low)}, further: {"N": str(high)}}
        case _:
            sign = draw(st.sampled_from(["=", "<>", "<", "<=", ">", ">="]))
            compared = draw(COMPARED if sign in ("=", "<>") else st.one_of(NUMBERS.map(lambda each: {"N": each})))
            return f"{name} {sign} {value}", names, {value: compared}


def with_expressions(
    request: dict[str, Any], names: dict[str, str], values: dict[str, Any], **expressions: str
) -> dict[str, Any]:
    used = {"ExpressionAttributeNames": names, "ExpressionAttributeValues": values}
    return {**request, **expressions, **{name: each for name, each in used.items() if each}}


@st.composite
def conditional(draw: st.DrawFn, request: dict[str, Any]) -> dict[str, Any]:
    if draw(st.booleans()):
        return request
    text, names, values = draw(conditions())
    names = {**request.get("ExpressionAttributeNames", {}), **names}
    values = {**request.get("ExpressionAttributeValues", {}), **values}
    return with_expressions(request, names, values, ConditionExpression=text)


@st.composite
def updates(draw: st.DrawFn) -> dict[str, Any]:
    request: dict[str, Any] = {"Key": draw(KEYS)}
    names: dict[str, str] = {}
    values: dict[str, Any] = {}
    sets: list[str] = []
    removes: list[str] = []
    for place, name in enumerate(draw(st.lists(NAMES, unique=True, min_size=1, max_size=3))):
        names[f"#u{place}"] = name
        match draw(st.sampled_from(["set", "set", "remove", "if", "append"])):
            case "set":
                values[f":u{place}"] = draw(VALUES)
                sets.append(f"#u{place} = :u{place}")
            case "if":
                values[f":u{place}"] = draw(VALUES)
                sets.append(f"#u{place} = if_not_exists(#u{place}, :u{place})")
            case "append":
                values[f":u{place}"], values[f":e{place}"] = {"L": [draw(SCALARS)]}, {"L": []}
                names["#list"] = "list"
                names.pop(f"#u{place}")
                if any("#list =" in each for each in sets):
                    del values[f":u{place}"], values[f":e{place}"]
                else:
                    sets.append(f"#list = list_append(if_not_exists(#list, :e{place}), :u{place})")
            case _:
                removes.append(f"#u{place}")
    if draw(st.booleans()):
        names["#c"], values[":c"] = "count", {"N": draw(NUMBERS)}
        add = " ADD #c :c"
    else:
        add = ""
    text = (f"SET {', '.join(sets)} " if sets else "") + (f"REMOVE {', '.join(removes)}" if removes else "") + add
    request = with_expressions(request, names, values, UpdateExpression=text)
    return draw(conditional({**request, "ReturnValues": draw(st.sampled_from(["NONE", "ALL_OLD", "ALL_NEW"]))}))


@st.composite
def queries(draw: st.DrawFn) -> dict[str, Any]:
    names, values = {"#h": "p"}, {":h": {"S": draw(st.sampled_from(["one", "two"]))}}
    text, request = "#h = :h", {"ScanIndexForward": draw(st.booleans()), "ConsistentRead": True}
    match draw(st.sampled_from(["", "=", "<", "<=", ">", ">=", "begins", "between"])):
        case "":
            pass
        case "begins":
            names["#r"], values[":r"] = "s", {"S": "2"}
            text += " AND begins_with(#r, :r)"
        case "between":
            names["#r"], values[":r"], values[":t"] = "s", {"S": "2"}, {"S": draw(st.sampled_from(["2", "21", "3"]))}
            text += " AND #r BETWEEN :r AND :t"
        case sign:
            names["#r"], values[":r"] = "s", {"S": draw(st.sampled_from(["1", "2", "21"]))}
            text += f" AND #r {sign} :r"
    if draw(st.booleans()):
        filtered, more_names, more_values = draw(conditions())
        return with_expressions(
            request,
            {**names, **more_names},
            {**values, **more_values},
            KeyConditionExpression=text,
            FilterExpression=filtered,
        )
    return with_expressions(request, names, values, KeyConditionExpression=text)


@st.composite
def index_queries(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a query of an index with distinct sort keys, because DynamoDB does not define the order of equal ones."""
    request = {"IndexName": draw(st.sampled_from(["keys", "some", "all"]))}
    return with_expressions(
        request, {"#h": "g"}, {":h": {"S": draw(st.sampled_from(["g1", "g2"]))}}, KeyConditionExpression="#h = :h"
    )


@st.composite
def transactions(draw: st.DrawFn) -> dict[str, Any]:
    asked = []
    keys = draw(st.lists(KEYS, unique_by=lambda key: (key["p"]["S"], key["s"]["S"]), min_size=1, max_size=3))
    for key in keys:
        match draw(st.sampled_from(["Put", "Delete", "Update"])):
            case "Put":
                asked.append({"Put": draw(conditional({"TableName": "table", "Item": {**draw(ITEMS), **key}}))})
            case "Delete":
                asked.append({"Delete": draw(conditional({"TableName": "table", "Key": key}))})
            case _:
                update = with_expressions(
                    {"TableName": "table", "Key": key},
                    {"#z": "z"},
                    {":z": draw(VALUES)},
                    UpdateExpression="SET #z = :z",
                )
                asked.append({"Update": draw(conditional(update))})
    return {"TransactItems": asked}


RETURNS = st.sampled_from(["NONE", "ALL_OLD"])
STEPS: st.SearchStrategy[Step] = st.one_of(
    ITEMS.flatmap(lambda item: conditional({"Item": item})).flatmap(
        lambda request: RETURNS.map(lambda wanted: ("put_item", {**request, "ReturnValues": wanted}))
    ),
    ITEMS.map(lambda item: ("put_item", {"Item": item})),
    KEYS.flatmap(lambda key: conditional({"Key": key})).map(
        lambda request: ("delete_item", {**request, "ReturnValues": "ALL_OLD"})
    ),
    updates().map(lambda request: ("update_item", request)),
    KEYS.map(lambda key: ("get_item", {"Key": key})),
    queries().map(lambda request: ("query", request)),
    index_queries().map(lambda request: ("query", request)),
    transactions().map(lambda request: ("transact_write_items", request)),
)


@pytest.fixture(scope="module")
def moto() -> Iterator[Client]:
    with pytest.MonkeyPatch.context() as environment:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            environment.setenv(name, "testing")
        environment.delenv("AWS_PROFILE", raising=False)
        with mock_aws():
            client = boto3.client("dynamodb", region_name="us-east-1")
            client.create_table(**TABLE)
            yield client


def of_moto(client: Client, step: Step) -> Any:
    operation, request = step
    table = {} if operation == "transact_write_items" else {"TableName": "table"}
    try:
        response = getattr(client, operation)(**table, **request)
    except ClientError as error:
        reasons = [reason["Code"] for reason in error.response.get("CancellationReasons", [])]
        if not {"TypeError", "AttributeError", "ValueError"}.isdisjoint(reasons):
            reject()
        return error.response["Error"]["Code"], reasons
    except (TypeError, AttributeError, ValueError):
        reject()  # moto fails if it compares values of different types
    return normal(response)


def of_ours(database: Database, step: Step) -> Any:
    operation, request = step
    name = "".join(word.capitalize() for word in operation.split("_"))
    table = {} if operation == "transact_write_items" else {"TableName": "table"}
    try:
        response = answer(database, f"DynamoDB_20120810.{name}", {**table, **request})
    except StoreError as error:
        return error.code, [reason["Code"] for reason in getattr(error, "reasons", [])]
    return normal(response)


def normal(response: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that both responses have, with sets and the items of an index in a fixed order."""
    response = {
        name: response[name] for name in ("Item", "Items", "Attributes", "Count", "ScannedCount") if response.get(name)
    }
    if "Items" in response and len({str(item.get("p")) for item in response["Items"]}) > 1:
        response["Items"] = sorted(response["Items"], key=lambda item: sorted(map(str, item.items())))
    return {name: in_order(each) for name, each in response.items()}


def in_order(value: Any) -> Any:
    if isinstance(value, dict):
        # moto returns 5.0 where DynamoDB returns 5.
        if isinstance(number := value.get("N"), str):
            return {"N": canonical_number(number)}
        return {name: sorted(each) if name in ("SS", "NS") else in_order(each) for name, each in value.items()}
    return [in_order(each) for each in value] if isinstance(value, list) else value


def emptied(client: Client) -> None:
    for item in client.scan(TableName="table")["Items"]:
        client.delete_item(TableName="table", Key={name: item[name] for name in ("p", "s")})


# A failing example is not shrunk, because that takes many minutes with moto.
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(steps=st.lists(STEPS, min_size=1, max_size=12))
def test_random_operations_have_the_same_results_as_with_moto(moto: Client, steps: list[Step]) -> None:
    emptied(moto)
    database = Database(None)
    answer(database, "DynamoDB_20120810.CreateTable", TABLE)
    for number, step in enumerate(steps):
        assert of_ours(database, step) == of_moto(moto, step), f"step {number}: {step}"
    scan: Step = ("scan", {})
    assert by_key(of_ours(database, scan)) == by_key(of_moto(moto, scan))
    for index in ("keys", "some", "all"):
        scan = ("scan", {"IndexName": index})
        assert by_key(of_ours(database, scan)) == by_key(of_moto(moto, scan))


def by_key(response: dict[str, Any]) -> list[Any]:
    return sorted(response.get("Items", []), key=lambda item: (item["p"]["S"], item["s"]["S"]))


def test_the_store_has_every_compared_operation() -> None:
    compared = {"PutItem", "DeleteItem", "UpdateItem", "GetItem", "Query", "Scan", "TransactWriteItems"}
    assert compared <= {name.rpartition(".")[2] for name in OPERATIONS}
