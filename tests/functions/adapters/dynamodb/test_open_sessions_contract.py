"""The contract of `OpenSessions`: the index of the table, and the fake that other tests use."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

import pytest

from flow_core.state import Status
from functions.adapters.dynamodb.items import Table, cursor_of
from functions.adapters.dynamodb.sessions.open_sessions import DynamoOpenSessions
from functions.adapters.dynamodb.sessions.sessions import created_key
from functions.ports.sessions import BadCursorError, OpenPage, OpenSessions, Sessions
from functions.records import Head, ToolLease, TurnCall
from testing.fakes.sessions import InMemorySessions
from tests.functions.adapters.dynamodb.test_sessions_contract import head_of


@dataclass(frozen=True)
class Both:
    sessions: Sessions
    open: OpenSessions

    def stored(self, session_id: str, *, at: int = 1_000, status: Status = Status.PENDING) -> Head:
        head = head_of(session_id, at=at, status=status)
        assert self.sessions.advance(head)
        return head

    def found(self, created_before: int = 10_000, limit: int = 3) -> list[str]:
        ids: list[str] = []
        cursor: str | None = None
        for _ in range(200):
            page = self.open.page(created_before, cursor=cursor, limit=limit)
            assert len(page.session_ids) <= limit
            ids += page.session_ids
            cursor = page.cursor
            if cursor is None:
                return sorted(ids)
        raise AssertionError("the pages never end")


@pytest.fixture(params=["memory", "dynamodb"])
def both(request: pytest.FixtureRequest) -> Both:
    if request.param == "memory":
        sessions = InMemorySessions()
        return Both(sessions, sessions)
    stored: Sessions = request.getfixturevalue("dynamo_sessions")
    return Both(stored, DynamoOpenSessions(Table("sessions", "us-east-1")))


def test_the_pages_hold_each_open_session_once(both: Both) -> None:
    ids = [f"s{number}" for number in range(40)]
    for number, session_id in enumerate(ids):
        both.stored(session_id, at=1_000 + number % 7)
    assert both.found() == sorted(ids)


def test_a_session_is_listed_from_its_beginning_to_its_end(both: Both) -> None:
    head = both.stored("s")
    lease = ToolLease(TurnCall("t"), "s:1", 5, (), "r")
    for status in (Status.ACTIVE, Status.WAITING, Status.WAITING):
        head = replace(head, version=head.version + 1, state=replace(head.state, status=status), lease=lease)
        both.sessions.advance(head)
        assert both.found() == ["s"]
    for status in Status:
        head = replace(head, version=head.version + 1, state=replace(head.state, status=status))
        both.sessions.advance(head)
        assert both.found() == ([] if status.ended else ["s"])


def test_younger_sessions_are_left_out(both: Both) -> None:
    both.stored("old", at=999)
    both.stored("young", at=1_000)
    assert both.found(created_before=1_000) == ["old"]
    assert both.found(created_before=1_001) == ["old", "young"]


def test_a_run_with_an_earlier_limit_continues_from_the_cursor_of_a_later_one(both: Both) -> None:
    for number in range(40):
        both.stored(f"old{number}", at=1_000)
        both.stored(f"young{number}", at=5_000)
    cursor: str | None = None
    for _ in range(150):
        cursor = both.open.page(10_000, cursor=cursor, limit=1).cursor
        if cursor is None:
            return
        page = both.open.page(5_000, cursor=cursor, limit=50)
        assert not any(session_id.startswith("young") for session_id in page.session_ids)
    raise AssertionError("the pages never end")


def test_no_query_begins_after_a_key_outside_of_its_range(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    """DynamoDB refuses such a query, but moto does not. So the test watches the queries."""
    if isinstance(both.open, DynamoOpenSessions):
        monkeypatch.setattr(both.open.items.by_open, "query", lambda *_, **__: pytest.fail("it was asked"))
        last = {"pk": "s", "sk": "HEAD", "open_key": "open#03", "created": created_key(5_000, "s")}
        cursor = json.dumps([3, cursor_of({name: {"S": value} for name, value in last.items()})])
        assert both.open.page(5_000, cursor=cursor, limit=2) == OpenPage((), "[4, null]")


def test_the_cursor_is_stored(both: Both) -> None:
    assert both.open.kept_cursor() is None
    for number in range(9):
        both.stored(f"s{number}")
    cursor = both.open.page(10_000, cursor=None, limit=2).cursor
    assert cursor is not None
    both.open.keep_cursor(cursor)
    assert both.open.kept_cursor() == cursor
    both.open.page(10_000, cursor=both.open.kept_cursor(), limit=2)
    both.open.keep_cursor(None)
    assert both.open.kept_cursor() is None


@pytest.mark.parametrize(
    "cursor", ["", "x", "[]", "[1]", '["1", null]', "[99, null]", "[-1, null]", '[0, "x"]', "[0, 1]"]
)
def test_a_malformed_cursor_is_an_error(both: Both, cursor: str) -> None:
    with pytest.raises(BadCursorError):
        both.open.page(10_000, cursor=cursor, limit=2)


def test_a_cursor_of_the_table_is_json_and_names_its_shard(both: Both) -> None:
    if isinstance(both.open, DynamoOpenSessions):
        cursor = both.open.page(10_000, cursor=None, limit=2).cursor
        assert json.loads(cursor or "") == [1, None]
