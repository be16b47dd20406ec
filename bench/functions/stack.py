"""The API as on Lambda, with a local DynamoDB, and the events that API Gateway sends."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import boto3

from bench.core.seven_nodes import SAID, document
from flow_core.json import Json
from functions.api.app import create_app
from functions.api.http.identity import CLAIM
from functions.lambdas.gateway import behind_gateway
from functions.services import Services
from functions.settings import Settings
from functions.wiring.api import build
from local.processes.dynamodb import credentials_for_embedded
from local.tables import make_tables

ORGANIZATION = "bench"
SEVEN_NODES = "seven-nodes"
TWO_NODES = "two-nodes"

_DISCARDED = open(os.devnull, "w")  # noqa: SIM115  # never closed, because loggers keep a reference

Answer = dict[str, Any]
Handler = Callable[[Any, Any], Answer]


def two_nodes() -> dict[str, Json]:
    """Return a flow with minimal turns: it listens, evaluates an expression, decides and asks again."""
    return {
        "name": TWO_NODES,
        "onFailure": "end",
        "nodes": [
            {"id": "start", "type": "start"},
            {
                "id": "ask",
                "type": "elicitation",
                "data": {
                    "prompt": "Thank you. Is there anything else that I can do for you?",
                    "variable": "said",
                    "assign": {"kind": "/order|parcel/i.test(said) ? 'order' : 'general'"},
                },
            },
            {
                "id": "which",
                "type": "decision",
                "data": {"conditions": [{"id": "order", "expression": "kind === 'order'"}]},
            },
            {"id": "end", "type": "end"},
        ],
        "edges": [
            {"id": "1", "source": "start", "target": "ask"},
            {"id": "2", "source": "ask", "target": "which"},
            {"id": "3", "source": "which", "sourceHandle": "order", "target": "ask"},
            {"id": "4", "source": "which", "target": "ask"},
            {"id": "5", "source": "ask", "sourceHandle": "noInput", "target": "end"},
        ],
    }


FLOWS = {TWO_NODES: two_nodes, SEVEN_NODES: document}


@dataclass(frozen=True, slots=True)
class Stack:
    services: Services
    handler: Handler
    """The equivalent of functions.lambdas.api.handler, on another table."""


def services_on(endpoint: str) -> Services:
    credentials_for_embedded()
    with quiet():  # the logger stores the current standard output
        return build(Settings(dynamodb_endpoint=endpoint))


def stack_on(endpoint: str) -> Stack:
    services = services_on(endpoint)
    return Stack(services, behind_gateway(create_app(services)))


def publish(services: Services) -> None:
    """Make the tables and publish the flows."""
    make_tables(services.settings)
    for flow_id, written in FLOWS.items():
        services.flows.save_draft(ORGANIZATION, flow_id, flow_id, written(), services.now())
        draft = services.flows.draft(ORGANIZATION, flow_id)
        if draft is None:
            raise RuntimeError(f"the draft of {flow_id} is missing")
        services.flows.publish(ORGANIZATION, draft, flow_id, services.now())


def turn_event(flow_id: str, room: str, turn_id: str, said: str | None = SAID) -> dict[str, Any]:
    """Return a turn as a REST API's proxy event, from a caller with a token."""
    path = f"/api/flows/{flow_id}/process"
    body = {"roomName": room, "turnId": turn_id, "userInput": said}
    headers = {
        "Accept": "*/*",
        "Content-Type": "application/json",
        "Host": "abcdefghij.execute-api.us-east-1.amazonaws.com",
        "User-Agent": "callflow-agent-worker",
        "X-Request-Id": f"{room}-{turn_id}",
        "X-Forwarded-For": "192.0.2.1",
        "X-Forwarded-Proto": "https",
    }
    return {
        "resource": "/{proxy+}",
        "path": path,
        "httpMethod": "POST",
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": {"proxy": path[1:]},
        "stageVariables": None,
        "requestContext": {
            "resourcePath": "/{proxy+}",
            "httpMethod": "POST",
            "path": f"/prod{path}",
            "stage": "prod",
            "identity": {"sourceIp": "192.0.2.1", "userAgent": "callflow-agent-worker"},
            "authorizer": {"claims": {CLAIM: ORGANIZATION, "sub": "caller"}},
        },
        "body": json.dumps(body),
        "isBase64Encoded": False,
    }


def reply_of(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return the reply in a response.

    Raises:
        RuntimeError: If the status is not 200.
    """
    if answer["statusCode"] != 200:
        raise RuntimeError(f"{answer['statusCode']}: {answer['body']}")
    reply: dict[str, Any] = json.loads(answer["body"])
    return reply


@contextmanager
def quiet() -> Iterator[None]:
    """Drop the log and the metrics. They go to standard output, which CloudWatch reads on Lambda."""
    before, sys.stdout = sys.stdout, _DISCARDED
    try:
        yield
    finally:
        sys.stdout = before


def bare_client(settings: Settings) -> Any:
    return boto3.client("dynamodb", region_name=settings.region, endpoint_url=settings.dynamodb_endpoint)
