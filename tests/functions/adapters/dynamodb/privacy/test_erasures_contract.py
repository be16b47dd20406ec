"""The contract of `Erasures`: the table, and the fake that other tests use."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from flow_core.state import Status
from functions.adapters.dynamodb.items import Table
from functions.adapters.dynamodb.sessions.erasures import DynamoErasures
from functions.adapters.dynamodb.sessions.open_sessions import DynamoOpenSessions
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.deadline import NEVER, Deadline
from functions.ports.privacy.erasure import Erasures, Tombstone
from functions.ports.sessions import OpenSessions, Sessions
from functions.ports.turn_pages import TurnPage
from testing.fakes.sessions import InMemorySessions
from tests.functions.adapters.dynamodb.test_sessions_contract import IN_PARTS, grown, head_of, record_of

STONE = Tombstone("s", "acme", "support", 1_700_000_000_000, "ann@acme.test")


@dataclass(frozen=True)
class Both:
    sessions: Sessions
    erasures: Erasures
    open: OpenSessions

    def listed(self) -> list[str]:
        """The ids that the job of idle sessions finds, without time."""
        found: list[str] = []
        cursor: str | None = None
        while True:
            page = self.open.page(1, cursor=cursor, limit=10)
            found += page.session_ids
            cursor = page.cursor
            if cursor is None:
                return found


@pytest.fixture(params=["memory", "dynamodb"])
def both(request: pytest.FixtureRequest) -> Both:
    if request.param == "memory":
        sessions = InMemorySessions()
        return Both(sessions, sessions, sessions)
    stored: DynamoSessions = request.getfixturevalue("dynamo_sessions")
    return Both(
        stored, DynamoErasures(stored.items, stored.connection), DynamoOpenSessions(Table("sessions", "us-east-1"))
    )


def test_a_buried_session_is_found_by_nobody(both: Both) -> None:
    head = grown(both.sessions, 3)
    assert both.erasures.is_stored("s")
    assert both.erasures.bury(STONE)
    assert both.sessions.head("s") is None
    assert both.sessions.is_erased("s")
    assert not both.erasures.is_stored("s")
    assert both.sessions.in_room(head.room_name) == []
    assert both.sessions.of_flow("acme", "support", status=None, cursor=None, limit=10).sessions == ()
    assert both.sessions.count_by_version("acme", "support").sessions == {}
    assert both.erasures.tombstone("s") == STONE


def test_a_session_is_buried_once_and_only_if_it_exists(both: Both) -> None:
    assert not both.erasures.bury(STONE)
    assert both.erasures.tombstone("s") is None
    assert not both.sessions.is_erased("s")
    grown(both.sessions, 1)
    assert both.erasures.bury(STONE)
    assert not both.erasures.bury(replace(STONE, by="another"))
    assert both.erasures.tombstone("s") == STONE


@pytest.mark.parametrize("status", list(Status))
def test_no_head_is_stored_over_a_tombstone(both: Both, status: Status) -> None:
    head = grown(both.sessions, 2)
    both.erasures.bury(STONE)
    late = replace(head, state=replace(head.state, status=status))
    for version in (1, 2, head.version, head.version + 1):
        assert not both.sessions.advance(replace(late, version=version))
    assert both.sessions.head("s") is None
    assert both.erasures.tombstone("s") == STONE


def test_clearing_leaves_nothing_but_the_tombstone(both: Both) -> None:
    head = grown(both.sessions, 45)
    both.erasures.bury(STONE)
    assert both.erasures.clear("s", NEVER)
    assert all(both.sessions.turn("s", f"t-{number}") is None for number in range(1, 46))
    assert both.sessions.turns_after(replace(head, recent=(), turns=0), 0) == TurnPage((), more=False)
    assert both.erasures.tombstone("s") == STONE
    # Another session keeps its turns.
    assert both.sessions.turn("s2", "of another") is not None


def test_a_late_turn_is_deleted_by_the_next_clearing(both: Both) -> None:
    head = grown(both.sessions, 1)
    both.erasures.bury(STONE)
    assert both.erasures.clear("s", NEVER)
    assert both.sessions.propose(head, record_of("late", 2)) is None
    assert both.erasures.clear("s", NEVER)
    assert both.sessions.turn("s", "late") is None


def test_nothing_is_deleted_after_the_deadline(both: Both) -> None:
    grown(both.sessions, 2)
    both.erasures.bury(STONE)
    assert not both.erasures.clear("s", Deadline.after(-1))
    assert both.sessions.turn("s", "t-1") is not None


def test_a_tombstone_is_listed_until_it_is_kept_without(both: Both) -> None:
    head = head_of("s")
    assert both.sessions.advance(replace(head, state=replace(head.state, status=Status.COMPLETED)))
    assert both.listed() == []
    both.erasures.bury(STONE)
    assert both.listed() == ["s"]
    complete = replace(STONE, complete=True)
    both.erasures.keep(complete, listed=True)
    assert both.listed() == ["s"]
    both.erasures.keep(complete, listed=False)
    assert both.listed() == []
    assert both.erasures.tombstone("s") == complete


def test_the_parts_of_a_long_head_are_deleted(dynamo_sessions: DynamoSessions) -> None:
    erasures = DynamoErasures(dynamo_sessions.items, dynamo_sessions.connection)
    head = head_of("s")
    assert dynamo_sessions.advance(replace(head, state=replace(head.state, variables={"long": IN_PARTS})))
    assert len(list(dynamo_sessions.items.query("s"))) > 3
    erasures.bury(STONE)
    assert erasures.clear("s", NEVER)
    (left,) = dynamo_sessions.items.query("s")
    assert set(left.attribute_values) == {"pk", "sk", "erased", "expires_at", "open_key", "created"}
