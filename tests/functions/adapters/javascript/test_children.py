"""The child processes: their descriptors, the order in which organizations get one, and their end."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from flow_core.evaluate import Evaluated, Overran, Threw, Value
from flow_core.json import Json, sound
from functions.adapters.javascript.engine import JavaScript
from functions.adapters.javascript.process import STARVED_TIMES, TIME_LIMIT_SECONDS, Process
from functions.adapters.javascript.values import decode
from functions.deadline import NEVER, Deadline
from functions.errors import EngineBrokenError
from functions.ports.javascript import Limits, Ran

AT = 1_715_000_000_123
BUSY_SECONDS = 60.0
"""Seconds a test waits on a busy machine."""


def run(javascript: JavaScript, expression: str, **variables: Any) -> Evaluated:
    return javascript(expression, variables, AT, 7)


def value(javascript: JavaScript, expression: str) -> Any:
    evaluated = run(javascript, expression)
    assert isinstance(evaluated, Value), evaluated
    return evaluated.value


def children_of_this_process() -> set[int]:
    with open(f"/proc/self/task/{threading.get_native_id()}/children") as children:
        return {int(pid) for pid in children.read().split()}


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + BUSY_SECONDS
    while not condition():
        assert time.monotonic() < end, "the condition did not become true"
        time.sleep(0.02)


def descriptors(pid: int) -> set[str]:
    return set(os.listdir(f"/proc/{pid}/fd"))


needs_proc = pytest.mark.skipif(not os.path.exists("/proc/self/task"), reason="reads /proc")


@needs_proc
def test_a_child_inherits_no_descriptor_and_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "s3cret")
    before = children_of_this_process()
    reading, writing = os.pipe()
    os.set_inheritable(writing, True)
    with JavaScript() as javascript:
        assert value(javascript, "1") == 1
        started = children_of_this_process() - before
        assert started
        for pid in started:
            until(lambda: descriptors(pid) == {"0", "1", "2"})  # noqa: B023  # called here; a child has more at first
            with open(f"/proc/{pid}/environ") as environ:
                assert "SECRET" not in environ.read()
    os.close(reading)
    os.close(writing)


@needs_proc
def test_close_ends_every_child() -> None:
    before = children_of_this_process()
    with JavaScript(children=2) as javascript:
        javascript.start()
        assert len(children_of_this_process() - before) == 3
    assert children_of_this_process() <= before
    with pytest.raises(RuntimeError, match="closed"):
        run(javascript, "1")


PARENT = """
import threading, time
from functions.adapters.javascript.engine import JavaScript
from functions.adapters.javascript.process import STARVED_TIMES, TIME_LIMIT_SECONDS, Process
from functions.adapters.javascript.values import decode
from functions.errors import EngineBrokenError
from functions.ports.javascript import Limits, Ran
javascript = JavaScript()
javascript("1", {}, 0, 0)
threading.Thread(target=javascript, args=("(() => { for (;;); })()", {}, 0, 0), daemon=True).start()
time.sleep(0.1)
print("busy", flush=True)
time.sleep(60)
"""


@needs_proc
def test_children_die_with_their_parent_even_when_busy() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    assert parent.stdout.readline() == b"busy\n"
    with open(f"/proc/{parent.pid}/task/{parent.pid}/children") as children:
        left = {int(pid) for pid in children.read().split()}
    assert left
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until(lambda: not any(is_running(pid) for pid in left))


def is_running(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@needs_proc
def test_children_that_died_while_idle_are_replaced_unnoticed() -> None:
    before = children_of_this_process()
    with JavaScript() as javascript:
        javascript.start()
        assert value(javascript, "1") == 1
        for pid in children_of_this_process() - before:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)
        assert value(javascript, "2") == 2


@needs_proc
def test_an_expression_that_the_machine_starves_gets_more_time() -> None:
    before = children_of_this_process()
    with JavaScript() as javascript:
        javascript.start()
        assert value(javascript, "1") == 1
        time.sleep(0.2)  # both children have their context built
        started = children_of_this_process() - before
        for pid in started:
            os.kill(pid, signal.SIGSTOP)

        def go_on() -> None:
            for pid in started:
                os.kill(pid, signal.SIGCONT)

        timer = threading.Timer(0.5, go_on)
        began = time.monotonic()
        timer.start()
        assert value(javascript, "2") == 2
        assert time.monotonic() - began > 0.4
        timer.join()


@needs_proc
def test_a_child_without_processor_time_is_ended_after_a_second() -> None:
    before = children_of_this_process()
    with JavaScript() as javascript:
        javascript.start()
        assert value(javascript, "1") == 1
        time.sleep(0.2)
        for pid in children_of_this_process() - before:
            os.kill(pid, signal.SIGSTOP)
        began = time.monotonic()
        assert isinstance(run(javascript, "2"), Overran)
        assert 0.9 < time.monotonic() - began < BUSY_SECONDS


def test_an_answer_in_time_counts_although_this_process_reads_it_late(monkeypatch: pytest.MonkeyPatch) -> None:
    with JavaScript() as javascript:
        assert value(javascript, "1") == 1
        send = Process._send

        def send_and_stall(child: Process, data: bytes) -> None:
            send(child, data)
            time.sleep(STARVED_TIMES * TIME_LIMIT_SECONDS + 0.2)

        monkeypatch.setattr(Process, "_send", send_and_stall)
        assert value(javascript, "2") == 2


def test_the_thread_that_waits_longest_is_served_first() -> None:
    order: list[int] = []

    def ask(javascript: JavaScript, number: int) -> None:
        run(javascript, "(() => { for (let i = 0; i < 1e5; i++); })()")
        order.append(number)

    with JavaScript() as javascript:
        javascript.start()
        first = threading.Thread(target=run, args=(javascript, "(() => { for (;;); })()"))
        first.start()
        time.sleep(0.05)
        waiting = [threading.Thread(target=ask, args=(javascript, number)) for number in range(5)]
        for thread in waiting:
            thread.start()
            time.sleep(0.02)
        for thread in (first, *waiting):
            thread.join()
    assert order == [0, 1, 2, 3, 4]


def test_many_threads_share_a_few_children() -> None:
    wrong: list[Evaluated] = []

    def ask(javascript: JavaScript, number: int) -> None:
        for i in range(50):
            evaluated = run(javascript, "x * 1000 + y", x=number, y=i)
            if evaluated != Value(number * 1000 + i, bool(number or i)):
                wrong.append(evaluated)

    with JavaScript(children=2) as javascript:
        threads = [threading.Thread(target=ask, args=(javascript, number)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []


def test_an_expression_past_its_deadline_is_not_evaluated() -> None:
    late: list[Ran] = []
    with JavaScript() as javascript:
        javascript.start()
        busy = threading.Thread(target=run, args=(javascript, "(() => { for (;;); })()"))
        busy.start()
        time.sleep(0.05)
        limits = Limits("acme", 0.25, Deadline.after(0.05))
        late.append(javascript.evaluate("1", {}, AT, 7, limits))
        busy.join()
        assert value(javascript, "2") == 2
    assert late == [Ran(Overran("the turn's time was over before the expression could begin"), 0.0)]


@pytest.mark.parametrize("warm", [True, False])
def test_no_expression_begins_after_its_deadline(warm: bool) -> None:
    with JavaScript() as javascript:
        if warm:
            assert value(javascript, "1") == 1
        ran = javascript.evaluate("1", {}, AT, 7, Limits("acme", 0.25, Deadline.after(0)))
        assert ran == Ran(Overran("the turn's time was over before the expression could begin"), 0.0)
        assert value(javascript, "2") == 2


def no_child(*_: object, **__: object) -> None:
    raise BlockingIOError("Resource temporarily unavailable")


def test_an_engine_whose_child_cannot_start_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    with JavaScript() as javascript:
        with monkeypatch.context() as patch:
            patch.setattr(subprocess, "Popen", no_child)
            with pytest.raises(EngineBrokenError, match=r"no JavaScript child can start \(BlockingIOError\)"):
                value(javascript, "1")
        assert value(javascript, "2") == 2


def test_an_answer_is_returned_although_no_child_can_start_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    with JavaScript() as javascript:
        assert value(javascript, "1") == 1
        javascript._end(javascript._take_reserve())
        with monkeypatch.context() as patch:
            patch.setattr(subprocess, "Popen", no_child)
            assert value(javascript, "2") == 2
            assert isinstance(run(javascript, "(() => { for (;;); })()"), Overran)
            with pytest.raises(EngineBrokenError):
                value(javascript, "3")
        assert value(javascript, "4") == 4


def test_encoding_and_decoding_count_as_work_on_the_expression(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = itertools.count(0, 10)
    monkeypatch.setattr(time, "thread_time", lambda: float(next(seconds)))
    with JavaScript() as javascript:
        assert 20 <= javascript.evaluate("1", {}, AT, 7, Limits("acme", 0.25, NEVER)).seconds < 30


@pytest.mark.parametrize(
    "reply", [b"", b"1", b"1{", b"1\xff", b"9null", b"11e999", b"1" + b"9" * 5000, b"1NaN", b"2nul"]
)
def test_any_bytes_of_a_child_are_decoded_without_an_exception(reply: bytes) -> None:
    assert decode(reply) == Threw("Error: the engine's answer is not JSON", truthy=reply.startswith(b"1"))


@pytest.mark.parametrize("reply", [b"1" + b"[" * 100_000, b"1" + b"[" * 65 + b"]" * 65])
def test_an_answer_that_is_nested_too_deep_is_refused(reply: bytes) -> None:
    assert decode(reply) == Threw("RangeError: the result is nested more than 64 deep", truthy=True)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (b"[" * 64 + b"]" * 64, None),
        (b'{"x":' * 64 + b"0" + b"}" * 64, None),
        (rb'"\ud83d"', "\ufffd"),
        (rb'{"\udc00":["\ud83d.\\ud83d"]}', {"\ufffd": ["\ufffd.\\ud83d"]}),
        (b"1" + b"0" * 300, 1e300),
    ],
)
def test_an_answer_passes_the_check_of_every_value_from_outside(written: bytes, value: Json) -> None:
    answer = decode(b"1" + written)
    assert isinstance(answer, Value)
    assert sound(answer.value) == answer.value
    assert value is None or answer.value == value


def test_a_pool_without_children_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        JavaScript(children=0)
