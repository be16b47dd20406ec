"""LiveKit's keys come from Secrets Manager when they are used, and a rotation needs no new process."""

from __future__ import annotations

import base64
import hashlib
import json
import traceback
from collections.abc import Mapping

import boto3
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from livekit import api as livekit_api
from moto import mock_aws

from functions.adapters.livekit.keys import SHAPE, LiveKitKeys, from_secret
from functions.adapters.livekit.rooms import LiveKitRooms
from functions.adapters.secrets.json_secret import (
    KEEP_STALE_SECONDS,
    MIN_REFRESH_SECONDS,
    JsonSecret,
)
from functions.adapters.secrets.secrets_manager import KEEP_SECONDS
from functions.errors import UnavailableError
from functions.ports.rooms import NoRoomsError, NotFromLiveKitError, RoomFinished
from functions.settings import Settings
from functions.wiring.api import build

NAME = "callflow/dev/livekit"
STORED = {
    "url": "wss://livekit.example",
    "apiKey": "an-api-k3y",
    "apiSecret": "an-api-s3cr3t-of-more-than-thirty-two-bytes",
}
NEW = {**STORED, "apiKey": "the-next-k3y", "apiSecret": "the-next-s3cr3t-of-more-than-thirty-two-bytes"}


class StoredSecret:
    """A client of Secrets Manager that gives one answer, which can be changed."""

    def __init__(self, answer: str | bytes | Exception | Mapping[str, object]) -> None:
        self.answer = answer
        self.asked: list[str] = []

    def get_secret_value(self, *, SecretId: str) -> Mapping[str, object]:  # noqa: N803 - AWS names it so
        self.asked.append(SecretId)
        answer = self.answer
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Mapping):
            answer = json.dumps(answer)
        return {"SecretBinary" if isinstance(answer, bytes) else "SecretString": answer}


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def secret(client: StoredSecret, clock: Clock | None = None) -> JsonSecret:
    return JsonSecret(NAME, "CALLFLOW_LIVEKIT_SECRET", SHAPE, client, now=clock or Clock())


def rooms(client: StoredSecret, clock: Clock | None = None) -> LiveKitRooms:
    return LiveKitRooms(from_secret(secret(client, clock)), "callflow")


def webhook(keys: Mapping[str, str]) -> tuple[bytes, str]:
    body = json.dumps({"event": "room_finished", "room": {"name": "r"}, "id": "EV"}).encode()
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    return body, livekit_api.AccessToken(keys["apiKey"], keys["apiSecret"]).with_sha256(digest).to_jwt()


def refusal(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "s3cr3t"}}, "GetSecretValue")


def test_nothing_is_read_before_the_first_use_and_then_once_in_five_minutes() -> None:
    client, clock = StoredSecret({**STORED, "more": 1}), Clock()
    read = from_secret(secret(client, clock))
    assert client.asked == []
    keys = read(False)
    assert keys == LiveKitKeys(STORED["url"], STORED["apiKey"], STORED["apiSecret"])
    client.answer = NEW
    clock.seconds += KEEP_SECONDS - 1
    assert read(False) == keys
    assert client.asked == [NAME]
    clock.seconds += 1
    assert read(False).api_key == NEW["apiKey"]


def test_a_webhook_with_the_new_key_is_accepted_at_once_after_a_rotation() -> None:
    client, clock = StoredSecret(STORED), Clock()
    livekit = rooms(client, clock)
    assert livekit.event(*webhook(STORED)) == RoomFinished("r")
    client.answer = NEW
    clock.seconds += MIN_REFRESH_SECONDS
    assert livekit.event(*webhook(NEW)) == RoomFinished("r")
    assert len(client.asked) == 2


def test_the_key_before_is_accepted_while_the_secret_has_it() -> None:
    before = {"previousApiKey": STORED["apiKey"], "previousApiSecret": STORED["apiSecret"]}
    client, clock = StoredSecret({**NEW, **before}), Clock()
    livekit = rooms(client, clock)
    assert livekit.event(*webhook(STORED)) == livekit.event(*webhook(NEW)) == RoomFinished("r")
    assert livekit.grant_secrets() == (NEW["apiSecret"], STORED["apiSecret"])
    token = livekit.token(identity="ann", room_name="room", metadata={})
    assert livekit_api.TokenVerifier(NEW["apiKey"], NEW["apiSecret"]).verify(token).identity == "ann"
    client.answer = NEW
    clock.seconds += MIN_REFRESH_SECONDS
    livekit.read_keys(True)
    with pytest.raises(NotFromLiveKitError):
        livekit.event(*webhook(STORED))


