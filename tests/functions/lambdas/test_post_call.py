"""The handlers as Lambda calls them. A stream record becomes a queue message, and the message becomes a request."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import boto3
import pytest

from flow_core.state import Status
from functions.adapters.dynamodb.flows.flows import DynamoFlows
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.settings import SettingsError
from testing.fakes.loopback import Exchange, Loopback
from testing.post_call.ended import ended, image_of, record_of, stream_record
from testing.post_call.receive import checked

SECRET = "whsec-s3cr3t"


@pytest.fixture
def queues(
    aws: None, dynamo_sessions: DynamoSessions, dynamo_flows: DynamoFlows, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, str]]:
    sqs = boto3.client("sqs")
    urls = {name: sqs.create_queue(QueueName=name)["QueueUrl"] for name in ("post-call", "dead-letters", "judgements")}
    for name, value in {
        "CALLFLOW_SESSIONS_TABLE": "sessions",
        # The function reads the webhook of an organization in its settings.
        "CALLFLOW_FLOWS_TABLE": "flows",
        "CALLFLOW_POST_CALL_QUEUE_URL": urls["post-call"],
        "CALLFLOW_POST_CALL_DEAD_LETTER_QUEUE_URL": urls["dead-letters"],
        "CALLFLOW_JUDGE_QUEUE_URL": urls["judgements"],
        "CALLFLOW_PUBLIC_URL": "https://api.example/prod",
        "CALLFLOW_TOOLS_MAY_BE_PRIVATE": "1",
    }.items():
        monkeypatch.setenv(name, value)
    yield urls
    for url in urls.values():
        sqs.delete_queue(QueueUrl=url)


def started(name: str) -> ModuleType:
    """Load a module as a new process does."""
    sys.modules.pop(name, None)
    return importlib.import_module(name)


def received(url: str) -> list[dict[str, Any]]:
    """Receive the messages of a queue, in the form that Lambda passes to the function."""
    asked = boto3.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10, AttributeNames=["All"])
    return [
        {
            "messageId": message["MessageId"],
            "receiptHandle": message["ReceiptHandle"],
            "body": message["Body"],
            "attributes": message["Attributes"],
        }
        for message in asked.get("Messages", [])
    ]


def test_from_the_stream_to_the_webhook(queues: dict[str, str], dynamo_sessions: DynamoSessions) -> None:
    head = ended()
    assert dynamo_sessions.advance(head)
    poison = record_of(image_of(pk="p", sk="HEAD", data="no JSON"))
    event = {"Records": [poison, stream_record(dynamo_sessions, "session_1")]}
    handler = started("functions.lambdas.session_stream").handler
    assert handler(event, None) == {"batchItemFailures": []}
    assert json.loads(received(queues["dead-letters"])[0]["body"])["record"] == poison
    letters = received(queues["post-call"])
    assert len(letters) == 1

    status = 503
    with Loopback(lambda exchange: exchange.answer(status)) as server:
        stored = json.dumps({"url": f"{server.origin}/hook", "secret": SECRET})
        boto3.client("secretsmanager").create_secret(Name="callflow/webhooks/acme", SecretString=stored)
        deliver = started("functions.lambdas.deliver").handler
        assert deliver({"Records": letters}, None) == {
            "batchItemFailures": [{"itemIdentifier": letters[0]["messageId"]}]
        }
        status = 200
        assert deliver({"Records": letters}, None) == {"batchItemFailures": []}
        first, second = (checked(request, SECRET) for request in server.received)
    assert first == second
    assert (first["sessionId"], first["status"], first["organizationId"]) == ("session_1", "completed", "acme")
    assert first["transcriptUrl"] == "https://api.example/prod/api/flows/sessions/session_1"


def test_a_refused_message_is_delayed(queues: dict[str, str], dynamo_sessions: DynamoSessions) -> None:
    assert dynamo_sessions.advance(ended(organization="nowhere", status=Status.FAILED))
    started("functions.lambdas.session_stream").handler(
        {"Records": [stream_record(dynamo_sessions, "session_1")]}, None
    )
    stored = json.dumps({"url": "https://127.0.0.1:9/", "secret": SECRET})
    boto3.client("secretsmanager").create_secret(Name="callflow/webhooks/nowhere", SecretString=stored)
    # The queue would return the message at once. Only the pause of the handler delays the next attempt.
    boto3.client("sqs").set_queue_attributes(QueueUrl=queues["post-call"], Attributes={"VisibilityTimeout": "0"})
    letters = received(queues["post-call"])
    answer = started("functions.lambdas.deliver").handler({"Records": letters}, None)
    assert len(answer["batchItemFailures"]) == 1
    assert received(queues["post-call"]) == []


def test_the_logs_and_metrics_of_a_delivery_have_no_secret_and_no_variables(
    queues: dict[str, str],
    dynamo_sessions: DynamoSessions,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert dynamo_sessions.advance(ended(organization="quiet-one", variables={"said": "hunter2"}))
    started("functions.lambdas.session_stream").handler(
        {"Records": [stream_record(dynamo_sessions, "session_1")]}, None
    )

    def refuses(exchange: Exchange) -> None:
        exchange.answer(401, b"hunter2")

    with Loopback(refuses) as server:
        stored = json.dumps({"url": f"{server.origin}/{SECRET}", "secret": SECRET})
        boto3.client("secretsmanager").create_secret(Name="callflow/webhooks/quiet-one", SecretString=stored)
        started("functions.lambdas.deliver").handler({"Records": received(queues["post-call"])}, None)
    logged = capsys.readouterr().out + "".join(str(vars(record)) for record in caplog.records)
    assert "quiet-one" in logged
    assert '"WebhooksFailed":1,' in logged.replace(" ", "")
    assert "hunter2" not in logged
    assert "s3cr3t" not in logged


@pytest.mark.parametrize(
    ("module", "variable"),
    [
        ("functions.lambdas.session_stream", "CALLFLOW_POST_CALL_QUEUE_URL"),
        ("functions.lambdas.session_stream", "CALLFLOW_POST_CALL_DEAD_LETTER_QUEUE_URL"),
        ("functions.lambdas.session_stream", "CALLFLOW_PUBLIC_URL"),
        ("functions.lambdas.session_stream", "CALLFLOW_JUDGE_QUEUE_URL"),
        ("functions.lambdas.deliver", "CALLFLOW_POST_CALL_QUEUE_URL"),
    ],
)
@pytest.mark.parametrize("value", [None, "no address"])
def test_a_function_does_not_start_with_wrong_settings(
    queues: dict[str, str], monkeypatch: pytest.MonkeyPatch, module: str, variable: str, value: str | None
) -> None:
    if value is None:
        monkeypatch.delenv(variable)
    else:
        monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=variable):
        started(module)
