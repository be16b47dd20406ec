"""Finds the rights that the code of each role uses.

The Lambda handlers run on embedded services, and the recorder notes their requests.
"""

from __future__ import annotations

import base64
import importlib
import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import boto3

from functions.number_grants import SignedGrant, sign
from infra.permissions.allowed import ROOT
from infra.permissions.recorder import Recorder, embedded
from infra.permissions.rights import Right, Rights

LAMBDAS_OWN: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "TurnRole": (("logs:CreateLogStream", "logs", "Lambda"), ("logs:PutLogEvents", "logs", "Lambda")),
    "ApiRole": (
        ("logs:CreateLogStream", "logs", "Lambda"),
        ("logs:PutLogEvents", "logs", "Lambda"),
        ("sqs:ReceiveMessage", "queue of replays", "Lambda reads the queue"),
        ("sqs:DeleteMessage", "queue of replays", "Lambda reads the queue"),
        ("sqs:GetQueueAttributes", "queue of replays", "Lambda reads the queue"),
        ("sqs:ReceiveMessage", "queue of judgements", "Lambda reads the queue"),
        ("sqs:DeleteMessage", "queue of judgements", "Lambda reads the queue"),
        ("sqs:GetQueueAttributes", "queue of judgements", "Lambda reads the queue"),
    ),
    "PostCallRole": (
        ("logs:CreateLogStream", "logs", "Lambda"),
        ("logs:PutLogEvents", "logs", "Lambda"),
        ("dynamodb:DescribeStream", "sessions stream", "Lambda reads the stream"),
        ("dynamodb:GetRecords", "sessions stream", "Lambda reads the stream"),
        ("dynamodb:GetShardIterator", "sessions stream", "Lambda reads the stream"),
        ("dynamodb:ListStreams", "sessions stream", "Lambda reads the stream"),
    ),
    "DeliverRole": (
        ("logs:CreateLogStream", "logs", "Lambda"),
        ("logs:PutLogEvents", "logs", "Lambda"),
        ("sqs:ReceiveMessage", "queue", "Lambda reads the queue"),
        ("sqs:DeleteMessage", "queue", "Lambda reads the queue"),
        ("sqs:GetQueueAttributes", "queue", "Lambda reads the queue"),
    ),
    "IdleRole": (("logs:CreateLogStream", "logs", "Lambda"), ("logs:PutLogEvents", "logs", "Lambda")),
    "CopyRole": (
        ("dynamodb:ExportTableToPointInTime", "flows", "EventBridge Scheduler"),
        ("s3:PutObject", "copies", "DynamoDB's export"),
        ("s3:PutObjectAcl", "copies", "DynamoDB's export"),
        ("s3:AbortMultipartUpload", "copies", "DynamoDB's export"),
    ),
    "StartRole": (
        ("ecr:GetAuthorizationToken", "*", "ECS fetches the image"),
        ("ecr:BatchCheckLayerAvailability", "image", "ECS fetches the image"),
        ("ecr:BatchGetImage", "image", "ECS fetches the image"),
        ("ecr:GetDownloadUrlForLayer", "image", "ECS fetches the image"),
        ("logs:CreateLogStream", "logs", "ECS"),
        ("logs:PutLogEvents", "logs", "ECS"),
        ("secretsmanager:GetSecretValue", "secret of LiveKit", "ECS sets the environment"),
        ("secretsmanager:GetSecretValue", "secret of traces", "ECS sets the environment"),
    ),
}
"""Rights that AWS itself uses in a role's name: action, resource and the user. No request of botocore shows them."""
WORKERS: tuple[tuple[str, str, str, str], ...] = (
    ("execute-api:Invoke", "api", "agent_worker/backend/signature.py", '"execute-api"'),
    ("ecs:UpdateTaskProtection", "task", "agent_worker/process/scale_in.py", "task-protection/v1/state"),
    ("ecs:DescribeTasks", "task", "agent_worker/process/deployment.py", ".describe_tasks("),
    ("ecs:DescribeServices", "service of ECS", "agent_worker/process/deployment.py", ".describe_services("),
    ("ecs:ListTasks", "*", "agent_worker/process/deployment.py", ".list_tasks("),
    (
        "transcribe:StartStreamTranscription",
        "*",
        "agent_worker/speech/amazon/transcribe.py",
        "class Transcribe(plugin.STT)",
    ),
    ("polly:SynthesizeSpeech", "*", "agent_worker/speech/amazon/polly.py", ".synthesize_speech("),
    ("polly:DescribeVoices", "*", "agent_worker/speech/amazon/polly_client.py", ".describe_voices("),
)
"""Rights of the worker, which does not run here: action, resource, file, and the text in the file that uses it."""
_WORKERS_TURN = "a turn of a worker"
"""The place of these rights among the rights by role, until all turns are recorded."""
_SENT_SPANS = "spans that are sent"
"""The place of these rights, which the functions that answer callers and users have. The job for idle sessions has no
traces."""
_STREAMED = "streamed"
"""The room of the session whose turns are streamed."""
_LIVEKIT_SECRET = "a-secret-of-more-than-thirty-two-bytes"  # noqa: S105 - a made-up secret
_CALL_KEY = "a-key-of-calls-of-more-than-thirty-two-bytes"
_REFUSED = "/api/flows/refused/publish"
"""The path of a publication that a gate refuses."""
FINISH_TURNS = {"ApiRole": "functions/lifecycle/abandon.py", "IdleRole": "functions/lifecycle/close_idle.py"}
"""Code that completes the turn of a dead process. Such a role needs the rights of a turn."""


