"""The scheduled handler as Lambda calls it, with DynamoDB, LiveKit over HTTP and the keys of Secrets Manager."""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import boto3
import pytest

from flow_core.state import Status
from functions.adapters.dynamodb.flows.flows import DynamoFlows
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.errors import UnavailableError
from functions.settings import SettingsError
from testing.fakes.livekit import KEY, SECRET, FakeLiveKit
from tests.functions.adapters.dynamodb.test_sessions_contract import head_of

MINUTE = 60_000


@dataclass(frozen=True)
class Context:
    seconds: float = 300.0

    def get_remaining_time_in_millis(self) -> int:
        return int(self.seconds * 1000)


def started() -> ModuleType:
    """Load the handler as a new process does."""
    sys.modules.pop("functions.lambdas.idle", None)
    return importlib.import_module("functions.lambdas.idle")


@pytest.fixture
def livekit(
    aws: None, dynamo_sessions: DynamoSessions, dynamo_flows: DynamoFlows, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FakeLiveKit]:
    for name, value in {
        "CALLFLOW_SESSIONS_TABLE": "sessions",
        "CALLFLOW_FLOWS_TABLE": "flows",
        "CALLFLOW_LIVEKIT_SECRET": "callflow/livekit",
    }.items():
        monkeypatch.setenv(name, value)
    fake = FakeLiveKit()
    secrets = boto3.client("secretsmanager")
    with fake.served() as server:
        held = {"url": server.origin.replace("http", "ws"), "apiKey": KEY, "apiSecret": SECRET}
        secrets.create_secret(Name="callflow/livekit", SecretString=json.dumps(held))
        yield fake
        secrets.delete_secret(SecretId="callflow/livekit", ForceDeleteWithoutRecovery=True)


@pytest.fixture
def handler(livekit: FakeLiveKit) -> Iterator[Callable[..., dict[str, Any]]]:
    module = started()
    yield module.handler
    module._close_idle.run_turn.engine.javascript.close()


def test_an_idle_session_is_closed_and_an_occupied_one_is_not(
    livekit: FakeLiveKit, dynamo_sessions: DynamoSessions, handler: Callable[..., dict[str, Any]]
) -> None:
    now = time.time_ns() // 1_000_000
    for name, minutes in {"gone": 31, "living": 31, "young": 29, "long gone": 60 * 24}.items():
        dynamo_sessions.advance(head_of(name, room=f"room of {name}", at=now - minutes * MINUTE, status=Status.WAITING))
    livekit.room("room of living").enters("caller")
    livekit.room("room of gone")
    assert handler({}, Context()) == {"closed": 2, "finished": 0, "failed": 0, "complete": True}
    found = {name: dynamo_sessions.head(name) for name in ("gone", "living", "young", "long gone")}
    assert [name for name, head in found.items() if head and head.state.status is Status.ABANDONED] == [
        "gone",
        "long gone",
    ]
    assert handler({}, Context())["closed"] == 0


def test_the_handler_stops_before_its_time_is_over(
    dynamo_sessions: DynamoSessions, handler: Callable[..., dict[str, Any]]
) -> None:
    dynamo_sessions.advance(head_of("gone", at=1))
    assert handler({}, Context(seconds=20)) == {"closed": 0, "finished": 0, "failed": 0, "complete": False}
    assert handler({}, Context())["closed"] == 1


def test_the_handler_fails_and_closes_no_session_while_livekit_is_unreachable(
    livekit: FakeLiveKit, dynamo_sessions: DynamoSessions, handler: Callable[..., dict[str, Any]]
) -> None:
    dynamo_sessions.advance(head_of("gone", at=1))
    livekit.answers = False
    with pytest.raises(UnavailableError) as raised:
        handler({}, Context())
    assert SECRET not in str(raised.value)
    livekit.answers = True
    assert handler({}, Context())["closed"] + handler({}, Context())["closed"] == 1


@pytest.mark.parametrize(
    ("variable", "value"),
    [("CALLFLOW_LIVEKIT_SECRET", ""), ("CALLFLOW_QUIET_MINUTES", "0"), ("CALLFLOW_QUIET_MINUTES", "soon")],
)
def test_the_handler_does_not_start_with_wrong_settings(
    livekit: FakeLiveKit, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=variable):
        started()
