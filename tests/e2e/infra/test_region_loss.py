"""The drill of docs/runbooks/region-loss.md: a second stack takes over with the copy of the first one's flows."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from testing.deployed import PARAMETERS, PROGRAMS, REGION, ROOT, Deployed, deployed
from testing.dynamodb_export import write_export

RESCUE, BUCKET = "callflow-rescue", "copies-of-flows"
EXAMPLE = json.loads((ROOT / "examples" / "customer-support" / "flow.json").read_text())


@pytest.fixture(scope="module")
def lost(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    with deployed(tmp_path_factory.mktemp("lost")) as here:
        yield here


def environment(stack: Deployed) -> dict[str, str]:
    return {
        **os.environ,
        "AWS_ENDPOINT_URL": stack.endpoint,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION,
        "SAM_CLI_TELEMETRY": "0",
    }


def run(command: list[str], directory: Path, variables: dict[str, str]) -> str:
    done = subprocess.run(command, cwd=directory, env=variables, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, f"{command}\n{done.stdout[-6000:]}\n{done.stderr[-3000:]}"
    return done.stdout


def second_stack(first: Deployed) -> Deployed:
    """Deploy another stack, from the same package, that copies its own flows too."""
    architecture = "arm64" if platform.machine() == "aarch64" else "x86_64"
    given = {**PARAMETERS, **first.network(), "Architecture": architecture, "FlowsCopyBucket": BUCKET}
    parameters = [f"{name}={value}" for name, value in given.items()]
    command = [str(PROGRAMS / "sam"), "deploy", "--stack-name", RESCUE, "--parameter-overrides", *parameters]
    run(command, first.built.parents[1], environment(first))
    stack = first.client("cloudformation").describe_stacks(StackName=RESCUE)["Stacks"][0]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
    return Deployed(first.endpoint, outputs, {}, first.log, first.built)


def test_a_second_stack_answers_with_the_flows_of_the_lost_one(lost: Deployed) -> None:
    with lost.user("demo") as before:
        assert before.put("/api/flows/customer-support", json=EXAMPLE).status_code == 200
        assert before.post("/api/flows/customer-support/publish").json()["version"] == 1
        agent = {"name": "Support", "flowId": "customer-support"}
        assert before.put("/api/agents/support", json=agent).status_code == 200
        settings = {"transfers": {"countries": ["US"]}}
        assert before.put("/api/settings", json=settings).status_code == 200
        read = {path: before.get(path).json() for path in ("/api/flows", "/api/agents", "/api/settings", "/api/audit")}
        written = before.get("/api/flows/customer-support", params={"version": "1"}).json()

    # The nightly copy. ministack accepts an export and writes no file, so the files are the test's.
    s3 = lost.client("s3")
    s3.create_bucket(Bucket=BUCKET)
    items = lost.client("dynamodb").scan(TableName=lost.outputs["FlowsTable"])["Items"]

    def put(key: str, content: bytes) -> None:
        s3.put_object(Bucket=BUCKET, Key=key, Body=content)

    write_export(put, items, at=datetime.now(UTC) - timedelta(hours=5), prefix="callflow-dev")

    rescue = second_stack(lost)
    assert rescue.outputs["FlowsTable"] != lost.outputs["FlowsTable"]
    scheduled = [each["Name"] for each in lost.client("scheduler").list_schedules()["Schedules"]]
    assert any(RESCUE in name for name in scheduled)
    place = f"s3://{BUCKET}/callflow-dev"
    python = [sys.executable, "-m", "infra.copies"]
    assert "5.0 hours old" in run([*python, "age", place], ROOT, environment(lost))
    told = run([*python, "load", place, "--stack", RESCUE], ROOT, environment(lost))
    assert "1 flows" in told
    assert "1 agents" in told

    # The first stack's tokens are worth nothing here: users are made again.
    with rescue.user("demo") as after:
        for path, body in read.items():
            assert after.get(path).json() == body, path
        assert after.get("/api/flows/customer-support", params={"version": "1"}).json() == written
        turn = {"roomName": "room-after", "turnId": "turn-1", "userInput": "Where is my parcel?"}
        replied = after.post("/api/flows/customer-support/process", json=turn)
        assert replied.status_code == 200, replied.text
        assert replied.json()["response"]
        # The next version follows on the lost stack's.
        changed = {**EXAMPLE, "name": "Support after the move"}
        assert after.put("/api/flows/customer-support", json=changed).status_code == 200
        assert after.post("/api/flows/customer-support/publish").json()["version"] == 2