def called() -> Rights:
    """Return the rights that the code of each role uses."""
    rights: Rights = defaultdict(set)
    with embedded() as (recorder, livekit):
        _record(recorder, rights, livekit)
    # A job that completes a turn needs the key of calls, too: it opens what is sealed in the session.
    rights["TurnRole"] |= rights.pop(_WORKERS_TURN)
    for role, path in FINISH_TURNS.items():
        if "from functions.turn.protocol import RunTurn" in (ROOT / path).read_text():
            rights[role] |= rights["TurnRole"]
    sent = rights.pop(_SENT_SPANS)
    for role in ("TurnRole", "ApiRole"):
        rights[role] |= sent
    for role, own in LAMBDAS_OWN.items():
        rights[role] |= {Right(action, thing) for action, thing, _ in own}
    for action, thing, path, words in WORKERS:
        if words in (ROOT / path).read_text():
            rights["WorkerRole"].add(Right(action, thing))
    return dict(rights)


Handler = Callable[[Any, Any], Any]


def _record(recorder: Recorder, rights: Rights, livekit: str) -> None:
    """Run each Lambda handler with every kind of request that it can get."""
    from functions.adapters.dynamodb.flows.flows import DynamoFlows
    from functions.adapters.dynamodb.items import Table
    from functions.adapters.dynamodb.sessions.sessions import DynamoSessions

    DynamoSessions(Table("sessions", "us-east-1"), keep_days=1).items.create_table(wait=True)
    DynamoFlows(Table("flows", "us-east-1"), keep_days=1).items.create_table(wait=True)
    secrets, sqs = boto3.client("secretsmanager"), boto3.client("sqs")
    keys = {"url": livekit, "apiKey": "key", "apiSecret": _LIVEKIT_SECRET}
    secrets.create_secret(Name="callflow/livekit", SecretString=json.dumps(keys))
    secrets.create_secret(Name="callflow/openai", SecretString='{"apiKey": "k"}')
    secrets.create_secret(Name="callflow/traces", SecretString='{"headers": "authorization=k"}')
    secrets.create_secret(Name="call-keys", SecretString=json.dumps({"key": _CALL_KEY}))
    secrets.create_secret(Name="callflow/tools/demo", SecretString='{"KEY": "k"}')
    webhook = {"url": "https://127.0.0.1/refused", "secret": "s" * 40}
    secrets.create_secret(Name="callflow/webhooks/demo", SecretString=json.dumps(webhook))
    os.environ["CALLFLOW_POST_CALL_QUEUE_URL"] = sqs.create_queue(QueueName="messages")["QueueUrl"]
    os.environ["CALLFLOW_POST_CALL_DEAD_LETTER_QUEUE_URL"] = sqs.create_queue(QueueName="dead")["QueueUrl"]
    os.environ["CALLFLOW_JUDGE_QUEUE_URL"] = sqs.create_queue(QueueName="judgements")["QueueUrl"]
    os.environ["CALLFLOW_REPLAY_QUEUE_URL"] = sqs.create_queue(QueueName="replays")["QueueUrl"]

    def handler_of(module: str) -> Handler:
        # The module reads the environment when it is imported.
        sys.modules.pop(module, None)
        loaded: Handler = importlib.import_module(module).handler
        return loaded

    with recorder.running() as seen:
        os.environ["CALLFLOW_LIVEKIT_SECRET"] = "callflow/livekit"  # noqa: S105 - its name
        os.environ["CALLFLOW_CALL_KEYS_SECRET"] = "call-keys"  # noqa: S105 - its name
        api = _Api(handler_of("functions.lambdas.api"))
        api.every_route()
        rights["ApiRole"] |= seen
    with recorder.running() as seen:
        del os.environ["CALLFLOW_LIVEKIT_SECRET"]
        os.environ["CALLFLOW_OPENAI_SECRET"] = "callflow/openai"  # noqa: S105 - its name
        session_id = _every_turn(_Api(handler_of("functions.lambdas.turn")))
        _streamed_turns()
        rights["TurnRole"] |= seen
    with recorder.running() as seen:
        _send_spans()
        rights[_SENT_SPANS] |= seen
    with recorder.running() as seen:
        api("POST", "/api/flows/f/tests/from-session", {"sessionId": session_id})
        api.judge(session_id)
        rights["ApiRole"] |= seen
    with recorder.running() as seen:
        _workers_turn(handler_of("functions.lambdas.turn"))
        rights[_WORKERS_TURN] |= seen
    from functions.turn.begin import session_id_of

    long, short = _head(session_id), _head(session_id_of("demo", "f", _STREAMED))
    with recorder.running() as seen:
        _stream(handler_of("functions.lambdas.session_stream"), long, short)
        rights["PostCallRole"] |= seen
    with recorder.running() as seen:
        _queue_message(handler_of("functions.lambdas.deliver"), session_id)
        rights["DeliverRole"] |= seen
    with recorder.running() as seen:
        # A session with turns: each is deleted.
        api("DELETE", f"/api/flows/sessions/{session_id_of('demo', 'f', _STREAMED)}")
        rights["ApiRole"] |= seen
    with recorder.running() as seen:
        os.environ["CALLFLOW_LIVEKIT_SECRET"] = "callflow/livekit"  # noqa: S105 - its name
        _begin_erasure(session_id)
        _idle(handler_of("functions.lambdas.idle"))
        rights["IdleRole"] |= seen


