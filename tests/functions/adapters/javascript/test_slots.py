"""Which organization runs an expression next. No process is started here."""

from __future__ import annotations

import threading
import time
from math import inf

import pytest

from functions.adapters.javascript.slots import NoPlaceError, Places
from functions.ports.javascript import EngineClosedError


class Waiting:
    """Threads that wait for a place, one after the other, and the order in which they get one."""

    def __init__(self, places: Places) -> None:
        self.served: list[str] = []
        self._places = places
        self._threads: list[threading.Thread] = []

    def join_the_queue(self, organization_id: str) -> None:
        started = threading.Event()

        def wait() -> None:
            started.set()
            self._places.take(organization_id, inf)
            self.served.append(organization_id)

        thread = threading.Thread(target=wait)
        thread.start()
        started.wait()
        time.sleep(0.02)
        self._threads.append(thread)

    def give_back(self, organization_id: str) -> None:
        """One place; and wait until someone has it."""
        before = len(self.served)
        self._places.give_back(organization_id, None)
        until = time.monotonic() + 5
        while len(self.served) == before and time.monotonic() < until:
            time.sleep(0.001)

    def join(self) -> None:
        for thread in self._threads:
            thread.join()


def test_one_organization_leaves_a_place_for_the_next() -> None:
    places = Places(4, 3)
    for _ in range(3):
        places.take("busy", inf)
    with pytest.raises(NoPlaceError):
        places.take("busy", time.monotonic())
    places.take("neighbour", time.monotonic())


def test_where_there_is_one_place_anybody_may_have_it() -> None:
    places = Places(1, 1)
    assert places.take("alone", time.monotonic()) is None
    with pytest.raises(NoPlaceError):
        places.take("neighbour", time.monotonic() + 0.01)
    places.give_back("alone", None)
    assert places.take("neighbour", time.monotonic()) is None


def test_the_organization_that_holds_least_is_served_first() -> None:
    places = Places(3, 2)
    for name in ("busy", "busy", "other"):
        places.take(name, inf)
    waiting = Waiting(places)
    for name in ("busy", "busy", "neighbour"):
        waiting.join_the_queue(name)
    waiting.give_back("other")
    assert waiting.served == ["neighbour"]
    waiting.give_back("busy")
    waiting.give_back("busy")
    waiting.join()
    assert waiting.served == ["neighbour", "busy", "busy"]


def test_organizations_that_wait_take_turns_and_each_serves_its_first_first() -> None:
    places = Places(1, 1)
    places.take("a", inf)
    waiting = Waiting(places)
    for name in ("a", "a", "a", "b", "b", "c"):
        waiting.join_the_queue(name)
    for _ in range(6):
        waiting.give_back(waiting.served[-1] if waiting.served else "a")
    waiting.join()
    assert waiting.served == ["a", "b", "c", "a", "b", "a"]


def test_who_stops_waiting_takes_no_place() -> None:
    places = Places(1, 1)
    places.take("a", inf)
    with pytest.raises(NoPlaceError):
        places.take("b", time.monotonic() + 0.01)
    places.give_back("a", None)
    places.take("c", time.monotonic())


def test_nobody_is_left_waiting_when_it_closes() -> None:
    places = Places(1, 1)
    places.take("a", inf)
    failed: list[type[BaseException]] = []

    def wait() -> None:
        try:
            places.take("b", inf)
        except EngineClosedError as error:
            failed.append(type(error))

    thread = threading.Thread(target=wait)
    thread.start()
    time.sleep(0.02)
    assert places.close() == []
    thread.join()
    assert failed == [EngineClosedError]
    with pytest.raises(EngineClosedError):
        places.take("b", inf)
    places.give_back("a", None)
