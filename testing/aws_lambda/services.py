"""The services that the functions call: the embedded DynamoDB, and moto's SQS and Secrets Manager, on 127.0.0.1."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import boto3
import httpx
from moto.server import ThreadedMotoServer

from functions.settings import Settings
from functions.wiring.api import build
from local.examples import publish_examples
from local.observe import LocalObserve
from local.processes.dynamodb import EmbeddedDynamoDB, credentials_for_embedded
from local.tables import make_tables
from testing.aws_lambda.described import Described
from testing.processes import HOST

ORGANIZATION = "demo"
SECRETS = "callflow/dev/"
"""The prefix of the secrets of this stage."""
CALL_KEYS_SECRET = "the-stacks-call-keys"
CALL_KEY = "a-key-of-calls-with-more-than-thirty-two-characters"
LIVEKIT = {"url": "ws://127.0.0.1:9", "apiKey": "a-key", "apiSecret": "a-secret-of-more-than-thirty-two-bytes"}
WEBHOOK_SECRET = "the-webhook-secret-of-demo"


@dataclass(frozen=True, slots=True)
class Services:
    """The services, with the examples published for ORGANIZATION."""

    dynamodb: str
    """The URL of the tables."""
    others: str
    """The URL of the queues and secrets."""
    queue: str
    """The URL of the queue of summaries."""
    dead_letters: str
    replays: str
    """The URL of the queue of replays. Nothing reads it."""
    judgements: str
    """The URL of the queue of judgements, in the same way."""

    def client(self, service: str) -> Any:
        """Return a client of SQS or Secrets Manager."""
        return boto3.client(service, region_name="us-east-1", endpoint_url=self.others)

    def variables(self, described: Described, **others: str) -> dict[str, str]:
        """Return the values of the variables that the template gives to a function."""
        values = {
            "CALLFLOW_AUTH": "aws",
            "CALLFLOW_SESSIONS_TABLE": "callflow-sessions",
            "CALLFLOW_FLOWS_TABLE": "callflow-flows",
            "CALLFLOW_SECRETS_PREFIX": SECRETS,
            "CALLFLOW_LIVEKIT_SECRET": f"{SECRETS}livekit",
            "CALLFLOW_CALL_KEYS_SECRET": CALL_KEYS_SECRET,
            "CALLFLOW_CALL_CAPABILITY": "required",
            "CALLFLOW_POST_CALL_QUEUE_URL": self.queue,
            "CALLFLOW_POST_CALL_DEAD_LETTER_QUEUE_URL": self.dead_letters,
            "CALLFLOW_REPLAY_QUEUE_URL": self.replays,
            "CALLFLOW_JUDGE_QUEUE_URL": self.judgements,
            "CALLFLOW_PUBLIC_URL": "https://callflow.test",
            **others,
        }
        return {name: value for name, value in values.items() if name in described.variables}

    def addresses(self, *, dynamodb: str = "", others: str = "") -> dict[str, str]:
        """Return the variables that lead botocore to the services, if need be by way of other URLs."""
        return {"AWS_ENDPOINT_URL": others or self.others, "AWS_ENDPOINT_URL_DYNAMODB": dynamodb or self.dynamodb}

    def set_webhook(self, url: str) -> None:
        """Set the webhook of ORGANIZATION."""
        secret = json.dumps({"url": url, "secret": WEBHOOK_SECRET})
        self.client("secretsmanager").create_secret(Name=f"{SECRETS}webhooks/{ORGANIZATION}", SecretString=secret)

    def queued(self) -> list[Mapping[str, Any]]:
        """Take the messages from the queue of summaries."""
        client = self.client("sqs")
        taken: list[Mapping[str, Any]] = client.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10)["Messages"]
        for message in taken:
            client.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
        return taken


@contextmanager
def services() -> Iterator[Services]:
    """Run the services."""
    credentials_for_embedded()
    others = ThreadedMotoServer(HOST, 0, verbose=False)
    others.start()
    host, port = others.get_host_and_port()
    address = f"http://{host}:{port}"
    # moto keeps its state in this process, and an earlier test module may have left some.
    httpx.post(f"{address}/moto-api/reset").raise_for_status()
    try:
        with EmbeddedDynamoDB() as tables:
            settings = Settings(dynamodb_endpoint=tables.endpoint)
            made = build(settings, LocalObserve())
            make_tables(settings)
            publish_examples(made, ORGANIZATION, "http://127.0.0.1:9")
            sqs = boto3.client("sqs", region_name="us-east-1", endpoint_url=address)
            names = ("post-call", "post-call-failures", "replays", "judgements")
            queues = [sqs.create_queue(QueueName=name)["QueueUrl"] for name in names]
            here = Services(tables.endpoint, address, *queues)
            for name, secret in ((f"{SECRETS}livekit", LIVEKIT), (CALL_KEYS_SECRET, {"key": CALL_KEY})):
                here.client("secretsmanager").create_secret(Name=name, SecretString=json.dumps(secret))
            yield here
    finally:
        others.stop()