def _head(session_id: str) -> Mapping[str, Any]:
    head: Mapping[str, Any] = boto3.client("dynamodb").get_item(
        TableName="sessions", Key={"pk": {"S": session_id}, "sk": {"S": "HEAD"}}, ConsistentRead=True
    )["Item"]
    return head


def _begin_erasure(session_id: str) -> None:
    """Leave a session as a request leaves it that dies in its erasure. A test was made of the session."""
    from functions.adapters.dynamodb.items import Table
    from functions.adapters.dynamodb.sessions.erasures import DynamoErasures
    from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
    from functions.ports.privacy.erasure import Tombstone

    sessions = DynamoSessions(Table("sessions", "us-east-1"), keep_days=1)
    tombstone = Tombstone(session_id, "demo", "f", int(time.time() * 1000), "somebody")
    if not DynamoErasures(sessions.items, sessions.connection).bury(tombstone):
        raise RuntimeError("the session is not there to be erased")


def _idle(handler: Handler) -> None:
    """Run the job two minutes later, when a session of `every_route` is idle."""
    from functions.wiring import api as wiring

    now = wiring._now
    wiring._now = lambda: now() + 120_000
    try:
        result = handler({}, SimpleNamespace(get_remaining_time_in_millis=lambda: 240_000))
    finally:
        wiring._now = now
    if not result["closed"]:
        raise RuntimeError(f"no session was idle: {result}")


