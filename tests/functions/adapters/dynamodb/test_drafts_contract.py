"""The contract of `Drafts`: the table, and the fake that other tests use."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest

from flow_core.events import ModelReplied
from flow_core.json import Json
from flow_core.state import ToolCall
from functions.adapters.dynamodb.sessions.drafts import DRAFT_KEY, DynamoDrafts
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.ports.drafts import KEPT_SECONDS, Drafts
from functions.records import UnwritableError
from testing.fakes.sessions import InMemoryDrafts

CALL = ToolCall("find", {"a": None})
REPLY = ModelReplied(turn_id="t", at=1, seed=2, effect_id="s:3", text="Hé 😀.", extracted={"n": 1}, calls=(CALL,))
NUMBERS = count()


class Clock:
    now = 1_800_000_000_000

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["memory", "dynamodb"])
def drafts(request: pytest.FixtureRequest, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Drafts:
    if request.param == "memory":
        return InMemoryDrafts(clock)
    store: DynamoSessions = request.getfixturevalue("dynamo_sessions")
    monkeypatch.setattr(store.connection, "now", clock)
    return DynamoDrafts(store.items, store.connection)


@pytest.fixture
def session() -> str:
    return f"session-{next(NUMBERS)}"


def test_what_is_kept_is_read_again(drafts: Drafts, session: str) -> None:
    assert drafts.kept(session, "t") == {}
    drafts.keep(session, "t", {"a": REPLY, "b": REPLY})
    assert drafts.kept(session, "t") == {"a": REPLY, "b": REPLY}
    assert drafts.kept(session, "other") == drafts.kept("other", "t") == {}


def test_a_later_draft_replaces_an_earlier_one(drafts: Drafts, session: str) -> None:
    drafts.keep(session, "t", {"a": REPLY})
    drafts.keep(session, "t", {"b": REPLY})
    assert set(drafts.kept(session, "t")) == {"b"}


def test_a_draft_is_gone_after_its_time(drafts: Drafts, session: str, clock: Clock) -> None:
    drafts.keep(session, "t", {"a": REPLY})
    clock.now += KEPT_SECONDS * 1000 - 1
    assert drafts.kept(session, "t")
    clock.now += 1
    assert drafts.kept(session, "t") == {}


def test_answers_that_could_not_be_read_again_are_refused(drafts: Drafts, session: str) -> None:
    deep: Json = []
    for _ in range(3000):
        deep = [deep]
    with pytest.raises(UnwritableError):
        drafts.keep(session, "t", {"a": replace(REPLY, extracted={"deep": deep})})


def test_a_draft_is_an_item_of_its_session_that_expires(dynamo_sessions: DynamoSessions, session: str) -> None:
    drafts = DynamoDrafts(dynamo_sessions.items, dynamo_sessions.connection)
    drafts.keep(session, "t", {"a": REPLY})
    [item] = list(dynamo_sessions.items.query(session))
    assert item.sk == f"{DRAFT_KEY}t"
    assert not {"number", "flow_key", "open_key"} & {name for name, value in item.attribute_values.items() if value}
    assert 0 < item.expires_at - dynamo_sessions.now() // 1000 <= KEPT_SECONDS
    assert dynamo_sessions.head(session) is None
