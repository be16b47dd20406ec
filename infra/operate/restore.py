"""`make restore`: makes tables of an earlier moment, sets what AWS does not restore, and deploys the stack on them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from infra.operate.deploy import deploy
from infra.operate.environment import Operation, RefusedError
from infra.operate.standing import there

WAIT_SECONDS, MAX_LOOKS = 20, 1080
"""A restore takes minutes to hours, depending on the table's size: six hours at most are waited for."""
EXPIRY = "expires_at"
"""The attribute of the time to live: infra/tables.yaml."""


def restore(operation: Operation) -> int:
    """Restore both tables to one moment.

    Args:
        operation: The command's surroundings. Option AT: the moment, such as 2026-11-29T12:00:00Z.

    Returns:
        The exit status of the deployment. RefusedError is raised if AT is missing or malformed.
    """
    at = _moment(operation.options.get("AT", ""))
    stack = there(operation)
    protected = stack.parameters.get("DeletionProtection", "true") == "true"
    names = {}
    for output, kind in (("SessionsTable", "sessions"), ("FlowsTable", "flows")):
        names[output] = f"{operation.environment.stack}-{kind}-{at:%Y%m%d%H%M%S}"
        _begin(operation, stack.outputs[output], names[output], at)
    for output, name in names.items():
        _settle(operation, stack.outputs[output], name, stream=output == "SessionsTable", protected=protected)
    stream = operation.client("dynamodb").describe_table(TableName=names["SessionsTable"])["Table"]["LatestStreamArn"]
    given = {**names, "SessionsStreamArn": stream}
    operation.say('make deploy SET="' + " ".join(f"{name}={value}" for name, value in given.items()) + '"')
    return deploy(operation, given)


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise RefusedError(f"AT is {text!r}; set it to a moment such as 2026-11-29T12:00:00Z") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _begin(operation: Operation, source: str, target: str, at: datetime) -> None:
    tables = operation.client("dynamodb")
    if target in [name for page in tables.get_paginator("list_tables").paginate() for name in page["TableNames"]]:
        operation.say(f"{target} exists already and is used")
        return
    tables.restore_table_to_point_in_time(
        SourceTableName=source,
        TargetTableName=target,
        RestoreDateTime=at,
        SSESpecificationOverride={"Enabled": True, "SSEType": "KMS"},
    )
    operation.say(f"{source} of {at.isoformat()} -> {target}")


def _settle(operation: Operation, source: str, target: str, *, stream: bool, protected: bool) -> None:
    """Set what a restored table lacks: stream, time to live, point-in-time recovery, protection and tags."""
    tables = operation.client("dynamodb")
    table = _active(operation, target)
    if stream and not table.get("LatestStreamArn"):
        specification = {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
        tables.update_table(TableName=target, StreamSpecification=specification)
        table = _active(operation, target)
    if table.get("DeletionProtectionEnabled", False) != protected:
        tables.update_table(TableName=target, DeletionProtectionEnabled=protected)
        table = _active(operation, target)
    live = tables.describe_time_to_live(TableName=target)["TimeToLiveDescription"]
    if live.get("TimeToLiveStatus") not in ("ENABLED", "ENABLING"):
        tables.update_time_to_live(TableName=target, TimeToLiveSpecification={"Enabled": True, "AttributeName": EXPIRY})
    tables.update_continuous_backups(
        TableName=target, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )
    arn = tables.describe_table(TableName=source)["Table"]["TableArn"]
    tags = [
        each for each in tables.list_tags_of_resource(ResourceArn=arn)["Tags"] if not each["Key"].startswith("aws:")
    ]
    if tags:
        tables.tag_resource(ResourceArn=table["TableArn"], Tags=tags)


def _active(operation: Operation, name: str) -> Mapping[str, Any]:
    for _ in range(MAX_LOOKS):
        table: Mapping[str, Any] = operation.client("dynamodb").describe_table(TableName=name)["Table"]
        indexes = table.get("GlobalSecondaryIndexes", [])
        if table["TableStatus"] == "ACTIVE" and all(each.get("IndexStatus", "ACTIVE") == "ACTIVE" for each in indexes):
            return table
        operation.sleep(WAIT_SECONDS)
    raise RefusedError(f"{name} is not active after six hours; run the same command again")
