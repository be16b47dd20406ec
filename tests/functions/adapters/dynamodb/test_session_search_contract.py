"""The contract of `SessionSearch`: the table, and the fake that other tests use."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count, product
from typing import Any

import pytest

from flow_core.state import Session, Status
from functions.adapters.dynamodb.items import Table
from functions.adapters.dynamodb.sessions import postings
from functions.adapters.dynamodb.sessions.session_search import DynamoSessionSearch
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.errors import UnavailableError
from functions.ports.search.session_search import FoundSession, SessionQuery, SessionSearch, Term
from functions.ports.sessions import BadCursorError
from functions.records import FlowPin, Head, TestMetadata
from functions.search.index import indexed
from functions.turn.begin import new_head
from testing.fakes.sessions import InMemorySessions
from testing.search.session_search import InMemorySessionSearch
from testing.stage import KEEP_DAYS

AT = 4_000_000_000_000
ORGANIZATIONS = count()
Pages = Callable[..., list[str]]


class World:
    """A search, and the sessions that it finds."""

    def __init__(self, search: SessionSearch, sessions: DynamoSessions | InMemorySessions) -> None:
        self.search, self.sessions = search, sessions
        self.organization = f"org-{next(ORGANIZATIONS)}"

    def head(self, session_id: str, at: int = AT, *, version: int = 1) -> Head:
        numbers = {"caller_number": "+15550111", "called_number": "+15550100"}
        session = Session(f"{self.organization}-{session_id}", "phone", at, **numbers)
        head = new_head(self.organization, "support", FlowPin(4, 9), "call-1", session, agent_id="ada")
        state = replace(head.state, node_id="end", status=Status.COMPLETED, outcome="solved")
        return replace(head, version=version, state=state)

    def store(self, head: Head, *words: str) -> None:
        """Store a head, and index it with words."""
        assert self.sessions.advance(head)
        self.index(head, *words)

    def index(self, head: Head, *words: str) -> None:
        made = indexed(head, ())
        self.search.save(replace(made, terms=made.terms | {Term("word", word) for word in words}))

    def found(self, *, limit: int = 100, organization: str | None = None, **filters: Any) -> list[str]:
        """The ids of all pages."""
        query = SessionQuery(**filters)
        found: list[str] = []
        cursor = None
        for _ in range(200):
            page = self.search.find(organization or self.organization, query, cursor=cursor, limit=limit)
            assert len(page.sessions) <= limit
            found += [each.session_id.removeprefix(f"{self.organization}-") for each in page.sessions]
            cursor = page.cursor
            if cursor is None:
                return found
        raise AssertionError("the pages do not end")


@pytest.fixture(params=["memory", "dynamodb", "dynamodb in small queries"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    if request.param == "memory":
        sessions = InMemorySessions()
        yield World(InMemorySessionSearch(sessions.head), sessions)
        return
    store: DynamoSessions = request.getfixturevalue("dynamo_sessions")
    size = 2 if "small" in request.param else postings.POSTINGS
    table = Table("sessions", "us-east-1")
    yield World(DynamoSessionSearch(table, store.connection, postings=size), store)


def test_a_session_is_found_with_what_a_list_shows(world: World) -> None:
    head = world.head("a")
    world.store(head)
    page = world.search.find(world.organization, SessionQuery(), cursor=None, limit=10)
    expected = FoundSession(
        session_id=head.session_id,
        flow_id="support",
        flow_version=4,
        status=Status.COMPLETED,
        room_name="call-1",
        created_at=AT,
        channel="phone",
        agent_id="ada",
        caller_number="+15550111",
        called_number="+15550100",
        outcome="solved",
    )
    assert (page.sessions, page.cursor) == ((expected,), None)
    assert world.found(organization="another") == []
    assert world.found(organization=world.organization[:-1]) == []


def test_sessions_are_found_newest_first_and_page_by_page(world: World) -> None:
    for number in range(7):
        world.store(world.head(f"s{number}", AT + number % 3))
    expected = ["s5", "s2", "s4", "s1", "s6", "s3", "s0"]
    asked: tuple[dict[str, Any], ...] = ({}, {"flow_id": "support"}, {"flow_id": "support", "agent_id": "ada"})
    for limit, filters in product((1, 2, 7, 8), asked):
        assert world.found(limit=limit, **filters) == expected
    page = world.search.find(world.organization, SessionQuery(flow_id="support"), cursor=None, limit=7)
    assert page.cursor is None, "the last page has no cursor"


@pytest.mark.parametrize("terms", [{}, {"words": ("bike",)}])
def test_a_time_has_its_beginning_and_not_its_end(world: World, terms: dict[str, Any]) -> None:
    for number in range(5):
        world.store(world.head(f"s{number}", AT + number), "bike")
    assert world.found(begin=AT + 1, end=AT + 3, **terms) == ["s2", "s1"]
    assert world.found(begin=AT + 1, end=AT + 3, limit=1, **terms) == ["s2", "s1"]
    assert world.found(begin=AT + 3, end=AT + 3, **terms) == []
    assert world.found(begin=AT + 4, end=AT + 1, **terms) == []


def test_each_filter_finds_its_sessions_and_all_combine(world: World) -> None:
    world.store(world.head("a"), "bike", "zurich")
    other = Session(f"{world.organization}-b", "chat", AT + 1, caller_number="+15550222")
    head = new_head(world.organization, "sales", FlowPin(None, 1), "room", other)
    head = replace(head, version=1, test_metadata=TestMetadata("chat", "me", "room"))
    world.store(replace(head, state=replace(head.state, status=Status.ABANDONED)), "bike")
    for filters, expected in (
        ({"flow_id": "support"}, ["a"]),
        ({"agent_id": "ada"}, ["a"]),
        ({"status": Status.ABANDONED}, ["b"]),
        ({"caller_number": "+15550222"}, ["b"]),
        ({"called_number": "+15550100"}, ["a"]),
        ({"outcome": "solved"}, ["a"]),
        ({"test_mode": "none"}, ["a"]),
        ({"test_mode": "chat"}, ["b"]),
        ({"words": ("bike",)}, ["b", "a"]),
        ({"words": ("bike", "zurich")}, ["a"]),
        ({"words": ("bike", "rome")}, []),
        ({"words": ("bike",), "flow_id": "sales"}, ["b"]),
        ({"words": ("zurich",), "flow_id": "sales"}, []),
        ({"node": "end"}, []),
    ):
        assert world.found(**filters) == expected, filters


def test_an_open_session_is_found_with_its_status_of_now(world: World) -> None:
    head = world.head("a")
    first = replace(head, state=replace(head.state, status=Status.PENDING, outcome=None))
    world.store(first)
    assert world.found(status=Status.PENDING) == ["a"]
    assert world.sessions.advance(replace(first, version=2, state=replace(first.state, status=Status.WAITING)))
    assert (world.found(status=Status.WAITING), world.found(status=Status.PENDING)) == (["a"], [])
    page = world.search.find(world.organization, SessionQuery(), cursor=None, limit=1)
    assert [each.status for each in page.sessions] == [Status.WAITING]
    world.store(replace(head, version=3))
    assert (world.found(status=Status.WAITING), world.found(status=Status.COMPLETED)) == ([], ["a"])


def test_a_later_head_replaces_what_is_found_and_an_older_one_changes_nothing(world: World) -> None:
    first, second = world.head("a"), world.head("a", version=2)
    second = replace(second, state=replace(second.state, outcome="back", status=Status.TRANSFERRED))
    world.store(first, "bike", "rome")
    world.store(second, "bike", "zurich")
    for again in (first, second, first):
        world.index(again, "bike", "rome" if again is first else "zurich")
        assert world.found(outcome="back") == world.found(status=Status.TRANSFERRED) == ["a"]
        assert world.found(outcome="solved") == world.found(status=Status.COMPLETED) == []
        assert (world.found(words=("zurich",)), world.found(words=("rome",))) == (["a"], [])
        assert world.found(words=("bike",)) == ["a"]


def test_a_forgotten_session_is_not_found_and_can_be_forgotten_again(world: World) -> None:
    for name in ("a", "b"):
        world.store(world.head(name), "bike")
    world.search.forget(f"{world.organization}-a")
    world.search.forget(f"{world.organization}-a")
    world.search.forget("nobody")
    for filters in ({}, {"words": ("bike",)}, {"caller_number": "+15550111"}):
        assert world.found(**filters) == ["b"]


def test_a_session_without_a_head_is_not_stored(world: World) -> None:
    world.index(world.head("a"), "bike")
    assert world.found() == world.found(words=("bike",)) == []


@pytest.mark.parametrize("cursor", ["", "no", "e30=", "WzEsMl0=", "null"])
def test_a_malformed_cursor_is_refused(world: World, cursor: str) -> None:
    with pytest.raises(BadCursorError):
        world.search.find(world.organization, SessionQuery(), cursor=cursor, limit=1)


def test_a_cursor_is_for_its_own_search(world: World) -> None:
    for name in ("a", "b", "c"):
        world.store(world.head(name))
    cursor = world.search.find(world.organization, SessionQuery(), cursor=None, limit=1).cursor
    for organization, query in (("another", SessionQuery()), (world.organization, SessionQuery(agent_id="ada"))):
        with pytest.raises(BadCursorError):
            world.search.find(organization, query, cursor=cursor, limit=1)


def test_searches_equal_a_comparison_of_all_sessions(world: World) -> None:
    rng = random.Random(7)
    words = ["alpha", "beta", "gamma", "delta"]
    stored: list[tuple[int, str, frozenset[str], Status]] = []
    for number in range(60):
        at, name = AT + rng.randrange(30), f"s{number}"
        said = frozenset(word for index, word in enumerate(words) if rng.random() < 1 / (index + 1.2))
        status = rng.choice([Status.COMPLETED, Status.COMPLETED, Status.FAILED])
        head = world.head(name, at)
        world.store(replace(head, state=replace(head.state, status=status)), *said)
        stored.append((at, name, said, status))
    stored.sort(key=lambda each: (each[0], f"{world.organization}-{each[1]}"), reverse=True)
    for _ in range(40):
        asked = tuple(rng.sample(words, rng.randrange(4)))
        only = rng.choice([None, Status.COMPLETED, Status.FAILED])
        begin, end = sorted((AT + rng.randrange(31), AT + rng.randrange(31)))
        expected = [
            name for at, name, said, has in stored if set(asked) <= said and only in (None, has) and begin <= at < end
        ]
        limit = rng.choice([1, 3, 50])
        assert world.found(words=asked, status=only, begin=begin, end=end, limit=limit) == expected


# Only of the table


@pytest.fixture
def table_world(dynamo_sessions: DynamoSessions) -> World:
    return World(DynamoSessionSearch(Table("sessions", "us-east-1"), dynamo_sessions.connection), dynamo_sessions)


def items_of(world: World) -> list[dict[str, object]]:
    assert isinstance(world.sessions, DynamoSessions)
    return [item.attribute_values for item in world.sessions.items.scan()]


def test_everything_that_is_stored_expires_with_the_session(table_world: World) -> None:
    table_world.store(table_world.head("a"), "bike")
    stored = items_of(table_world)
    assert len(stored) == 1 + 1 + 1 + 8, "the head, the list of terms, the row and the terms"
    assert {item["expires_at"] for item in stored} == {AT // 1000 + KEEP_DAYS * 86_400}


def test_a_forgotten_session_leaves_only_its_head(table_world: World) -> None:
    table_world.store(table_world.head("a"), "bike")
    table_world.store(table_world.head("a", version=2), "zurich")
    table_world.search.forget(f"{table_world.organization}-a")
    assert [item["sk"] for item in items_of(table_world)] == ["HEAD"]


def test_a_session_that_is_erased_while_it_is_saved_leaves_nothing(
    table_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = table_world.sessions
    assert isinstance(store, DynamoSessions)
    head = table_world.head("a")
    assert store.advance(head)
    write_many = store.connection.write_many

    def erased_meanwhile(*arguments: object) -> None:
        monkeypatch.undo()
        store.items(head.session_id, "HEAD").delete()
        write_many(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(store.connection, "write_many", erased_meanwhile)
    table_world.index(head, "bike")
    assert items_of(table_world) == []


def test_a_page_ends_when_its_queries_are_spent_and_the_next_goes_on(
    table_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Two lists that share only their oldest session, and whose others alternate.
    for number in range(24):
        table_world.store(table_world.head(f"s{number:02d}", AT + number), "odd" if number % 2 else "even")
    table_world.store(table_world.head("both", AT - 1), "odd", "even")
    search = table_world.search
    monkeypatch.setattr(search, "_postings", 2)
    monkeypatch.setattr(postings.Budget, "__init__", lambda self: setattr(self, "left", 4))
    query = SessionQuery(words=("odd", "even"))
    cursor, pages = None, []
    for _ in range(100):
        page = search.find(table_world.organization, query, cursor=cursor, limit=5)
        pages.append(len(page.sessions))
        cursor = page.cursor
        if cursor is None:
            break
    assert len(pages) > 2
    assert pages == [0] * (len(pages) - 1) + [1]


def test_a_batch_that_is_never_written_is_an_unavailable_store(
    table_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = table_world.sessions
    assert isinstance(store, DynamoSessions)

    def nothing(RequestItems: dict[str, list[object]]) -> dict[str, object]:  # noqa: N803 - boto3's own name
        return {"UnprocessedItems": RequestItems}

    monkeypatch.setattr(store.connection.client, "batch_write_item", nothing)
    with pytest.raises(UnavailableError, match="throttled"):
        table_world.store(table_world.head("a"), "bike")


def test_what_a_batch_leaves_is_written_by_the_next(table_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    store = table_world.sessions
    assert isinstance(store, DynamoSessions)
    write = store.connection.client.batch_write_item

    def half(RequestItems: dict[str, list[object]]) -> dict[str, object]:  # noqa: N803 - boto3's own name
        ((table, asked),) = RequestItems.items()
        write(RequestItems={table: asked[:2]})
        return {"UnprocessedItems": {table: asked[2:]} if asked[2:] else {}}

    monkeypatch.setattr(store.connection.client, "batch_write_item", half)
    table_world.store(table_world.head("a"), "bike")
    monkeypatch.undo()
    assert table_world.found(words=("bike",), agent_id="ada", outcome="solved") == ["a"]
