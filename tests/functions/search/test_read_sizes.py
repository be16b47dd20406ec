"""What pages of the search read, counted on 10,000 sessions. docs/cost.md computes with the same numbers."""

from __future__ import annotations

import random
from typing import Any

import pytest

from flow_core.state import Status
from functions.adapters.dynamodb.items import Table
from functions.adapters.dynamodb.sessions.postings import QUERIES
from functions.adapters.dynamodb.sessions.session_search import DynamoSessionSearch
from functions.ports.search.session_search import FoundSession, IndexedSession, SessionQuery, Term
from infra.cost.lists import LISTS, POSTING_BYTES, ROW_BYTES
from testing.search.counted_table import CountedTable

SESSIONS = 10_000
AT = 1_790_000_000_000
ORGANIZATION = "a-company"


@pytest.fixture(scope="module")
def searched() -> tuple[DynamoSessionSearch, CountedTable]:
    table: Any = CountedTable()
    search = DynamoSessionSearch(Table("sessions", "us-east-1"), table)
    rng = random.Random(3)
    for number in range(SESSIONS):
        found = FoundSession(
            session_id=f"session_{number:026d}",
            flow_id=f"customer-support-{number % 10}",
            flow_version=12,
            status=Status.COMPLETED,
            room_name=f"call-{number:032d}",
            created_at=AT + number * 1000,
            channel="phone",
            agent_id="a-friendly-agent",
            caller_number=f"+1555{rng.randrange(3000):07d}",
            called_number="+15550100000",
            outcome="appointment-confirmed",
        )
        terms = {
            Term("flow", found.flow_id),
            Term("caller", found.caller_number or ""),
            Term("word", f"word{rng.randrange(10)}"),
            Term("word", "evening" if number % 2 else "morning"),
        }
        if number % 100 == 0:
            terms.add(Term("word", "refund"))
        search.save(IndexedSession(ORGANIZATION, 9, found, frozenset(terms)))
    return search, table


QUERY_OF = {
    "no filter": SessionQuery(),
    "one filter": SessionQuery(flow_id="customer-support-3"),
    "two filters of a tenth of the sessions": SessionQuery(flow_id="customer-support-3", words=("word4",)),
    "two filters that no session fits": SessionQuery(words=("evening", "morning")),
}


@pytest.mark.parametrize("name", list(QUERY_OF))
def test_a_page_reads_no_more_than_the_costs_say(searched: tuple[DynamoSessionSearch, CountedTable], name: str) -> None:
    search, table = searched
    expected = LISTS[f"sessions, {name}"]
    table.requests, table.units = 0, 0.0
    page = search.find(ORGANIZATION, QUERY_OF[name], cursor=None, limit=50)
    # Of 10,000 sessions, a page compares all postings of both words.
    assert (len(page.sessions), page.cursor is None) == ((0, True) if "no session" in name else (50, False))
    assert table.requests <= expected.requests
    assert 0.4 * expected.units <= table.units <= expected.units


def test_a_later_page_reads_as_much_as_the_first(searched: tuple[DynamoSessionSearch, CountedTable]) -> None:
    search, table = searched
    cursor, reads = None, []
    for _ in range(20):
        table.units = 0.0
        cursor = search.find(ORGANIZATION, SessionQuery(flow_id="customer-support-3"), cursor=cursor, limit=50).cursor
        reads.append(table.units)
    assert max(reads) <= LISTS["sessions, one filter"].units


def test_a_caller_with_few_calls_is_found_in_one_page(searched: tuple[DynamoSessionSearch, CountedTable]) -> None:
    search, table = searched
    table.requests = 0
    query = SessionQuery(caller_number="+15550000007", words=("refund",))
    page = search.find(ORGANIZATION, query, cursor=None, limit=50)
    assert page.cursor is None
    assert table.requests < QUERIES


def test_rows_and_postings_have_the_sizes_of_the_costs(searched: tuple[DynamoSessionSearch, CountedTable]) -> None:
    _, table = searched
    rows, postings = f"FIND#{ORGANIZATION}", f"FIND#{ORGANIZATION}#flow#customer-support-3"
    assert 0.7 * ROW_BYTES < table.size(rows) / SESSIONS <= ROW_BYTES
    assert 0.7 * POSTING_BYTES < table.size(postings) / (SESSIONS / 10) <= POSTING_BYTES
    # Each term, the row and the list of terms is one write unit.
    assert table.writes == SESSIONS * (4 + 2) + SESSIONS / 100
