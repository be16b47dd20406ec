"""`make rotate` replaces LiveKit's key in two steps, between which both keys are accepted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from infra.operate.environment import RefusedError
from infra.operate.rotate import rotate
from tests.infra.operate.stage import CloudFormation, Said, operation

STORED = {"url": "wss://livekit.test", "apiKey": "old", "apiSecret": "old-secret"}
NEW = {"NEW_API_KEY": "new", "NEW_API_SECRET": "new-secret"}


class Ecs:
    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []

    def update_service(self, **given: Any) -> None:
        self.asked.append(given)


class Stage:
    def __init__(self, root: Path) -> None:
        self.root, self.ecs, self.secrets = root, Ecs(), boto3.client("secretsmanager", region_name="us-east-1")
        self.secrets.create_secret(Name="callflow/prod/livekit", SecretString=json.dumps(STORED))
        self.outputs = {"LiveKitSecret": "callflow/prod/livekit", "WorkerCluster": "c", "WorkerService": "s"}

    def operation(self, **options: str) -> Said:
        stack = CloudFormation(status="UPDATE_COMPLETE", outputs=self.outputs)
        clients = {"cloudformation": stack, "secretsmanager": self.secrets, "ecs": self.ecs}
        return operation(self.root, clients, options)

    def stored(self) -> dict[str, str]:
        return dict(json.loads(self.secrets.get_secret_value(SecretId="callflow/prod/livekit")["SecretString"]))


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        yield Stage(tmp_path)


def test_the_new_key_stands_beside_the_old_one_until_the_rotation_is_finished(stage: Stage) -> None:
    assert rotate(stage.operation(**NEW)) == 0
    before = {"previousApiKey": "old", "previousApiSecret": "old-secret"}
    assert stage.stored() == {"url": STORED["url"], "apiKey": "new", "apiSecret": "new-secret", **before}
    assert stage.ecs.asked == [{"cluster": "c", "service": "s", "forceNewDeployment": True}]
    with pytest.raises(RefusedError, match="FINISH=1"):
        rotate(stage.operation(NEW_API_KEY="third", NEW_API_SECRET="third"))
    assert rotate(stage.operation(FINISH="1")) == 0
    assert stage.stored() == {"url": STORED["url"], "apiKey": "new", "apiSecret": "new-secret"}
    with pytest.raises(RefusedError, match="nothing is to be finished"):
        rotate(stage.operation(FINISH="1"))


@pytest.mark.parametrize("options", [{}, {"NEW_API_KEY": "new"}, {"NEW_API_KEY": "old", "NEW_API_SECRET": "x"}])
def test_an_incomplete_or_present_key_changes_nothing(stage: Stage, options: dict[str, str]) -> None:
    with pytest.raises(RefusedError):
        rotate(stage.operation(**options))
    assert stage.stored() == STORED


def test_without_a_worker_no_service_is_restarted(stage: Stage) -> None:
    stage.outputs["WorkerService"] = "none"
    assert rotate(stage.operation(**NEW)) == 0
    assert stage.ecs.asked == []


def test_no_value_of_a_key_is_printed(stage: Stage) -> None:
    done = stage.operation(**NEW)
    rotate(done)
    assert "new-secret" not in "".join(done.lines)