class _Api:
    """A Lambda handler behind API Gateway, for a user of an organization."""

    def __init__(self, handler: Handler, organization: str = "demo") -> None:
        self._handler = handler
        self._organization = organization

    def __call__(self, method: str, path: str, body: Any = None, **query: str) -> dict[str, Any]:
        claims = {
            "authorizer": {"claims": {"custom:organizationId": self._organization}},
            "identity": {"userArn": None},
        }
        event = {
            "resource": "/{proxy+}",
            "httpMethod": method,
            "path": path,
            "headers": {"Host": "api.test"},
            "multiValueHeaders": {"Host": ["api.test"]},
            "pathParameters": {"flowId": path.split("/")[3]} if path.endswith("/process") else None,
            "queryStringParameters": query or None,
            "multiValueQueryStringParameters": {name: [value] for name, value in query.items()} or None,
            "requestContext": {"httpMethod": method, "path": path, "stage": "test", **claims},
            "body": None if body is None else json.dumps(body, ensure_ascii=False),
            "isBase64Encoded": False,
        }
        answer = self._handler(event, SimpleNamespace(aws_request_id="r", get_remaining_time_in_millis=lambda: 29_000))
        if answer["statusCode"] >= 400 and not (answer["statusCode"] == 422 and path == _REFUSED):
            raise RuntimeError(f"{method} {path}: {answer['statusCode']} {answer['body'][:500]}")
        written: dict[str, Any] = json.loads(answer["body"]) if answer["body"] else {}
        return written

    def every_route(self) -> None:
        self("GET", "/api/health")
        self("GET", "/api/me")
        key = self("POST", "/api/keys", {"name": "k", "role": "viewer"})
        self.with_key(key["key"])
        self("GET", "/api/keys")
        self("DELETE", f"/api/keys/{key['keyId']}")
        self("PUT", "/api/flows/f", _FLOW)
        self("PUT", "/api/flows/f", {**_FLOW, "name": "another"})
        self("POST", "/api/flows/f/publish")
        self("GET", "/api/flows")
        self("GET", "/api/flows/f", version="1")
        self("PUT", "/api/agents/a", {"name": "A", "flowId": "f"})
        self("GET", "/api/agents/a")
        self("GET", "/api/agents")
        grant = sign(SignedGrant("+15550100", "demo", int(time.time()) * 1000), _LIVEKIT_SECRET)
        self("PUT", "/api/phone-numbers/+15550100", {"agentId": "a", "grant": grant})
        self("GET", "/api/phone-numbers/+15550100")
        self("GET", "/api/phone-numbers")
        self("POST", "/api/calls", {"roomName": "call-1", "calledNumber": "+15550100"})
        self("DELETE", "/api/phone-numbers/+15550100")
        self("DELETE", "/api/agents/a")
        webhook = {"url": "https://crm.example/hook", "events": ["session.ended", "gate.refused"]}
        self("PUT", "/api/settings", {"transfers": {"countries": ["US"]}, "webhook": webhook})
        self("GET", "/api/settings")
        for organization_secret in ("/api/settings/secrets/NEW", "/api/settings/webhook/secret"):
            self("PUT", organization_secret, {"value": "v" * 40})
            # The first secret of an organization is created.
            _Api(self._handler, "another")("PUT", organization_secret, {"value": "v" * 40})
        self("GET", "/api/settings/secrets")
        self("DELETE", "/api/settings/secrets/NEW")
        self("POST", "/api/settings/webhook/test")
        self("GET", "/api/settings/webhook/deliveries")
        self("GET", "/api/audit")
        self("GET", "/api/voices/list", language="en-US")
        self("POST", "/api/voices/preview", {"language": "da-DK"})
        self("GET", "/api/sessions", text="bicycle", flowId="f")
        room = self("POST", "/api/flows/f/test-chat", {"version": "draft"})
        self("POST", "/api/flows/f/test-audio")
        self("GET", f"/api/flows/sessions/{room['sessionId']}")
        self("GET", f"/api/flows/sessions/{room['sessionId']}/transcript", format="json")
        self("POST", "/api/flows/f/tools/list", {"server": "https://127.0.0.1/mcp"})
        self("POST", "/api/flows/f/tools/test", {"tool": {"request": {"url": "https://127.0.0.1/{{ secrets.KEY }}"}}})
        self("POST", "/api/flows/import", {"initial_node": "a", "nodes": {"a": {"task_messages": []}}})
        self("PUT", "/api/flows/f/tests/t", {"name": "t", "turns": [{"say": "hi"}]})
        self("GET", "/api/flows/f/tests/t")
        self("GET", "/api/flows/f/tests")
        self("POST", "/api/flows/f/tests/run", {})
        self("DELETE", "/api/flows/f/tests/t")
        self("GET", "/api/flows/f/versions")
        self("POST", "/api/flows/f/replay", {})
        self.long_replay()
        self("PUT", "/api/flows/f/gate", {"tests": True, "replayLast": 1})
        self("GET", "/api/flows/f/gate")
        self("PUT", "/api/flows/refused", _FLOW)
        self("PUT", "/api/flows/refused/tests/t", {"name": "t", "turns": [{"say": "hi", "expect": {"says": "never"}}]})
        self("PUT", "/api/flows/refused/gate", {"tests": True})
        if "gate" not in self("POST", _REFUSED):
            raise RuntimeError("the gate has let a draft pass")
        self("PUT", "/api/flows/f/environments/staging", {"version": 1, "override": "the rights are recorded"})
        self("GET", "/api/flows/f/environments/staging")
        self("GET", "/api/flows/f/environments")
        self("DELETE", "/api/flows/f/environments/staging")
        self("GET", "/api/flows/f/report")
        self("GET", "/api/report")
        self("POST", "/api/flows/f/versions/1/restore")
        self("PUT", "/api/flows/gone", _FLOW)
        self("DELETE", "/api/flows/gone")
        self("GET", "/api/flows/f/sessions")
        self("GET", "/api/flows/f/sessions", status="pending")
        self.room_finished(room["roomName"])
        self("POST", "/api/callers/erase", {"callerNumber": "+15550199"})

    def with_key(self, key: str) -> None:
        """Send a request with an API key, which nothing has checked before."""
        path = "/api/flows"
        event = {
            "resource": "/{proxy+}",
            "httpMethod": "GET",
            "path": path,
            "headers": {"Host": "api.test", "Authorization": f"Bearer {key}"},
            "multiValueHeaders": {"Host": ["api.test"], "Authorization": [f"Bearer {key}"]},
            "queryStringParameters": None,
            "multiValueQueryStringParameters": None,
            "requestContext": {"httpMethod": "GET", "path": path, "stage": "test", "identity": {"userArn": None}},
            "body": None,
            "isBase64Encoded": False,
        }
        answer = self._handler(event, SimpleNamespace())
        if answer["statusCode"] != 200:
            raise RuntimeError(f"a request with a key: {answer}")

    def long_replay(self) -> None:
        """Begin a replay that takes longer than its request, and deliver its message."""
        from functions.api.routes import replay

        seconds, replay.LIST_SECONDS = replay.LIST_SECONDS, 0.0
        try:
            job = self("POST", "/api/flows/f/replay", {})["job"]
        finally:
            replay.LIST_SECONDS = seconds
        body = json.dumps({"organizationId": "demo", "flowId": "f", "jobId": job})
        message = {"messageId": "m", "body": body, "attributes": {"ApproximateReceiveCount": "1"}}
        if self._handler({"Records": [message]}, SimpleNamespace()) != {"batchItemFailures": []}:
            raise RuntimeError("the replay does not go on")
        self("GET", "/api/flows/f/replay")
        if self("GET", "/api/flows/f/replay", job=job)["state"] != "done":
            raise RuntimeError("the replay has not ended")

    def judge(self, session_id: str) -> None:
        """Deliver the message that asks for the scores of a session, for the last time."""
        body = json.dumps({"judge": session_id, "version": int(_head(session_id)["version"]["N"])})
        message = {"messageId": "m", "body": body, "attributes": {"ApproximateReceiveCount": "3"}}
        if self._handler({"Records": [message]}, SimpleNamespace()) != {"batchItemFailures": []}:
            raise RuntimeError("the session was not judged")
        if self("GET", f"/api/flows/sessions/{session_id}/scores")["status"] != "notJudged":
            raise RuntimeError("a model that cannot be reached has given scores")

    def room_finished(self, room: str) -> None:
        import hashlib

        from livekit import api as livekit

        body = json.dumps({"event": "room_finished", "room": {"name": room}, "id": "EV"})
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        token = livekit.AccessToken("key", _LIVEKIT_SECRET).with_sha256(digest).to_jwt()
        event = {
            "resource": "/{proxy+}",
            "httpMethod": "POST",
            "path": "/api/livekit/webhook",
            "headers": {"Host": "api.test", "Authorization": token},
            "multiValueHeaders": {"Host": ["api.test"], "Authorization": [token]},
            "queryStringParameters": None,
            "multiValueQueryStringParameters": None,
            "requestContext": {"httpMethod": "POST", "path": "/api/livekit/webhook", "identity": {"userArn": None}},
            "body": body,
            "isBase64Encoded": False,
        }
        answer = self._handler(event, SimpleNamespace())
        if answer["statusCode"] != 200 or json.loads(answer["body"]) != {"closed": 1}:
            raise RuntimeError(f"the webhook: {answer}")


