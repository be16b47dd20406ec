"""The handler of the API as Lambda calls it: for requests, and for the messages of its queues."""

from __future__ import annotations

import importlib
import json
import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import boto3
import pytest

from functions.adapters.dynamodb.flows.flows import DynamoFlows
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from testing.api.documents import SURVEY

CONTEXT = SimpleNamespace(aws_request_id="r")


@pytest.fixture
def api(
    aws: None, dynamo_flows: DynamoFlows, dynamo_sessions: DynamoSessions, monkeypatch: pytest.MonkeyPatch
) -> ModuleType:
    """The handler's module, loaded as a new process does."""
    queue = boto3.client("sqs").create_queue(QueueName="replays")["QueueUrl"]
    for name, value in {
        "CALLFLOW_SESSIONS_TABLE": "sessions",
        "CALLFLOW_FLOWS_TABLE": "flows",
        "CALLFLOW_REPLAY_QUEUE_URL": queue,
    }.items():
        monkeypatch.setenv(name, value)
    sys.modules.pop("functions.lambdas.api", None)
    return importlib.import_module("functions.lambdas.api")


def asked(api: ModuleType, method: str, path: str, body: Any = None, **query: str) -> Any:
    claims = {"authorizer": {"claims": {"custom:organizationId": "acme"}}, "identity": {"userArn": None}}
    event = {
        "resource": "/{proxy+}",
        "httpMethod": method,
        "path": path,
        "headers": {"Host": "api.test"},
        "multiValueHeaders": {"Host": ["api.test"]},
        "queryStringParameters": query or None,
        "multiValueQueryStringParameters": {name: [value] for name, value in query.items()} or None,
        "requestContext": {"httpMethod": method, "path": path, "stage": "test", **claims},
        "body": None if body is None else json.dumps(body),
        "isBase64Encoded": False,
    }
    answer = api.handler(event, CONTEXT)
    assert answer["statusCode"] < 300, answer
    return json.loads(answer["body"])


def test_a_long_replay_goes_on_by_messages_of_its_queue(api: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(api, "PUT", "/api/flows/f", SURVEY)
    monkeypatch.setattr("functions.api.routes.replay.LIST_SECONDS", 0.0)
    job = asked(api, "POST", "/api/flows/f/replay", {})["job"]
    assert asked(api, "GET", "/api/flows/f/replay", job=job)["state"] == "running"
    sqs, queue = boto3.client("sqs"), boto3.client("sqs").get_queue_url(QueueName="replays")["QueueUrl"]
    (message,) = sqs.receive_message(QueueUrl=queue, AttributeNames=["All"])["Messages"]
    record = {"messageId": "m", "body": message["Body"], "attributes": message["Attributes"]}
    assert api.handler({"Records": [record]}, CONTEXT) == {"batchItemFailures": []}
    found = asked(api, "GET", "/api/flows/f/replay", job=job)
    assert (found["state"], found["total"], found["done"]) == ("done", 0, 0)


def test_a_message_that_cannot_be_worked_off_is_delivered_again(api: ModuleType) -> None:
    record = {"messageId": "m", "body": "{}", "attributes": {"ApproximateReceiveCount": "1"}}
    assert api.handler({"Records": [record]}, CONTEXT) == {"batchItemFailures": [{"itemIdentifier": "m"}]}


def test_a_message_of_the_queue_of_judgements_scores_a_session(
    api: ModuleType, dynamo_sessions: DynamoSessions
) -> None:
    questions = [{"id": "answered", "ask": "Did it answer?"}]
    asked(api, "PUT", "/api/flows/f", {**SURVEY, "judging": {"questions": questions, "channels": ["chat"]}})
    asked(api, "POST", "/api/flows/f/publish")
    session_id = asked(api, "POST", "/api/flows/f/process", {"roomName": "r"})["sessionId"]
    scores = f"/api/flows/sessions/{session_id}/scores"
    assert asked(api, "GET", scores)["status"] == "pending"
    head = dynamo_sessions.head(session_id)
    assert head is not None
    body = json.dumps({"judge": session_id, "version": head.version})
    record = {"messageId": "m", "body": body, "attributes": {"ApproximateReceiveCount": "1"}}
    assert api.handler({"Records": [record]}, CONTEXT) == {"batchItemFailures": []}
    found = asked(api, "GET", scores)
    assert found["status"] == "notJudged"
    assert "no model is configured" in found["problem"]
