"""All events of a call at a real receiver: from the API's turns to signed requests that the receiver can order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from flow_core.json import Json
from functions.adapters.javascript.engine import JavaScript
from functions.api.app import create_app
from functions.services import Services
from functions.settings import Settings
from functions.wiring.api import build
from local.observe import LocalObserve
from local.post_call.background import SummaryJob
from local.processes.dynamodb import EmbeddedDynamoDB
from local.tables import make_tables
from testing.api.stack import LOCAL
from testing.fakes.loopback import Exchange, Loopback
from testing.flows import line, node
from testing.post_call.ended import MemoryOutbox
from testing.post_call.receive import checked
from testing.stage import KEEP_DAYS

KEY = "0123456789abcdef0123456789abcdef"
EVERY: list[Json] = ["session.started", "session.turn", "session.ended", "session.transferred", "session.failed"]


@dataclass
class World:
    client: TestClient
    services: Services
    settings: Settings
    webhooks: Path
    receiver: Loopback
    jobs: list[SummaryJob] = field(default_factory=list)

    def job(self) -> SummaryJob:
        """A process of the background jobs, as after a restart."""
        address = "http://127.0.0.1:8000"
        self.jobs.append(SummaryJob(self.settings, address, self.webhooks, LocalObserve(), MemoryOutbox()))
        return self.jobs[-1]

    def __call__(self, method: str, path: str, body: Json = None) -> Any:
        answer = self.client.request(method, path, json=body)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def chooses(self, *events: Json) -> None:
        self("PUT", "/api/settings", {"webhook": {"url": self.receiver.origin, "events": list(events)}})
        self("PUT", "/api/settings/webhook/secret", {"value": KEY})

    def turn(self, turn_id: str, said: str | None = None) -> Any:
        return self("POST", "/api/flows/f/process", {"roomName": "room", "turnId": turn_id, "userInput": said})

    def received(self) -> list[dict[str, Any]]:
        return [checked(each, KEY) for each in self.receiver.received]


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with (
        Loopback(lambda exchange: exchange.json('{"due": 7}')) as tools,
        Loopback(_taken) as receiver,
        EmbeddedDynamoDB(tmp_path / "data") as store,
    ):
        webhooks = tmp_path / "webhooks.json"
        settings = replace(LOCAL, dynamodb_endpoint=store.endpoint, session_days=KEEP_DAYS, webhooks_file=str(webhooks))
        make_tables(settings)
        services = build(settings, LocalObserve())
        made = World(TestClient(create_app(services)), services, settings, webhooks, receiver)
        made("PUT", "/api/flows/f", _flow(tools.origin))
        made("POST", "/api/flows/f/publish")
        yield made
        for job in made.jobs:
            job.close()
        engine = services.run_turn.engine.javascript
        assert isinstance(engine, JavaScript)
        engine.close()


def _taken(exchange: Exchange) -> None:
    exchange.answer(204)


def _flow(tool: str) -> dict[str, Json]:
    request: dict[str, Json] = {"method": "GET", "url": tool}
    return line(
        node("elicitation", "city", prompt="Which city?", variable="city"),
        node(
            "tool",
            "look",
            message="One moment.",
            request=request,
            assign={"due": "response.body.due"},
        ),
        node("elicitation", "more", prompt="It is due in {{ due }} days. Anything else?", variable="more"),
        name="f",
    )


def test_a_receiver_can_order_the_events_of_a_call_also_if_their_records_come_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.chooses(*EVERY)
    first = world.job()
    session_id = world.turn("t1")["sessionId"]
    assert world.turn("t2", "Rome")["action"] == {"type": "continue"}

    def dies() -> None:
        raise KeyboardInterrupt

    # The job dies after it has queued the events, so the store gives it the same records again.
    with monkeypatch.context() as broken:
        broken.setattr(first._ended, "acknowledge", dies)
        with pytest.raises(KeyboardInterrupt):
            first()
    world.turn("t3")
    assert world.turn("t4", "no")["completed"]
    world.turn("t4", "no")  # a duplicate request
    second = world.job()
    for _ in range(4):
        second()
    received = world.received()
    assert len(received) > len({each["eventId"] for each in received})
    events = {each["eventId"]: each for each in received}.values()
    assert {each["sessionId"] for each in events} == {session_id}
    turns = sorted((each for each in events if each["type"] == "session.turn"), key=lambda each: int(each["turn"]))
    assert [(each["turn"], each["turnId"]) for each in turns] == [(1, "t1"), (2, "t2"), (3, "t3"), (4, "t4")]
    said = [(message["role"], message["content"]) for each in turns for message in each["messages"]]
    assert said == [
        ("assistant", "Hello. Which city?"),
        ("user", "Rome"),
        ("assistant", "One moment."),
        ("assistant", "It is due in 7 days. Anything else?"),
        ("user", "no"),
        ("assistant", "Goodbye."),
    ]
    assert [each["changedVariables"] for each in turns] == [{}, {"city": "Rome"}, {"due": 7}, {"more": "no"}]
    assert [each["nodeId"] for each in turns[:3]] == ["city", "look", "more"]
    assert sorted(each["type"] for each in events if each["type"] != "session.turn") == [
        "session.ended",
        "session.started",
    ]
    assert world("GET", "/api/settings/webhook/deliveries")["deliveries"] != []
    kinds = {each["type"] for each in world("GET", "/api/settings/webhook/deliveries")["deliveries"]}
    assert kinds == {"session.started", "session.ended"}


def test_an_organization_that_has_not_chosen_turns_gets_none_and_its_heads_bear_no_mark(world: World) -> None:
    world.chooses("session.started", "session.ended")
    job = world.job()
    session_id = world.turn("t1")["sessionId"]
    world.turn("t2", "Rome")
    job()
    assert [each["type"] for each in world.received()] == ["session.started"]
    head = world.services.sessions.head(session_id)
    assert head is not None
    assert not head.tells_turns


def test_a_session_tells_no_more_turns_after_its_organization_has_chosen_otherwise(world: World) -> None:
    world.chooses("session.turn")
    world.job()
    world.turn("t1")
    world.job()()
    world.chooses("session.ended")
    world.turn("t2", "Rome")
    world.job()()
    assert [each["turn"] for each in world.received()] == [1]
