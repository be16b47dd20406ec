"""`make teardown` says what stays, and deletes only the stack that the operator names."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from infra.operate.environment import RefusedError
from infra.operate.teardown import KEPT, teardown
from infra.permissions.allowed import ROOT, Template
from tests.infra.operate.stage import STACK, CloudFormation, operation


def stack() -> CloudFormation:
    nested = {
        "LogicalResourceId": "Tables",
        "ResourceType": "AWS::CloudFormation::Stack",
        "PhysicalResourceId": "arn:t",
    }
    table = {"LogicalResourceId": "Sessions", "ResourceType": "AWS::DynamoDB::Table", "PhysicalResourceId": "t-1"}
    logs = {"LogicalResourceId": "Logs", "ResourceType": "AWS::Logs::LogGroup", "PhysicalResourceId": "l-1"}
    outputs = {"SessionsTable": "t-1", "SessionsStreamArn": "arn:s", "FlowsTable": "t-2"}
    return CloudFormation("UPDATE_COMPLETE", {}, outputs, {STACK: [nested, logs], "arn:t": [table]})


def test_without_the_stacks_name_nothing_is_deleted(tmp_path: Path) -> None:
    for confirmed in ({}, {"CONFIRM": "callflow-dev"}):
        standing = stack()
        done = operation(tmp_path, {"cloudformation": standing}, confirmed)
        with pytest.raises(RefusedError, match=f"CONFIRM={STACK}"):
            teardown(done)
        assert standing.done == []
        assert any("Tables.Sessions" in line and "t-1" in line and "0.25 $" in line for line in done.lines)
        assert not any("l-1" in line for line in done.lines)
        assert any('SET="SessionsTable=t-1 SessionsStreamArn=arn:s FlowsTable=t-2"' in line for line in done.lines)


def test_the_named_stack_is_deleted(tmp_path: Path) -> None:
    standing = stack()
    assert teardown(operation(tmp_path, {"cloudformation": standing}, {"CONFIRM": STACK})) == 0
    assert standing.done == [f"delete {STACK}"]


def test_the_list_of_what_stays_is_that_of_the_templates() -> None:
    retained = set()
    for path in [ROOT / "template.yaml", *sorted((ROOT / "infra").glob("*.yaml"))]:
        document = yaml.load(path.read_text(), Template)
        for resource in document["Resources"].values():
            if resource.get("DeletionPolicy", "").startswith("Retain"):
                retained.add(resource["Type"])
    # The nested stacks hold the tables and the pool; the account's log setting costs nothing.
    others = {"AWS::CloudFormation::Stack", "AWS::ApiGateway::Account", "AWS::IAM::Role"}
    assert retained - others == KEPT.keys()
