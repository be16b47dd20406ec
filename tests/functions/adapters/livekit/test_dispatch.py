"""Two webhooks at the same time, and a LiveKit server that is slow, broken or unreachable."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

import pytest

from functions.adapters.livekit.dispatch import Dispatches
from functions.ports.rooms import AgentLeft, NoAgentError
from testing.fakes.livekit import KEY, SECRET, FakeLiveKit, Kind
from testing.fakes.loopback import IN_TIME_SECONDS, Answer, Loopback
from testing.fakes.model_servers import hang, hang_up, raw

GONE = AgentLeft("room", "agent-gone")


@pytest.fixture
def livekit() -> FakeLiveKit:
    server = FakeLiveKit()
    server.room("room").enters("caller", Kind.SIP)
    return server


@pytest.fixture
def dispatches(livekit: FakeLiveKit) -> Iterator[Dispatches]:
    with livekit.served() as server:
        yield Dispatches(server.origin, KEY, SECRET, "callflow", take_seconds=0.3)


def _dispatch_ids(livekit: FakeLiveKit) -> list[str]:
    return sorted(livekit.room("room").dispatches)


def test_the_older_of_two_concurrent_dispatches_stays(livekit: FakeLiveKit, dispatches: Dispatches) -> None:
    """Both find no dispatch, and both create one."""
    barrier = threading.Barrier(2, timeout=5)
    livekit.on_create = lambda: cast(None, barrier.wait())
    sent: list[bool] = []
    threads = [threading.Thread(target=lambda: sent.append(dispatches.send("{}", GONE))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(sent) == [False, True]
    assert _dispatch_ids(livekit) == ["AD_001"]


def test_a_dispatch_created_in_between_wins(livekit: FakeLiveKit, dispatches: Dispatches) -> None:
    def another() -> None:
        livekit.on_create = lambda: None
        assert dispatches.send("{}", GONE)

    livekit.on_create = another
    assert not dispatches.send("{}", GONE)
    assert _dispatch_ids(livekit) == ["AD_001"]


def test_an_existing_dispatch_without_a_worker_is_awaited_and_not_repeated(
    livekit: FakeLiveKit, dispatches: Dispatches
) -> None:
    livekit.workers = False
    existing = livekit.dispatch("room")
    taking = threading.Timer(0.1, lambda: livekit.takes("room", existing))
    taking.start()
    assert not dispatches.send("{}", GONE)
    taking.join()
    assert _dispatch_ids(livekit) == [existing]


def test_a_dispatch_that_no_worker_takes_is_replaced_after_five_seconds(
    livekit: FakeLiveKit, dispatches: Dispatches
) -> None:
    livekit.workers = False
    for _ in range(2):
        with pytest.raises(NoAgentError, match="No worker named callflow"):
            dispatches.send("{}", GONE)
        assert _dispatch_ids(livekit) == ["AD_001"]
    livekit.workers = True
    livekit.go_on(6)
    assert dispatches.send("{}", GONE)
    assert _dispatch_ids(livekit) == ["AD_002"]


def test_an_agent_whose_job_is_recorded_late_is_not_replaced(livekit: FakeLiveKit, dispatches: Dispatches) -> None:
    livekit.lists = False
    assert dispatches.send("{}", GONE)
    livekit.go_on(6)
    assert not dispatches.send("{}", GONE)
    assert _dispatch_ids(livekit) == ["AD_001"]


def test_an_agent_that_dies_before_its_job_is_recorded_is_replaced(
    livekit: FakeLiveKit, dispatches: Dispatches
) -> None:
    livekit.lists = livekit.joins = False
    first = livekit.dispatch("room")
    livekit.lists = True
    livekit.go_on(0.1)
    assert dispatches.send("{}", AgentLeft("room", f"agent-{first}", joined_at=time.time_ns() // 10**6))
    assert _dispatch_ids(livekit) == ["AD_002"]


def test_send_works_inside_a_running_event_loop(livekit: FakeLiveKit, dispatches: Dispatches) -> None:
    async def in_loop() -> bool:
        return dispatches.send("{}", GONE)

    assert asyncio.run(in_loop())


@pytest.mark.parametrize(
    "answer", [raw("", 500), raw("{}", 401), raw("<html>", 502), raw("<html>", 200), hang_up, hang]
)
def test_a_failing_livekit_is_reported_in_time(answer: Answer) -> None:
    with Loopback(answer) as server:
        started = time.monotonic()
        with pytest.raises(NoAgentError, match=server.origin):
            Dispatches(server.origin, KEY, SECRET, "callflow", seconds=0.5).send("{}", GONE)
        assert time.monotonic() - started < IN_TIME_SECONDS


def test_an_unreachable_livekit_is_reported() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        unreachable = Dispatches(f"ws://127.0.0.1:{unused.getsockname()[1]}", KEY, SECRET, "callflow")
        with pytest.raises(NoAgentError, match="out of reach"):
            unreachable.send("{}", GONE)


def test_a_room_that_livekit_does_not_know_is_not_a_failure(livekit: FakeLiveKit, dispatches: Dispatches) -> None:
    with Loopback(raw('{"code": "not_found", "msg": "requested room does not exist"}', 404)) as server:
        assert not replace(dispatches, server_url=server.origin).send("{}", GONE)
