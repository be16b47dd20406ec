"""The webhook of an organization through the API: a test, its deliveries, one of them again, a gate that refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from flow_core.json import Json
from flow_core.state import Status
from functions.ports.webhooks import Delivery
from functions.post_call.summary import event_id
from functions.post_call.turn_event import turn_event_id
from functions.records import Head
from testing.api.stack import LOCAL, Stack, assert_problem, of, stack_on
from testing.fakes.loopback import Loopback
from testing.post_call.ended import MemoryOutbox, ended
from testing.post_call.receive import checked
from tests.functions.adapters.dynamodb.test_sessions_contract import record_of
from tests.functions.api.routes.flows.test_replay import doors

KEY = "0123456789abcdef0123456789abcdef"


@dataclass
class World:
    stack: Stack
    server: Loopback
    status: list[int] = field(default_factory=lambda: [204])

    def connect(self, organization: str, *events: str, secret: bool = True) -> None:
        webhook: dict[str, Any] = {"url": f"{self.server.origin}/{organization}"}
        if events:
            webhook["events"] = list(events)
        answer = self.stack.client.put("/api/settings", json={"webhook": webhook}, headers=of(organization))
        assert answer.status_code == 200, answer.text
        if secret:
            self.stack.client.put("/api/settings/webhook/secret", json={"value": KEY}, headers=of(organization))

    def post(self, organization: str, path: str) -> Any:
        return self.stack.client.post(f"/api/settings/webhook/{path}", headers=of(organization))

    def received(self, organization: str) -> list[dict[str, Any]]:
        return [checked(each, KEY) for each in self.server.received if each.target == f"/{organization}"]

    def delivered(self, organization: str) -> list[dict[str, Any]]:
        answer = self.stack.client.get("/api/settings/webhook/deliveries", headers=of(organization))
        return list(answer.json()["deliveries"])

    def session(self, organization: str, **others: Any) -> Head:
        head = ended(f"session_{organization}", organization=organization, **others)
        assert self.stack.services.sessions.advance(head)
        return head

    def keep(self, head: Head, event: Any, wanted: str | None = None) -> str:
        """Keep a failed delivery of an event of a session."""
        event_of = wanted or event_id(head, event)
        at = "2026-06-01T12:01:01.500Z"
        delivery = Delivery(event_of, event, head.session_id, "support", at, 1_900_000_000_000, 500, "answered 500")
        self.stack.services.deliveries.keep(head.organization_id, delivery)
        return event_of


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    webhooks = tmp_path_factory.mktemp("secrets") / "webhooks.json"
    status = [204]
    with (
        Loopback(lambda exchange: exchange.answer(status[0])) as server,
        stack_on(replace(LOCAL, webhooks_file=str(webhooks))) as stack,
    ):
        yield World(stack, server, status)


def test_a_test_is_a_signed_event_that_is_sent_now(world: World, fresh: str) -> None:
    world.connect(fresh)
    answer = world.post(fresh, "test")
    assert answer.status_code == 200
    assert {**answer.json(), "millis": 0} == {"status": 204, "problem": None, "millis": 0}
    [event] = world.received(fresh)
    assert (event["type"], event["organizationId"], set(event)) == (
        "test",
        fresh,
        {"eventId", "type", "organizationId", "at"},
    )
    assert world.delivered(fresh) == []


def test_a_receiver_that_refuses_a_test_is_an_answer_with_the_reason(world: World, fresh: str) -> None:
    world.connect(fresh)
    world.status[0] = 401
    try:
        answer = world.post(fresh, "test").json()
    finally:
        world.status[0] = 204
    assert (answer["status"], answer["problem"]) == (401, "the webhook answered 401")


def test_without_an_address_or_a_secret_nothing_is_sent_and_the_answer_says_what_is_missing(
    world: World, fresh: str
) -> None:
    assert "address" in assert_problem(world.post(fresh, "test"), 409)["detail"]
    world.connect(fresh, secret=False)
    assert "secret" in assert_problem(world.post(fresh, "test"), 409)["detail"]
    assert world.received(fresh) == []


def test_an_organization_sends_so_many_events_by_hand_in_a_minute(world: World, fresh: str) -> None:
    client = world.stack.served(now=lambda: 1_900_000_000_000)
    answers = [client.post("/api/settings/webhook/test", headers=of(fresh)) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [409] * 10 + [429]
    assert int(answers[-1].headers["retry-after"]) >= 1


def test_a_delivery_is_listed_and_sent_again_under_its_id(world: World, fresh: str) -> None:
    world.connect(fresh)
    event = world.keep(world.session(fresh), "session.ended")
    [before] = world.delivered(fresh)
    assert (before["eventId"], before["status"], before["problem"], before["attempts"]) == (
        event,
        500,
        "answered 500",
        1,
    )
    answer = world.post(fresh, f"deliveries/{event}/redeliver")
    assert (answer.status_code, answer.json()["problem"]) == (200, None)
    [sent] = world.received(fresh)
    assert (sent["eventId"], sent["type"], sent["status"]) == (event, "session.ended", "completed")
    assert sent["transcriptUrl"] == f"http://testserver/api/flows/sessions/session_{fresh}"
    [after] = world.delivered(fresh)
    assert (after["status"], after["problem"], after["attempts"]) == (204, None, 2)
    assert "Rome" not in json.dumps(after)  # a caller's words
    [entry, _, _] = world.stack.client.get("/api/audit", headers=of(fresh)).json()["entries"]
    assert (entry["action"], entry["subject"], entry["detail"]) == ("webhook.redelivered", event, {"delivered": True})


@pytest.mark.parametrize(
    ("event", "status", "sent"),
    [
        ("session.started", Status.WAITING, 200),
        ("session.failed", Status.FAILED, 200),
        ("session.transferred", Status.TRANSFERRED, 200),
        ("session.ended", Status.WAITING, 409),
        ("session.failed", Status.COMPLETED, 409),
    ],
)
def test_an_event_is_sent_again_only_if_its_session_still_has_it(
    world: World, fresh: str, event: str, status: Status, sent: int
) -> None:
    world.connect(fresh)
    wanted = world.keep(world.session(fresh, status=status), event)
    assert world.post(fresh, f"deliveries/{wanted}/redeliver").status_code == sent
    assert len(world.received(fresh)) == (1 if sent == 200 else 0)


def test_a_session_that_ended_again_or_is_gone_is_said(world: World, fresh: str) -> None:
    world.connect(fresh)
    head = world.session(fresh)
    earlier = world.keep(replace(head, turns=1), "session.ended")
    assert "went on" in assert_problem(world.post(fresh, f"deliveries/{earlier}/redeliver"), 409)["detail"]
    gone = world.keep(ended("session_gone", organization=fresh), "session.ended")
    assert "gone" in assert_problem(world.post(fresh, f"deliveries/{gone}/redeliver"), 409)["detail"]
    foreign = ended(f"session_{fresh}", organization=f"{fresh}-2")
    world.connect(f"{fresh}-2")
    stolen = world.keep(foreign, "session.ended")
    assert_problem(world.post(f"{fresh}-2", f"deliveries/{stolen}/redeliver"), 409)
    assert world.received(f"{fresh}-2") == []


def test_a_turn_is_sent_again_as_it_was_also_after_its_session_went_on(world: World, fresh: str) -> None:
    world.connect(fresh)
    head = replace(ended(f"session_{fresh}", organization=fresh, turns=2), recent=("t1", "t2"), version=1)
    sessions = world.stack.services.sessions
    for number, turn_id in ((1, "t1"), (2, "t2")):
        previous = None if number == 1 else "t1"
        assert sessions.propose(head, record_of(turn_id, number, previous=previous, said=f"words {number}")) is None
    assert sessions.advance(head)
    wanted = world.keep(head, "session.turn", turn_event_id(head.session_id, 1))
    assert world.post(fresh, f"deliveries/{wanted}/redeliver").json()["problem"] is None
    [sent] = world.received(fresh)
    assert (sent["eventId"], sent["type"], sent["turn"]) == (wanted, "session.turn", 1)
    assert sent["messages"] == [{"role": "user", "content": "words 1"}]


def test_a_turn_that_is_no_longer_stored_is_said(world: World, fresh: str) -> None:
    world.connect(fresh)
    head = world.session(fresh)
    for wanted in (turn_event_id(head.session_id, 2), turn_event_id(head.session_id, 99)):
        world.keep(head, "session.turn", wanted)
        assert "gone" in assert_problem(world.post(fresh, f"deliveries/{wanted}/redeliver"), 409)["detail"]
    assert world.received(fresh) == []


def test_an_event_that_is_not_listed_or_of_no_session_is_said(world: World, fresh: str) -> None:
    world.connect(fresh)
    assert_problem(world.post(fresh, "deliveries/event_1/redeliver"), 404)
    refused = Delivery("event_2", "gate.refused", None, "f", "2026-06-01T12:00:00.000Z", 1_900_000_000_000, 500, "x")
    world.stack.services.deliveries.keep(fresh, refused)
    assert "no session" in assert_problem(world.post(fresh, "deliveries/event_2/redeliver"), 409)["detail"]


def test_an_organization_sees_its_own_deliveries_alone(world: World, fresh: str) -> None:
    world.keep(ended("s", organization=fresh), "session.ended")
    assert len(world.delivered(fresh)) == 1
    assert world.delivered(f"{fresh}-2") == []


WRONG: Json = {"name": "wrong", "turns": [{"say": "left", "expect": {"says": "The cellar."}}]}


def refuse(stack: Stack, organization: str, queue: MemoryOutbox, **body: Json) -> Any:
    client = stack.served(events_queue=queue)
    stack.save("gated", doors("door === 'left'"), organization)
    headers = of(organization)
    assert client.put("/api/flows/gated/tests/t", json=WRONG, headers=headers).status_code == 200
    assert client.put("/api/flows/gated/gate", json={"tests": True}, headers=headers).status_code == 200
    return client.post("/api/flows/gated/publish", json=body or None, headers=headers)


def test_a_gate_that_refuses_a_version_is_an_event_for_those_who_want_it(world: World, fresh: str) -> None:
    world.connect(fresh, "gate.refused")
    queue = MemoryOutbox()
    assert refuse(world.stack, fresh, queue).status_code == 422
    [message] = queue.messages
    event = json.loads(message.body)
    assert (event["type"], event["organizationId"], event["flowId"]) == ("gate.refused", fresh, "gated")
    assert [problem["field"] for problem in event["problems"]] == ["tests"]
    assert refuse(world.stack, fresh, queue, override="now").status_code == 201
    assert len(queue.messages) == 1


def test_nobody_else_is_told_of_a_refused_version(world: World, fresh: str) -> None:
    world.connect(fresh)
    queue = MemoryOutbox()
    assert refuse(world.stack, fresh, queue).status_code == 422
    assert refuse(world.stack, f"{fresh}-2", queue).status_code == 422
    assert queue.messages == []


def test_a_queue_that_does_not_answer_changes_no_answer(world: World, fresh: str) -> None:
    world.connect(fresh, "gate.refused")
    assert refuse(world.stack, fresh, MemoryOutbox(away=True)).status_code == 422
    assert world.stack.observed.codes[-1] == "event-not-queued"
