"""The list of a flow's sessions in its table: the number of its requests, and the items of an earlier release."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from flow_core.state import Status
from functions.adapters.dynamodb.items import cursor_of, key
from functions.adapters.dynamodb.sessions.flow_sessions import SHARDS, list_key
from functions.adapters.dynamodb.sessions.sessions import HEAD_KEY, DynamoSessions
from functions.errors import UnavailableError
from functions.ports.sessions import BadCursorError, VersionCounts
from functions.records import turn_type
from tests.functions.adapters.dynamodb.test_sessions_contract import head_of, pages, record_of


@contextmanager
def requests(sessions: DynamoSessions) -> Iterator[list[str]]:
    names: list[str] = []

    def note(model: Any, **_: Any) -> None:
        names.append(model.name)

    events = sessions.connection.client.meta.events
    events.register("before-call.dynamodb", note)
    yield names
    events.unregister("before-call.dynamodb", note)


def as_an_earlier_release_wrote(sessions: DynamoSessions, session_id: str, at: int, status: Status) -> None:
    """Write a session as the earlier release did: in one shard, the status in the index, the head as plain JSON."""
    assert sessions.advance(head_of(session_id, at=at, status=status))
    item = sessions.items.get(session_id, HEAD_KEY)
    item.flow_key = key("acme", "support")
    item.session_status, item.status = None, status.value
    item.data, item.packed = item.payload().decode(), None
    item.save()


@pytest.mark.parametrize("status", [None, Status.WAITING, Status.FAILED])
@pytest.mark.parametrize("limit", [1, 100])
def test_a_page_is_always_five_requests(dynamo_sessions: DynamoSessions, status: Status | None, limit: int) -> None:
    for index in range(150):
        dynamo_sessions.advance(head_of(f"s{index}", at=index, status=Status.WAITING))
    with requests(dynamo_sessions) as made:
        dynamo_sessions.of_flow("acme", "support", status=status, cursor=None, limit=limit)
    assert made == ["Query"] * (SHARDS + 1) + ["BatchGetItem"]
    with requests(dynamo_sessions) as made:
        dynamo_sessions.count_by_version("acme", "support")
    assert made == ["Query"] * (SHARDS + 1)


def test_sessions_are_spread_over_every_shard() -> None:
    shards = [list_key("acme", "support", f"session_{index}") for index in range(600)]
    assert len(set(shards)) == SHARDS
    assert min(shards.count(shard) for shard in set(shards)) > 600 / SHARDS / 2


@pytest.mark.parametrize("limit", [1, 3, 100])
def test_sessions_of_an_earlier_release_are_listed_with_the_others(dynamo_sessions: DynamoSessions, limit: int) -> None:
    for index in range(10):
        if index % 2:
            as_an_earlier_release_wrote(dynamo_sessions, f"s{index}", index, Status.WAITING)
        else:
            dynamo_sessions.advance(head_of(f"s{index}", at=index, status=Status.COMPLETED))
    everything = [one for page in pages(dynamo_sessions, limit) for one in page]
    assert everything == [f"s{index}" for index in range(9, -1, -1)]
    waiting = [one for page in pages(dynamo_sessions, limit, Status.WAITING) for one in page]
    assert waiting == ["s9", "s7", "s5", "s3", "s1"]
    assert dynamo_sessions.count_by_version("acme", "support") == VersionCounts({3: 10}, complete=True)


def test_a_turn_moves_a_session_of_an_earlier_release_to_its_shard(dynamo_sessions: DynamoSessions) -> None:
    as_an_earlier_release_wrote(dynamo_sessions, "s", 1, Status.WAITING)
    assert dynamo_sessions.advance(_next(dynamo_sessions, "s"))
    assert pages(dynamo_sessions, 5) == [["s"]]
    item = dynamo_sessions.items.get("s", HEAD_KEY)
    assert item.flow_key == list_key("acme", "support", "s")
    assert "status" not in item.attribute_values


def _next(sessions: DynamoSessions, session_id: str) -> Any:
    head = sessions.head(session_id)
    assert head is not None
    return replace(head, version=head.version + 1)


def test_heads_and_turns_that_an_earlier_release_wrote_are_read(dynamo_sessions: DynamoSessions) -> None:
    head, record = head_of("s", at=1, status=Status.WAITING), record_of("t")
    as_an_earlier_release_wrote(dynamo_sessions, "s", 1, Status.WAITING)
    assert dynamo_sessions.head("s") == head
    plain = dynamo_sessions.items("s", "TURN#t", number=1, data=turn_type().dump_json(record).decode())
    plain.save()
    assert dynamo_sessions.turn("s", "t") == record
    long = replace(record, response="x" * 200_000)
    dynamo_sessions.items("s", "TURN#long", number=1, packed=zlib.compress(turn_type().dump_json(long), 6)).save()
    assert dynamo_sessions.turn("s", "long") == long


def test_an_erased_session_that_is_still_in_the_index_is_not_listed(
    dynamo_sessions: DynamoSessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    for index in range(3):
        dynamo_sessions.advance(head_of(f"s{index}", at=index))
    read = dynamo_sessions.connection.client.batch_get_item
    answers_without(dynamo_sessions, monkeypatch, read, gone={"s1"})
    assert pages(dynamo_sessions, 5) == [["s2", "s0"]]


def test_a_page_ends_before_a_session_whose_head_was_not_read(
    dynamo_sessions: DynamoSessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DynamoDB leaves keys of a batch unread if the items have more than 16 MB, or if it throttles."""
    for index in range(6):
        dynamo_sessions.advance(head_of(f"s{index}", at=index))
    read = dynamo_sessions.connection.client.batch_get_item
    answers_without(dynamo_sessions, monkeypatch, read, unread={"s3", "s1"})
    page = dynamo_sessions.of_flow("acme", "support", status=None, cursor=None, limit=5)
    assert [one.session_id for one in page.sessions] == ["s5", "s4"]
    with pytest.raises(UnavailableError):
        dynamo_sessions.of_flow("acme", "support", status=None, cursor=page.cursor, limit=5)
    monkeypatch.undo()
    page = dynamo_sessions.of_flow("acme", "support", status=None, cursor=page.cursor, limit=5)
    assert [one.session_id for one in page.sessions] == ["s3", "s2", "s1", "s0"]