def _send_spans() -> None:
    """Read what each request to the collector of traces reads. Both functions that send spans do so."""
    from functions.settings import from_environment
    from functions.wiring.api import trace_headers

    headers = trace_headers(replace(from_environment(), traces_secret="callflow/traces"))  # noqa: S106 - its name
    if headers is None or not headers():
        raise AssertionError("the secret of traces was not read")


def _every_turn(api: _Api) -> str:
    """Send turns of every kind: with a tool, with a model, repeated after the head has dropped it, and the last one.

    Returns:
        The id of the session.
    """
    sent: dict[str, Any] = {}

    def turn(turn_id: str, **fields: Any) -> dict[str, Any]:
        sent[turn_id] = {"roomName": "r", "turnId": turn_id, **fields}
        return api("POST", "/api/flows/f/process", sent[turn_id])

    turn("0")
    for number in range(1, 12):
        turn(str(number), userInput="again")
    api("POST", "/api/flows/f/process", sent["1"])
    answer = turn("last", userInput="end")
    while not answer["completed"]:
        answer = turn(f"last-{answer['turnId']}")
    return str(answer["sessionId"])


def _streamed_turns() -> None:
    """Send the turns of a session whose answers are streamed, up to the last one."""
    claims = {"authorizer": {"claims": {"custom:organizationId": "demo"}}, "identity": {"userArn": None}}
    # The handler streams only if Lambda's client does.
    stream = importlib.import_module("functions.lambdas.turn")._events().stream
    sent = b""
    for number, said in enumerate([None, "end", None, None]):
        body = {"roomName": _STREAMED, "turnId": str(number), "userInput": said}
        answer = stream(
            {
                "httpMethod": "POST",
                "path": "/api/flows/f/process",
                "headers": {"Accept": "text/event-stream"},
                "requestContext": claims,
                "body": json.dumps(body),
            }
        )
        sent = b"".join(answer.body)
        if answer.status != 200 or b"event: reply" not in sent:
            raise RuntimeError(f"a streamed turn: {answer.status} {sent[:500]!r}")
    if b'"completed":true' not in sent:
        raise RuntimeError("the streamed turns have not come to their end")


