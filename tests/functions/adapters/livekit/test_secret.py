"""LiveKit's keys come out of Secrets Manager at the start; where they cannot, nothing starts, and it is said why."""

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
HELD = {
    "url": "wss://livekit.example",
    "apiKey": "an-api-k3y",
    "apiSecret": "an-api-s3cr3t-of-more-than-thirty-two-bytes",
}
NAMED = Settings(livekit_secret=NAME)


class Holds:
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


def test_the_settings_take_what_the_secret_holds() -> None:
    client = Holds(json.dumps({**HELD, "more": 1}))
    found = with_livekit(NAMED, client)
    assert (found.livekit_url, found.livekit_api_key, found.livekit_api_secret) == tuple(HELD.values())
    assert client.asked == [NAME]


def test_it_wins_over_the_environment_and_without_it_nothing_is_asked() -> None:
    environment = {"LIVEKIT_URL": "ws://other", "LIVEKIT_API_KEY": "k", "LIVEKIT_API_SECRET": "s"}
    client = Holds(json.dumps(HELD))
    assert with_livekit(from_environment(environment), client).livekit_url == "ws://other"
    assert client.asked == []
    named = from_environment({**environment, "CALLFLOW_LIVEKIT_SECRET": NAME})
    assert with_livekit(named, client).livekit_url == HELD["url"]


WRONG: list[tuple[str | bytes | Exception, str, str]] = [
    (refusal("ResourceNotFoundException"), "is not there", "create-secret"),
    (refusal("AccessDeniedException"), r"cannot be read \(AccessDeniedException\)", "GetSecretValue"),
    (EndpointConnectionError(endpoint_url="https://s3cr3t"), "is out of reach", "VPC endpoint"),
    ("{s3cr3t", "is no JSON object", "store"),
    ('"s3cr3t"', "is no JSON object", "store"),
    ("[]", "is no JSON object", "store"),
    ("", "is no JSON object", "store"),
    (b"s3cr3t", "is no JSON object", "store"),
    ("{}", "has no url and no apiKey and no apiSecret", "store"),
    (json.dumps({**HELD, "apiKey": " "}), "has no apiKey", "store"),
    (json.dumps({**HELD, "apiSecret": 5}), "has no apiSecret", "store"),
    (json.dumps({**HELD, "url": None}), "has no url", "store"),
    (json.dumps({**HELD, "url": "an-api-s3cr3t"}), "has a url that is no address", "wss://"),
]


@pytest.mark.parametrize(("answer", "what", "remedy"), WRONG)
def test_what_is_missing_or_malformed_is_told_with_its_remedy_and_without_a_value(
    answer: str | bytes | Exception, what: str, remedy: str
) -> None:
    with pytest.raises(SettingsError, match=what) as raised:
        with_livekit(NAMED, Holds(answer))
    text = str(raised.value)
    assert all(part in text for part in ("CALLFLOW_LIVEKIT_SECRET", NAME, remedy))
    told = "".join(traceback.format_exception(raised.value))
    assert "s3cr3t" not in told
    assert "k3y" not in told


def test_settings_show_no_key() -> None:
    shown = repr(with_livekit(NAMED, Holds(json.dumps(HELD))))
    assert "s3cr3t" not in shown
    assert "k3y" not in shown


def test_the_api_does_not_start_without_it(aws: None) -> None:
    with pytest.raises(SettingsError, match="CALLFLOW_LIVEKIT_SECRET names the secret callflow/livekit, which is not"):
        build(NAMED)


def test_the_api_starts_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    with mock_aws():
        client = boto3.client("secretsmanager", region_name="us-east-1")
        client.create_secret(Name=NAME, SecretString=json.dumps(HELD))
        services = build(NAMED)
        assert services.rooms.server_url == HELD["url"]
        token = services.rooms.token(identity="ann", room_name="room", metadata={})
        assert token.startswith("ey")
