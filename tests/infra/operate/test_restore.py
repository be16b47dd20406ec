"""`make restore` makes tables of an earlier moment, with everything that AWS does not restore."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from infra.operate.environment import Operation, RefusedError
from infra.operate.restore import restore
from tests.infra.operate.stage import STACK, CloudFormation, Said, operation

KEYS: Mapping[str, Any] = {
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
    "AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
    "BillingMode": "PAY_PER_REQUEST",
}
AT = "2026-11-29T12:00:00Z"


class Stage:
    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.tables = boto3.client("dynamodb", region_name="us-east-1")
        for name in ("of-sessions", "of-flows"):
            self.tables.create_table(TableName=name, Tags=[{"Key": "app", "Value": "callflow"}], **KEYS)
            recovery = {"PointInTimeRecoveryEnabled": True}
            self.tables.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification=recovery)
            self.tables.put_item(TableName=name, Item={"pk": {"S": name}, "sk": {"S": "1"}})
        self.deployed: list[Mapping[str, str]] = []

        def deploy(_: Operation, given: Mapping[str, str]) -> int:
            self.deployed.append(given)
            return 0

        monkeypatch.setattr("infra.operate.restore.deploy", deploy)

    def operation(self, **options: str) -> Said:
        outputs = {"SessionsTable": "of-sessions", "FlowsTable": "of-flows"}
        stack = CloudFormation("UPDATE_COMPLETE", {"DeletionProtection": "true"}, outputs)
        return operation(self.root, {"cloudformation": stack, "dynamodb": self.tables}, options)


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        yield Stage(tmp_path, monkeypatch)


def test_the_restored_tables_have_what_aws_does_not_restore(stage: Stage) -> None:
    assert restore(stage.operation(AT=AT)) == 0
    [given] = stage.deployed
    assert given["SessionsTable"] == f"{STACK}-sessions-20261129120000"
    for name, source in ((given["SessionsTable"], "of-sessions"), (given["FlowsTable"], "of-flows")):
        table = stage.tables.describe_table(TableName=name)["Table"]
        assert table["DeletionProtectionEnabled"] is True
        live = stage.tables.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
        assert (live["AttributeName"], live["TimeToLiveStatus"]) == ("expires_at", "ENABLED")
        backups = stage.tables.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
        assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"
        tags = stage.tables.list_tags_of_resource(ResourceArn=table["TableArn"])["Tags"]
        assert tags == [{"Key": "app", "Value": "callflow"}]
        assert stage.tables.scan(TableName=name)["Items"] == [{"pk": {"S": source}, "sk": {"S": "1"}}]
    stream = stage.tables.describe_table(TableName=given["SessionsTable"])["Table"]
    assert stream["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
    assert given["SessionsStreamArn"] == stream["LatestStreamArn"]


def test_a_restore_that_was_interrupted_can_be_repeated(stage: Stage) -> None:
    restore(stage.operation(AT=AT))
    done = stage.operation(AT=AT)
    assert restore(done) == 0
    assert stage.deployed[0] == stage.deployed[1]
    assert sum("exists already" in line for line in done.lines) == 2


@pytest.mark.parametrize("at", ["", "yesterday"])
def test_without_a_moment_nothing_is_restored(stage: Stage, at: str) -> None:
    with pytest.raises(RefusedError, match="2026-11-29T12:00:00Z"):
        restore(stage.operation(AT=at))
    assert len(stage.tables.list_tables()["TableNames"]) == 2
