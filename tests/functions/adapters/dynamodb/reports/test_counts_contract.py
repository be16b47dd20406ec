"""The contract of `Counts`: the table, and the fake that other tests use."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from flow_core.authored.judging import MAX_QUESTIONS
from functions.adapters.dynamodb.items import Table
from functions.adapters.dynamodb.sessions.counts import KEEP_DAYS, DynamoCounts
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.judging.job import score_counters
from functions.ports.reporting.counts import (
    DAY,
    SHARDS,
    Counters,
    Counts,
    DayNotes,
    DaySum,
    FlowShard,
    SessionCounts,
    position_of,
)
from functions.ports.reporting.scores import Judgement, Score
from testing.reports.counts import InMemoryCounts, shard_of

FLOWS = count()
BEGIN = 20_000 * DAY
AT = BEGIN + 5_000
ALL = (position_of(0), position_of(30_000 * DAY))


@pytest.fixture(params=["memory", "dynamodb"])
def counts(request: pytest.FixtureRequest) -> Counts:
    if request.param == "memory":
        return InMemoryCounts()
    store: DynamoSessions = request.getfixturevalue("dynamo_sessions")
    return DynamoCounts(Table("sessions", "us-east-1"), store.connection)


@pytest.fixture
def flow() -> str:
    return f"flow-{next(FLOWS)}"


def of(flow: str, session_id: str = "s", *, at: int = AT, version: int = 3, number: int = 1) -> SessionCounts:
    counters: Counters = {"4 phone": {"sessions": number, "nodes": {"é — 😀": {"entered": 2}}}}
    return SessionCounts(session_id, "acme", flow, at, version, counters)


def rows(counts: Counts, flow: str, first: str = ALL[0], before: str = ALL[1]) -> list[tuple[str, int, Counters]]:
    pages = [counts.rows(FlowShard("acme", flow, shard), first, before) for shard in range(SHARDS)]
    assert not any(page.more for page in pages)
    return sorted((row.position, row.began_at, row.counters) for page in pages for row in page.rows)


def test_what_is_saved_is_read(counts: Counts, flow: str) -> None:
    saved = of(flow)
    counts.save(saved)
    assert rows(counts, flow) == [(position_of(AT, "s"), AT, saved.counters)]
    assert rows(counts, "another") == []
    assert rows(counts, flow[:-1]) == []


def test_a_later_head_replaces_the_counters_and_an_older_or_equal_one_does_not(counts: Counts, flow: str) -> None:
    for version, number in ((3, 1), (5, 2), (5, 3), (4, 4)):
        counts.save(of(flow, version=version, number=number))
    assert [row[2]["4 phone"] for row in rows(counts, flow)] == [of(flow, number=2).counters["4 phone"]]


def test_rows_are_those_between_two_positions_in_order(counts: Counts, flow: str) -> None:
    sessions = [f"s{number}" for number in range(30)]
    for number, session_id in enumerate(sessions):
        counts.save(of(flow, session_id, at=AT + number % 10))
    place = shard_of("acme", flow, "s0")
    page = counts.rows(place, *ALL)
    positions = [row.position for row in page.rows]
    assert positions == sorted(positions)
    assert 3 < len(positions) < 30
    for first in (0, 2, len(positions) - 1):
        after_it = counts.rows(place, f"{positions[first]}!", ALL[1])
        assert [row.position for row in after_it.rows] == positions[first + 1 :]
        up_to_it = counts.rows(place, ALL[0], positions[first])
        assert [row.position for row in up_to_it.rows if row.position < positions[first]] == positions[:first]
    found = rows(counts, flow, position_of(AT + 3), position_of(AT + 5))
    assert {row[1] for row in found} == {AT + 3, AT + 4}


def test_sums_and_marks_are_read_by_day(counts: Counts, flow: str) -> None:
    place = shard_of("acme", flow, "s")
    assert counts.days(place, 0, 99_999) == DayNotes({}, {})
    first, other = DaySum(BEGIN, "position", "", {"a": 1}), DaySum(BEGIN - 3_600_000, "other", "", {"a": 2})
    counts.save_day(place, 20_000, first)
    counts.save_day(place, 20_002, other)
    counts.mark("acme", flow, "s", 20_001)
    days = counts.days(place, 20_000, 20_001)
    assert (set(days.marks), days.sums) == ({20_001}, {20_000: first})
    assert counts.days(place, 20_002, 20_002) == DayNotes({}, {20_002: other})
    others = FlowShard("acme", flow, (place.shard + 1) % SHARDS)
    assert counts.days(others, 20_000, 20_001) == DayNotes({}, {})


def test_each_mark_is_new_and_leaves_the_sum(counts: Counts, flow: str) -> None:
    place = shard_of("acme", flow, "s")
    kept = DaySum(BEGIN, "p", "a mark", {"a": 1})
    counts.save_day(place, 20_000, kept)
    counts.mark("acme", flow, "s", 20_000)
    first = counts.days(place, 20_000, 20_000)
    assert first.sums == {20_000: kept}
    counts.mark("acme", flow, "s", 20_000)
    assert counts.days(place, 20_000, 20_000).marks[20_000] not in ("", first.marks[20_000])
    assert (DayNotes().mark_of([1, 2]), DayNotes({2: "m"}).mark_of([1, 2])) == ("", ",m")


def test_a_sum_of_another_time_zone_replaces_the_first_one(counts: Counts, flow: str) -> None:
    place = shard_of("acme", flow, "s")
    counts.save_day(place, 20_000, DaySum(BEGIN, "p", "", {"a": 1}))
    there = DaySum(BEGIN - 9 * 3_600_000, "q", "m,n", {"a": 2})
    counts.save_day(place, 20_000, there)
    assert counts.days(place, 20_000, 20_000).sums == {20_000: there}


def test_a_sum_of_an_earlier_release_is_of_the_day_in_utc(dynamo_sessions: DynamoSessions, flow: str) -> None:
    counts = DynamoCounts(Table("sessions", "us-east-1"), dynamo_sessions.connection)
    place = shard_of("acme", flow, "s")
    counts.save_day(place, 20_000, DaySum(BEGIN + 1, "p", "", {"a": 1}))
    (stored,) = (item for item in counts.items.scan() if flow in item.pk)
    stored.begin = None
    stored.save()
    assert counts.days(place, 20_000, 20_000).sums == {20_000: DaySum(BEGIN, "p", "", {"a": 1})}


def test_a_long_sum_is_read_whole(counts: Counts, flow: str) -> None:
    place = shard_of("acme", flow, "s")
    long: Counters = {f"node-{number * 7919 % 100_003}": {"entered": number} for number in range(60_000)}
    counts.save_day(place, 1, DaySum(DAY, "p", "", long))
    assert counts.days(place, 1, 1).sums[1].counters == long


def test_pages_end_and_continue(dynamo_sessions: DynamoSessions, flow: str, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = DynamoCounts(Table("sessions", "us-east-1"), dynamo_sessions.connection)
    for number in range(30):
        counts.save(of(flow, f"s{number}", at=AT + number))
    for day in range(20):
        counts.save_day(FlowShard("acme", flow, 0), day, DaySum(day * DAY, "p", "", {"a": day}))
    client = dynamo_sessions.connection.client
    query = client.query
    monkeypatch.setattr(client, "query", lambda **request: query(**{**request, "Limit": 4}))
    place = FlowShard("acme", flow, 0)
    positions: list[str] = []
    first, more = ALL[0], True
    while more:
        page = counts.rows(place, first, ALL[1])
        positions += [row.position for row in page.rows]
        first, more = f"{positions[-1]}!", page.more
    assert len(positions) == len(set(positions)) > 4
    sums = counts.days(place, 0, 19).sums
    assert sums == {day: DaySum(day * DAY, "p", "", {"a": day}) for day in range(20)}


def test_the_items_expire_and_are_in_no_index(dynamo_sessions: DynamoSessions, flow: str) -> None:
    counts = DynamoCounts(Table("sessions", "us-east-1"), dynamo_sessions.connection)
    counts.save(of(flow))
    counts.mark("acme", flow, "s", AT // DAY)
    counts.save_day(shard_of("acme", flow, "s"), AT // DAY, DaySum(AT, "p", "", {"a": 1}))
    items: list[Any] = [item for item in counts.items.scan() if flow in item.pk]
    assert sorted(item.sk.split("#")[0] for item in items) == ["DAY", "DAY", "ROW"]
    for item in items:
        assert item.sk != "HEAD"
        assert KEEP_DAYS <= item.expires_at / 86_400 - AT // DAY <= KEEP_DAYS + 1
    raw = dynamo_sessions.connection.client.scan(TableName="sessions")["Items"]
    assert not {"flow_key", "open_key", "room_name", "created"} & {name for item in raw for name in item}


def test_an_ordinary_session_is_one_write_unit_and_the_largest_is_two(dynamo_sessions: DynamoSessions) -> None:
    from functions.report.session_counts import MAX_BYTES

    counts = DynamoCounts(Table("sessions", "us-east-1"), dynamo_sessions.connection)
    ordinary: Counters = {
        "12 phone support-of-the-shop +15550100200": {
            "sessions": 1,
            "status": {"completed": 1},
            "outcome": {"order-changed": 1},
            "turns": {"10": 1},
            "duration": {"600": 1},
            "millis": {str(150 + 3 * number): 1 for number in range(8)},
            "asked": {"tool": 2, "model": 4},
            "firstWord": {str(260 + 3 * number): 1 for number in range(8)},
            "tokens": {"input": 2210, "output": 310},
            "models": {
                "": {"asked": 2, "input": 210, "output": 30},
                "openai/gpt-4.1-mini": {"asked": 2, "input": 2000},
            },
            "nodes": {f"elicitation-{n}": {"entered": 1, "exits": {"default": 1}, "noMatch": 1} for n in range(12)},
        }
    }
    counts.save(SessionCounts("session_" + "0123456789abcdef" * 2, "acme", "customer-support", AT, 1000, ordinary))
    (raw,) = dynamo_sessions.connection.client.scan(TableName="sessions")["Items"]
    assert size_of(raw) <= 1024
    without = size_of(raw) - len(raw["packed"]["B"])
    longest_ids = 2 * (128 - len("customer-support"))
    assert without + longest_ids + MAX_BYTES <= 2048


def size_of(raw: dict[str, Any]) -> int:
    """The size of an item as DynamoDB counts it: names and values, a number as up to 21 bytes."""
    sizes = {"S": lambda value: len(value.encode()), "N": lambda value: 21, "B": len}
    return sum(len(name) + sum(sizes[kind](value) for kind, value in of.items()) for name, of in raw.items())


def test_a_part_of_a_session_has_a_row_of_its_own_after_that_of_the_session(counts: Counts, flow: str) -> None:
    session, scores = of(flow), replace(of(flow, number=7), part="scores")
    for _ in range(2):
        counts.save(scores)
        counts.save(session)
    assert [row[2] for row in rows(counts, flow)] == [session.counters, scores.counters]
    counts.save(replace(scores, version=2, counters={}))
    assert len(rows(counts, flow)) == 2
    # A reader that goes on after the row of the session reads the part.
    assert rows(counts, flow, f"{position_of(AT, 's')}!") == rows(counts, flow)[1:]


def test_the_scores_of_a_session_cost_one_write_unit(dynamo_sessions: DynamoSessions) -> None:
    rng = random.Random(7)

    def an_id(prefix: str, characters: int) -> str:
        return prefix + "".join(rng.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=characters))

    flow, session_id = an_id("flow_", 32), an_id("session_", 32)
    scores = tuple(Score(an_id("", 40), "?", "1to5", 5) for _ in range(MAX_QUESTIONS))
    group = f"1234 phone {an_id('agent_', 32)} +441234567890123"
    counters: Counters = {group: score_counters(Judgement(9, 1, scores, ""))}
    store = DynamoCounts(Table("sessions", "us-east-1"), dynamo_sessions.connection)
    store.save(SessionCounts(session_id, an_id("org_", 32), flow, AT, 9, counters, part="scores"))
    (stored,) = dynamo_sessions.connection.client.scan(TableName="sessions")["Items"]
    size = sum(len(name) + len(next(iter(value.values()))) for name, value in stored.items())
    assert 400 < size < 1024
