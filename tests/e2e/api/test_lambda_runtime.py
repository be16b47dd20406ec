"""Every function of the template, as it is packaged, under AWS's runtime interface emulator, with events/*.json.

The emulator has no SnapStart. So restored snapshots run against the Runtime API of testing/aws_lambda/runtime_api.py.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TypeAlias

import boto3
import pytest

from functions.call_capability import CallCapability, sign
from functions.turn.begin import session_id_of
from testing.aws_lambda.client import runtime_client
from testing.aws_lambda.described import functions_of_template
from testing.aws_lambda.emulator import Emulated, TimedOutError, emulated, packaged, required_emulator
from testing.aws_lambda.events import EVENTS, event, read, worker_turn
from testing.aws_lambda.forwarder import Forwarder
from testing.aws_lambda.runtime_api import Function, FunctionError
from testing.aws_lambda.services import CALL_KEY, ORGANIZATION, WEBHOOK_SECRET, Services, services
from testing.fakes.loopback import Loopback
from testing.post_call.receive import checked

FUNCTIONS = functions_of_template()
SNAP_START = {"AWS_LAMBDA_INITIALIZATION_TYPE": "snap-start"}

Run: TypeAlias = Callable[..., AbstractContextManager[Emulated]]


@pytest.fixture(scope="module")
def aws() -> Iterator[Services]:
    required_emulator()
    with services() as running:
        yield running


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return packaged(tmp_path_factory.mktemp("package"))


@pytest.fixture
def run(aws: Services, package: Path, tmp_path: Path) -> Run:
    """Run a function with the variables that the template gives it. Others are added, or replace them."""

    def start(name: str, seconds: int | None = None, **variables: str) -> AbstractContextManager[Emulated]:
        given = {**aws.variables(FUNCTIONS[name]), **aws.addresses(), **variables}
        return emulated(FUNCTIONS[name], package, given, tmp_path / f"{name}.log", seconds=seconds)

    return start


def turn(room: str, turn_id: str, words: str | None) -> dict[str, Any]:
    body = {"roomName": room, "turnId": turn_id, "userInput": words}
    return {**event("TurnFunction"), "body": json.dumps(body)}


def test_every_function_of_the_template_has_an_event() -> None:
    assert set(EVENTS) == set(FUNCTIONS)


@pytest.mark.parametrize("kind", ["on-demand", "provisioned-concurrency"])
@pytest.mark.parametrize("name", ["TurnFunction", "ApiFunction"])
def test_one_process_holds_a_conversation(run: Run, name: str, kind: str) -> None:
    with run(name, AWS_LAMBDA_INITIALIZATION_TYPE=kind) as function:
        answers = [
            function.invoke(turn(f"{kind}-{name}", str(number), words))
            for number, words in enumerate((None, "My computer won't start"))
        ]
    assert [answer["statusCode"] for answer in answers] == [200, 200], answers
    assert [answer["headers"]["x-request-id"] for answer in answers] == ["from-events"] * 2
    greeting, reply = (json.loads(answer["body"]) for answer in answers)
    assert (greeting["response"], greeting["status"]) == ("Hello!", "waiting")
    assert reply["response"].startswith("I understand you're having a technical issue.")
    assert (reply["currentNodeId"], reply["sessionId"]) == ("tool-1", greeting["sessionId"])


@pytest.mark.parametrize("name", ["TurnFunction", "ApiFunction"])
def test_a_conversation_runs_in_a_restored_snapshot(aws: Services, package: Path, name: str) -> None:
    path = [str(package), str(runtime_client(sys.executable))]
    given = {**aws.variables(FUNCTIONS[name]), **aws.addresses(), **SNAP_START}
    answers = []
    handler = FUNCTIONS[name].handler
    with Function(handler, path, given, python=sys.executable, errors=subprocess.DEVNULL) as function:
        for number, words in enumerate((None, "My computer won't start")):
            answers.append(function.call(turn(f"restored-{name}", str(number), words))[0])
    assert [answer["statusCode"] for answer in answers] == [200, 200], answers
    assert json.loads(answers[1]["body"])["currentNodeId"] == "tool-1"
    assert ("content-length" in answers[0]["headers"]) is (name == "ApiFunction"), "the turn function streams"


def test_both_functions_give_the_same_reply_to_the_example_turn(run: Run) -> None:
    answers = []
    for name in ("TurnFunction", "ApiFunction"):
        with run(name) as function:
            answers.append(function.invoke(event("TurnFunction")))
    # The second function gets a duplicate request. Its phases and times differ. It does not stream.
    assert "content-length" not in answers[0]["headers"]
    del answers[1]["headers"]["content-length"]
    for answer in answers:
        assert "total;dur=" in answer["headers"].pop("server-timing")
    assert answers[0] == {name: answers[1][name] for name in answers[0]}


def test_a_stage_that_does_not_stream_gets_the_same_reply_as_one_that_does(run: Run) -> None:
    with run("TurnFunction") as function:
        streamed = function.invoke(turn("both-stages", "1", None))
        whole = function.invoke({**turn("both-stages", "1", None), "stageVariables": None})
    assert whole["isBase64Encoded"] is False
    assert (streamed["statusCode"], streamed["body"]) == (whole["statusCode"], whole["body"])
    assert streamed["headers"].keys() == whole["headers"].keys() - {"content-length"}


@pytest.mark.parametrize("name", ["TurnFunction", "ApiFunction"])
def test_a_worker_acts_by_the_capability_of_its_call(run: Run, name: str) -> None:
    room = json.loads(read("worker_turn")["body"])["roomName"]
    session = session_id_of(ORGANIZATION, "customer-support", room)
    call = CallCapability(ORGANIZATION, "customer-support", room, session)
    signed, forged = (sign(call, key, time.time_ns() // 1_000_000) for key in (CALL_KEY, CALL_KEY[::-1]))
    with run(name) as function:
        answers = [function.invoke(worker_turn(each)) for each in (forged, signed)]
        unsigned = worker_turn(signed)
        unsigned["requestContext"]["identity"]["userArn"] = None
        answers.append(function.invoke(unsigned))
    assert [answer["statusCode"] for answer in answers] == [403, 200, 401]
    assert json.loads(answers[1]["body"])["sessionId"] == session


def test_the_api_lists_the_flows_of_the_users_organization(run: Run) -> None:
    with run("ApiFunction") as function:
        ours = function.invoke(event("ApiFunction"))
        theirs = event("ApiFunction")
        theirs["requestContext"]["authorizer"]["claims"]["custom:organizationId"] = "another"
        other = function.invoke(theirs)
    assert "customer-support" in [flow["flowId"] for flow in json.loads(ours["body"])["flows"]]
    assert json.loads(other["body"])["flows"] == []


def test_the_end_of_a_session_is_queued_and_delivered(aws: Services, run: Run) -> None:
    with run("PostCallFunction") as function:
        assert function.invoke(event("PostCallFunction")) == {"batchItemFailures": []}
    [message] = aws.queued()
    delivery = event("DeliverFunction")
    delivery["Records"][0]["body"] = message["Body"]
    with Loopback(lambda exchange: exchange.answer(204)) as receiver:
        aws.set_webhook(f"{receiver.origin}/ended")
        with run("DeliverFunction", CALLFLOW_TOOLS_MAY_BE_PRIVATE="1") as function:
            assert function.invoke(delivery) == {"batchItemFailures": []}
        [received] = receiver.received
    summary = checked(received, WEBHOOK_SECRET)
    ended = event("PostCallFunction")["Records"][0]["dynamodb"]["NewImage"]
    assert (summary["sessionId"], summary["status"]) == (ended["pk"]["S"], "completed")


def test_the_example_of_the_stream_is_what_an_ended_session_leaves_in_the_table(aws: Services, run: Run) -> None:
    with run("TurnFunction") as function:
        said = ("My computer won't start", None, None)
        answers = [function.invoke(turn("ended", str(number), words)) for number, words in enumerate(said)]
    ended = json.loads(answers[-1]["body"])
    assert ended["status"] == "completed"
    key = {"pk": {"S": ended["sessionId"]}, "sk": {"S": "HEAD"}}
    tables = boto3.client("dynamodb", region_name="us-east-1", endpoint_url=aws.dynamodb)
    item = tables.get_item(TableName="callflow-sessions", Key=key)["Item"]
    [record] = event("PostCallFunction")["Records"]
    assert {name: set(value) for name, value in item.items()} == {
        name: set(value) for name, value in record["dynamodb"]["NewImage"].items()
    }


def test_a_message_of_an_organization_without_a_webhook_is_deleted(run: Run) -> None:
    message = event("DeliverFunction")
    summary = json.loads(message["Records"][0]["body"])
    message["Records"][0]["body"] = json.dumps({**summary, "organizationId": "without-a-webhook"})
    with run("DeliverFunction") as function:
        assert function.invoke(message) == {"batchItemFailures": []}


def test_the_schedule_finds_no_idle_session(run: Run) -> None:
    with run("IdleFunction") as function:
        answers = [function.invoke(event("IdleFunction")) for _ in range(2)]
    assert [(answer["closed"], answer["failed"]) for answer in answers] == [(0, 0)] * 2


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_an_event_that_is_not_json_is_an_error_and_the_next_event_is_answered(run: Run, name: str) -> None:
    with run(name) as function:
        with pytest.raises(FunctionError, match="UnmarshalError"):
            function.invoke(b"{")
        assert function.invoke(event(name))


@pytest.mark.parametrize(
    ("name", "error"),
    [("ApiFunction", "RuntimeError"), ("PostCallFunction", "KeyError"), ("DeliverFunction", "KeyError")],
)
def test_an_event_of_another_service_is_an_error(run: Run, name: str, error: str) -> None:
    with run(name) as function, pytest.raises(FunctionError, match=error):
        function.invoke(event("IdleFunction"))


def test_a_turn_of_another_service_is_answered_with_a_problem(run: Run) -> None:
    with run("TurnFunction") as function:
        answer = function.invoke(event("IdleFunction"))
    assert (answer["statusCode"], json.loads(answer["body"])["title"]) == (500, "Internal Server Error")


@pytest.mark.parametrize("name", ["TurnFunction", "ApiFunction"])
def test_a_malformed_body_is_answered_with_its_problem(run: Run, name: str) -> None:
    with run(name) as function:
        answer = function.invoke({**event("TurnFunction"), "body": '{"userInput": 7}'})
    assert (answer["statusCode"], answer["headers"]["content-type"]) == (422, "application/problem+json")


def test_a_function_with_a_wrong_environment_names_the_variable(run: Run) -> None:
    wrong = pytest.raises(FunctionError, match="CALLFLOW_TURN_SECONDS must be 1 to 25")
    with run("TurnFunction", CALLFLOW_TURN_SECONDS="60") as function, wrong:
        function.invoke(event("TurnFunction"))


def test_a_turn_answers_before_its_function_times_out_if_the_table_hangs(aws: Services, run: Run) -> None:
    with Forwarder(aws.dynamodb) as table:
        table.hang()
        with run("TurnFunction", **aws.addresses(dynamodb=table.url)) as function:
            answer = function.invoke(turn("hanging-table", "1", None))
            assert (answer["statusCode"], answer["headers"]["retry-after"]) == (503, "1")
            table.resume()
            assert function.invoke(turn("hanging-table", "1", None))["statusCode"] == 200


def test_a_function_that_times_out_is_started_again_and_completes_the_same_turn(run: Run) -> None:
    with run("TurnFunction", seconds=20) as function:
        assert function.invoke(turn("out-of-time", "1", None))["statusCode"] == 200
        stuck = function.runtime()
        os.kill(stuck, signal.SIGSTOP)
        with pytest.raises(TimedOutError, match=r"Task timed out after 20.00 seconds"):
            function.invoke(turn("out-of-time", "2", "My computer won't start"))
        answer = function.invoke(turn("out-of-time", "2", "My computer won't start"))
        assert function.runtime() != stuck
    assert json.loads(answer["body"])["currentNodeId"] == "tool-1"
