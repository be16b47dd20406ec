"""From the queue to the webhook: signed, again until it is taken, and never lost while the receiver is away."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from functions.adapters.http.webhook import HttpWebhook
from functions.adapters.secrets.environment import EnvironmentSecrets
from functions.adapters.secrets.webhooks import WebhookSecrets
from functions.ports.errors import UnavailableError
from functions.ports.webhooks import Post, Webhook
from functions.post_call.deliver import POST_SECONDS, RECEIVES, Deliver, Undelivered, pause_seconds
from functions.post_call.messages import DeliverMessages
from functions.post_call.signature import signature
from functions.post_call.summary import summary_json
from testing.fakes.loopback import IN_TIME_SECONDS, Answer, Exchange, Loopback
from testing.post_call.ended import Told, ended
from testing.post_call.receive import checked

SECRET = "whsec-s3cr3t"
HOUR = 3600.0


def summary(session_id: str = "session_1", organization: str = "acme") -> str:
    return summary_json(ended(session_id, organization=organization), "https://api.example")


def letter(body: str, number: int = 1, receives: int = 1) -> dict[str, Any]:
    """As Lambda hands it over."""
    attributes = {"ApproximateReceiveCount": str(receives)}
    return {"messageId": f"m{number}", "receiptHandle": f"r{number}", "body": body, "attributes": attributes}


@dataclass
class Rests:
    """functions.ports.queue.Inbox."""

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
    told: Told = field(default_factory=Told)

    def deliver(self, *records: Mapping[str, Any]) -> tuple[str, ...]:
        webhooks = WebhookSecrets(EnvironmentSecrets(json.dumps(self.stored)))
        return DeliverMessages(Deliver(webhooks, self.post, self.now, self.seconds), self.rests, self.told)(records)


def served(server: Loopback, **others: Any) -> World:
    webhook = {"url": f"{server.origin}/hook?token=s3cr3t", "secret": SECRET}
    return World(HttpWebhook(allow_private=True), {"acme": webhook}, **others)


def _takes(exchange: Exchange) -> None:
    exchange.answer(204)


def test_the_receiver_gets_the_summary_as_it_was_queued_and_can_check_it() -> None:
    with Loopback(_takes) as server:
        assert served(server).deliver(letter(summary())) == ()
        (received,) = server.received
    assert received.body.decode() == summary()
    assert checked(received, SECRET)["sessionId"] == "session_1"
    with pytest.raises(AssertionError):
        checked(received, "another secret")


def test_the_signature_is_what_the_documentation_says() -> None:
    # echo -n '1700000000.{}' | openssl dgst -sha256 -hmac secret
    digest = "b8569b78799ff9e3cbff0fc2d63a33a2b57f3282abd07c37ae5e8e7d79a5f163"
    assert signature("secret", "{}", 1_700_000_000) == f"t=1700000000,v1={digest}"


def test_each_try_is_signed_anew_under_the_same_event_id() -> None:
    moments = iter([100.0, 5000.0])
    with Loopback(lambda exchange: exchange.answer(500)) as server:
        world = served(server, now=lambda: next(moments))
        world.deliver(letter(summary()))
        world.deliver(letter(summary(), receives=2))
        first, second = server.received
    assert first.headers["callflow-event-id"] == second.headers["callflow-event-id"]
    assert first.headers["callflow-signature"].startswith("t=100,")
    assert second.headers["callflow-signature"].startswith("t=5000,")


def test_an_organization_without_a_webhook_is_told_nothing() -> None:
    with Loopback(_takes) as server:
        world = served(server)
        assert world.deliver(letter(summary(organization="globex"))) == ()
        assert server.received == []
    assert world.told.counts["WebhooksAbsent"] == 1


@pytest.mark.parametrize(
    "stored", [{"url": "https://x.example"}, {"secret": SECRET}, {"url": "", "secret": SECRET}, "x"]
)
def test_half_a_webhook_is_no_webhook_and_the_letter_stays(stored: object) -> None:
    world = World(HttpWebhook(), {"acme": stored})
    assert world.deliver(letter(summary())) == ("m1",)
    assert SECRET not in "".join(world.told.lines)


def _answers(by_session: Mapping[str, Answer]) -> Answer:
    return lambda exchange: by_session[json.loads(exchange.received.body)["sessionId"]](exchange)


def test_each_letter_of_a_batch_is_on_its_own() -> None:
    answers: dict[str, Answer] = {
        "a": _takes,
        "b": lambda exchange: exchange.answer(500),
        "c": lambda exchange: exchange.hang_up(),
        "d": _takes,
    }
    with Loopback(_answers(answers)) as server:
        world = served(server)
        records = [letter(summary(name), number) for number, name in enumerate(answers)]
        assert world.deliver(*records, letter("no summary", 9)) == ("m1", "m2", "m9")
    assert set(world.rests.seconds) == {"r1", "r2", "r9"}
    assert (world.told.counts["WebhooksDelivered"], world.told.counts["WebhooksFailed"]) == (2, 3)


def test_a_slow_receiver_does_not_hold_up_the_others() -> None:
    with Loopback(_answers({f"s{number}": Exchange.hang for number in range(9)} | {"s9": _takes})) as server:
        world = served(server, seconds=5.0)  # one after the other, nine of them would take 45
        began = time.monotonic()
        failed = world.deliver(*(letter(summary(f"s{number}"), number) for number in range(10)))
        assert time.monotonic() - began < IN_TIME_SECONDS
    assert failed == tuple(f"m{number}" for number in range(9))


def test_what_is_logged_holds_no_url_and_no_secret() -> None:
    with Loopback(lambda exchange: exchange.answer(401)) as server:
        world = served(server)
        world.deliver(letter(summary()))
    told = "".join(world.told.lines)
    assert "s3cr3t" not in told
    assert "acme" in told
    assert "the webhook answered 401" in told
    assert "s3cr3t" not in repr(Webhook("https://x/s3cr3t", SECRET))


def test_a_store_of_secrets_that_is_away_keeps_the_letter() -> None:
    class Away:
        def of(self, organization_id: str) -> Webhook | None:
            raise UnavailableError("webhooks", "of", "unreachable", detail="away")

    outcome = Deliver(Away(), HttpWebhook(), time.time)(summary())
    assert isinstance(outcome, Undelivered)
    assert outcome.error == "away"


def test_pauses_grow_to_an_hour_and_reach_over_eight() -> None:
    plain = [pause_seconds(number, lambda low, high: 1.0) for number in range(1, RECEIVES + 1)]
    assert plain[:9] == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]
    shortest = [pause_seconds(number, lambda low, high: low) for number in range(1, RECEIVES)]
    assert sum(shortest) > 8 * HOUR
    longest = [pause_seconds(number, lambda low, high: high) for number in range(1, RECEIVES)]
    assert sum(longest) < 14 * HOUR
    assert max(longest) <= 12 * HOUR  # what SQS allows
    assert pause_seconds(10**6) <= 4320
