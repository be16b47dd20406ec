"""Each Lambda handler under Amazon's own runtime client, with the events of events/*.json, as `sam local invoke` does,
but without its container.
"""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from functions.settings import Settings
from functions.wiring.api import build
from local.examples import publish_examples
from local.observe import LocalObserve
from local.processes.dynamodb import EmbeddedDynamoDB, credentials_for_embedded
from local.tables import make_tables
from testing.lambda_client import runtime_client
from testing.lambda_runtime import Function, FunctionError

ROOT = Path(__file__).parents[3]
TURN, API = "functions.lambdas.turn.handler", "functions.lambdas.api.handler"


@dataclass(frozen=True, slots=True)
class _Lambda:
    """The environment of the functions: tables, a queue and secrets."""

    environment: dict[str, str]
    queue: str
    aws: Any

    def function(self, handler: str, **environment: str) -> Function:
        path = [str(ROOT), sysconfig.get_path("purelib"), str(runtime_client(sys.executable))]
        return Function(
            handler, path, {**self.environment, **environment}, python=sys.executable, errors=subprocess.DEVNULL
        )


def _event(name: str) -> Any:
    return json.loads((ROOT / "events" / f"{name}.json").read_text())


@pytest.fixture(scope="module")
def aws_lambda() -> Iterator[_Lambda]:
    credentials_for_embedded()
    others = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    others.start()
    host, port = others.get_host_and_port()
    address = f"http://{host}:{port}"
    try:
        with EmbeddedDynamoDB() as tables:
            settings = Settings(dynamodb_endpoint=tables.endpoint)
            services = build(settings, LocalObserve())
            make_tables(settings)
            publish_examples(services, "demo", "http://127.0.0.1:9")
            aws = boto3.client("sqs", region_name="us-east-1", endpoint_url=address)
            queue = aws.create_queue(QueueName="post-call")["QueueUrl"]
            environment = {
                "CALLFLOW_DYNAMODB_ENDPOINT": tables.endpoint,
                "AWS_ENDPOINT_URL": address,
                "AWS_ENDPOINT_URL_DYNAMODB": tables.endpoint,
                "CALLFLOW_POST_CALL_QUEUE_URL": queue,
                "CALLFLOW_POST_CALL_DEAD_LETTER_QUEUE_URL": queue,
                "CALLFLOW_PUBLIC_URL": "https://callflow.test",
                "LIVEKIT_URL": "ws://127.0.0.1:9",
                "LIVEKIT_API_KEY": "a-key",
                "LIVEKIT_API_SECRET": "a-secret-of-more-than-thirty-two-bytes",
            }
            yield _Lambda(environment, queue, aws)
    finally:
        others.stop()


@pytest.mark.parametrize("kind", ["on-demand", "provisioned-concurrency", "snap-start"])
@pytest.mark.parametrize("handler", [TURN, API])
def test_a_conversation_runs_with_each_initialization_type(aws_lambda: _Lambda, handler: str, kind: str) -> None:
    answers = []
    with aws_lambda.function(handler, AWS_LAMBDA_INITIALIZATION_TYPE=kind) as function:
        for number, words in enumerate((None, "My computer won't start")):
            body = {"roomName": f"{kind}-{handler}", "turnId": str(number), "userInput": words}
            answers.append(function.call({**_event("turn"), "body": json.dumps(body)})[0])
    assert [answer["statusCode"] for answer in answers] == [200, 200], answers
    assert [answer["headers"]["x-request-id"] for answer in answers] == ["from-events"] * 2
    assert json.loads(answers[1]["body"])["currentNodeId"] == "tool-1"


def test_both_functions_give_the_same_reply_to_the_example_turn(aws_lambda: _Lambda) -> None:
    answers = []
    for handler in (TURN, API):
        with aws_lambda.function(handler) as function:
            answers.append(function.call(_event("turn"))[0])
    # The second function gets a duplicate request. Its phases and times differ.
    for answer in answers:
        assert "total;dur=" in answer["headers"].pop("server-timing")
    assert answers[0] == answers[1]


def test_the_api_lists_its_flows(aws_lambda: _Lambda) -> None:
    with aws_lambda.function(API) as function:
        answer, _ = function.call(_event("api"))
    assert "customer-support" in [flow["flowId"] for flow in json.loads(answer["body"])["flows"]]


def test_a_function_with_a_wrong_environment_does_not_start_and_names_the_variable(aws_lambda: _Lambda) -> None:
    with (
        pytest.raises(FunctionError, match="CALLFLOW_TURN_SECONDS must be 1 to 25"),
        aws_lambda.function(TURN, CALLFLOW_TURN_SECONDS="60"),
    ):
        pass


def test_the_end_of_a_session_is_queued(aws_lambda: _Lambda) -> None:
    with aws_lambda.function("functions.lambdas.session_stream.handler") as function:
        answer, _ = function.call(_event("post_call"))
    assert answer == {"batchItemFailures": []}
    [message] = aws_lambda.aws.receive_message(QueueUrl=aws_lambda.queue)["Messages"]
    assert _event("post_call")["Records"][0]["dynamodb"]["Keys"]["pk"]["S"] in message["Body"]


def test_a_message_without_a_webhook_is_deleted(aws_lambda: _Lambda) -> None:
    with aws_lambda.function("functions.lambdas.deliver.handler") as function:
        assert function.call(_event("deliver"))[0] == {"batchItemFailures": []}


def test_the_schedule_finds_no_idle_session(aws_lambda: _Lambda) -> None:
    with aws_lambda.function("functions.lambdas.idle.handler") as function:
        answer, _ = function.call(_event("idle"))
    assert (answer["closed"], answer["failed"]) == (0, 0)
