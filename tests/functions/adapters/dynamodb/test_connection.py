"""The connection of a turn's reads and writes: who it says it is, and what it makes of a table that does not answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import botocore
import pytest

from functions.adapters.dynamodb.connection import Connection
from functions.adapters.dynamodb.items import Table
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions, SessionItem
from functions.ports.errors import UnavailableError
from functions.version import VERSION


def _elsewhere(work: Callable[[], object]) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def _agents_of(connection: Connection) -> list[str]:
    """Fills with the User-Agent of each request."""
    agents: list[str] = []

    def sent(request: Any, **_: Any) -> None:
        agents.append(str(request.headers["User-Agent"]).removeprefix("b'").removesuffix("'"))

    connection.client.meta.events.register("before-send.dynamodb", sent)
    return agents


def test_whichever_thread_makes_the_client_it_names_callflow_and_botocore(dynamo_sessions: DynamoSessions) -> None:
    connection = DynamoSessions(Table("sessions", "us-east-1"), keep_days=1).connection
    _elsewhere(lambda: connection.client)
    agents = _agents_of(connection)
    for read in (lambda work: work(), _elsewhere):
        read(lambda: connection.read(dynamo_sessions.items, "nobody", "HEAD"))
    assert len(set(agents)) == 1
    assert len(agents) == 2
    assert f"callflow/{VERSION} " in agents[0]
    assert f"Botocore/{botocore.__version__} " in agents[0]


def test_all_threads_share_one_client(dynamo_sessions: DynamoSessions) -> None:
    clients: list[Any] = [dynamo_sessions.connection.client]
    _elsewhere(lambda: clients.append(dynamo_sessions.connection.client))
    assert clients[0] is clients[1]


def test_a_refused_write_is_no_error_and_changes_nothing(dynamo_sessions: DynamoSessions) -> None:
    absent = SessionItem.pk.does_not_exist()
    written = [
        dynamo_sessions.connection.write(dynamo_sessions.items("s", "HEAD", version=version), absent)
        for version in (1, 2)
    ]
    assert written == [True, False]
    standing = dynamo_sessions.connection.read(dynamo_sessions.items, "s", "HEAD")
    assert standing is not None
    assert standing.version == 1


def test_a_table_that_is_not_there_is_an_error_of_the_store(dynamo_sessions: DynamoSessions) -> None:
    nowhere = DynamoSessions(Table("nowhere", "us-east-1"), keep_days=1)
    with pytest.raises(UnavailableError):
        nowhere.connection.read(nowhere.items, "s", "HEAD")
    with pytest.raises(UnavailableError):
        nowhere.connection.write(nowhere.items("s", "HEAD"), SessionItem.pk.does_not_exist())


@pytest.fixture
def dated(dynamo_sessions: DynamoSessions) -> Iterator[Callable[[str | None], int]]:
    """What `now` tells after an answer with a `Date`, or without one."""
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


def test_the_tables_clock_is_what_its_last_answer_told(dated: Callable[[str | None], int]) -> None:
    told = dated("Mon, 01 Jun 2026 12:00:00 GMT")
    assert 0 <= told - 1_780_315_200_000 < 60_000
    later = dated("Mon, 01 Jun 2026 14:00:00 GMT")
    assert 0 <= later - 1_780_315_200_000 - 7_200_000 < 60_000


@pytest.mark.parametrize("date", [None, "", "yesterday"])
def test_a_table_that_tells_no_time_has_this_machines(dated: Callable[[str | None], int], date: str | None) -> None:
    assert abs(dated(date) - time.time() * 1000) < 60_000


def test_before_the_first_answer_the_clock_is_this_machines() -> None:
    fresh = DynamoSessions(Table("sessions", "us-east-1"), keep_days=1)
    assert abs(fresh.now() - time.time() * 1000) < 60_000
