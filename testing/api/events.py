"""The events that API Gateway sends to a Lambda function, from REST APIs and from HTTP APIs."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl

from fastapi.testclient import TestClient
from httpx import Headers, Response

from flow_core.json import Json
from functions.lambdas.gateway import behind_gateway

Event = dict[str, Any]

WORKER = {"identity": {"userArn": "arn:aws:sts::123456789012:assumed-role/worker/i-1", "sourceIp": "127.0.0.1"}}


def user(organization: Json, *groups: str) -> Event:
    """Return the context of a REST API with a Cognito authorizer, for a user of some groups."""
    claims: Event = {"sub": "u-1", "custom:organizationId": organization}
    if groups:
        claims["cognito:groups"] = f"[{' '.join(groups)}]"
    return {"authorizer": {"claims": claims}, "identity": _NOBODY}


def http_user(organization: str) -> Event:
    """Return the context of an HTTP API with a JWT authorizer."""
    return {"authorizer": {"jwt": {"claims": {"sub": "u-1", "custom:organizationId": organization}, "scopes": None}}}


_NOBODY = {"userArn": None, "sourceIp": "127.0.0.1"}


def rest(method: str, path: str, context: Event, *, body: Json = None, headers: dict[str, str] | None = None) -> Event:
    sent = {"Host": "api.test", **(headers or {})}
    path, _, query = path.partition("?")
    asked = dict(parse_qsl(query))
    return {
        "resource": "/{proxy+}",
        "httpMethod": method,
        "path": path,
        "headers": sent,
        "multiValueHeaders": {name: [value] for name, value in sent.items()},
        "queryStringParameters": asked or None,
        "multiValueQueryStringParameters": {name: [value] for name, value in asked.items()} or None,
        "requestContext": {"httpMethod": method, "path": path, "identity": _NOBODY, **context},
        "body": None if body is None else json.dumps(body),
        "isBase64Encoded": False,
    }


def http(method: str, path: str, context: Event, *, headers: dict[str, str] | None = None) -> Event:
    return {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"host": "api.test", **(headers or {})},
        "requestContext": {
            "http": {"method": method, "path": path, "sourceIp": "127.0.0.1", "protocol": "HTTP/1.1"},
            "stage": "$default",
            **context,
        },
        "isBase64Encoded": False,
    }


def answered(client: TestClient, event: Event) -> Response:
    """Return the response of a Lambda function with the client's application."""
    result = behind_gateway(client.app)(event, SimpleNamespace())  # type: ignore[arg-type]  # a plain context
    assert not result.get("isBase64Encoded")
    headers = Headers(result.get("headers") or {})
    for name, values in (result.get("multiValueHeaders") or {}).items():
        headers[name] = values[0]
    return Response(result["statusCode"], headers=headers, content=result["body"].encode())
