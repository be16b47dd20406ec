"""livekit-server dies or is stopped during a call, and starts again at the same address."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from agent_worker.phrases.phrases import phrases_in
from local.processes.livekit import API_KEY, API_SECRET, LiveKitServer, find_program
from testing.calls.calls import Calls, Json
from testing.calls.faults import (
    GREETING,
    WatchedCaller,
    Worker,
    counting_flow,
    counting_tool,
    eventually,
    registrations,
    reply_to,
    user_words,
    variables,
    worker,
)
from testing.calls.livekit_stack import missing
from testing.processes import HOST, PATIENCE, callflow, free_port

WORDS = phrases_in("en")


def times_seen(log: Path) -> int:
    """Return how often a reconnected agent has seen its caller."""
    return log.read_text().count("the agent sees its caller again")


@dataclass(slots=True)
class Restartable:
    port: int
    webhook_url: str
    log: Path
    calls: Calls
    worker: Worker
    _server: LiveKitServer

    def restart(self, *, killed: bool) -> None:
        if killed:
            self._server.kill()
        self._server.__exit__(None, None, None)
        self._server = start(self.port, self.webhook_url, self.log)

    def stop(self) -> None:
        self._server.__exit__(None, None, None)


def start(port: int, webhook_url: str, log: Path) -> LiveKitServer:
    return LiveKitServer(webhook_url=webhook_url, port=port, log=log).__enter__()


@pytest.fixture(scope="module")
def livekit_here(livekit_logs: Path) -> Iterator[Restartable]:
    if find_program("livekit-server") is None:
        missing("livekit-server")
    port, api_port = free_port(), free_port()
    keys = {"LIVEKIT_URL": f"ws://{HOST}:{port}", "LIVEKIT_API_KEY": API_KEY, "LIVEKIT_API_SECRET": API_SECRET}
    webhook_url, log = f"http://{HOST}:{api_port}/api/livekit/webhook", livekit_logs / "restarted-livekit.log"
    server = start(port, webhook_url, log)
    restartable = None
    try:
        with (
            counting_tool() as tool,
            callflow(api_port, keys, livekit_logs / "restart-callflow.log") as address,
            httpx.Client(base_url=f"{address}/api", timeout=40) as api,
            worker(keys, address, livekit_logs / "restart-worker.log") as started,
        ):
            calls = Calls(api)
            calls.publish("counting", counting_flow(tool.url))
            restartable = Restartable(port, webhook_url, log, calls, started, server)
            yield restartable
    finally:
        if restartable is not None:
            restartable.stop()
        else:
            server.__exit__(None, None, None)


def test_the_call_continues_after_the_server_dies(livekit_here: Restartable) -> None:
    calls, room = livekit_here.calls, livekit_here.calls.started("counting", "test-chat")

    async def talk() -> None:
        async with WatchedCaller(room) as caller:
            await caller.until(GREETING)
            await caller.ask("one", reply_to(1, "one"))
            back = asyncio.Event()
            caller.room.on("reconnected", back.set)
            log = livekit_here.worker.log
            before, seen = registrations(log), times_seen(log)
            await asyncio.to_thread(livekit_here.restart, killed=True)
            await asyncio.wait_for(back.wait(), PATIENCE)
            await eventually(lambda: registrations(log) > before)
            # An agent that no longer sees the caller is replaced. The new agent says that the call was cut off.
            replaced = f"{WORDS.cut_off} {reply_to(1, 'one')}"
            await eventually(lambda: times_seen(log) > seen or not caller.replies.empty())
            assert set(caller.unread()) <= {replaced}
            await caller.ask("two", reply_to(2, "two"))
            await caller.ask("bye", "Goodbye after 3.")
            await caller.until_gone()
            assert [text for text in caller.heard if text == GREETING] == [GREETING]

    asyncio.run(talk())
    session = calls.session(room["sessionId"])
    assert session["status"] == "completed"
    assert variables(session)["all"] == user_words(session) == ["one", "two", "bye"]


def test_a_caller_who_rejoins_after_a_server_stop_finds_the_session(livekit_here: Restartable) -> None:
    calls, room = livekit_here.calls, livekit_here.calls.started("counting", "test-chat")

    async def begin() -> None:
        async with WatchedCaller(room) as caller:
            await caller.until(GREETING)
            await caller.ask("one", reply_to(1, "one"))
            before = registrations(livekit_here.worker.log)
            await asyncio.to_thread(livekit_here.restart, killed=False)
            # A stopped server disconnects everyone. The job's process ends, and the worker registers again.
            await caller.until_gone()
            await eventually(lambda: not livekit_here.worker.in_call())
            await eventually(lambda: registrations(livekit_here.worker.log) > before)

    async def go_on() -> None:
        async with WatchedCaller(room) as caller:
            heard = await caller.reply(PATIENCE)
            assert heard.text in (WORDS.back, f"{WORDS.cut_off} {reply_to(1, 'one')}")
            await caller.ask("two", reply_to(2, "two"))
            await caller.ask("bye", "Goodbye after 3.")
            await caller.until_gone()

    asyncio.run(begin())
    assert calls.session(room["sessionId"])["status"] == "waiting"
    asyncio.run(go_on())
    session = calls.session(room["sessionId"])
    assert session["status"] == "completed"
    assert variables(session)["all"] == user_words(session) == ["one", "two", "bye"]


def test_a_new_call_after_the_restarts_is_answered(livekit_here: Restartable) -> None:
    room: Json = livekit_here.calls.started("counting", "test-chat")

    async def talk() -> None:
        async with WatchedCaller(room) as caller:
            await caller.until(GREETING)
            await caller.ask("bye", "Goodbye after 1.")

    asyncio.run(talk())
    assert livekit_here.calls.session(room["sessionId"])["status"] == "completed"