def test_a_stranger_causes_one_request_in_fifteen_seconds() -> None:
    client, clock = StoredSecret(STORED), Clock()
    livekit = rooms(client, clock)
    livekit.event(*webhook(STORED))
    for _ in range(50):
        with pytest.raises(NotFromLiveKitError):
            livekit.event(*webhook(NEW))
        clock.seconds += 1
    assert len(client.asked) == 1 + 50 // int(MIN_REFRESH_SECONDS)


def test_the_keys_stay_valid_for_an_hour_while_secrets_manager_is_away() -> None:
    client, clock = StoredSecret(STORED), Clock()
    read = from_secret(secret(client, clock))
    keys = read(False)
    client.answer = EndpointConnectionError(endpoint_url="https://s3cr3t")
    clock.seconds += KEEP_STALE_SECONDS - 1
    assert read(False) == keys
    clock.seconds += 1
    with pytest.raises(UnavailableError) as raised:
        read(False)
    assert (raised.value.port, raised.value.reason) == ("rooms", "unreachable")


def test_a_deleted_secret_is_not_used_any_longer() -> None:
    client, clock = StoredSecret(STORED), Clock()
    read = from_secret(secret(client, clock))
    read(False)
    client.answer = refusal("ResourceNotFoundException")
    clock.seconds += KEEP_SECONDS
    with pytest.raises(NoRoomsError, match="does not exist"):
        read(False)


WRONG: list[tuple[str | bytes | Exception, str, str]] = [
    (refusal("ResourceNotFoundException"), "does not exist", "create-secret"),
    (refusal("AccessDeniedException"), r"cannot be read \(AccessDeniedException\)", "GetSecretValue"),
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
    with pytest.raises(NoRoomsError, match=problem) as raised:
        rooms(StoredSecret(answer)).token(identity="ann", room_name="room", metadata={})
    text = str(raised.value)
    assert all(part in text for part in ("CALLFLOW_LIVEKIT_SECRET", NAME, remedy))
    printed = "".join(traceback.format_exception(raised.value))
    assert "s3cr3t" not in printed
    assert "k3y" not in printed


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (EndpointConnectionError(endpoint_url="https://s3cr3t"), "unreachable"),
        (refusal("InternalServiceError"), "unreachable"),
        (refusal("ThrottlingException"), "throttled"),
    ],
)
def test_secrets_manager_that_is_away_is_a_passing_failure(answer: Exception, reason: str) -> None:
    with pytest.raises(UnavailableError) as raised:
        rooms(StoredSecret(answer)).token(identity="ann", room_name="room", metadata={})
    assert (raised.value.port, raised.value.reason) == ("rooms", reason)
    assert "s3cr3t" not in "".join(traceback.format_exception(raised.value))


def test_keys_show_no_value() -> None:
    read = secret(StoredSecret({**STORED, "previousApiKey": "k3y", "previousApiSecret": "s3cr3t"}))
    shown = repr(from_secret(read)(False)) + repr(read)
    assert "s3cr3t" not in shown


def test_the_api_starts_before_its_secret_exists_and_takes_what_is_stored_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    with mock_aws():
        services = build(Settings(livekit_secret=NAME))
        with pytest.raises(
            NoRoomsError, match=f"CALLFLOW_LIVEKIT_SECRET names the secret {NAME}, which does not exist"
        ):
            services.rooms.token(identity="ann", room_name="room", metadata={})
        client = boto3.client("secretsmanager", region_name="us-east-1")
        client.create_secret(Name=NAME, SecretString=json.dumps(STORED))
        assert services.rooms.server_url == STORED["url"]
        assert services.rooms.token(identity="ann", room_name="room", metadata={}).startswith("ey")