def _workers_turn(handler: Handler) -> None:
    """Send the turn of a worker with the capability of its call."""
    from functions.call_capability import CallCapability
    from functions.call_capability import sign as sign_capability
    from functions.turn.begin import session_id_of

    call = CallCapability("demo", "f", "w", session_id_of("demo", "f", "w"))
    capability = sign_capability(call, _CALL_KEY, int(time.time()) * 1000)
    answer = handler(
        {
            "httpMethod": "POST",
            "path": "/api/flows/f/process",
            "headers": {"X-Call-Capability": capability},
            "requestContext": {"identity": {"userArn": "arn:aws:sts::123456789012:assumed-role/worker/i-1"}},
            "body": json.dumps({"roomName": "w"}),
        },
        SimpleNamespace(aws_request_id="r"),
    )
    if answer["statusCode"] != 200:
        raise RuntimeError(f"the worker's turn: {answer}")


def _stream(handler: Handler, head: Mapping[str, Any], short: Mapping[str, Any]) -> None:
    """Send the ends of two sessions. The turns of a long one are read by a query, those of a short one in a batch."""

    def record(number: str, image: Mapping[str, Any]) -> dict[str, Any]:
        keys = {"pk": image["pk"], "sk": {"S": "HEAD"}}
        return {"eventName": "MODIFY", "dynamodb": {"SequenceNumber": number, "Keys": keys, "NewImage": image}}

    whole = _as_event(head)
    bare = {name: value for name, value in whole.items() if name not in ("data", "packed")}
    in_parts = {**bare, "parts": {"S": "1#digest"}}
    answered = {**bare, "data": {"S": json.dumps({**_payload(head), "models": {"openai/m": "m-1"}})}}
    images = (whole, in_parts, bare, answered, _as_event(short))
    handler({"Records": [record(str(number), image) for number, image in enumerate(images, 1)]}, SimpleNamespace())


