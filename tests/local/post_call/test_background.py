"""The background jobs of the local stack, on the embedded store, with a receiver on loopback."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from flow_core.state import Status
from functions.adapters.dynamodb.items import Table
from functions.adapters.dynamodb.sessions.counts import DynamoCounts
from functions.adapters.dynamodb.sessions.session_search import DynamoSessionSearch
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.adapters.javascript.engine import JavaScript
from functions.deadline import NEVER
from functions.failures.codes import Failure
from functions.ports.organizations import OrganizationSettings, WebhookSettings
from functions.ports.search.session_search import SessionQuery
from functions.post_call.deliver import RECEIVES
from functions.report.days import AddDays
from functions.settings import Settings
from functions.wiring.api import build
from local.post_call.background import BackgroundJobs, EmptyRooms, SummaryJob, idle_job
from local.post_call.ended_sessions import FILTERS
from local.post_call.messages import TABLE, StoredMessages
from local.processes.dynamodb import EmbeddedDynamoDB
from local.tables import make_tables
from testing.api.stack import LOCAL, Observed
from testing.fakes.loopback import Exchange, Loopback
from testing.post_call.ended import BEGAN, MemoryOutbox, ended
from testing.post_call.receive import checked
from testing.stage import KEEP_DAYS
from tests.functions.adapters.dynamodb.test_sessions_contract import head_of
from tests.infra.test_templates import template

SECRET = "a secret of the organization's"


@dataclass
class Seen:
    """An `ObserveJob` that records the counts and the failures."""

    counts: list[tuple[str, dict[str, int]]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def counted(self, what: str, counts: Any, known: Any) -> None:
        self.counts.append((what, dict(counts)))

    def failed(self, failure: Failure, error: BaseException | None, /, **known: str | int) -> None:
        self.failures.append(f"{failure}: {error!r}")


@dataclass
class World:
    settings: Settings
    webhooks: Path
    seen: Seen = field(default_factory=Seen)

    @property
    def sessions(self) -> DynamoSessions:
        table = Table(self.settings.sessions_table, self.settings.region, self.settings.dynamodb_endpoint)
        return DynamoSessions(table, keep_days=KEEP_DAYS)

    def summaries(self) -> SummaryJob:
        return SummaryJob(self.settings, "http://127.0.0.1:8000", self.webhooks, self.seen, MemoryOutbox())

    def tells(self, url: str) -> None:
        self.webhooks.write_text(json.dumps({"acme": {"url": url, "secret": SECRET}}))


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with EmbeddedDynamoDB(tmp_path / "data") as store:
        settings = replace(LOCAL, dynamodb_endpoint=store.endpoint)
        make_tables(settings)
        yield World(settings, tmp_path / "webhooks.json")


def taken(exchange: Exchange) -> None:
    exchange.answer(204)


def refused(exchange: Exchange) -> None:
    exchange.answer(500)


def test_an_ended_session_is_reported_once_and_an_open_one_is_not(world: World) -> None:
    with Loopback(taken) as receiver:
        world.tells(receiver.origin)
        summaries = world.summaries()
        assert world.sessions.advance(ended("s"))
        assert world.sessions.advance(head_of("open", organization="acme", status=Status.WAITING))
        for _ in range(3):
            summaries()
        received = [checked(each, SECRET) for each in receiver.received]
    assert [(each["sessionId"], each["status"], each["outcome"]) for each in received] == [("s", "completed", "solved")]
    assert received[0]["transcriptUrl"] == "http://127.0.0.1:8000/api/flows/sessions/s"
    assert world.seen.failures == []


def test_the_events_that_the_organization_has_chosen_are_sent_to_its_address_and_kept_as_deliveries(
    world: World,
) -> None:
    with Loopback(taken) as receiver:
        services = build(replace(world.settings, webhooks_file=str(world.webhooks)), Observed())
        chosen = WebhookSettings(f"{receiver.origin}/own", ("session.started", "session.failed"))
        services.organizations.save_settings("acme", OrganizationSettings(webhook=chosen))
        summaries = world.summaries()
        assert world.sessions.advance(ended("unsigned"))
        summaries()
        assert receiver.received == []  # no secret yet
        assert services.webhook_secrets is not None
        services.webhook_secrets.put("acme", "secret", SECRET, BEGAN)
        assert world.sessions.advance(head_of("open", organization="acme", status=Status.WAITING))
        assert world.sessions.advance(ended("over", status=Status.FAILED))
        for _ in range(2):
            summaries()
        received = [checked(each, SECRET) for each in receiver.received]
        assert {each.target for each in receiver.received} == {"/own"}
    sent = sorted((each["sessionId"], each["type"]) for each in received)
    assert sent == [("open", "session.started"), ("over", "session.failed"), ("over", "session.started")]
    kept = services.deliveries.newest("acme", 50)
    assert sorted((each.session_id, each.event, each.status, each.attempts) for each in kept) == [
        (session_id, event, 204, 1) for session_id, event in sent
    ]
    assert world.seen.failures == []


def test_an_ended_session_is_counted_for_the_report_of_its_flow(world: World) -> None:
    summaries = world.summaries()
    for session_id in ("s", "t", "u"):
        assert world.sessions.advance(ended(session_id))
    for _ in range(2):
        summaries()
    table = Table(world.settings.sessions_table, world.settings.region, world.settings.dynamodb_endpoint)
    add_days = AddDays(DynamoCounts(table), lambda: BEGAN)
    counted = add_days("acme", "support", BEGAN, BEGAN + 1, NEVER)
    assert counted.complete
    (day,) = counted.days.values()
    (group,) = day.values()
    assert isinstance(group, dict)
    assert (group["sessions"], group["outcome"]) == (3, {"solved": 3})
    assert world.seen.failures == []


def test_a_session_with_a_long_head_is_reported(world: World) -> None:
    with Loopback(taken) as receiver:
        world.tells(receiver.origin)
        summaries = world.summaries()
        assert world.sessions.advance(ended("s", variables={"long": "x" * 150_000}))
        summaries()
        assert checked(receiver.received[0], SECRET)["variables"]["long"] == "x" * 150_000


@pytest.mark.parametrize("stopped", ["before it was read", "before it was sent", "before it was taken"])
def test_a_summary_is_delivered_after_a_restart_of_the_stack(
    world: World, stopped: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Loopback(taken) as receiver:
        world.tells(receiver.origin)
        first = world.summaries()
        assert world.sessions.advance(ended("s"))

        def breaks(*_: object) -> Any:
            raise KeyboardInterrupt

        if stopped != "before it was read":
            lost = "due" if stopped == "before it was sent" else "delete"
            with monkeypatch.context() as broken:
                broken.setattr(StoredMessages, lost, breaks)
                with pytest.raises(KeyboardInterrupt):
                    first()
        for _ in range(2):
            world.summaries()()
        received = [checked(each, SECRET)["eventId"] for each in receiver.received]
    assert len(received) == (2 if stopped == "before it was taken" else 1)
    assert len(set(received)) == 1


def test_a_refused_summary_is_retried_and_becomes_a_dead_letter(world: World) -> None:
    with Loopback(refused) as receiver:
        world.tells(receiver.origin)
        summaries = world.summaries()
        assert world.sessions.advance(ended("s"))
        summaries()
        summaries()
        assert len(receiver.received) == 1  # the message is delayed
        clock = [time.time()]
        summaries._messages._now = lambda: clock[0]
        for _ in range(RECEIVES + 3):
            clock[0] += 2 * 3600
            summaries()
        assert len(receiver.received) == RECEIVES
        assert len({checked(each, SECRET)["eventId"] for each in receiver.received}) == 1
    messages = StoredMessages(Table(TABLE, world.settings.region, world.settings.dynamodb_endpoint))
    assert [item.receives for item in messages.items.query("DEAD")] == [RECEIVES]
    assert list(messages.items.query("WAITING")) == []


def test_no_summary_is_sent_or_queued_without_a_webhook(world: World) -> None:
    summaries = world.summaries()
    assert world.sessions.advance(ended("s"))
    summaries()
    messages = StoredMessages(Table(TABLE, world.settings.region, world.settings.dynamodb_endpoint))
    assert [item for item in messages.items.scan() if item.pk != "NOTES"] == []
    assert ("webhooks", {"WebhooksDelivered": 0, "WebhooksFailed": 0, "WebhooksAbsent": 1}) in world.seen.counts


def test_a_summary_waits_while_the_webhooks_file_is_invalid(world: World) -> None:
    world.webhooks.write_text("{")
    summaries = world.summaries()
    assert world.sessions.advance(ended("s"))
    summaries()
    with Loopback(taken) as receiver:
        world.tells(receiver.origin)
        summaries._messages._now = lambda: time.time() + 3600
        summaries()
        assert checked(receiver.received[0], SECRET)["sessionId"] == "s"


def test_the_jobs_run_in_threads_that_end(world: World) -> None:
    with Loopback(taken) as receiver:
        world.tells(receiver.origin)
        with BackgroundJobs(world.summaries(), lambda: None, world.seen) as jobs:
            assert world.sessions.advance(ended("s"))
            deadline = time.monotonic() + 60
            while not receiver.received and time.monotonic() < deadline:
                time.sleep(0.05)
        assert checked(receiver.received[0], SECRET)["sessionId"] == "s"
    assert not any(thread.is_alive() for thread in jobs._threads)


def test_a_failed_round_is_logged_and_the_next_one_runs(world: World) -> None:
    summaries = world.summaries()
    rounds: list[int] = []

    def breaks() -> None:
        rounds.append(1)
        raise OSError("the store is away")

    jobs = BackgroundJobs(summaries, lambda: None, world.seen)
    work = jobs._repeat
    jobs._stopped.wait = lambda timeout=None: len(rounds) == 2  # type: ignore[method-assign]
    work("summaries", breaks, 0.0, 0.0)
    assert len(rounds) == 2
    assert len(world.seen.failures) == 2


def test_idle_sessions_are_closed_without_livekit(world: World) -> None:
    settings = replace(world.settings, idle_minutes=1.0)
    services = build(settings, Observed())
    engine = services.run_turn.engine.javascript
    assert isinstance(engine, JavaScript)
    engine.close()
    now = services.now()
    quiet = replace(head_of("quiet", at=now - 120_000, status=Status.WAITING), updated_at=now - 120_000)
    lively = replace(head_of("lively", at=now - 120_000, status=Status.WAITING), updated_at=now - 5_000)
    for head in (quiet, lively):
        assert world.sessions.advance(head)
    idle_job(services, EmptyRooms(), world.seen)()
    found = {name: world.sessions.head(name) for name in ("quiet", "lively")}
    assert {name: head.state.status for name, head in found.items() if head} == {
        "quiet": Status.ABANDONED,
        "lively": Status.WAITING,
    }


def test_the_sessions_of_an_earlier_release_are_indexed_once(world: World) -> None:
    # Without a job the store keeps no change, as before this release.
    for name in ("a", "b"):
        assert world.sessions.advance(ended(name))
    # A session that no release can read.
    world.sessions.items("broken", "HEAD", data="{}").save()
    summaries = world.summaries()
    summaries()
    world.summaries()()
    summaries()
    table = Table(world.settings.sessions_table, world.settings.region, world.settings.dynamodb_endpoint)
    page = DynamoSessionSearch(table).find("acme", SessionQuery(agent_id="agent-1"), cursor=None, limit=10)
    assert {each.session_id for each in page.sessions} == {"a", "b"}
    assert [counts for what, counts in world.seen.counts if what == "stored sessions"] == [{"SessionsIndexed": 2}]
    assert world.seen.failures == []


def test_the_store_has_the_same_change_filters_as_the_template() -> None:
    function = template("template.yaml")["Resources"]["PostCallFunction"]["Properties"]
    (event,) = function["Events"].values()
    patterns = [json.loads(each["Pattern"])["dynamodb"] for each in event["Properties"]["FilterCriteria"]["Filters"]]
    wanted = [{**pattern["Keys"], **pattern["NewImage"]} for pattern in patterns]
    filters = [{name: next(iter(typed.values())) for name, typed in each.items()} for each in wanted]
    # The format of an earlier release is only on AWS: the local stack has no update with two releases.
    assert filters[:3] == list(FILTERS)
    assert len(filters) == 4
