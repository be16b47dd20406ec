"""Dependencies are made at their first use, once, and with their true types."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.redaction.sealed_sessions import SealedSessions
from functions.settings import Settings
from functions.wiring import api
from testing.api.stack import Observed

_SLOW = """
import sys
from functions.settings import Settings
from functions.wiring.api import build
services = build(Settings(auth="local"))
slow = {"botocore", "pynamodb", "aws_lambda_powertools", "httpx", "openai", "re2", "boto3"}
print(*sorted(slow & set(sys.modules)))
services.run_turn
print(*sorted(slow & set(sys.modules)))
services.warm()
print(*sorted(slow & set(sys.modules)))
"""


def test_a_service_is_loaded_with_its_first_use_and_all_of_them_by_warm() -> None:
    environment = {"AWS_ACCESS_KEY_ID": "t", "AWS_SECRET_ACCESS_KEY": "t"}
    process = subprocess.run([sys.executable, "-c", _SLOW], capture_output=True, text=True, env=environment, check=True)
    built, run_turn, warm = process.stdout.splitlines()
    assert built == ""
    assert run_turn == "botocore pynamodb"
    assert warm == "aws_lambda_powertools boto3 botocore httpx openai pynamodb re2"


def test_a_service_is_made_once_and_is_an_instance_of_its_class() -> None:
    services = api.build(Settings(auth="local"), Observed())
    assert isinstance(services.sessions, DynamoSessions)
    assert services.sessions is services.sessions
    assert services.run_turn is services.run_turn
    sealed = services.run_turn.sessions
    assert isinstance(sealed, SealedSessions)
    assert sealed.stored is services.sessions


def test_concurrent_threads_share_one_service() -> None:
    services = api.build(Settings(auth="local"), Observed())
    barrier = threading.Barrier(8)

    def run_turn() -> int:
        barrier.wait()
        return id(services.run_turn)

    with ThreadPoolExecutor(8) as threads:
        futures = [threads.submit(run_turn) for _ in range(8)]
    assert {future.result() for future in futures} == {id(services.run_turn)}


def test_a_service_that_could_not_be_made_is_made_with_the_next_use(monkeypatch: pytest.MonkeyPatch) -> None:
    services = api.build(Settings(auth="local"), Observed())
    made = api._table

    def not_yet(settings: Settings, name: str) -> object:
        raise OSError("not yet")

    monkeypatch.setattr(api, "_table", not_yet)
    with pytest.raises(OSError, match="not yet"):
        _ = services.sessions
    monkeypatch.setattr(api, "_table", made)
    assert isinstance(services.sessions, DynamoSessions)
