"""From the queue to the webhook: signed, retried until delivered, and never lost while the receiver is unreachable."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from functions.adapters.http.webhook import HttpWebhook
from functions.adapters.secrets.environment import EnvironmentSecrets
from functions.adapters.secrets.webhooks import WebhookSecrets
from functions.errors import UnavailableError
from functions.ports.webhooks import Post, Posted, Webhook
from functions.post_call.deliver import (
    POST_SECONDS,
    RECEIVES,
    TURN_RECEIVES,
    TURN_REST_SECONDS,
    Deliver,
    Undelivered,
    pause_seconds,
)
from functions.post_call.messages import DeliverMessages
from functions.post_call.signature import signature
from functions.post_call.summary import summary_json
from functions.post_call.turn_event import turn_event_json
from testing.fakes.loopback import IN_TIME_SECONDS, Answer, Exchange, Loopback
from testing.post_call.deliveries import InMemoryDeliveries
from testing.post_call.ended import ObservedJob, ended
from testing.post_call.receive import checked
from tests.functions.adapters.dynamodb.test_sessions_contract import record_of

SECRET = "whsec-s3cr3t"
HOUR = 3600.0


def summary(session_id: str = "session_1", organization: str = "acme") -> str:
    return summary_json(ended(session_id, organization=organization), "https://api.example")


def message(body: str, number: int = 1, receives: int = 1) -> dict[str, Any]:
    """A message of the queue, as Lambda passes it."""
    attributes = {"ApproximateReceiveCount": str(receives)}
    return {"messageId": f"m{number}", "receiptHandle": f"r{number}", "body": body, "attributes": attributes}


@dataclass
class Rests:
    """Implements `Inbox` in memory."""

    seconds: dict[str, int] = field(default_factory=dict)

    def set_visibility_timeout(self, receipt: str, seconds: int) -> bool:
        self.seconds[receipt] = seconds
        return True


@dataclass
class World:
    post: Post
    stored: Mapping[str, Any]
    now: Callable[[], float] = time.time
    seconds: float = POST_SECONDS
    rests: Rests = field(default_factory=Rests)
    observed: ObservedJob = field(default_factory=ObservedJob)

    def deliver(self, *records: Mapping[str, Any]) -> tuple[str, ...]:
        webhooks = WebhookSecrets(EnvironmentSecrets(json.dumps(self.stored)))
        return DeliverMessages(Deliver(webhooks, self.post, self.now, self.seconds), self.rests, self.observed)(records)


def served(server: Loopback, **others: Any) -> World:
    webhook = {"url": f"{server.origin}/hook?token=s3cr3t", "secret": SECRET}
    return World(HttpWebhook(allow_private=True), {"acme": webhook}, **others)


def _takes(exchange: Exchange) -> None:
    exchange.answer(204)


def test_the_receiver_gets_the_queued_bytes_and_can_check_the_signature() -> None:
    with Loopback(_takes) as server:
        assert served(server).deliver(message(summary())) == ()
        (received,) = server.received
    assert received.body.decode() == summary()
    assert checked(received, SECRET)["sessionId"] == "session_1"
    with pytest.raises(AssertionError):
        checked(received, "another secret")


def test_the_signature_is_as_documented() -> None:
    # echo -n '1700000000.{}' | openssl dgst -sha256 -hmac secret
    digest = "b8569b78799ff9e3cbff0fc2d63a33a2b57f3282abd07c37ae5e8e7d79a5f163"
    assert signature("secret", "{}", 1_700_000_000) == f"t=1700000000,v1={digest}"


def test_each_attempt_has_a_new_signature_and_the_same_event_id() -> None:
    moments = iter([100.0, 5000.0])
    with Loopback(lambda exchange: exchange.answer(500)) as server:
        world = served(server, now=lambda: next(moments))
        world.deliver(message(summary()))
        world.deliver(message(summary(), receives=2))
        first, second = server.received
    assert first.headers["callflow-event-id"] == second.headers["callflow-event-id"]
    assert first.headers["callflow-signature"].startswith("t=100,")
    assert second.headers["callflow-signature"].startswith("t=5000,")


def test_an_organization_without_a_webhook_gets_nothing() -> None:
    with Loopback(_takes) as server:
        world = served(server)
        assert world.deliver(message(summary(organization="globex"))) == ()
        assert server.received == []
    assert world.observed.counts["WebhooksAbsent"] == 1


@pytest.mark.parametrize(
    "stored", [{"url": "https://x.example"}, {"secret": SECRET}, {"url": "", "secret": SECRET}, "x"]
)
def test_an_incomplete_webhook_is_an_error_and_the_message_stays(stored: object) -> None:
    world = World(HttpWebhook(), {"acme": stored})
    assert world.deliver(message(summary())) == ("m1",)
    assert SECRET not in "".join(world.observed.lines)


def _answers(by_session: Mapping[str, Answer]) -> Answer:
    return lambda exchange: by_session[json.loads(exchange.received.body)["sessionId"]](exchange)


def test_each_message_of_a_batch_is_independent() -> None:
    answers: dict[str, Answer] = {
        "a": _takes,
        "b": lambda exchange: exchange.answer(500),
        "c": lambda exchange: exchange.hang_up(),
        "d": _takes,
    }
    with Loopback(_answers(answers)) as server:
        world = served(server)
        records = [message(summary(name), number) for number, name in enumerate(answers)]
        assert world.deliver(*records, message("no summary", 9)) == ("m1", "m2", "m9")
    assert set(world.rests.seconds) == {"r1", "r2", "r9"}
    assert (world.observed.counts["WebhooksDelivered"], world.observed.counts["WebhooksFailed"]) == (2, 3)


def test_a_slow_receiver_does_not_delay_the_others() -> None:
    with Loopback(_answers({f"s{number}": Exchange.hang for number in range(9)} | {"s9": _takes})) as server:
        world = served(server, seconds=5.0)  # One after the other, nine of them would take 45 s.
        began = time.monotonic()
        failed = world.deliver(*(message(summary(f"s{number}"), number) for number in range(10)))
        assert time.monotonic() - began < IN_TIME_SECONDS
    assert failed == tuple(f"m{number}" for number in range(9))


def test_the_log_has_no_url_and_no_secret() -> None:
    with Loopback(lambda exchange: exchange.answer(401)) as server:
        world = served(server)
        world.deliver(message(summary()))
    log = "".join(world.observed.lines)
    assert "s3cr3t" not in log
    assert "acme" in log
    assert "the webhook answered 401" in log
    assert "s3cr3t" not in repr(Webhook("https://x/s3cr3t", SECRET))


def test_an_unreachable_store_of_secrets_keeps_the_message() -> None:
    class Away:
        def of(self, organization_id: str) -> Webhook | None:
            raise UnavailableError("webhooks", "of", "unreachable", detail="away")

    outcome = Deliver(Away(), HttpWebhook(), time.time)(summary())
    assert isinstance(outcome, Undelivered)
    assert outcome.error == "away"


def turn_body(number: int = 1, organization: str = "acme") -> str:
    head = replace(ended("session_1", organization=organization), tells_turns=True)
    return turn_event_json(head, record_of(f"t{number}", number), "https://api.example")


def test_the_list_of_deliveries_has_only_the_turns_that_were_not_taken_at_once() -> None:
    status = [204]
    kept = InMemoryDeliveries()
    with Loopback(lambda exchange: exchange.answer(status[0])) as server:
        webhooks = WebhookSecrets(EnvironmentSecrets(json.dumps({"acme": {"url": server.origin, "secret": SECRET}})))
        deliver = Deliver(webhooks, HttpWebhook(allow_private=True), lambda: 0.0, deliveries=kept)
        assert deliver(turn_body(1)) == "delivered"
        assert deliver(summary()) == "delivered"
        assert [each.event for each in kept.newest("acme", 50)] == ["session.ended"]
        status[0] = 500
        assert isinstance(deliver(turn_body(2)), Undelivered)
        status[0] = 204
        assert deliver(turn_body(2), receives=2) == "delivered"
    (turn,) = (each for each in kept.newest("acme", 50) if each.event == "session.turn")
    assert (turn.attempts, turn.status, turn.problem) == (2, 204, None)


def test_a_turn_that_no_attempt_could_deliver_leaves_the_queue_and_a_summary_stays() -> None:
    with Loopback(lambda exchange: exchange.answer(500)) as server:
        world = served(server)
        assert world.deliver(message(turn_body(), 1, TURN_RECEIVES - 1)) == ("m1",)
        assert world.deliver(message(turn_body(), 2, TURN_RECEIVES), message(summary(), 3, TURN_RECEIVES)) == ("m3",)
    assert set(world.rests.seconds) == {"r1", "r3"}
    assert world.observed.counts["WebhooksFailed"] == 3


def test_a_receiver_that_does_not_answer_a_turn_gets_none_for_half_a_minute() -> None:
    asked: list[tuple[str, float]] = []
    answer = [Posted(None, "no answer")]

    def post(url: str, headers: Mapping[str, str], body: bytes, *, seconds: float) -> Posted:
        asked.append((url, seconds))
        return answer[0]

    clock = [1000.0]
    stored = {name: {"url": f"https://{name}.example", "secret": SECRET} for name in ("acme", "globex")}
    deliver = Deliver(WebhookSecrets(EnvironmentSecrets(json.dumps(stored))), post, lambda: clock[0])
    assert isinstance(deliver(turn_body(1)), Undelivered)
    answer[0] = Posted(204)
    resting = deliver(turn_body(2))
    assert isinstance(resting, Undelivered)
    assert "a moment ago" in resting.error
    # Others, and all that is no turn, are sent.
    assert deliver(turn_body(1, "globex")) == "delivered"
    assert deliver(summary()) == "delivered"
    clock[0] += TURN_REST_SECONDS
    assert deliver(turn_body(2)) == "delivered"
    acme, globex = "https://acme.example", "https://globex.example"
    assert asked == [(acme, 3.0), (globex, 3.0), (acme, 10.0), (acme, 3.0)]


def test_a_process_remembers_so_many_receivers_at_rest() -> None:
    class Everybodys:
        def of(self, organization_id: str) -> Webhook | None:
            return Webhook("https://x.example", SECRET)

    clock = [1000.0]
    deliver = Deliver(Everybodys(), lambda *_, **__: Posted(None, "no answer"), lambda: clock[0])
    for number in range(1_001):
        deliver(turn_body(1, f"organization-{number}"))
    assert len(deliver._rests) == 1


def test_pauses_grow_to_an_hour_and_last_more_than_eight_hours() -> None:
    plain = [pause_seconds(number, lambda low, high: 1.0) for number in range(1, RECEIVES + 1)]
    assert plain[:9] == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]
    shortest = [pause_seconds(number, lambda low, high: low) for number in range(1, RECEIVES)]
    assert sum(shortest) > 8 * HOUR
    longest = [pause_seconds(number, lambda low, high: high) for number in range(1, RECEIVES)]
    assert sum(longest) < 14 * HOUR
    assert max(longest) <= 12 * HOUR  # what SQS allows
    assert pause_seconds(10**6) <= 4320
