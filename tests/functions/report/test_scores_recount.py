"""The scores in a report equal a recount by brute force, however often and in which order messages come."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC
from typing import Any, cast

import pytest

from flow_core.authored.judging import Judging
from flow_core.flow import Flow
from flow_core.json import Json
from functions.api.reports.chosen import Chosen
from functions.api.reports.period import Period
from functions.api.reports.rows import exported
from functions.api.reports.shown import shown_organization, shown_report
from functions.deadline import NEVER
from functions.judging.job import JudgeMessages, JudgeSession
from functions.judging.messages import message_of
from functions.ports.model import Replied
from functions.ports.reporting.counts import DAY
from functions.ports.sessions import Sessions
from functions.records import FlowPin, Head
from functions.report.count import CountSession
from functions.report.days import AddDays
from functions.report.zone_days import date_of
from testing.fakes.model import FakeModel
from testing.fakes.organizations import InMemoryRates
from testing.reports.counts import InMemoryCounts
from testing.reports.scores import InMemoryScores
from testing.reports.stories import Recorded, Story, heads_of, stories

START = 20_000 * DAY
WEEK = 7 * DAY
JUDGING = Judging.model_validate(
    {"questions": [{"id": "answered", "ask": "Did it?"}, {"id": "polite", "ask": "Polite?", "scale": "1to5"}]}
)
FLOW = Flow.model_validate({"name": "F", "nodes": [{"id": "start", "type": "start", "data": {}}]}).model_copy(
    update={"judging": JUDGING}
)
SCALES = {"answered": "yesNo", "polite": "1to5"}


class Unlimited(InMemoryRates):
    def take(self, *_: object, **__: object) -> bool:
        return True


@dataclass
class World:
    rng: random.Random
    now: int = START
    recorded: Recorded = field(default_factory=Recorded)
    heads: dict[str, Head] = field(default_factory=dict)
    counts: InMemoryCounts = field(default_factory=lambda: InMemoryCounts(page=50))
    scores: InMemoryScores = field(default_factory=InMemoryScores)
    given: dict[tuple[str, int], dict[str, int]] = field(default_factory=dict)
    """Session and version of the head -> the first scores that the judge gave."""

    def head(self, session_id: str) -> Head | None:
        return self.heads.get(session_id)

    def turns_after(self, head: Head, number: int) -> Any:
        return self.recorded.turns_after(head, number)

    def flow(self, organization_id: str, flow_id: str, pin: FlowPin) -> Flow:
        return FLOW

    def deliver(self, head: Head) -> None:
        scored: dict[str, int] = {}
        answers: dict[str, Json] = {}
        if self.rng.random() < 0.9:
            scored["answered"] = self.rng.randrange(2)
            answers["answer1"] = ["no", "yes"][scored["answered"]]
        if self.rng.random() < 0.9:
            answers["answer2"] = scored["polite"] = self.rng.randrange(1, 6)
        model = FakeModel(Replied("", answers))
        sessions = cast(Sessions, self)
        judge = JudgeSession(sessions, self.flow, self.scores, self.counts, Unlimited(), model, lambda: self.now)
        record = {"messageId": "m", "body": message_of(head).body, "attributes": {"ApproximateReceiveCount": "1"}}
        assert JudgeMessages(judge, lambda *args, **known: pytest.fail(str(args)))([record]) == []
        if model.asked:
            self.given[head.session_id, head.version] = scored

    def report(self, flow: str, begin: int, end: int, chosen: Chosen = Chosen()) -> dict[str, Any]:  # noqa: B008
        counted = AddDays(self.counts, lambda: self.now)("acme", flow, begin, end, NEVER, UTC)
        return cast(dict[str, Any], shown_report(flow, Period(begin, end, UTC), counted, chosen))


def averages(values: Iterable[tuple[str, int]]) -> dict[str, Any]:
    by_key: defaultdict[str, list[int]] = defaultdict(list)
    for key, value in values:
        by_key[key].append(value)
    return {key: {"calls": len(each), "average": round(sum(each) / len(each), 3)} for key, each in by_key.items()}


def recounted(world: World, made: Sequence[Story]) -> list[dict[str, Any]]:
    """Report the scores of stories from what the judge said, without any counter."""
    found: list[dict[str, Any]] = []
    for question in ("polite", "answered"):
        scored = [
            (story, scores[question])
            for story in made
            if (scores := world.given.get((story.session_id, world.heads[story.session_id].version))) is not None
            and question in scores
        ]
        if scored:
            whole = averages(("", value) for _, value in scored)[""]
            by_version = averages((story.label, value) for story, value in scored)
            by_day = averages((date_of(story.began_at // DAY), value) for story, value in scored)
            parts = {"byVersion": by_version, "byDay": by_day}
            found.append({"questionId": question, "scale": SCALES[question], **whole, **parts})
    return found


def run(made: Sequence[Story], seed: int) -> World:
    """Let sessions end, be counted and be judged; messages and records come twice, late and out of order."""
    rng = random.Random(seed)
    world = World(rng)
    count = CountSession(cast(Sessions, world), world.counts, lambda: world.now)
    happens: list[tuple[int, int, str, Head]] = []
    for story in made:
        judged = rng.random() < 0.7
        for head in heads_of(story, world.recorded):
            head = replace(head, judge=judged)
            happens.append((head.updated_at, len(happens), "ends", head))
            for what in ("counted", "judged"):
                for _ in range(rng.choice([1, 1, 2, 3])):
                    late = rng.randrange(rng.choice([1, 1, 1, 5_000_000, 3 * DAY]) + 1)
                    happens.append((head.updated_at + late, len(happens), what, head))
    for at, _, what, head in sorted(happens, key=lambda each: each[:2]):
        if at // (DAY // 2) != world.now // (DAY // 2):
            # Somebody reads reports while records come, and so makes sums that late rows spoil.
            world.report("shop", START, at)
        world.now = max(world.now, at)
        match what:
            case "ends":
                world.heads[head.session_id] = head
            case "counted":
                count(head)
            case _:
                world.deliver(head)
    world.now += DAY
    return world


def test_the_scores_of_a_report_equal_a_recount_of_three_thousand_sessions() -> None:
    made = stories(3_000, since=START, until=START + WEEK, seed=4)
    world = run(made, seed=4)
    assert len(world.given) > 1_500
    for flow in ("shop", "clinic", "bank"):
        of_flow = [story for story in made if story.flow == flow]
        report = world.report(flow, START, START + WEEK)
        assert report["scores"] == recounted(world, of_flow)
        assert list(report["scores"][0]["byVersion"]) == ["10", "2", "1", "draft"]
        # The other numbers are those of sessions, as without scores.
        assert report["sessions"] == len(of_flow)
        chosen = [story for story in of_flow if (story.label, story.channel) == ("2", "phone")]
        assert world.report(flow, START, START + WEEK, Chosen("2", "phone"))["scores"] == recounted(world, chosen)
        begin, end = START + DAY // 3, START + 5 * DAY + 12_345
        some = [story for story in of_flow if begin <= story.began_at < end]
        assert world.report(flow, begin, end)["scores"] == recounted(world, some)
    # What is read a second time comes from sums, and is the same.
    assert world.report("shop", START, START + WEEK) == world.report("shop", START, START + WEEK)


@pytest.mark.parametrize("seed", range(5))
def test_the_scores_equal_a_recount_for_any_order_of_messages(seed: int) -> None:
    made = stories(200, since=START, until=START + 2 * DAY, seed=seed)
    world = run(made, seed)
    of_flow = [story for story in made if story.flow == "shop"]
    assert world.report("shop", START, START + WEEK)["scores"] == recounted(world, of_flow)


def test_the_report_of_an_organization_has_no_scores_of_its_flows() -> None:
    world = run(stories(100, since=START, until=START + DAY, seed=8), seed=8)
    add_days = AddDays(world.counts, lambda: world.now)
    counted = {flow: add_days("acme", flow, START, START + WEEK, NEVER, UTC) for flow in ("shop", "bank")}
    report = shown_organization(Period(START, START + WEEK), counted, Chosen(), complete=True)
    assert "scores" not in report


def test_the_export_has_a_row_for_each_question_and_group() -> None:
    made = stories(300, since=START, until=START + 2 * DAY, seed=9)
    world = run(made, seed=9)
    counted = AddDays(world.counts, lambda: world.now)("acme", "shop", START, START + WEEK, NEVER, UTC)
    answer = exported("scores", {"shop": counted}, Chosen(), complete=True, name="report-shop")
    head, *lines = bytes(answer.body).decode().strip().split("\r\n")
    assert head.endswith("questionId,scale,calls,average")
    rows = [line.split(",") for line in lines]
    for each in recounted(world, [story for story in made if story.flow == "shop"]):
        of_question = [row for row in rows if row[6:8] == [each["questionId"], each["scale"]]]
        assert sum(int(row[8]) for row in of_question) == each["calls"]
        total = sum(int(row[8]) * float(row[9]) for row in of_question)
        assert total / each["calls"] == pytest.approx(each["average"], abs=0.001)
