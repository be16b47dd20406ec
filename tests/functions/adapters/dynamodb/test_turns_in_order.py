"""The turns of a long session in the table: few requests a page, and the repair of a missing row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from functions.adapters.dynamodb.sessions import turns as dynamodb_turns
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.errors import UnavailableError
from functions.ports import turn_pages
from tests.functions.adapters.dynamodb.test_connection import lost_responses
from tests.functions.adapters.dynamodb.test_flow_sessions import requests
from tests.functions.adapters.dynamodb.test_sessions_contract import grown, head_of, paged, record_of

TURNS = 75


@pytest.fixture(autouse=True)
def long_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    """No session is short enough to be read by one query."""
    monkeypatch.setattr(dynamodb_turns, "_SHORT", 0)


def rows(sessions: DynamoSessions) -> list[str]:
    return [item.sk for item in sessions.items.query("s") if item.sk.startswith("ORDER#")]


def without(sessions: DynamoSessions, names: Iterable[str]) -> None:
    for name in names:
        sessions.items("s", name).delete()


def test_any_page_of_a_long_session_is_two_requests(
    dynamo_sessions: DynamoSessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turn_pages, "MAX_TURNS", 10)
    monkeypatch.setattr(dynamodb_turns, "MAX_TURNS", 10)
    head = grown(dynamo_sessions, TURNS)
    assert rows(dynamo_sessions) == [f"ORDER#{number:09d}" for number in range(32, TURNS, 8)]
    for after in (24, 30, 31, 32, 47, 60, TURNS - 9):
        with requests(dynamo_sessions) as made:
            page = dynamo_sessions.turns_after(head, after)
        assert [turn.number for turn in page.turns] == list(range(after + 1, min(after + 10, TURNS) + 1))
        assert made == ["Query", "BatchGetItem"]
    for recent in (TURNS - 8, TURNS - 1):
        with requests(dynamo_sessions) as made:
            dynamo_sessions.turns_after(head, recent)
        assert made == ["BatchGetItem"]
    with requests(dynamo_sessions) as made:
        assert dynamo_sessions.turn_at(head, 40) == "t-40"
    assert made == ["Query"]


def test_the_first_turns_are_found_from_the_first_row_backwards(dynamo_sessions: DynamoSessions) -> None:
    head = grown(dynamo_sessions, TURNS, void=(2, 24, 25))
    assert paged(dynamo_sessions, head) == [list(range(1, TURNS + 1))]
    with requests(dynamo_sessions) as made:
        assert dynamo_sessions.turn_at(head, 2) == "t-2"
    assert made == ["Query", *["GetItem"] * 23]


def test_the_row_is_written_although_the_response_of_the_head_was_lost(dynamo_sessions: DynamoSessions) -> None:
    head = grown(dynamo_sessions, 31)
    recent = (*head.recent[1:], "t-32")
    with lost_responses(dynamo_sessions.connection, 1):
        assert dynamo_sessions.advance(replace(head, version=head.version + 1, turns=32, recent=recent))
    assert rows(dynamo_sessions) == ["ORDER#000000032"]


@pytest.mark.parametrize("missing", [[32], [40], [72], [40, 48], [32, 40, 72]])
def test_a_missing_row_is_repaired_by_the_turns(dynamo_sessions: DynamoSessions, missing: list[int]) -> None:
    """The process died between the writes of the head and of the row."""
    head = grown(dynamo_sessions, TURNS, void=(36, 41))
    without(dynamo_sessions, [f"ORDER#{number:09d}" for number in missing])
    assert paged(dynamo_sessions, head) == [list(range(1, TURNS + 1))]
    for after in range(0, TURNS, 7):
        assert paged(dynamo_sessions, head, after) == [list(range(after + 1, TURNS + 1))]


def test_a_long_session_of_an_earlier_release_has_no_rows_and_is_read(
    dynamo_sessions: DynamoSessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = grown(dynamo_sessions, TURNS, void=(1, 30, 31, TURNS))
    without(dynamo_sessions, rows(dynamo_sessions))
    monkeypatch.setattr(dynamodb_turns, "_STEPS_BACK", 3)
    assert paged(dynamo_sessions, head) == [list(range(1, TURNS + 1))]
    assert paged(dynamo_sessions, head, 40) == [list(range(41, TURNS + 1))]


def test_a_turn_that_has_expired_is_left_out(dynamo_sessions: DynamoSessions) -> None:
    head = grown(dynamo_sessions, TURNS)
    without(dynamo_sessions, ["TURN#t-40"])
    assert paged(dynamo_sessions, head, 30) == [[*range(31, 40), *range(41, TURNS + 1)]]


def test_a_missing_turn_is_an_error(dynamo_sessions: DynamoSessions, monkeypatch: pytest.MonkeyPatch) -> None:
    head = grown(dynamo_sessions, TURNS)
    without(dynamo_sessions, [*rows(dynamo_sessions), "TURN#t-40"])
    monkeypatch.setattr(dynamodb_turns, "_STEPS_BACK", 3)
    with pytest.raises(dynamodb_turns.MissingTurnError, match="turn 40"):
        dynamo_sessions.turns_after(head, 30)


def test_a_row_that_cannot_be_written_fails_no_turn(
    dynamo_sessions: DynamoSessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = dynamo_sessions.connection.write

    def refuse(item: object, *condition: object) -> object:
        if not condition:
            raise UnavailableError("store", "PutItem", "throttled")
        return write(item, *condition)  # type: ignore[arg-type, type-var]

    monkeypatch.setattr(dynamo_sessions.connection, "write", refuse)
    head = grown(dynamo_sessions, 40)
    assert rows(dynamo_sessions) == []
    assert paged(dynamo_sessions, head) == [list(range(1, 41))]


def test_a_page_ends_before_a_turn_that_the_table_did_not_read(
    dynamo_sessions: DynamoSessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DynamoDB leaves keys of a batch unread if the items have more than 16 MB."""
    head = grown(dynamo_sessions, 40)
    read = dynamo_sessions.connection.client.batch_get_item

    def cut(RequestItems: dict[str, dict[str, list[object]]]) -> object:  # noqa: N803  # boto3's name
        (table,) = RequestItems
        keys = RequestItems[table]["Keys"]
        RequestItems[table]["Keys"] = keys[:7]
        return {**read(RequestItems=RequestItems), "UnprocessedKeys": {table: {"Keys": keys[7:]}} if keys[7:] else {}}

    monkeypatch.setattr(dynamo_sessions.connection.client, "batch_get_item", cut)
    found = paged(dynamo_sessions, head, 20)
    assert found == [list(range(21, 28)), list(range(28, 35)), list(range(35, 41))]


def test_a_record_of_another_session_is_never_read(dynamo_sessions: DynamoSessions) -> None:
    head = grown(dynamo_sessions, 40)
    dynamo_sessions.propose(head_of("s0"), record_of("t-10", 10, said="of another session"))
    assert {turn.input for turn in dynamo_sessions.turns_after(head, 0).turns} == {"Hello."}
