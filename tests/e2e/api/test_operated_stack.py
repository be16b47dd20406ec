"""What an operator does with a stack, from its first deployment to its deletion and the next stack on its tables.

ministack is the account.
"""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from livekit import api as livekit_api

from infra.operate.deploy import deploy
from infra.operate.environment import Operation, RefusedError, read_environment
from infra.operate.restore import restore
from infra.operate.rollback import rollback
from infra.operate.rotate import rotate
from infra.operate.standing import resources
from infra.operate.teardown import teardown
from testing.deployed import LIVEKIT, PROGRAMS, Account, Deployed, account
from testing.the_documents_conversation import ISSUE

EXAMPLES = Path(__file__).parents[3] / "examples"
NEW = {**LIVEKIT, "apiKey": "another-api-key", "apiSecret": "another-api-secret-of-more-than-32-bytes"}
STRANGER = {**LIVEKIT, "apiKey": "a-strangers-key", "apiSecret": "a-strangers-secret-of-more-than-32-bytes"}


class Operator:
    """Runs the commands against the account. The package is built and uploaded once, because no code changes."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.done: set[str] = set()

    def __call__(self, command: Callable[[Operation], int], **options: str) -> None:
        environment = read_environment("default", self.account.copy / "samconfig.toml")
        client = self.account.deployed().client
        operation = Operation(environment, client, options, run=self._run, sleep=lambda _: time.sleep(0.2))
        object.__setattr__(operation, "root", self.account.copy)
        assert command(operation) == 0

    def _run(self, command: list[str | Path]) -> None:
        name, *arguments = (str(part) for part in command[1:])
        if name not in self.done:
            self.done.add(name)
            self.account.sam(name, *arguments)

    def sam_deploy(self, *arguments: str) -> None:
        """Run `sam deploy` itself, from what was built."""
        self.account.sam("deploy", *arguments)

    def kinds(self) -> set[str]:
        """Return the types of all resources of the stack."""
        environment = read_environment("default", self.account.copy / "samconfig.toml")
        operation = Operation(environment, self.account.deployed().client)
        return {resource["ResourceType"] for _, resource in resources(operation)}


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operator]:
    with account(tmp_path_factory.mktemp("operated")) as here:
        yield Operator(here)


def live(stack: Deployed, output: str = "TurnFunction") -> dict[str, str]:
    """Return the environment of a function as callers meet it."""
    configuration = stack.client("lambda").get_function_configuration(
        FunctionName=stack.outputs[output], Qualifier="live"
    )
    return dict(configuration["Environment"]["Variables"])


def turn(worker: httpx.Client, room: str) -> str:
    """Take the first turn of a session, and return its id."""
    body = {"roomName": room, "turnId": "t-1", "userInput": ISSUE}
    answer = worker.post("/api/flows/customer-support/process", json=body)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["sessionId"])


def webhook(stack: Deployed, keys: dict[str, str]) -> int:
    body = json.dumps({"event": "room_finished", "room": {"name": "unknown"}, "id": "EV_1"}).encode()
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    token = livekit_api.AccessToken(keys["apiKey"], keys["apiSecret"]).with_sha256(digest).to_jwt()
    with stack.api("ApiUrl") as livekit:
        return livekit.post("/api/livekit/webhook", content=body, headers={"Authorization": token}).status_code


def accepted(
    stack: Deployed, keys: dict[str, str], status: int = 200, *, before: Callable[[], object] = lambda: None
) -> None:
    """Wait until the API answers a webhook with these keys: it reads the secret again at most every 15 seconds."""
    until = time.monotonic() + 90
    before()
    while (answered := webhook(stack, keys)) != status:
        assert time.monotonic() < until, answered
        time.sleep(1)
        before()


def publish(dashboard: httpx.Client) -> None:
    written = json.loads((EXAMPLES / "customer-support" / "flow.json").read_text())
    assert dashboard.put("/api/flows/customer-support", json=written).status_code == 200
    assert dashboard.post("/api/flows/customer-support/publish").status_code == 201


def guided(copy: Path, *answers: str) -> None:
    """Write samconfig.toml as `sam deploy --guided` does if the operator presses Enter at each question."""
    written = subprocess.run(
        [PROGRAMS / "python", Path(__file__).with_name("guided_answers.py"), *answers],
        cwd=copy,
        capture_output=True,
        check=True,
        text=True,
    )
    assert "WorkerVpc" in written.stdout


def test_a_stack_lives_through_everything_that_an_operator_does(operator: Operator) -> None:
    here = operator.account
    given = " ".join(f"{name}={value}" for name, value in here.parameters().items())

    # The first deployment, before LiveKit's secret exists.
    operator(deploy, SET=given)
    stack = here.deployed()
    stack.allow_batches()
    with stack.api("ApiUrl") as stranger:
        assert stranger.get("/api/health").status_code == 200
    dashboard, worker = stack.user("demo"), stack.worker("demo")
    publish(dashboard)
    refused = dashboard.post("/api/flows/customer-support/test-chat", json={})
    assert refused.status_code == 503, refused.text
    here.store_livekit()
    opened = dashboard.post("/api/flows/customer-support/test-chat", json={})
    assert opened.status_code == 201, opened.text
    session = turn(worker, "call-1")
    assert "AWS::ECS::Service" not in operator.kinds()

    # The image, as `make worker-image` names it after its push.
    image = f"{stack.outputs['WorkerRepository']}@sha256:{'a' * 64}"
    ssm, parameter = stack.client("ssm"), stack.outputs["WorkerImageParameter"]
    ssm.put_parameter(Name=parameter, Value=image, Overwrite=True)
    operator(deploy)
    assert "AWS::ECS::Service" in operator.kinds()

    # Deployments without a word about the worker, and with every word that --guided writes.
    operator(deploy)
    operator.sam_deploy("--parameter-overrides", *given.split())
    guided(here.copy, *given.split())
    operator.sam_deploy()
    assert "AWS::ECS::Service" in operator.kinds()
    [task] = stack.client("ecs").list_task_definitions()["taskDefinitionArns"][-1:]
    definition = stack.client("ecs").describe_task_definition(taskDefinition=task)["taskDefinition"]
    assert {each["image"] for each in definition["containerDefinitions"]} == {image}

    # A parameter takes effect, by both ways.
    assert live(stack)["CALLFLOW_SESSION_DAYS"] == "90"
    operator.sam_deploy("--parameter-overrides", *given.split(), "SessionDays=60")
    assert live(stack)["CALLFLOW_SESSION_DAYS"] == "60"
    operator(deploy, SET="SessionDays=30")
    assert live(stack)["CALLFLOW_SESSION_DAYS"] == "30"

    # What would end calls or lose data is refused.
    with pytest.raises(RefusedError, match=r"Workers.*\n.*ALLOW="):
        operator(deploy, SET="Worker=no")
    assert "AWS::ECS::Service" in operator.kinds()

    # Back, and forward again without a change.
    operator(rollback)
    assert live(stack)["CALLFLOW_SESSION_DAYS"] == "60"
    turn(worker, "call-2")
    operator(deploy)
    assert live(stack)["CALLFLOW_SESSION_DAYS"] == "30"

    # A new key: both are accepted until the rotation is finished.
    operator(rotate, NEW_API_KEY=NEW["apiKey"], NEW_API_SECRET=NEW["apiSecret"])
    accepted(stack, NEW)
    assert webhook(stack, LIVEKIT) == 200
    operator(rotate, FINISH="1")
    # A function keeps the secret for five minutes. A webhook of a stranger makes it read the secret again.
    accepted(stack, LIVEKIT, 401, before=lambda: webhook(stack, STRANGER))
    accepted(stack, NEW)

    # The tables of an earlier moment.
    operator(restore, AT="2026-11-29T12:00:00Z")
    restored = here.deployed()
    assert restored.outputs["SessionsTable"] == "callflow-dev-sessions-20261129120000"
    assert dashboard.get(f"/api/flows/sessions/{session}").status_code == 200

    # The stack is deleted and its tables stay.
    with pytest.raises(RefusedError, match="CONFIRM=callflow-dev"):
        operator(teardown)
    operator(teardown, CONFIRM="callflow-dev")
    kept = {name: stack.outputs[name] for name in ("SessionsTable", "SessionsStreamArn", "FlowsTable")}
    assert set(kept.values()) - {kept["SessionsStreamArn"]} <= set(stack.client("dynamodb").list_tables()["TableNames"])
    operator(deploy, SET=" ".join([given, *(f"{name}={value}" for name, value in kept.items())]))
    again = here.deployed()
    again.allow_batches()
    found = again.user("demo").get(f"/api/flows/sessions/{session}")
    assert found.status_code == 200, found.text
    assert found.json()["session"]["sessionId"] == session
    assert turn(again.worker("demo"), "call-3") != session
