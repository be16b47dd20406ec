"""What the dashboard's pages read, counted by DynamoDB Local with 10,000 sessions. docs/cost.md has the limits."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any, cast

import pytest
from botocore.client import BaseClient
from fastapi.testclient import TestClient

from functions.adapters.dynamodb.connection import Connection
from functions.adapters.dynamodb.items import Item
from functions.adapters.dynamodb.sessions.counts import DynamoCounts
from functions.adapters.dynamodb.sessions.session_search import DynamoSessionSearch
from functions.api.app import create_app
from functions.ports.reporting.counts import DAY
from functions.ports.search.session_search import Term
from functions.ports.sessions import Sessions
from functions.records import Head
from functions.report.count import CountSession
from functions.search.index import indexed
from functions.settings import Settings
from functions.wiring.api import build
from infra.cost.lists import COUNTS_BYTES, LISTS, first_report
from testing.api.stack import LOCAL, of
from testing.flows import line
from testing.reports.stories import Recorded, heads_of, stories
from testing.stage import KEEP_DAYS
from testing.strict_dynamodb import sessions_on, sessions_table, strict_dynamodb, strict_settings  # noqa: F401

SESSIONS = 10_000
DAYS = 30
ORGANIZATION = "acme"
AGENTS = 60


@dataclass
class Kept:
    """A connection that keeps the written items instead of sending them. Every session seems to exist."""

    items: dict[tuple[str, str], Item] = field(default_factory=dict)

    def read(self, items: Any, pk: str, sk: str) -> Any:
        return SimpleNamespace(expires_at=int(time.time()) + KEEP_DAYS * 86_400, erased=None) if sk == "HEAD" else None

    def write(self, item: Item, condition: Any = None) -> bool:
        self.items[item.pk, item.sk] = item
        return True

    def write_many(self, items: Any, puts: Sequence[Item], deletes: Any) -> None:
        self.items.update({(item.pk, item.sk): item for item in puts})


@dataclass
class Meter:
    """Counts the requests to DynamoDB and the units that they consume."""

    requests: int = 0
    units: float = 0.0

    def note(self, consumed: Any) -> None:
        self.requests += 1
        self.units += sum(each["CapacityUnits"] for each in (consumed if isinstance(consumed, list) else [consumed]))


@pytest.fixture(scope="module")
def meter() -> Iterator[Meter]:
    counted, call = Meter(), BaseClient._make_api_call

    def measured(client: Any, operation: str, params: dict[str, Any]) -> Any:
        answer = call(client, operation, {**params, "ReturnConsumedCapacity": "TOTAL"})
        counted.note(answer["ConsumedCapacity"])
        return answer

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(BaseClient, "_make_api_call", measured)
        yield counted


@pytest.fixture(scope="module")
def api(strict_settings: Settings) -> TestClient:  # noqa: F811
    """The API with ten thousand sessions of the last days in three flows."""
    now, rng = int(time.time() * 1000), random.Random(1)
    recorded, kept = Recorded(), Kept()
    table, connection = sessions_table(strict_settings), cast(Connection, kept)
    sessions = sessions_on(strict_settings)
    stored, sessions.connection = sessions.connection, connection
    search = DynamoSessionSearch(table, connection)
    count = CountSession(cast(Sessions, recorded), DynamoCounts(table, connection), lambda: now)
    newest: Head | None = None
    for story in stories(SESSIONS, since=now - DAYS * DAY, until=now - DAY // 4, seed=1):
        head = replace(heads_of(story, recorded)[-1], created_at=story.began_at)
        sessions.advance(head)
        count(head)
        found = indexed(head, recorded.turns[head.session_id])
        # Only the terms that are asked for below.
        terms = {Term("flow", story.flow), Term("word", f"word{rng.randrange(10)}")}
        assert Term("flow", story.flow) in found.terms
        search.save(replace(found, terms=frozenset(terms)))
        newest = head if newest is None or head.created_at > newest.created_at else newest
    assert newest is not None
    for turn in recorded.turns[newest.session_id]:
        sessions.propose(newest, turn)
    items = list(kept.items.values())
    with ThreadPoolExecutor(4) as threads:
        batches = [items[start : start + 500] for start in range(0, len(items), 500)]
        list(threads.map(lambda batch: stored.write_many(sessions.items, batch, ()), batches))
    services = build(replace(LOCAL, dynamodb_endpoint=strict_settings.dynamodb_endpoint))
    client = TestClient(create_app(services), headers=of(ORGANIZATION), raise_server_exceptions=False)
    for flow_id in ("shop", "clinic", "bank"):
        assert client.put(f"/api/flows/{flow_id}", json=line()).status_code == 200
    for number in range(AGENTS):
        agent = {"name": f"agent {number}", "flowId": "shop", "flowVersion": "latest"}
        assert client.put(f"/api/agents/agent-{number}", json=agent).status_code == 200
    return client


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("sessions, no filter", "/api/sessions?limit=50"),
        ("sessions, one filter", "/api/sessions?limit=50&flowId=shop"),
        ("sessions, two filters of a tenth of the sessions", "/api/sessions?limit=50&flowId=clinic&text=word4"),
        ("sessions of a flow", "/api/flows/shop/sessions?limit=50"),
        ("agents, or entries of the audit", "/api/agents?limit=50"),
        ("agents, or entries of the audit", "/api/audit?limit=50"),
        ("versions of a flow, whose sessions are counted", "/api/flows/shop/versions"),
    ],
)
def test_a_list_reads_no_more_than_the_costs_say(api: TestClient, meter: Meter, page: str, address: str) -> None:
    """Each page of a list costs the same: the first, and one in the middle."""
    cursor, found = "", 0
    for _ in range(3):
        read = measured(api, meter, address + cursor)
        assert meter.requests <= LISTS[page].requests
        assert meter.units <= LISTS[page].units
        found += sum(len(part) for part in read.values() if isinstance(part, list))
        if read.get("cursor") is None:
            break
        cursor = f"&cursor={read['cursor']}"
    assert found >= (0 if "versions" in page else AGENTS)


def test_a_conversation_reads_no_more_than_the_costs_say(api: TestClient, meter: Meter) -> None:
    page = LISTS["the conversation of a session, 24 turns"]
    newest = measured(api, meter, "/api/sessions?limit=1")["sessions"][0]["sessionId"]
    for writes in (page.writes, 0):  # The first reading is written into the audit.
        read = measured(api, meter, f"/api/flows/sessions/{newest}")
        assert read["session"]["turns"]
        assert meter.requests <= page.requests + (writes > 0)
        assert meter.units <= page.units + writes


def test_a_report_reads_the_sessions_once_and_then_only_sums(api: TestClient, meter: Meter) -> None:
    first = measured(api, meter, "/api/flows/shop/report")
    assert 0.45 * SESSIONS < first["sessions"] < 0.55 * SESSIONS
    limit = first_report(DAYS + 1, first["sessions"])
    assert meter.requests <= limit.requests
    # The sums of this flow are smaller than those of a large one.
    assert 0.5 * first["sessions"] * COUNTS_BYTES / 4096 < meter.units <= limit.units + limit.writes
    again = measured(api, meter, "/api/flows/shop/report")
    assert {**again, "from": first["from"], "to": first["to"]} == first
    page = LISTS["the report of a flow, 30 days"]
    assert meter.requests <= page.requests
    assert meter.units <= page.units / 4


def test_the_overview_reads_no_more_than_the_costs_say(api: TestClient, meter: Meter) -> None:
    measured(api, meter, "/api/report")
    read = measured(api, meter, "/api/report")
    assert read["sessions"] == SESSIONS
    # A day with few sessions has no sum: its rows are read with one more request.
    assert meter.requests <= 3 * LISTS["the report of a flow, 30 days"].requests + DAYS
    assert meter.units <= LISTS["the overview, 10 flows and two weeks"].units / 10


def measured(api: TestClient, meter: Meter, address: str) -> dict[str, Any]:
    """Read a page, and count what it reads alone."""
    meter.requests, meter.units = 0, 0.0
    answer = api.get(address)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())
