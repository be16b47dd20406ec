"""A receiver that is unreachable for hours, with a simulated clock. No summary is lost."""

from __future__ import annotations

import heapq
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from functions.ports.webhooks import Posted
from functions.post_call.deliver import RECEIVES
from testing.fakes.loopback import Exchange, Loopback
from tests.functions.post_call.test_deliver import HOUR, SECRET, World, message, served, summary


@dataclass
class Queue:
    """SQS and its dead-letter queue with a simulated clock. A message is retried until RECEIVES, then it is dead."""

    at: float = 0.0
    waiting: list[tuple[float, int, str, int]] = field(default_factory=list)
    """The time of the next attempt, the number, the body, and the attempts so far."""
    dead: list[str] = field(default_factory=list)
    last_receives: dict[str, int] = field(default_factory=dict)

    def go_on(self, world: World, until: float) -> None:
        while self.waiting and self.waiting[0][0] <= until:
            when, number, body, receives = heapq.heappop(self.waiting)
            self.at = max(self.at, when)
            if receives >= RECEIVES:
                self.dead.append(body)
                continue
            self.last_receives[body] = receives + 1
            if world.deliver(message(body, number, receives + 1)):
                rest = world.rests.seconds[f"r{number}"]
                heapq.heappush(self.waiting, (self.at + rest, number, body, receives + 1))


@given(
    begins=st.floats(0, 4 * HOUR),
    lasts=st.floats(0, 8 * HOUR),
    ended_at=st.lists(st.floats(0, 6 * HOUR), min_size=1, max_size=8),
)
@settings(max_examples=60, deadline=None)
def test_nothing_is_lost_while_a_receiver_is_unreachable_for_up_to_eight_hours(
    begins: float, lasts: float, ended_at: list[float]
) -> None:
    queue = Queue()
    taken: list[tuple[float, str]] = []

    def post(url: str, headers: Mapping[str, str], body: bytes, *, seconds: float) -> Posted:
        if begins <= queue.at < begins + lasts:
            return Posted(None, "the webhook could not be reached")
        taken.append((queue.at, body.decode()))
        return Posted(204)

    world = World(post, {"acme": {"url": "https://x.example", "secret": SECRET}}, now=lambda: queue.at)
    bodies = [summary(f"s{number}") for number in range(len(ended_at))]
    for number, (when, body) in enumerate(zip(ended_at, bodies, strict=True)):
        heapq.heappush(queue.waiting, (when, number, body, 0))
    queue.go_on(world, until=48 * HOUR)
    assert sorted(body for _, body in taken) == sorted(bodies)
    assert queue.dead == []
    # The receiver gets everything soon after its return: within the longest pause.
    assert all(when <= max(begins + lasts, 6 * HOUR) + 1.2 * HOUR for when, _ in taken)


def test_a_receiver_that_is_down_for_an_hour_gets_everything_within_the_next_hour() -> None:
    queue, taken = Queue(), dict[str, float]()
    server_is_up = False

    def answer(exchange: Exchange) -> None:
        if server_is_up:
            taken[json.loads(exchange.received.body)["sessionId"]] = queue.at
        exchange.answer(204 if server_is_up else 503)

    with Loopback(answer) as server:
        world = served(server, now=lambda: queue.at)
        for number in range(12):
            heapq.heappush(queue.waiting, (number * 300.0, number, summary(f"s{number}"), 0))
        queue.go_on(world, until=HOUR)
        assert taken == {}
        server_is_up = True
        queue.go_on(world, until=2.2 * HOUR)
    assert set(taken) == {f"s{number}" for number in range(12)}
    assert (queue.dead, queue.waiting) == ([], [])


def test_the_summaries_for_a_receiver_that_never_returns_become_dead_letters() -> None:
    queue = Queue()
    world = World(lambda *_, **__: Posted(None, "away"), {"acme": {"url": "https://x.example", "secret": SECRET}})
    heapq.heappush(queue.waiting, (0.0, 1, summary(), 0))
    queue.go_on(world, until=48 * HOUR)
    assert queue.dead == [summary()]
    assert queue.at > 8 * HOUR
