"""A worker dies or drains during a call: another worker continues the call, or the draining worker finishes it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from agent_worker.phrases.phrases import phrases_in
from testing.calls.calls import Calls, Json
from testing.calls.faults import (
    GREETING,
    LOOKING,
    CountingTool,
    WatchedCaller,
    Workers,
    eventually,
    reply_to,
    several_workers,
    user_words,
    variables,
)
from testing.calls.livekit_stack import LiveKitStack
from testing.calls.measured_times import note
from testing.processes import PATIENCE

WORDS = phrases_in("en")


@pytest.fixture(scope="module")
def all_workers(livekit: LiveKitStack, livekit_logs: Path) -> Iterator[Workers]:
    with several_workers(livekit, livekit_logs) as workers:
        yield workers


@pytest.fixture
def workers(all_workers: Workers) -> Workers:
    all_workers.have(2)
    return all_workers


async def taken_over(caller: WatchedCaller, before: int) -> None:
    """Wait until another agent is in the room. `before` is the number of agents so far when the agent died."""
    died = time.monotonic()
    await eventually(lambda: len(caller.agents) > before)
    note("another agent took over", time.monotonic() - died)


async def its_job(workers: Workers, room: Json) -> psutil.Process:
    return await eventually(workers.of(room).only_call)


@pytest.mark.parametrize("dies", ["worker", "job"])
def test_another_agent_continues_the_call_of_a_dead_one(calls: Calls, workers: Workers, room: Json, dies: str) -> None:
    async def talk() -> None:
        async with WatchedCaller(room) as caller:
            await caller.until(GREETING)
            await caller.ask("one", reply_to(1, "one"))
            await caller.ask("two", reply_to(2, "two"))
            job, agents = await its_job(workers, room), len(caller.agents)
            if dies == "worker":
                workers.of(room).process.kill()
            else:
                job.kill()
            await taken_over(caller, agents)
            back = f"{WORDS.cut_off} {reply_to(2, 'two')}"
            assert await caller.until(back) == [back]
            assert await caller.ask("three", reply_to(3, "three")) == []
            assert await caller.ask("bye", "Goodbye after 4.") == []
            await caller.until_gone()
            assert caller.unread_of_flow() == []
            await eventually(lambda: not job.is_running())

    asyncio.run(talk())
    session = calls.session(room["sessionId"])
    assert session["status"] == "completed"
    assert variables(session)["all"] == user_words(session) == ["one", "two", "three", "bye"]


@pytest.mark.parametrize("dies", ["worker", "job"])
def test_a_tool_that_runs_while_its_agent_dies_runs_once(
    calls: Calls, workers: Workers, room: Json, tool: CountingTool, dies: str
) -> None:
    tool.seconds = 3

    async def talk() -> None:
        async with WatchedCaller(room) as caller:
            await caller.until(GREETING)
            job = await its_job(workers, room)
            await caller.ask("look", LOOKING)
            await eventually(lambda: tool.calls > 0)
            agents = len(caller.agents)
            if dies == "worker":
                workers.of(room).process.kill()
            else:
                job.kill()
            await taken_over(caller, agents)
            texts = await caller.until(f"{WORDS.cut_off} {reply_to(1, 'look')}")
            assert {LOOKING, GREETING}.isdisjoint(texts)
            assert await caller.ask("bye", "Goodbye after 2.") == []
            await caller.until_gone()
            assert caller.unread_of_flow() == []

    asyncio.run(talk())
    session = calls.session(room["sessionId"])
    assert session["status"] == "completed"
    assert tool.calls == variables(session)["found"] == 1
    assert user_words(session) == ["look", "bye"]
    effects = [effect for turn in session["turns"] for effect in turn["effects"]]
    assert [effect["ok"] for effect in effects] == [True]


def test_a_draining_worker_keeps_its_call_and_accepts_no_new_one(
    calls: Calls, workers: Workers, room: Json, tool: CountingTool
) -> None:
    other = calls.started("counting", "test-chat")

    async def talk() -> None:
        async with WatchedCaller(room) as caller:
            await caller.until(GREETING)
            draining = workers.of(room)
            draining.process.terminate()
            await eventually(lambda: "draining worker" in draining.log.read_text())
            async with WatchedCaller(other) as newcomer:
                await newcomer.until(GREETING)
                assert workers.of(other) is not draining
                assert await newcomer.ask("bye", "Goodbye after 1.") == []
            assert await caller.ask("one", reply_to(1, "one")) == []
            assert await caller.ask("look", reply_to(2, "look")) == [LOOKING]
            assert draining.process.poll() is None
            assert await caller.ask("bye", "Goodbye after 3.") == []
            await caller.until_gone()
            assert await asyncio.to_thread(draining.process.wait, PATIENCE) == 0

    asyncio.run(talk())
    assert tool.calls == 1
    for each in (room, other):
        assert calls.session(each["sessionId"])["status"] == "completed"
