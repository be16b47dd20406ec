"""The operations by name, with the fields that a request of each may have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from local.store import admin, changes, reads, writes
from local.store.database import Database
from local.store.errors import InvalidError, StoreError

Operation = Callable[[Database, dict[str, Any]], dict[str, Any]]

_EXPRESSION = frozenset({"ExpressionAttributeNames", "ExpressionAttributeValues"})
_WRITE = _EXPRESSION | {
    "TableName",
    "ConditionExpression",
    "ReturnValues",
    "ReturnValuesOnConditionCheckFailure",
    "ReturnConsumedCapacity",
    "ReturnItemCollectionMetrics",
}
_READ = frozenset({"TableName", "ConsistentRead", "ProjectionExpression", "ReturnConsumedCapacity"}) | _EXPRESSION
_PAGE = _READ | {"IndexName", "FilterExpression", "Select", "Limit", "ExclusiveStartKey"}
_DYNAMODB, _OURS = "DynamoDB_20120810.", "CallflowStore."

OPERATIONS: dict[str, tuple[Operation, frozenset[str]]] = {
    f"{_DYNAMODB}GetItem": (reads.get_item, _READ | {"Key"}),
    f"{_DYNAMODB}PutItem": (writes.put_item, _WRITE | {"Item"}),
    f"{_DYNAMODB}UpdateItem": (writes.update_item, _WRITE | {"Key", "UpdateExpression"}),
    f"{_DYNAMODB}DeleteItem": (writes.delete_item, _WRITE | {"Key"}),
    f"{_DYNAMODB}Query": (reads.query, _PAGE | {"KeyConditionExpression", "ScanIndexForward"}),
    f"{_DYNAMODB}Scan": (reads.scan, _PAGE),
    f"{_DYNAMODB}BatchGetItem": (reads.batch_get_item, frozenset({"RequestItems", "ReturnConsumedCapacity"})),
    f"{_DYNAMODB}BatchWriteItem": (
        writes.batch_write_item,
        frozenset({"RequestItems", "ReturnConsumedCapacity", "ReturnItemCollectionMetrics"}),
    ),
    f"{_DYNAMODB}TransactWriteItems": (
        writes.transact_write_items,
        frozenset({"TransactItems", "ClientRequestToken", "ReturnConsumedCapacity", "ReturnItemCollectionMetrics"}),
    ),
    f"{_DYNAMODB}TransactGetItems": (
        reads.transact_get_items,
        frozenset({"TransactItems", "ReturnConsumedCapacity"}),
    ),
    f"{_DYNAMODB}CreateTable": (
        admin.create_table,
        frozenset(
            {
                "TableName",
                "AttributeDefinitions",
                "KeySchema",
                "GlobalSecondaryIndexes",
                "BillingMode",
                "ProvisionedThroughput",
                "Tags",
            }
        ),
    ),
    f"{_DYNAMODB}DescribeTable": (admin.describe_table, frozenset({"TableName"})),
    f"{_DYNAMODB}ListTables": (admin.list_tables, frozenset({"ExclusiveStartTableName", "Limit"})),
    f"{_DYNAMODB}DeleteTable": (admin.delete_table, frozenset({"TableName"})),
    f"{_DYNAMODB}UpdateTimeToLive": (admin.update_time_to_live, frozenset({"TableName", "TimeToLiveSpecification"})),
    f"{_DYNAMODB}DescribeTimeToLive": (admin.describe_time_to_live, frozenset({"TableName"})),
    f"{_OURS}RenewTable": (
        admin.renew_table,
        frozenset({"TableName", "AttributeDefinitions", "GlobalSecondaryIndexes", "TimeToLive"}),
    ),
    f"{_OURS}KeepChanges": (changes.keep_changes, frozenset({"TableName", "Filters"})),
    f"{_OURS}GetChanges": (changes.get_changes, frozenset({"TableName", "After"})),
}
"""Each value of the header X-Amz-Target, with its operation and the allowed fields."""


def answer(database: Database, target: str, request: Any) -> dict[str, Any]:
    """Perform one request.

    Args:
        database: The store.
        target: The header X-Amz-Target.
        request: The parsed body.

    Returns:
        The body of the response.

    Raises:
        StoreError: If the operation is unknown or the request is refused.
        InvalidError: If the request has an unknown field.
    """
    found = OPERATIONS.get(target)
    if found is None:
        raise StoreError("UnknownOperationException", f"This store has no operation {target or '(none was named)'}.")
    operation, fields = found
    if not isinstance(request, dict):
        raise StoreError("SerializationException", "The request is not a JSON object")
    if unknown := sorted(request.keys() - fields):
        raise InvalidError(
            f"{unknown[0]}: this store does not support it; use expressions instead of the older parameters"
        )
    return operation(database, request)
