"""The job that scores an ended session, however often its message comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from flow_core.authored.judging import Judging
from flow_core.effects import AskModel
from flow_core.flow import Flow
from flow_core.json import Json
from flow_core.state import Message, Session, Status
from functions.errors import UnavailableError
from functions.failures.codes import Failure
from functions.judging.job import JUDGED_A_DAY, RECEIVES, USED_UP, JudgeMessages, JudgeSession
from functions.judging.messages import is_judgement, message_of
from functions.ports.model import ModelOutcome, Replied, Silent
from functions.ports.reporting.counts import DAY, SHARDS, Counters, FlowShard, position_of
from functions.ports.reporting.scores import Judgement, Score
from functions.records import FlowPin, Head, TurnRecord
from functions.report.days import LATE
from functions.turn.begin import new_head
from functions.turn.flow_versions import MissingFlowError
from testing.fakes.model import FakeModel
from testing.fakes.organizations import InMemoryRates
from testing.fakes.sessions import InMemorySessions
from testing.reports.counts import InMemoryCounts
from testing.reports.scores import InMemoryScores

NOW = 20_000 * DAY
GOOD: Json = {"answer1": "yes", "reason1": "It did.", "answer2": 4}
AWAY = Silent("the provider cannot be reached", cause=OSError())
JUDGING = Judging.model_validate(
    {"questions": [{"id": "answered", "ask": "Did it answer?"}, {"id": "polite", "ask": "Polite?", "scale": "1to5"}]}
)
FLOW = Flow.model_validate({"name": "F", "nodes": [{"id": "start", "type": "start", "data": {}}]})


def answers(effect: AskModel) -> ModelOutcome:
    return Replied("", dict(GOOD), input_tokens=70, output_tokens=9, model="judge-1")  # type: ignore[arg-type]


@dataclass
class World:
    sessions: InMemorySessions = field(default_factory=InMemorySessions)
    scores: InMemoryScores = field(default_factory=InMemoryScores)
    counts: InMemoryCounts = field(default_factory=InMemoryCounts)
    rates: InMemoryRates = field(default_factory=InMemoryRates)
    model: FakeModel = field(default_factory=lambda: FakeModel(otherwise=answers))
    judging: Judging | None = JUDGING
    gone: bool = False
    frozen: str | None = None
    now: int = NOW
    failures: list[tuple[Failure, Any]] = field(default_factory=list)

    @property
    def judge(self) -> JudgeSession:
        return JudgeSession(
            self.sessions, self.flow, self.scores, self.counts, self.rates, self.model, lambda: self.now
        )

    def flow(self, organization_id: str, flow_id: str, pin: FlowPin) -> Flow:
        if self.gone:
            raise MissingFlowError("gone")
        return FLOW.model_copy(update={"judging": self.judging}).with_model(self.frozen)

    def failed(self, failure: Failure, error: BaseException | None, /, **known: str | int) -> None:
        self.failures.append((failure, known.get("session")))

    def deliver(self, *heads: Head, receives: int = 1) -> list[str]:
        records = [
            {
                "messageId": str(number),
                "body": message_of(head).body,
                "attributes": {"ApproximateReceiveCount": str(receives)},
            }
            for number, head in enumerate(heads)
        ]
        assert all(is_judgement(record) for record in records)
        return JudgeMessages(self.judge, self.failed)(records)

    def ended(self, session_id: str = "s", *, turns: int = 1, judge: bool = True, began_at: int = NOW) -> Head:
        """Store a session that has ended."""
        session = Session(session_id, "phone", began_at, called_number="+15550100")
        head = new_head("acme", "shop", FlowPin(4, 9), "room", session, agent_id="ann")
        recent = tuple(f"t{number}" for number in range(1, turns + 1))
        state = replace(head.state, status=Status.COMPLETED)
        head = replace(head, version=1, state=state, turns=turns, recent=recent, judge=judge)
        for number, turn_id in enumerate(recent, 1):
            self.sessions.propose(head, turn_of(number, turn_id, recent[number - 2] if number > 1 else None))
        assert self.sessions.advance(head)
        return head

    def counted(self) -> list[Counters]:
        found = (
            self.counts.rows(FlowShard("acme", "shop", shard), position_of(0), position_of(2 * NOW)).rows
            for shard in range(SHARDS)
        )
        return [row.counters for rows in found for row in rows]

    def marks(self) -> Sequence[int]:
        days = (self.counts.days(FlowShard("acme", "shop", shard), 0, 30_000) for shard in range(SHARDS))
        return [day for each in days for day in each.marks]


def turn_of(number: int, turn_id: str, previous: str | None) -> TurnRecord:
    return TurnRecord(
        turn_id=turn_id,
        number=number,
        previous=previous,
        at=NOW,
        events=(),
        reply="{}",
        messages=(Message("user", "When do you close?", turn_id), Message("assistant", "At nine.", turn_id)),
        interrupted=None,
        input=None,
        response="",
        action={"type": "listen"},
    )


SCORED: Counters = {
    "4 phone ann +15550100": {"scores": {"yesNo": {"answered": {"1": 1}}, "1to5": {"polite": {"4": 1}}}}
}


def test_a_session_is_scored_and_counted() -> None:
    world = World()
    head = world.ended()
    assert world.deliver(head) == []
    judgement = world.scores.stored["s"]
    assert [(each.question_id, each.value) for each in judgement.scores] == [("answered", 1), ("polite", 4)]
    assert (judgement.version, judgement.at, judgement.model) == (head.version, NOW, "judge-1")
    assert (judgement.input_tokens, judgement.output_tokens) == (70, 9)
    assert world.counted() == [SCORED]
    assert world.model.asked[0].messages[0].content == "Caller: When do you close?\nAgent: At nine."


def test_the_same_message_again_asks_no_model_and_counts_nothing_again() -> None:
    world = World()
    head = world.ended()
    for _ in range(3):
        assert world.deliver(head, head) == []
    assert len(world.model.asked) == 1
    assert world.counted() == [SCORED]
    assert sum(world.rates.done.values()) == 1


def test_a_job_that_died_after_it_stored_the_scores_still_counts_them() -> None:
    world = World()
    head = world.ended()
    away, world.counts = world.counts, Unwritable()
    assert world.deliver(head) == ["0"]
    assert world.failures == [("session-not-judged", "s")]
    world.counts = away
    assert world.deliver(head, receives=2) == []
    assert world.counted() == [SCORED]
    assert len(world.model.asked) == 1


class Unwritable(InMemoryCounts):
    def save(self, counts: object) -> None:
        raise UnavailableError("store", "PutItem sessions", "throttled")


def test_two_deliveries_at_once_count_what_is_stored() -> None:
    world = World()
    head = world.ended()

    def at_the_same_time(effect: AskModel) -> ModelOutcome:
        other = Judgement(head.version, 1, (Score("answered", "Did it answer?", "yesNo", 0),), "")
        world.scores.save(head, other)
        return answers(effect)

    world.model = FakeModel(otherwise=at_the_same_time)
    assert world.deliver(head) == []
    assert world.counted() == [{"4 phone ann +15550100": {"scores": {"yesNo": {"answered": {"0": 1}}}}}]


def test_a_caller_who_comes_back_is_judged_at_the_second_end_alone_in_the_report() -> None:
    world = World()
    first = world.ended()
    world.deliver(first)
    second = replace(first, version=2)
    assert world.sessions.advance(second)
    # The message of the first end comes once more.
    assert world.deliver(first) == []
    assert len(world.model.asked) == 1
    world.model = FakeModel(Replied("", {"answer1": "no"}))
    assert world.deliver(second) == []
    assert world.scores.stored["s"].version == 2
    assert world.counted() == [{"4 phone ann +15550100": {"scores": {"yesNo": {"answered": {"0": 1}}}}}]


def test_a_second_end_that_is_not_judged_takes_the_scores_of_the_first_out_of_the_report() -> None:
    world = World()
    first = world.ended()
    world.deliver(first)
    second = replace(first, version=2)
    assert world.sessions.advance(second)
    world.model = FakeModel(Replied("", {}))
    assert world.deliver(second) == []
    assert world.counted() == [{}]


def test_a_head_that_changed_between_the_store_and_the_count_is_left_to_its_own_message() -> None:
    world = World()
    head = world.ended()
    world.scores.stored["s"] = Judgement(9, 1, (Score("answered", "?", "yesNo", 1),), "")
    assert world.deliver(head) == []
    assert (world.model.asked, world.counted()) == ([], [])


@pytest.mark.parametrize("how", ["erased", "unmarked", "unknown"])
def test_a_session_that_is_gone_or_not_to_be_judged_asks_no_model(how: str) -> None:
    world = World()
    head = world.ended(judge=how != "unmarked")
    if how != "unmarked":
        head = replace(head, session_id="gone")
    assert world.deliver(head) == []
    assert (world.model.asked, world.scores.stored, world.counted()) == ([], {}, [])


def not_judged(world: World) -> str | None:
    judgement = world.scores.stored["s"]
    assert (judgement.scores, world.counted()) == ((), [{}])
    return judgement.problem


def test_a_session_without_a_turn_is_not_judged() -> None:
    world = World()
    assert world.deliver(world.ended(turns=0)) == []
    assert not_judged(world) == "the session ended before its first turn"


def test_a_flow_that_is_gone_or_asks_for_no_scores_is_no_failure() -> None:
    world = World(gone=True)
    assert world.deliver(world.ended()) == []
    assert "no longer stored" in (not_judged(world) or "")
    world = World(judging=None)
    assert world.deliver(world.ended()) == []
    assert "no scores" in (not_judged(world) or "")
    assert world.rates.done == {}


def test_a_model_that_is_away_is_asked_again_and_in_the_end_the_session_is_not_judged() -> None:
    world = World(model=FakeModel(*[AWAY] * RECEIVES))
    head = world.ended()
    for receives in range(1, RECEIVES):
        assert world.deliver(head, receives=receives) == ["0"]
        assert world.scores.stored == {}
    assert world.deliver(head, receives=RECEIVES) == []
    assert not_judged(world) == AWAY.error
    # Each question may have cost something.
    assert sum(world.rates.done.values()) == RECEIVES


def test_a_model_that_comes_back_judges() -> None:
    world = World(model=FakeModel(AWAY, otherwise=answers))
    head = world.ended()
    assert world.deliver(head) == ["0"]
    assert world.deliver(head, receives=2) == []
    assert world.counted() == [SCORED]


def test_a_model_that_refuses_is_not_asked_again() -> None:
    world = World(model=FakeModel(Silent("the model refused")))
    assert world.deliver(world.ended()) == []
    assert not_judged(world) == "the model refused"


def test_an_answer_that_cannot_be_used_is_stored_with_its_tokens_and_counts_nothing() -> None:
    world = World(model=FakeModel(Replied("", {"answer1": "maybe"}, input_tokens=70)))
    assert world.deliver(world.ended()) == []
    assert not_judged(world) is not None
    assert world.scores.stored["s"].input_tokens == 70


def test_an_organization_has_so_many_calls_judged_in_a_day_and_no_more() -> None:
    world = World()
    world.rates.done["acme", "judge", NOW // DAY] = JUDGED_A_DAY - 1
    last, one_more = world.ended("last"), world.ended("s")
    assert world.deliver(last, one_more) == []
    assert len(world.model.asked) == 1
    assert world.scores.stored["last"].problem is None
    assert world.scores.stored["s"].problem == USED_UP
    world.now += DAY
    tomorrow = world.ended("tomorrow")
    assert world.deliver(tomorrow) == []
    assert world.scores.stored["tomorrow"].problem is None


@pytest.mark.parametrize(
    ("named", "frozen", "asked"),
    [("openai/judge", "openai/flow", "openai/judge"), (None, "openai/flow", "openai/flow"), (None, None, None)],
)
def test_the_model_is_that_of_the_setting_else_that_of_the_flow(
    named: str | None, frozen: str | None, asked: str | None
) -> None:
    world = World(judging=JUDGING.model_copy(update={"model": named}), frozen=frozen)
    world.deliver(world.ended())
    assert [effect.model for effect in world.model.asked] == [asked]


@pytest.mark.parametrize(("after", "marked"), [(LATE, []), (LATE + 1, [NOW // DAY])])
def test_a_late_score_marks_its_day(after: int, marked: list[int]) -> None:
    world = World()
    head = world.ended()
    world.now += after
    world.deliver(head)
    assert world.marks() == marked


@pytest.mark.parametrize("body", ["", "{", "[]", '{"judge": 3}', '{"judge": "s", "version": "x"}', "null"])
def test_a_message_that_cannot_be_read_is_delivered_again_and_so_becomes_a_dead_letter(body: str) -> None:
    world = World()
    record = {"messageId": "m", "body": body, "attributes": {"ApproximateReceiveCount": "1"}}
    assert JudgeMessages(world.judge, world.failed)([record]) == ["m"]
    assert [failure for failure, _ in world.failures] == ["session-not-judged"]


@pytest.mark.parametrize("record", [{}, {"body": None}, {"body": "{"}, {"body": "7"}, {"body": '{"jobId": "j"}'}])
def test_any_other_message_is_one_of_another_job(record: dict[str, Any]) -> None:
    assert not is_judgement(record)
