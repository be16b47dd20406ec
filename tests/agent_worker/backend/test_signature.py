"""The SigV4 signature, and its credentials."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from agent_worker.backend.client import Sign
from agent_worker.backend.errors import ApiUnavailableError
from agent_worker.backend.signature import sigv4
from testing.fakes.loopback import Loopback
from testing.fakes.model_servers import raw

URL = "https://api.example.com/prod/api/flows/a%20b/process"
BODY = b'{"userInput": "\xc3\xa9"}'
HEADERS = {"Content-Type": "application/json", "X-Request-Id": "r1", "X-Organization-Id": "acme"}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """An environment without credentials of this machine."""
    for name in ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN", "AWS_CONTAINER_CREDENTIALS_FULL_URI"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    return monkeypatch


def signer(environment: pytest.MonkeyPatch, token: str | None = None) -> Sign:
    environment.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    environment.setenv("AWS_SECRET_ACCESS_KEY", "a secret")
    if token is not None:
        environment.setenv("AWS_SESSION_TOKEN", token)
    return sigv4("eu-central-1")


def signature_again(method: str, url: str, signed: Mapping[str, str], body: bytes, token: str | None = None) -> str:
    """Compute the signature as the server does, from the request that it received."""
    named = signed["Authorization"].partition("SignedHeaders=")[2].partition(",")[0].split(";")
    request = AWSRequest(method, url, data=body)
    for name, value in signed.items():
        if name.lower() in named:
            request.headers[name] = value
    request.context["timestamp"] = signed["X-Amz-Date"]
    auth = SigV4Auth(Credentials("AKIDEXAMPLE", "a secret", token), "execute-api", "eu-central-1")
    canonical = auth.canonical_request(request)
    assert canonical.splitlines()[-1] == hashlib.sha256(body).hexdigest()
    return str(auth.signature(auth.string_to_sign(request, canonical), request))


def signature_of(signed: Mapping[str, str]) -> str:
    return signed["Authorization"].partition("Signature=")[2]


@pytest.mark.parametrize(("method", "body"), [("POST", BODY), ("POST", b"{}"), ("GET", b"")])
def test_the_server_computes_the_same_signature(environment: pytest.MonkeyPatch, method: str, body: bytes) -> None:
    signed = signer(environment)(method, URL, HEADERS, body)
    assert signature_of(signed) == signature_again(method, URL, signed, body)
    assert HEADERS.items() <= signed.items()
    day = datetime.datetime.now(datetime.UTC).strftime("%Y%m%d")
    assert signed["X-Amz-Date"].startswith(day)
    scope = f"AKIDEXAMPLE/{day}/eu-central-1/execute-api/aws4_request"
    assert signed["Authorization"].startswith(f"AWS4-HMAC-SHA256 Credential={scope}, ")


def test_the_signature_covers_the_organization_and_the_body(environment: pytest.MonkeyPatch) -> None:
    signed = signer(environment)("POST", URL, HEADERS, BODY)
    assert "x-organization-id" in signed["Authorization"]
    others = [
        signature_again("POST", URL, {**signed, "X-Organization-Id": "other"}, BODY),
        signature_again("POST", URL, signed, BODY + b" "),
        signature_again("POST", URL.replace("a%20b", "c"), signed, BODY),
        signature_again("PUT", URL, signed, BODY),
    ]
    assert signature_of(signed) not in others


def test_the_session_token_of_a_role_is_signed(environment: pytest.MonkeyPatch) -> None:
    signed = signer(environment, "a token")("POST", URL, HEADERS, BODY)
    assert signed["X-Amz-Security-Token"] == "a token"
    assert "x-amz-security-token" in signed["Authorization"]
    assert signature_of(signed) == signature_again("POST", URL, signed, BODY, "a token")


def test_without_a_role_no_token_is_sent(environment: pytest.MonkeyPatch) -> None:
    assert "X-Amz-Security-Token" not in signer(environment)("POST", URL, HEADERS, BODY)


def test_missing_credentials_are_an_error_with_a_remedy(environment: pytest.MonkeyPatch) -> None:
    with pytest.raises(RuntimeError, match=r"Give the task a role, or set CALLFLOW_API_AUTH=none"):
        sigv4("eu-central-1")


def credentials_until(expires: datetime.datetime) -> str:
    return json.dumps(
        {
            "AccessKeyId": "AKIDEXAMPLE",
            "SecretAccessKey": "a secret",
            "Token": "a token",
            "Expiration": expires.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
    )


def test_credentials_that_cannot_be_renewed_mean_unavailable(environment: pytest.MonkeyPatch) -> None:
    soon = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=1)
    answers = [raw(credentials_until(soon))]

    def give(exchange: object) -> None:
        (answers.pop(0) if answers else raw("{}", 404))(exchange)  # type: ignore[arg-type]  # a Loopback's Exchange

    environment.setattr("botocore.utils.ContainerMetadataFetcher.RETRY_ATTEMPTS", 1)
    environment.setattr("botocore.utils.ContainerMetadataFetcher.SLEEP_TIME", 0)
    with Loopback(give) as task:
        environment.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", task.origin)
        sign = sigv4("eu-central-1")
        # Botocore refuses expired credentials, and renews those that expire soon.
        environment.setattr("botocore.credentials._local_now", lambda: soon.astimezone() + datetime.timedelta(hours=1))
        with pytest.raises(ApiUnavailableError, match="no AWS credentials"):
            sign("POST", URL, HEADERS, BODY)
    assert len(task.received) > 1
