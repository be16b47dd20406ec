"""The contract of `Audit`: the table, and the fake that other tests use."""

from __future__ import annotations

import pytest

from functions.adapters.dynamodb.flows.agents import DynamoAgents
from functions.adapters.dynamodb.flows.audit import DynamoAudit
from functions.adapters.dynamodb.items import Table
from functions.ports.agents import Agent
from functions.ports.audit import Audit, Entry
from functions.ports.sessions import BadCursorError
from testing.fakes.audit import InMemoryAudit

NOON = 1_780_315_200_000


@pytest.fixture(params=["memory", "dynamodb"])
def audit(request: pytest.FixtureRequest) -> Audit:
    if request.param == "memory":
        return InMemoryAudit()
    store: Audit = request.getfixturevalue("dynamo_audit")
    return store


def entry(number: int, subject: str = "anna") -> Entry:
    return Entry(NOON + number, "ann@example.com", "agent.saved", subject, {"flowId": "support", "number": number})


def test_entries_are_listed_whole_and_newest_first(audit: Audit) -> None:
    for number in (2, 0, 1):
        audit.record("acme", entry(number))
    page = audit.page("acme", cursor=None, limit=5)
    assert page.entries == (entry(2), entry(1), entry(0))
    assert page.cursor is None


def test_equal_entries_are_all_stored(audit: Audit) -> None:
    for _ in range(3):
        audit.record("acme", entry(0))
    assert audit.page("acme", cursor=None, limit=5).entries == (entry(0),) * 3


def test_the_pages_hold_each_entry_once(audit: Audit) -> None:
    for number in range(5):
        audit.record("acme", entry(number))
    found: list[Entry] = []
    cursor: str | None = None
    for _ in range(3):
        page = audit.page("acme", cursor=cursor, limit=2)
        found += page.entries
        cursor = page.cursor
    assert found == [entry(number) for number in (4, 3, 2, 1, 0)]
    assert cursor is None


def test_an_entry_with_a_name_is_stored_once_for_each_organization(audit: Audit) -> None:
    for number in range(3):
        audit.record_once("acme", entry(number), "ann reads")
    audit.record_once("acme", entry(3), "bob reads")
    audit.record_once("other", entry(4), "ann reads")
    assert audit.page("acme", cursor=None, limit=5).entries == (entry(3), entry(0))
    assert audit.page("other", cursor=None, limit=5).entries == (entry(4),)


def test_an_entry_with_a_name_is_stored_once_by_two_processes(dynamo_audit: DynamoAudit) -> None:
    dynamo_audit.record_once("acme", entry(0), "ann reads")
    another = DynamoAudit(Table(dynamo_audit.items.Meta.table_name, "us-east-1"))
    another.record_once("acme", entry(1), "ann reads")
    assert dynamo_audit.page("acme", cursor=None, limit=5).entries == (entry(0),)


@pytest.mark.parametrize("odd", ["acme#x", "ünï ☎", "..", "per%23cent"])
def test_no_organization_sees_the_entries_of_another(audit: Audit, odd: str) -> None:
    audit.record(odd, entry(0))
    assert audit.page(odd, cursor=None, limit=5).entries == (entry(0),)
    assert audit.page("acme", cursor=None, limit=5).entries == ()


@pytest.mark.parametrize("cursor", ["", "nonsense", "☎", "e30=", "e" * 5_000])
def test_a_malformed_cursor_is_refused(audit: Audit, cursor: str) -> None:
    with pytest.raises(BadCursorError):
        audit.page("acme", cursor=cursor, limit=5)


def test_the_cursor_of_another_organization_is_refused(audit: Audit) -> None:
    for number in range(2):
        audit.record("acme", entry(number))
    cursor = audit.page("acme", cursor=None, limit=1).cursor
    assert cursor is not None
    with pytest.raises(BadCursorError):
        audit.page("other", cursor=cursor, limit=1)


def test_lists_that_share_a_table_refuse_each_others_cursors(
    dynamo_audit: DynamoAudit, dynamo_agents: DynamoAgents
) -> None:
    for number in range(2):
        dynamo_audit.record("acme", entry(number))
        dynamo_agents.put_agent("acme", Agent(f"a{number}", "A", "f", "latest"))
    of_audit = dynamo_audit.page("acme", cursor=None, limit=1).cursor
    _, of_agents = dynamo_agents.agents("acme", cursor=None, limit=1)
    with pytest.raises(BadCursorError):
        dynamo_audit.page("acme", cursor=of_agents, limit=1)
    with pytest.raises(BadCursorError):
        dynamo_agents.agents("acme", cursor=of_audit, limit=1)