def answers_without(
    sessions: DynamoSessions,
    monkeypatch: pytest.MonkeyPatch,
    read: Any,
    *,
    gone: Set[str] = frozenset(),
    unread: Set[str] = frozenset(),
) -> None:
    def answer(RequestItems: dict[str, Any]) -> dict[str, Any]:  # noqa: N803  # boto3's name
        found = read(RequestItems=RequestItems)
        (table,) = RequestItems
        items = found["Responses"][table]
        found["Responses"][table] = [item for item in items if item["pk"]["S"] not in gone | unread]
        keys = [{"pk": item["pk"], "sk": item["sk"]} for item in items if item["pk"]["S"] in unread]
        return {**found, "UnprocessedKeys": {table: {"Keys": keys}} if keys else {}}

    monkeypatch.setattr(sessions.connection.client, "batch_get_item", answer)


@pytest.mark.parametrize("created", ["", "x", "12#s", "\uff19" * 15 + "#s", "0" * 15, "0" * 15 + "#" + "x" * 2_000])
def test_a_cursor_with_a_forged_position_is_refused(dynamo_sessions: DynamoSessions, created: str) -> None:
    forged = cursor_of({"flow_key": {"S": key("acme", "support")}, "created": {"S": created}})
    with pytest.raises(BadCursorError):
        dynamo_sessions.of_flow("acme", "support", status=None, cursor=forged, limit=5)


def test_a_cursor_has_only_the_position_in_the_list(dynamo_sessions: DynamoSessions) -> None:
    for index in range(3):
        dynamo_sessions.advance(head_of(f"s{index}", at=index))
    cursor = dynamo_sessions.of_flow("acme", "support", status=None, cursor=None, limit=1).cursor
    assert cursor is not None
    assert json.loads(base64.urlsafe_b64decode(cursor)) == {
        "flow_key": {"S": "acme#support"},
        "created": {"S": "000000000000002#s2"},
    }
