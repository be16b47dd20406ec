"""A worker is healthy, and takes calls, only if it can hold one. The health check never ends a call."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from agent_worker.process.availability import (
    MAX_SECONDS_WITHOUT_LIVEKIT,
    MAX_SECONDS_WITHOUT_PROCESS,
    Availability,
    Look,
)

READY = Look(registered=True, idle_processes=2)


@dataclass(slots=True)
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def worker(clock: Clock) -> Availability:
    return Availability(10, clock)


def test_a_worker_that_starts_is_unhealthy_until_it_is_registered(worker: Availability) -> None:
    assert worker.fault() == "not registered with LiveKit yet"
    worker.observe(Look(idle_processes=2))
    assert worker.fault() == "not registered with LiveKit yet"
    worker.observe(READY)
    assert worker.fault() is None
    assert (worker.takes_calls, worker.free, worker.load(READY)) == (True, 10, 0.0)


def test_a_worker_without_any_job_process_is_unhealthy_and_full(worker: Availability) -> None:
    worker.observe(Look(registered=True))
    assert "no job process" in str(worker.fault())
    assert (worker.takes_calls, worker.free, worker.load(Look(registered=True))) == (False, 0, 1.0)


def test_job_processes_that_stop_coming_show_after_a_while(worker: Availability, clock: Clock) -> None:
    worker.observe(READY)
    clock.now += MAX_SECONDS_WITHOUT_PROCESS
    worker.observe(Look(registered=True))
    assert worker.fault() is None
    assert worker.takes_calls
    clock.now += 1
    worker.observe(Look(registered=True))
    assert "no job process" in str(worker.fault())
    assert not worker.takes_calls
    worker.observe(READY)
    assert worker.fault() is None
    assert worker.takes_calls


def test_a_full_worker_needs_no_idle_process(worker: Availability, clock: Clock) -> None:
    worker.observe(Look(registered=True, calls=10))
    clock.now += MAX_SECONDS_WITHOUT_PROCESS + 1
    worker.observe(Look(registered=True, calls=10))
    assert (worker.free, worker.load(Look(registered=True, calls=10))) == (0, 1.0)
    clock.now += 1
    worker.observe(Look(registered=True, calls=9))
    assert (worker.takes_calls, worker.free) == (True, 1)


def test_a_short_outage_of_livekit_is_no_fault_and_a_long_one_is(worker: Availability, clock: Clock) -> None:
    worker.observe(READY)
    clock.now += MAX_SECONDS_WITHOUT_LIVEKIT
    worker.observe(Look(idle_processes=2))
    assert worker.fault() is None
    clock.now += 1
    worker.observe(Look(idle_processes=2))
    assert "LiveKit is unreachable" in str(worker.fault())
    worker.observe(READY)
    assert worker.fault() is None


@pytest.mark.parametrize("busy", [Look(calls=1), Look(draining=True), Look(calls=1, draining=True)])
def test_no_fault_ends_a_worker_with_a_call_or_one_that_drains(worker: Availability, clock: Clock, busy: Look) -> None:
    worker.observe(READY)
    clock.now += 10 * MAX_SECONDS_WITHOUT_LIVEKIT
    worker.observe(busy)
    assert worker.fault() is None
    assert not worker.takes_calls
    worker.observe(Look())
    assert worker.fault() is not None


def test_an_outdated_worker_takes_no_calls_and_is_healthy(worker: Availability, clock: Clock) -> None:
    worker.observe(READY)
    worker.outdated = True
    for _ in range(3):
        clock.now += MAX_SECONDS_WITHOUT_PROCESS
        worker.observe(Look(registered=True, calls=1))  # it keeps no idle process
    assert (worker.takes_calls, worker.free, worker.load(Look(registered=True, calls=1))) == (False, 0, 1.0)
    worker.observe(Look(registered=True))
    assert worker.fault() is None
    # The new deployment was rolled back.
    worker.outdated = False
    assert (worker.takes_calls, worker.load(Look(registered=True))) == (True, 0.0)


def test_livekit_learns_at_once_that_a_process_is_ready() -> None:
    worker = Availability(10)
    assert worker.load(Look()) == 1.0
    assert worker.load(READY) == 0.0


def test_a_draining_worker_has_no_free_place(worker: Availability) -> None:
    worker.observe(Look(registered=True, idle_processes=2, calls=3, draining=True))
    assert worker.free == 0
