"""The headers for the collector of traces: read from a secret, never quoted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from functions.adapters.secrets.json_secret import JsonSecret
from functions.adapters.secrets.trace_headers import TraceHeaders, of
from functions.errors import UnavailableError


@pytest.fixture
def secrets() -> Iterator[Any]:
    with mock_aws():
        yield boto3.client("secretsmanager", region_name="us-east-1")


def headers(client: Any, stored: object) -> dict[str, str]:
    client.create_secret(Name="traces", SecretString=json.dumps(stored))
    return TraceHeaders(JsonSecret("traces", "CALLFLOW_TRACES_SECRET", "{}", client))()


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("authorization=Bearer%20s3cr3t", {"authorization": "Bearer s3cr3t"}),
        ("Authorization=Bearer s3cr3t, x-team = a", None),
        ("Authorization=Bearer s3cr3t, x-team=a=b%2Cc", {"Authorization": "Bearer s3cr3t", "x-team": "a=b,c"}),
    ],
)
def test_headers_are_written_as_opentelemetry_writes_them(
    secrets: Any, written: str, sent: dict[str, str] | None
) -> None:
    if sent is None:
        with pytest.raises(UnavailableError, match="has no headers"):
            headers(secrets, {"headers": written})
    else:
        assert headers(secrets, {"headers": written}) == sent


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"headers": 7},
        {"headers": ""},
        {"headers": "s3cr3t"},
        {"headers": "authorization=s3cr3t,"},
        {"headers": "authorization=s3cr3t%0d%0ax-evil: 1"},
        {"headers": "authorization=%20"},
        {"headers": "authorization=s3cr3t%C3%BC"},
    ],
)
def test_a_secret_without_sound_headers_is_refused_and_not_quoted(secrets: Any, stored: object) -> None:
    with pytest.raises(UnavailableError) as refused:
        headers(secrets, stored)
    assert "CALLFLOW_TRACES_SECRET names the secret traces" in str(refused.value)
    assert "s3cr3t" not in str(refused.value)


def test_nothing_is_read_before_the_first_spans_are_sent() -> None:
    assert isinstance(of("callflow/traces"), TraceHeaders)
