"""A report equals a recount by brute force, in any order and number of the records of the sessions."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, tzinfo
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from functions.api.reports.chosen import Chosen
from functions.api.reports.period import Period
from functions.api.reports.shown import shown_organization, shown_report
from functions.deadline import NEVER, Deadline
from functions.ports.reporting.counts import DAY
from functions.ports.sessions import Sessions
from functions.records import Head
from functions.report.buckets import ERROR
from functions.report.count import CountSession
from functions.report.days import AddDays, Counted
from functions.report.flows import AddFlows
from testing.reports.counts import InMemoryCounts
from testing.reports.stories import Recorded, Story, heads_of, recount, stories

START = 20_000 * DAY
WEEK = 7 * DAY
ALL = Chosen()


class Clock:
    """A clock that follows the records: they come in about the order in which sessions end, some much later."""

    now = START

    def __call__(self) -> int:
        return self.now


class World:
    def __init__(self, seed: int, page: int = 1000) -> None:
        self.rng = random.Random(seed)
        self.clock = Clock()
        self.recorded = Recorded()
        self.counts = InMemoryCounts(page)
        self.count = CountSession(cast(Sessions, self.recorded), self.counts, self.clock)
        self.add_days = AddDays(self.counts, self.clock)

    def arrivals(self, made: list[Story]) -> list[tuple[int, Head]]:
        """The heads of the sessions and when they come: most at once, some days later, each once or more often."""
        arrivals: list[tuple[int, Head]] = []
        for story in made:
            for head in heads_of(story, self.recorded):
                for _ in range(self.rng.choice([1, 1, 1, 2, 3])):
                    delay = self.rng.choice([0, 0, 0, 1, 5_000_000, 3 * DAY])
                    arrivals.append((head.updated_at + self.rng.randrange(delay + 1), head))
        return sorted(arrivals, key=lambda arrival: (arrival[0], arrival[1].session_id))

    def report(self, flow: str, begin: int, end: int, chosen: Chosen = ALL, zone: tzinfo = UTC) -> dict[str, Any]:
        counted = self.add_days("acme", flow, begin, end, NEVER, zone)
        return cast(dict[str, Any], shown_report(flow, Period(begin, end, zone), counted, chosen))


def assert_equal(report: dict[str, Any], chosen: list[Story]) -> None:
    expected = recount(chosen)
    assert report["complete"]
    nodes = {node.pop("nodeId"): node for node in (dict(each) for each in report["nodes"])}
    assert nodes == expected["nodes"]
    for name in ("sessions", "byStatus", "byOutcome", "containment"):
        assert report[name] == expected[name], name
    for name in ("errors", "models"):
        assert sorted(report[name], key=repr) == sorted(expected[name], key=repr)
    for name in ("turns", "turnMillis", "firstWordMillis", "durationSeconds"):
        for part, value in expected[name].items():
            assert report[name][part] == pytest.approx(value, rel=ERROR, abs=0.001), (name, part)


def test_a_report_equals_a_recount_of_ten_thousand_sessions_with_records_twice_and_out_of_order() -> None:
    world = World(seed=1)
    made = stories(10_000, since=START, until=START + WEEK, seed=1)
    reports = 0
    for at, head in world.arrivals(made):
        # While records come, somebody reads reports and so makes sums, some of which late records spoil.
        if at // (DAY // 2) != world.clock.now // (DAY // 2):
            world.report("shop", START, at)
            reports += 1
        world.clock.now = max(world.clock.now, at)
        world.count(head)
    assert reports >= 14
    world.clock.now += DAY
    for flow in ("shop", "clinic", "bank"):
        of_flow = [story for story in made if story.flow == flow]
        assert_equal(world.report(flow, START, START + WEEK), of_flow)
        report = world.report(flow, START, START + WEEK)
        for label, part in report["byVersion"].items():
            expected = recount([story for story in of_flow if story.label == label])
            assert (part["sessions"], part["byOutcome"]) == (expected["sessions"], expected["byOutcome"])
        assert list(report["byVersion"]) == ["10", "2", "1", "draft"]
        for channel in ("chat", "phone"):
            chosen = [story for story in of_flow if story.channel == channel and story.label == "2"]
            assert_equal(world.report(flow, START, START + WEEK, Chosen("2", channel)), chosen)
        for agent, number in ((None, "+15550100"), ("ann", None), ("ben", "+442079460000")):
            chosen = [story for story in of_flow if agent in (None, story.agent) and number in (None, story.number)]
            assert_equal(world.report(flow, START, START + WEEK, Chosen(agent_id=agent, number=number)), chosen)
        assert parts_of(report["byAgent"]) == recounted(of_flow, lambda story: story.agent)
        assert parts_of(report["byNumber"]) == recounted(of_flow, lambda story: story.number)
        assert parts_of(report["byChannel"]) == recounted(of_flow, lambda story: story.channel)
        begin, end = START + DAY // 3, START + 5 * DAY + 12_345
        assert_equal(world.report(flow, begin, end), [story for story in of_flow if begin <= story.began_at < end])


@pytest.mark.parametrize(
    ("first", "name"),
    [
        (date(2026, 3, 25), "Europe/London"),
        (date(2026, 10, 20), "America/New_York"),
        (date(2026, 3, 30), "Australia/Lord_Howe"),
        (date(2026, 9, 3), "America/Santiago"),
        (date(2026, 5, 1), "Pacific/Kiritimati"),
        (date(2026, 5, 1), "Asia/Kathmandu"),
    ],
)
def test_a_report_of_any_time_zone_has_the_days_of_its_calendar(first: date, name: str) -> None:
    """The weeks have the change of the clocks; in Santiago they skip midnight."""
    zone, start = ZoneInfo(name), (first - date(1970, 1, 1)).days * DAY
    world = World(seed=5, page=40)
    world.clock.now = start
    made = [each for each in stories(1_500, since=start, until=start + 10 * DAY, seed=5) if each.flow == "shop"]
    for number, (at, head) in enumerate(world.arrivals(made)):
        if number % 100 == 0:
            # Sums of both zones are made, replace each other, and are spoilt by late records.
            world.report("shop", start, at, zone=zone if world.rng.random() < 0.8 else UTC)
        world.clock.now = max(world.clock.now, at)
        world.count(head)
    world.clock.now += DAY

    def local_date(story: Story) -> str:
        return datetime.fromtimestamp(story.began_at / 1000, zone).date().isoformat()

    report = world.report("shop", start, start + 11 * DAY, zone=zone)
    assert_equal(report, made)
    assert parts_of(report["byDay"]) == recounted(made, local_date)
    # The sums are used: what is read again is the part of the first day, and days with few sessions.
    read = world.counts.read
    assert world.report("shop", start, start + 11 * DAY, zone=zone) == report
    assert world.counts.read - read < len(made) / 4
    assert_equal(world.report("shop", start, start + 11 * DAY), made)
    begin, end = start + DAY // 3, start + 8 * DAY + 12_345
    some = [story for story in made if begin <= story.began_at < end]
    assert parts_of(world.report("shop", begin, end, zone=zone)["byDay"]) == recounted(some, local_date)


def parts_of(parts: dict[str, Any]) -> dict[str, Any]:
    return {name: (part["sessions"], part["byStatus"], part["containment"]) for name, part in parts.items()}


def recounted(made: list[Story], key: Callable[[Story], str | None]) -> dict[str, Any]:
    by_key: defaultdict[str, list[Story]] = defaultdict(list)
    for story in made:
        if (name := key(story)) is not None:
            by_key[name].append(story)
    return parts_of({name: recount(chosen) for name, chosen in by_key.items()})


def test_the_report_of_an_organization_adds_those_of_its_flows() -> None:
    world = World(seed=6, page=50)
    made = stories(1_000, since=START, until=START + 3 * DAY, seed=6)
    for at, head in world.arrivals(made):
        world.clock.now = max(world.clock.now, at)
        world.count(head)
    flows = ["bank", "clinic", "empty", "shop"]
    counted = AddFlows(world.add_days)("acme", flows, START, START + WEEK, NEVER, UTC)
    period = Period(START, START + WEEK)
    for chosen, some in (
        (ALL, made),
        (Chosen(channel="phone", agent_id="ann"), [s for s in made if (s.channel, s.agent) == ("phone", "ann")]),
    ):
        report = cast(dict[str, Any], shown_organization(period, counted, chosen, complete=True))
        expected = recount(some)
        for name in ("sessions", "byStatus", "byOutcome", "containment"):
            assert report[name] == expected[name]
        assert report["models"] == sorted(expected["models"], key=lambda use: -use["asked"])
        assert report["turns"] == expected["turns"]
        assert parts_of(report["byFlow"]) == recounted(some, lambda story: story.flow)
        assert parts_of(report["byAgent"]) == recounted(some, lambda story: story.agent)
        assert parts_of(report["byNumber"]) == recounted(some, lambda story: story.number)
        for flow_id, part in report["byFlow"].items():
            of_flow = recount([story for story in some if story.flow == flow_id])
            gave_up = of_flow["nodes"]["ask"]["abandonedHere"]
            assert part["abandonedAt"] == [{"nodeId": "ask", "count": gave_up}]
            assert sorted(part["errors"], key=repr) == sorted(of_flow["errors"], key=repr)
        all_errors = sum(error["count"] for error in expected["errors"])
        assert sum(error["count"] for error in report["errors"]) == all_errors
    assert not shown_organization(period, counted, ALL, complete=False)["complete"]
    late = AddFlows(world.add_days)("acme", flows, START, START + WEEK, Deadline.after(-1), UTC)
    assert not shown_organization(period, late, ALL, complete=True)["complete"]


@pytest.mark.parametrize("seed", range(6))
def test_a_report_equals_a_recount_at_any_moment(seed: int) -> None:
    world = World(seed, page=7)
    made = stories(200, since=START, until=START + 2 * DAY, seed=seed)
    known: dict[str, Story] = {story.session_id: story for story in made}
    counted: dict[str, Head] = {}
    for at, head in world.arrivals(made):
        world.clock.now = max(world.clock.now, at)
        world.count(head)
        if counted.get(head.session_id, head).version <= head.version:
            counted[head.session_id] = head
        if world.rng.random() < 0.05:
            begin, end = START + world.rng.choice([0, 0, 5_000_000]), START + world.rng.randrange(6_000_000, 2 * DAY)
            sessions = [
                head
                for head in counted.values()
                if head.flow_id == "shop" and begin <= known[head.session_id].began_at < end
            ]
            assert world.report("shop", begin, end)["sessions"] == len(sessions)
    assert_equal(world.report("shop", START, START + WEEK), [story for story in made if story.flow == "shop"])


def test_a_second_report_reads_only_what_the_sums_lack() -> None:
    world = World(seed=3, page=100)
    for at, head in world.arrivals(stories(2_000, since=START, until=START + WEEK, seed=3)):
        world.clock.now = max(world.clock.now, at)
        world.count(head)
    world.clock.now += DAY
    first = world.report("shop", START, START + WEEK)
    read = world.counts.read
    assert read >= first["sessions"]
    assert world.report("shop", START, START + WEEK) == first
    assert world.counts.read == read


def test_a_request_without_time_says_so_and_the_next_ones_continue() -> None:
    world = World(seed=4, page=50)
    made = [story for story in stories(2_000, since=START, until=START + DAY, seed=4) if story.flow == "shop"]
    for at, head in world.arrivals(made):
        world.clock.now = max(world.clock.now, at)
        world.count(head)
    world.clock.now += DAY
    assert not world.add_days("acme", "shop", START, START + DAY, Deadline.after(-1)).complete
    # Each request has time for a page.
    requests = 0
    counted = Counted({}, complete=False)
    while not counted.complete and requests < 100:
        requests += 1
        counted = world.add_days("acme", "shop", START, START + DAY, cast(Deadline, Pages(5)))
    assert 5 < requests < 100
    report = cast(dict[str, Any], shown_report("shop", Period(START, START + DAY), counted, ALL))
    assert_equal(report, made)


class Pages:
    """A deadline that comes after a number of pages."""

    def __init__(self, pages: int) -> None:
        self._left = pages

    def earlier(self, seconds: float) -> Deadline:
        assert seconds < 0
        return NEVER

    def expired(self) -> bool:
        self._left -= 1
        return self._left < 0
