"""The contract of `Takeovers`: the table, and the fake that other tests use."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from functions.adapters.dynamodb.sessions.erasures import DynamoErasures
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.adapters.dynamodb.sessions.takeovers import DynamoTakeovers
from functions.deadline import NEVER
from functions.ports.privacy.erasure import Erasures
from functions.ports.sessions import Sessions
from functions.ports.supervision.takeovers import Takeover, Takeovers
from functions.ports.turn_pages import TurnPage
from testing.fakes.sessions import InMemorySessions
from testing.fakes.supervision.takeovers import InMemoryTakeovers
from tests.functions.adapters.dynamodb.privacy.test_erasures_contract import STONE
from tests.functions.adapters.dynamodb.test_sessions_contract import grown

THERE = Takeover("PA_1", "bob@acme.test", 1000)
OVER = replace(THERE, until=2000)


@dataclass(frozen=True)
class Both:
    sessions: Sessions
    erasures: Erasures
    takeovers: Takeovers


@pytest.fixture(params=["memory", "dynamodb"])
def both(request: pytest.FixtureRequest) -> Both:
    if request.param == "memory":
        sessions = InMemorySessions()
        return Both(sessions, sessions, InMemoryTakeovers(sessions.head))
    stored: DynamoSessions = request.getfixturevalue("dynamo_sessions")
    return Both(
        stored,
        DynamoErasures(stored.items, stored.connection),
        DynamoTakeovers(stored.items, stored.connection),
    )


def test_the_stays_of_a_session_are_kept_in_order(both: Both) -> None:
    grown(both.sessions, 2)
    later = Takeover("PA_0", "ann@acme.test", 5000)
    for each in (later, THERE):
        both.takeovers.save("s", each)
    assert both.takeovers.of("s") == (THERE, later)
    assert both.takeovers.of("another") == ()


@pytest.mark.parametrize("events", [(THERE, OVER), (OVER, THERE), (THERE, THERE, OVER, OVER, THERE)])
def test_late_and_repeated_reports_change_nothing(both: Both, events: tuple[Takeover, ...]) -> None:
    grown(both.sessions, 1)
    for each in events:
        both.takeovers.save("s", each)
    assert both.takeovers.of("s") == (OVER,)


def test_a_takeover_is_no_turn_of_the_session(both: Both) -> None:
    head = grown(both.sessions, 3)
    before = both.sessions.turns_after(head, 0)
    both.takeovers.save("s", OVER)
    assert both.sessions.turns_after(head, 0) == before
    assert isinstance(before, TurnPage)
    assert both.sessions.head("s") == head


def test_nothing_is_stored_of_an_unknown_or_an_erased_session(both: Both) -> None:
    both.takeovers.save("s", OVER)
    assert both.takeovers.of("s") == ()
    grown(both.sessions, 1)
    both.takeovers.save("s", THERE)
    assert both.erasures.bury(STONE)
    assert both.erasures.clear("s", NEVER)
    both.takeovers.save("s", OVER)
    assert both.takeovers.of("s") == ()


def test_a_session_that_is_erased_meanwhile_keeps_nothing(dynamo_sessions: DynamoSessions) -> None:
    grown(dynamo_sessions, 1)
    takeovers = DynamoTakeovers(dynamo_sessions.items, dynamo_sessions.connection)
    erasures = DynamoErasures(dynamo_sessions.items, dynamo_sessions.connection)
    write = dynamo_sessions.connection.write

    def after_the_erasure(item: object, condition: object = None) -> bool:
        written = write(item, condition)  # type: ignore[type-var,arg-type]  # handed on as it came
        dynamo_sessions.connection.write = write  # type: ignore[method-assign]  # once
        assert erasures.bury(STONE)
        return written

    dynamo_sessions.connection.write = after_the_erasure  # type: ignore[method-assign]  # a faster request
    takeovers.save("s", OVER)
    assert takeovers.of("s") == ()
