"""Heads that are longer than an item: their parts in the table, and concurrent readers."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from flow_core.state import Status
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.errors import UnavailableError
from functions.records import Head
from tests.functions.adapters.dynamodb.test_sessions_contract import head_of


def long_head(version: int, *, seed: int | None = None, status: Status = Status.WAITING) -> Head:
    """Return a head of about 500 KB when packed. It has two parts."""
    long = random.Random(seed or version).randbytes(500_000).hex()
    return replace(head_of("s", status=status), version=version, given_variables={"long": long})


def full_parts(sessions: DynamoSessions) -> int:
    """Return the number of parts in the table that are not freed."""
    return sum(1 for item in sessions.items.query("s") if item.sk.startswith("PART#") and item.packed is not None)


def test_the_next_long_head_frees_the_parts_of_the_head_before(dynamo_sessions: DynamoSessions) -> None:
    for version in range(1, 6):
        assert dynamo_sessions.advance(long_head(version))
        assert dynamo_sessions.head("s") == long_head(version)
        assert full_parts(dynamo_sessions) == 2
    assert dynamo_sessions.advance(replace(head_of("s"), version=6))
    assert full_parts(dynamo_sessions) == 0
    empty = [item for item in dynamo_sessions.items.query("s") if item.sk.startswith("PART#")]
    assert all(item.expires_at < 2_000_000_000 for item in empty)


def test_a_refused_head_leaves_no_parts(dynamo_sessions: DynamoSessions) -> None:
    assert dynamo_sessions.advance(long_head(1))
    assert not dynamo_sessions.advance(long_head(1, seed=77))
    assert full_parts(dynamo_sessions) == 2
    assert dynamo_sessions.head("s") == long_head(1)


def test_a_head_whose_response_was_lost_keeps_its_parts(dynamo_sessions: DynamoSessions) -> None:
    """The client retries the write, and its own first attempt refuses it."""
    assert dynamo_sessions.advance(long_head(1))
    assert not dynamo_sessions.advance(long_head(1))
    assert dynamo_sessions.head("s") == long_head(1)


def test_the_parts_of_an_ended_session_stay_for_the_reader_of_the_stream(dynamo_sessions: DynamoSessions) -> None:
    assert dynamo_sessions.advance(long_head(1, status=Status.TRANSFERRED))
    assert dynamo_sessions.head("s") is not None
    assert dynamo_sessions.advance(long_head(2))
    assert full_parts(dynamo_sessions) == 4


def test_a_reader_gets_the_next_head_if_it_replaces_the_first_between_two_reads(
    dynamo_sessions: DynamoSessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert dynamo_sessions.advance(long_head(1))
    read = dynamo_sessions.connection.read
    reads = []

    def read_slowly(items: type, pk: str, sk: str) -> object:
        item = read(items, pk, sk)
        reads.append(sk)
        if len(reads) == 1:
            assert dynamo_sessions.advance(long_head(2))
        return item

    monkeypatch.setattr(dynamo_sessions.connection, "read", read_slowly)
    assert dynamo_sessions.head("s") == long_head(2)
    assert reads == ["HEAD", "HEAD"]


def test_a_head_whose_parts_are_missing_is_an_error(dynamo_sessions: DynamoSessions) -> None:
    assert dynamo_sessions.advance(long_head(1))
    for item in dynamo_sessions.items.query("s"):
        if item.sk.startswith("PART#"):
            item.delete()
    with pytest.raises(dynamo_sessions.items.DoesNotExist):
        dynamo_sessions.head("s")


def test_parts_that_cannot_be_freed_fail_no_turn(
    dynamo_sessions: DynamoSessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert dynamo_sessions.advance(long_head(1))
    write = dynamo_sessions.connection.write

    def refuse(item: object, *condition: object) -> object:
        if not condition:
            raise UnavailableError("store", "PutItem", "throttled")
        return write(item, *condition)  # type: ignore[arg-type, type-var]

    monkeypatch.setattr(dynamo_sessions.connection, "write", refuse)
    assert dynamo_sessions.advance(long_head(2))
    assert dynamo_sessions.head("s") == long_head(2)
