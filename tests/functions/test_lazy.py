"""Things that are made at their first use."""

from __future__ import annotations

import threading
import time

import pytest

from functions.late import late, load


class _Thing:
    def __init__(self) -> None:
        self.count = 0

    def add(self) -> int:
        self.count += 1
        return self.count


def test_nothing_is_made_before_it_is_used_and_then_once() -> None:
    made: list[_Thing] = []

    def make() -> _Thing:
        made.append(_Thing())
        return made[-1]

    thing = late(make)
    assert made == []
    assert (thing.add(), thing.add(), thing.count) == (1, 2, 2)
    assert len(made) == 1


def test_load_makes_it_and_leaves_alone_what_is_there() -> None:
    made: list[int] = []

    def make() -> _Thing:
        made.append(1)
        return _Thing()

    thing = late(make)
    load(thing)
    load(thing)
    load(_Thing())
    assert made == [1]


def test_what_could_not_be_made_is_made_with_the_next_use() -> None:
    tries: list[int] = []

    def make() -> _Thing:
        tries.append(1)
        if len(tries) == 1:
            raise OSError("not yet")
        return _Thing()

    thing = late(make)
    with pytest.raises(OSError, match="not yet"):
        thing.add()
    assert thing.add() == 1


def test_what_a_thing_lacks_is_told_as_of_the_thing_itself() -> None:
    with pytest.raises(AttributeError, match="_Thing"):
        late(_Thing).nothing  # type: ignore[attr-defined]  # noqa: B018  # that is the point


def test_threads_that_come_at_once_share_one() -> None:
    made: list[int] = []

    def make() -> _Thing:
        time.sleep(0.01)
        made.append(1)
        return _Thing()

    thing = late(make)
    threads = [threading.Thread(target=thing.add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (made, thing.count) == ([1], 8)
