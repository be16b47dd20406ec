"""`make rollback` wakes the versions before it moves the aliases."""

from __future__ import annotations

from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from infra.operate.environment import Operation, RefusedError
from infra.operate.rollback import STREAMS, rollback
from tests.infra.operate.stage import CloudFormation, Lambda, Said, operation


def stage(root: Path, functions: Lambda, **options: str) -> Said:
    outputs = {"TurnFunction": "turn", "ApiFunction": "api"}
    clients = {"cloudformation": CloudFormation(status="UPDATE_COMPLETE", outputs=outputs), "lambda": functions}
    return operation(root, clients, options)


def test_every_version_is_awake_before_the_first_alias_moves(tmp_path: Path) -> None:
    functions = Lambda(
        live={"turn": 4, "api": 9},
        versions={"turn": [2, 3, 4], "api": [7, 9]},
        states={("api", "7"): ["Inactive", "Inactive", "Pending", "Active"]},
    )
    done = stage(tmp_path, functions)
    assert rollback(done) == 0
    assert functions.done == ["invoke api:7", "move turn:3", "move api:7"]
    assert "turn: 4 -> 3" in done.lines


@pytest.mark.parametrize("states", [["Failed"], ["Inactive"]])
def test_no_alias_moves_if_a_version_cannot_be_woken(tmp_path: Path, states: list[str]) -> None:
    functions = Lambda(
        live={"turn": 4, "api": 9}, versions={"turn": [3, 4], "api": [7, 9]}, states={("api", "7"): states}
    )
    with pytest.raises(RefusedError, match="Version 7 of api is not active"):
        rollback(stage(tmp_path, functions))
    assert functions.live == {"turn": 4, "api": 9}


def test_without_a_version_before_nothing_is_changed(tmp_path: Path) -> None:
    functions = Lambda(live={"turn": 4, "api": 1}, versions={"turn": [3, 4], "api": [1]})
    with pytest.raises(RefusedError, match="no version before: api"):
        rollback(stage(tmp_path, functions))
    assert functions.done == []


@pytest.mark.parametrize("now", [f"{STREAMS} 1024", "Answers turns. 1024"])
def test_no_alias_moves_to_a_version_that_cannot_answer_the_api(tmp_path: Path, now: str) -> None:
    functions = Lambda(
        live={"turn": 4, "api": 9},
        versions={"turn": [3, 4], "api": [7, 9]},
        descriptions={("turn", "4"): now, ("turn", "3"): "Answers turns. 1024"},
    )
    if not now.startswith(STREAMS):
        assert rollback(stage(tmp_path, functions)) == 0
        return
    with pytest.raises(RefusedError, match="version 3 of turn cannot"):
        rollback(stage(tmp_path, functions))
    assert functions.done == []


def test_an_unknown_part_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="PART is 'all'"):
        rollback(stage(tmp_path, Lambda(), PART="all"))


def test_the_worker_gets_the_image_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    deployed = []

    def deploy(done: Operation) -> int:
        deployed.append(done)
        return 0

    monkeypatch.setattr("infra.operate.rollback.deploy", deploy)
    with mock_aws():
        ssm = boto3.client("ssm", region_name="us-east-1")
        for image in ("none", "r@sha256:a", "r@sha256:b"):
            ssm.put_parameter(Name="/image", Type="String", Value=image, Overwrite=True)
        stack = CloudFormation(status="UPDATE_COMPLETE", outputs={"WorkerImageParameter": "/image"})
        done = operation(tmp_path, {"cloudformation": stack, "ssm": ssm}, {"PART": "worker"})
        assert rollback(done) == 0
        assert ssm.get_parameter(Name="/image")["Parameter"]["Value"] == "r@sha256:a"
    assert deployed == [done]
