"""Two webhooks at once, and a LiveKit that is slow, broken or away."""

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
    made = FakeLiveKit()
    made.room("room").enters("caller", Kind.SIP)
    return made


@pytest.fixture
def dispatches(livekit: FakeLiveKit) -> Iterator[Dispatches]:
    with livekit.served() as server:
        yield Dispatches(server.origin, KEY, SECRET, "callflow", take_seconds=0.3)


def _living(livekit: FakeLiveKit) -> list[str]:
    return sorted(livekit.room("room").dispatches)


def test_of_two_that_look_before_either_has_made_one_the_older_stays(
    livekit: FakeLiveKit, dispatches: Dispatches
) -> None:
    """Both have seen an empty room, and both create."""
    meeting = threading.Barrier(2, timeout=5)
    livekit.on_create = lambda: cast(None, meeting.wait())
    sent: list[bool] = []
    threads = [threading.Thread(target=lambda: sent.append(dispatches.send("{}", GONE))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(sent) == [False, True]
    assert _living(livekit) == ["AD_001"]


def test_one_that_comes_in_between_wins(livekit: FakeLiveKit, dispatches: Dispatches) -> None:
    def another() -> None:
        livekit.on_create = lambda: None
        assert dispatches.send("{}", GONE)

    livekit.on_create = another
    assert not dispatches.send("{}", GONE)
    assert _living(livekit) == ["AD_001"]


def test_a_dispatch_that_nobody_took_yet_is_waited_for_and_not_doubled(
    livekit: FakeLiveKit, dispatches: Dispatches
) -> None:
    livekit.workers = False
    standing = livekit.dispatch("room")
    taking = threading.Timer(0.1, lambda: livekit.takes("room", standing))
    taking.start()
    assert not dispatches.send("{}", GONE)
    taking.join()
    assert _living(livekit) == [standing]


def test_a_dispatch_that_nobody_takes_is_replaced_once_it_is_old(livekit: FakeLiveKit, dispatches: Dispatches) -> None:
    livekit.workers = False
    for _ in range(2):
        with pytest.raises(NoAgentError, match="No worker named callflow"):
            dispatches.send("{}", GONE)
        assert _living(livekit) == ["AD_001"]
    livekit.workers = True
    livekit.go_on(6)
    assert dispatches.send("{}", GONE)
    assert _living(livekit) == ["AD_002"]


def test_an_agent_whose_job_is_written_down_late_is_taken_for_what_it_is(
    livekit: FakeLiveKit, dispatches: Dispatches
) -> None:
    livekit.lists = False
    assert dispatches.send("{}", GONE)
    livekit.go_on(6)
    assert not dispatches.send("{}", GONE)
    assert _living(livekit) == ["AD_001"]


def test_an_agent_that_dies_before_its_job_is_written_down_is_replaced(
    livekit: FakeLiveKit, dispatches: Dispatches
) -> None:
    livekit.lists = livekit.joins = False
    first = livekit.dispatch("room")
    livekit.lists = True
    livekit.go_on(0.1)
    assert dispatches.send("{}", AgentLeft("room", f"agent-{first}", joined_at=time.time_ns() // 10**6))
    assert _living(livekit) == ["AD_002"]


def test_it_works_inside_a_running_loop_as_on_lambda(livekit: FakeLiveKit, dispatches: Dispatches) -> None:
    async def on_the_spot() -> bool:
        return dispatches.send("{}", GONE)

    assert asyncio.run(on_the_spot())


@pytest.mark.parametrize(
    "answer", [raw("", 500), raw("{}", 401), raw("<html>", 502), raw("<html>", 200), hang_up, hang]
)
def test_a_livekit_that_fails_is_told_in_time(answer: Answer) -> None:
    with Loopback(answer) as server:
        started = time.monotonic()
        with pytest.raises(NoAgentError, match=server.origin):
            Dispatches(server.origin, KEY, SECRET, "callflow", seconds=0.5).send("{}", GONE)
        assert time.monotonic() - started < IN_TIME_SECONDS


def test_a_livekit_that_is_away_is_told() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        away = Dispatches(f"ws://127.0.0.1:{unused.getsockname()[1]}", KEY, SECRET, "callflow")
        with pytest.raises(NoAgentError, match="out of reach"):
            away.send("{}", GONE)


def test_a_room_that_livekit_knows_not_is_no_failure(livekit: FakeLiveKit, dispatches: Dispatches) -> None:
    with Loopback(raw('{"code": "not_found", "msg": "requested room does not exist"}', 404)) as server:
        assert not replace(dispatches, server_url=server.origin).send("{}", GONE)
