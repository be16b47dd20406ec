"""LiveKit's keys come from Secrets Manager at the start; without them the API does not start and names the reason."""

from __future__ import annotations

import json
import traceback
from collections.abc import Mapping

import boto3
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from moto import mock_aws

from functions.adapters.livekit.secret import with_livekit
from functions.settings import Settings, SettingsError, from_environment
from functions.wiring.api import build

NAME = "callflow/livekit"
STORED = {
    "url": "wss://livekit.example",
    "apiKey": "an-api-k3y",
    "apiSecret": "an-api-s3cr3t-of-more-than-thirty-two-bytes",
}
NAMED = Settings(livekit_secret=NAME)


class StoredSecret:
    """A client of Secrets Manager that gives one answer."""

    def __init__(self, answer: str | bytes | Exception) -> None:
        self._answer = answer
        self.asked: list[str] = []

    def get_secret_value(self, *, SecretId: str) -> Mapping[str, object]:  # noqa: N803 - AWS names it so
        self.asked.append(SecretId)
        if isinstance(self._answer, Exception):
            raise self._answer
        return {"SecretBinary" if isinstance(self._answer, bytes) else "SecretString": self._answer}


def refusal(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "s3cr3t"}}, "GetSecretValue")


def test_the_settings_contain_the_values_of_the_secret() -> None:
    client = StoredSecret(json.dumps({**STORED, "more": 1}))
    found = with_livekit(NAMED, client)
    assert (found.livekit_url, found.livekit_api_key, found.livekit_api_secret) == tuple(STORED.values())
    assert client.asked == [NAME]


def test_the_secret_wins_over_the_environment_and_without_it_no_request_is_sent() -> None:
    environment = {"LIVEKIT_URL": "ws://other", "LIVEKIT_API_KEY": "k", "LIVEKIT_API_SECRET": "s"}
    client = StoredSecret(json.dumps(STORED))
    assert with_livekit(from_environment(environment), client).livekit_url == "ws://other"
    assert client.asked == []
    named = from_environment({**environment, "CALLFLOW_LIVEKIT_SECRET": NAME})
    assert with_livekit(named, client).livekit_url == STORED["url"]


WRONG: list[tuple[str | bytes | Exception, str, str]] = [
    (refusal("ResourceNotFoundException"), "does not exist", "create-secret"),
    (refusal("AccessDeniedException"), r"cannot be read \(AccessDeniedException\)", "GetSecretValue"),
    (EndpointConnectionError(endpoint_url="https://s3cr3t"), "is out of reach", "VPC endpoint"),
    ("{s3cr3t", "is not a JSON object", "store"),
    ('"s3cr3t"', "is not a JSON object", "store"),
    ("[]", "is not a JSON object", "store"),
    ("", "is not a JSON object", "store"),
    (b"s3cr3t", "is not a JSON object", "store"),
    ("{}", "has no url and no apiKey and no apiSecret", "store"),
    (json.dumps({**STORED, "apiKey": " "}), "has no apiKey", "store"),
    (json.dumps({**STORED, "apiSecret": 5}), "has no apiSecret", "store"),
    (json.dumps({**STORED, "url": None}), "has no url", "store"),
    (json.dumps({**STORED, "url": "an-api-s3cr3t"}), "has a url that is not an address", "wss://"),
]


@pytest.mark.parametrize(("answer", "problem", "remedy"), WRONG)
def test_an_error_names_the_problem_and_the_remedy_and_no_value(
    answer: str | bytes | Exception, problem: str, remedy: str
) -> None:
    with pytest.raises(SettingsError, match=problem) as raised:
        with_livekit(NAMED, StoredSecret(answer))
    text = str(raised.value)
    assert all(part in text for part in ("CALLFLOW_LIVEKIT_SECRET", NAME, remedy))
    printed = "".join(traceback.format_exception(raised.value))
    assert "s3cr3t" not in printed
    assert "k3y" not in printed


def test_settings_show_no_key() -> None:
    shown = repr(with_livekit(NAMED, StoredSecret(json.dumps(STORED))))
    assert "s3cr3t" not in shown
    assert "k3y" not in shown


def test_the_api_does_not_start_without_the_secret(aws: None) -> None:
    with pytest.raises(SettingsError, match="CALLFLOW_LIVEKIT_SECRET names the secret callflow/livekit, which"):
        build(NAMED)


def test_the_api_starts_with_the_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    with mock_aws():
        client = boto3.client("secretsmanager", region_name="us-east-1")
        client.create_secret(Name=NAME, SecretString=json.dumps(STORED))
        services = build(NAMED)
        assert services.rooms.server_url == STORED["url"]
        token = services.rooms.token(identity="ann", room_name="room", metadata={})
        assert token.startswith("ey")