def _as_event(head: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item as Lambda passes it: as JSON, with bytes in base64."""
    return {
        name: {"B": base64.b64encode(value["B"]).decode()} if "B" in value else value for name, value in head.items()
    }


def _payload(head: Mapping[str, Any]) -> dict[str, Any]:
    from functions.adapters.dynamodb.sessions.sessions import SessionItem

    payload: dict[str, Any] = json.loads(SessionItem.from_raw_data(dict(head)).payload())
    return payload


def _queue_message(handler: Handler, session_id: str) -> None:
    body = json.dumps({"eventId": "event_1", "organizationId": "demo", "sessionId": session_id})
    record = {"messageId": "m", "receiptHandle": "h", "body": body, "attributes": {"ApproximateReceiveCount": "1"}}
    handler({"Records": [record]}, SimpleNamespace())


_FLOW: dict[str, Any] = {
    "name": "f",
    "judging": {"questions": [{"id": "answered", "ask": "Did it answer?"}], "channels": ["chat"]},
    "nodes": [
        {"id": "start", "type": "start", "data": {}},
        {
            "id": "ask",
            "type": "elicitation",
            "data": {"prompt": "Well?", "variable": "said", "valueType": "string", "maxAttempts": 3},
        },
        {"id": "which", "type": "decision", "data": {"conditions": [{"id": "end", "expression": "said === 'end'"}]}},
        {
            "id": "tool",
            "type": "tool",
            "data": {
                "request": {"method": "GET", "url": "https://127.0.0.1/", "headers": {"X-Key": "{{ secrets.KEY }}"}},
                "retries": 0,
            },
        },
        {
            "id": "model",
            "type": "llm",
            # A request that outlives its turn would be recorded for the next role.
            "data": {"instructions": "Say hello.", "fallback": "Hello.", "timeoutSeconds": 10},
        },
        {
            "id": "other",
            "type": "llm",
            "data": {"instructions": "Say hello.", "model": "openai/m", "fallback": "Hello.", "timeoutSeconds": 1},
        },
        {"id": "bye", "type": "end", "data": {"message": "Bye."}},
    ],
    "edges": [
        {"id": "e1", "source": "start", "target": "ask"},
        {"id": "e2", "source": "ask", "target": "which"},
        {"id": "e3", "source": "ask", "sourceHandle": "noMatch", "target": "bye"},
        {"id": "e4", "source": "ask", "sourceHandle": "noInput", "target": "bye"},
        {"id": "e5", "source": "which", "sourceHandle": "end", "target": "tool"},
        {"id": "e6", "source": "which", "target": "ask"},
        {"id": "e7", "source": "tool", "target": "model"},
        {"id": "e8", "source": "tool", "sourceHandle": "error", "target": "model"},
        {"id": "e9", "source": "model", "target": "other"},
        {"id": "e10", "source": "model", "sourceHandle": "error", "target": "other"},
        {"id": "e11", "source": "model", "sourceHandle": "maxTurns", "target": "other"},
        {"id": "e12", "source": "other", "target": "bye"},
        {"id": "e13", "source": "other", "sourceHandle": "error", "target": "bye"},
        {"id": "e14", "source": "other", "sourceHandle": "maxTurns", "target": "bye"},
    ],
}
