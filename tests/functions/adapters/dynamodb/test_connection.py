"""The connection of a turn's reads and writes: its User-Agent, its clock, its retries and its errors."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import botocore
import pytest
from botocore.exceptions import ReadTimeoutError

from functions.adapters.dynamodb.connection import Connection
from functions.adapters.dynamodb.items import Table
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions, SessionItem
from functions.errors import UnavailableError
from functions.version import VERSION


def _in_another_thread(work: Callable[[], object]) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def _agents_of(connection: Connection) -> list[str]:
    """A list that receives the User-Agent of each request."""
    agents: list[str] = []

    def sent(request: Any, **_: Any) -> None:
        agents.append(str(request.headers["User-Agent"]).removeprefix("b'").removesuffix("'"))

    connection.client.meta.events.register("before-send.dynamodb", sent)
    return agents


@contextmanager
def lost_responses(connection: Connection, count: int) -> Iterator[list[str]]:
    """DynamoDB carries out the next writes, but their responses are lost. The list receives every operation."""
    events = connection.client.meta.events
    operations: list[str] = []

    def lose(model: Any, **_: Any) -> None:
        operations.append(model.name)
        if operations.count("PutItem") <= count and model.name == "PutItem":
            raise ReadTimeoutError(endpoint_url="https://dynamodb")

    events.register("after-call.dynamodb", lose)
    try:
        yield operations
    finally:
        events.unregister("after-call.dynamodb", lose)


def test_the_user_agent_names_callflow_and_botocore_in_every_thread(dynamo_sessions: DynamoSessions) -> None:
    connection = DynamoSessions(Table("sessions", "us-east-1"), keep_days=1).connection
    _in_another_thread(lambda: connection.client)
    agents = _agents_of(connection)
    for read in (lambda work: work(), _in_another_thread):
        read(lambda: connection.read(dynamo_sessions.items, "nobody", "HEAD"))
    assert len(set(agents)) == 1
    assert len(agents) == 2
    assert f"callflow/{VERSION} " in agents[0]
    assert f"Botocore/{botocore.__version__} " in agents[0]


def test_all_threads_share_one_client(dynamo_sessions: DynamoSessions) -> None:
    clients: list[Any] = [dynamo_sessions.connection.client]
    _in_another_thread(lambda: clients.append(dynamo_sessions.connection.client))
    assert clients[0] is clients[1]


def test_a_refused_write_returns_false_and_changes_nothing(dynamo_sessions: DynamoSessions) -> None:
    absent = SessionItem.pk.does_not_exist()
    with lost_responses(dynamo_sessions.connection, 0) as operations:
        written = [
            dynamo_sessions.connection.write(dynamo_sessions.items("s", "HEAD", version=version), absent)
            for version in (1, 2)
        ]
    assert written == [True, False]
    assert operations == ["PutItem", "PutItem"]
    existing = dynamo_sessions.connection.read(dynamo_sessions.items, "s", "HEAD")
    assert existing is not None
    assert existing.version == 1


def test_a_write_whose_response_was_lost_is_recognized(dynamo_sessions: DynamoSessions) -> None:
    item = dynamo_sessions.items("s", "HEAD", version=1, room_name="room", expires_at=1_780_315_200)
    item.hold(b'{"a": "head"}')
    with lost_responses(dynamo_sessions.connection, 1) as operations:
        assert dynamo_sessions.connection.write(item, SessionItem.pk.does_not_exist())
    assert operations == ["PutItem", "PutItem", "GetItem"]


def test_a_retried_write_that_another_write_has_overtaken_is_refused(
    dynamo_sessions: DynamoSessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The response is lost, and another process writes before the retry."""
    absent = SessionItem.pk.does_not_exist()
    item = dynamo_sessions.items("s", "HEAD", version=1)

    def overtake(_: float) -> None:
        dynamo_sessions.items("s", "HEAD", version=2).save()

    monkeypatch.setattr(time, "sleep", overtake)
    with lost_responses(dynamo_sessions.connection, 1) as operations:
        assert not dynamo_sessions.connection.write(item, absent)
    assert operations == ["PutItem", "PutItem", "GetItem"]


def test_a_missing_table_is_an_error_of_the_store(dynamo_sessions: DynamoSessions) -> None:
    nowhere = DynamoSessions(Table("nowhere", "us-east-1"), keep_days=1)
    with pytest.raises(UnavailableError):
        nowhere.connection.read(nowhere.items, "s", "HEAD")
    with pytest.raises(UnavailableError):
        nowhere.connection.write(nowhere.items("s", "HEAD"), SessionItem.pk.does_not_exist())


@pytest.fixture
def dated(dynamo_sessions: DynamoSessions) -> Iterator[Callable[[str | None], int]]:
    """A function that returns `now` after a response with a `Date` header, or without one."""
    events = dynamo_sessions.connection.client.meta.events
    dates: list[str | None] = [None]

    def answered(parsed: Any, **_: Any) -> None:
        headers = parsed["ResponseMetadata"]["HTTPHeaders"]
        headers.pop("date", None)
        if dates[-1] is not None:
            headers["date"] = dates[-1]

    events.register("after-call.dynamodb.GetItem", answered)

    def now(date: str | None) -> int:
        dates.append(date)
        dynamo_sessions.head("nobody")
        return dynamo_sessions.now()

    yield now
    events.unregister("after-call.dynamodb.GetItem", answered)


def test_the_clock_follows_the_date_of_the_last_response(dated: Callable[[str | None], int]) -> None:
    first = dated("Mon, 01 Jun 2026 12:00:00 GMT")
    assert 0 <= first - 1_780_315_200_000 < 60_000
    later = dated("Mon, 01 Jun 2026 14:00:00 GMT")
    assert 0 <= later - 1_780_315_200_000 - 7_200_000 < 60_000


@pytest.mark.parametrize("date", [None, "", "yesterday"])
def test_without_a_valid_date_the_clock_is_this_machines(dated: Callable[[str | None], int], date: str | None) -> None:
    assert abs(dated(date) - time.time() * 1000) < 60_000


def test_before_the_first_response_the_clock_is_this_machines() -> None:
    fresh = DynamoSessions(Table("sessions", "us-east-1"), keep_days=1)
    assert abs(fresh.now() - time.time() * 1000) < 60_000
