"""Runs code on embedded AWS services and records its requests.

Each request of botocore becomes a right: its operation, and the table, index, queue or secret that it names.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from botocore.endpoint import Endpoint
from moto import mock_aws

from infra.permissions.rights import Right

_TRANSACTED = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem"}
_ACTIONS = {
    "Converse": "InvokeModel",
    "ConverseStream": "InvokeModelWithResponseStream",
    "SendMessageBatch": "SendMessage",
}
"""Operations that have another name in IAM."""


class Recorder:
    """Records the requests of botocore for one role at a time."""

    def __init__(self) -> None:
        self.rights: set[Right] | None = None
        """None: no role runs, and requests are not recorded."""

    @contextmanager
    def running(self) -> Iterator[set[Right]]:
        """Record the requests of a block.

        Yields:
            The rights, which grow during the block.
        """
        seen: set[Right] = set()
        self.rights = seen
        yield seen
        self.rights = None

    def note(self, service: str, operation: str, body: Mapping[str, Any]) -> None:
        """Record one request.

        Args:
            service: botocore's name of the service.
            operation: The operation.
            body: The parsed body of the request.
        """
        if self.rights is None:
            return
        if operation == "TransactWriteItems":
            for item in body["TransactItems"]:
                for kind, what in item.items():
                    self.rights.add(Right(f"dynamodb:{_TRANSACTED[kind]}", what["TableName"]))
            return
        if "RequestItems" in body:
            self.rights.update(Right(f"dynamodb:{operation}", table) for table in body["RequestItems"])
            return
        if service == "dynamodb":
            index = f" index {body['IndexName']}" if "IndexName" in body else ""
            thing = f"{body['TableName']}{index}"
        elif service == "secretsmanager":
            secret = body["Name"] if operation == "CreateSecret" else body["SecretId"]
            prefixes = {"callflow/tools/": "secrets of tools", "callflow/webhooks/": "secrets of webhooks"}
            thing = next((kind for start, kind in prefixes.items() if secret.startswith(start)), "")
            named = {
                "callflow/livekit": "secret of LiveKit",
                "callflow/openai": "secret of OpenAI",
                "callflow/traces": "secret of traces",
                "call-keys": "key of calls",
            }
            thing = thing or named.get(secret, secret)
        elif service == "sqs":
            name = body["QueueUrl"].rsplit("/", 1)[-1]
            queues = {"dead": "dead letters", "replays": "queue of replays", "judgements": "queue of judgements"}
            thing = queues.get(name, "queue")
        else:
            thing = {"bedrock-runtime": "models", "polly": "*"}.get(service, service)
        prefix = "bedrock" if service == "bedrock-runtime" else service
        self.rights.add(Right(f"{prefix}:{_ACTIONS.get(operation, operation)}", thing))


@contextmanager
def embedded() -> Iterator[tuple[Recorder, str]]:
    """Start embedded services, with an environment that points to them.

    Yields:
        The recorder, and the URL of a LiveKit server without rooms.
    """
    recorder = Recorder()
    send = Endpoint.make_request

    def make_request(self: Endpoint, operation: Any, request: dict[str, Any]) -> Any:
        body = request.get("body")
        try:
            parsed = json.loads(body) if body else {}
        except ValueError:
            parsed = {}
        recorder.note(operation.service_model.service_name, operation.name, parsed)
        return send(self, operation, request)

    before = dict(os.environ)
    # This server has no rooms, and no model answers.
    server = ThreadingHTTPServer(("127.0.0.1", 0), _NoRooms)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    livekit = f"http://127.0.0.1:{server.server_port}"
    os.environ.update(
        AWS_ACCESS_KEY_ID="testing",
        AWS_SECRET_ACCESS_KEY="testing",  # noqa: S106 - a made-up key
        AWS_DEFAULT_REGION="us-east-1",
        AWS_REGION="us-east-1",
        AWS_ENDPOINT_URL_BEDROCK_RUNTIME="http://127.0.0.1:1",
        CALLFLOW_SESSIONS_TABLE="sessions",
        CALLFLOW_FLOWS_TABLE="flows",
        CALLFLOW_MODEL="bedrock/a-model",
        CALLFLOW_TTS="aws",
        CALLFLOW_OPENAI_BASE_URL="http://127.0.0.1:1/v1",
        CALLFLOW_QUIET_MINUTES="1",
        CALLFLOW_TURN_SECONDS="25",
        CALLFLOW_PUBLIC_URL="https://api.test",
    )
    for name in ("CALLFLOW_AUTH", "AWS_PROFILE", "AWS_ENDPOINT_URL"):
        os.environ.pop(name, None)
    try:
        with mock_aws():
            Endpoint.make_request = make_request
            yield recorder, livekit
    finally:
        Endpoint.make_request = send
        server.shutdown()
        os.environ.clear()
        os.environ.update(before)


class _NoRooms(BaseHTTPRequestHandler):
    """A LiveKit server without rooms. An empty protobuf message is an empty list."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.send_header("Content-Type", "application/protobuf")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""
