"""The parts that fault tests share: workers that can be killed, a counting tool and flow, and a timed caller."""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TypeVar

import psutil
from livekit import rtc

from agent_worker.phrases.phrases import phrases_in
from testing.calls.calls import Calls, Json, said
from testing.calls.chat_caller import ChatCaller
from testing.calls.flows import flow
from testing.calls.livekit_stack import LiveKitStack
from testing.calls.measured_times import note
from testing.processes import PATIENCE, running

WORDS = phrases_in("en")

GREETING = "Hello! 0 things so far."
LOOKING = "Let me look."
AGENT = rtc.ParticipantKind.PARTICIPANT_KIND_AGENT
Result = TypeVar("Result")


def reply_to(number: int, words: str) -> str:
    return f"{number}: {words}."


def counting_flow(tool: str) -> Json:
    """Build a flow that repeats the caller's words with a number. `look` calls the tool first, `bye` ends the call."""
    ask = {
        "prompt": "{{ count ? count + ': ' + said + '.' : '0 things so far.' }}",
        "variable": "said",
        "noInputSeconds": 60,
        "assign": {"count": "count + 1", "all": "[...(all || []), said]"},
    }
    look = {"message": LOOKING, "request": {"method": "POST", "url": tool}, "assign": {"found": "response.body.calls"}}
    conditions = [{"id": word, "expression": f"said.startsWith({word!r})"} for word in ("look", "bye")]
    nodes: dict[str, tuple[str, Json]] = {
        "start": ("start", {"message": "Hello!"}),
        "ask": ("elicitation", ask),
        "which": ("decision", {"conditions": conditions}),
        "look": ("tool", look),
        "bye": ("end", {"message": "Goodbye after {{ count }}."}),
    }
    edges = (
        "start > ask, ask > which, which.look > look, which.bye > bye, which > ask, look > ask, look.error > bye, "
        "ask.noMatch > bye, ask.noInput > bye"
    )
    return {**flow("counting", nodes, edges), "variables": {"count": {"type": "number", "default": 0}}}


class CountingTool(ThreadingHTTPServer):
    """A tool that answers after `seconds` with the number of its calls."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.calls = 0
        self.seconds = 0.0
        self.url = f"http://127.0.0.1:{self.server_address[1]}/"


class _Answer(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        tool = self.server
        assert isinstance(tool, CountingTool)
        tool.calls += 1
        body = json.dumps({"calls": tool.calls}).encode()
        time.sleep(tool.seconds)
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextlib.contextmanager
def counting_tool() -> Iterator[CountingTool]:
    with CountingTool() as tool:
        threading.Thread(target=tool.serve_forever, daemon=True).start()
        yield tool
        tool.shutdown()


@dataclass(slots=True)
class Worker:
    process: subprocess.Popen[bytes]
    log: Path

    def told_of(self, room_name: str) -> bool:
        return room_name in self.log.read_text()

    def in_call(self) -> list[psutil.Process]:
        """Return the processes of the worker's calls."""
        with contextlib.suppress(psutil.NoSuchProcess):
            return jobs_in_call(psutil.Process(self.process.pid))
        return []

    def only_call(self) -> psutil.Process | None:
        """Return the process of the call if it is the only one. That of the previous call may end a moment later."""
        found = self.in_call()
        return found[0] if len(found) == 1 else None


def jobs_in_call(above: psutil.Process) -> list[psutil.Process]:
    """Return the job processes of calls below a process: LiveKit's forkserver has created them, and media use UDP."""
    return [each for each in above.children(recursive=True) if _is_job(each) and _has_media(each)]


def _is_job(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        parent = process.parent()
        return parent is not None and "forkserver" in " ".join(parent.cmdline())
    return False


def _has_media(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        return bool(process.net_connections("udp"))
    return False


@contextlib.contextmanager
def worker(environment: dict[str, str], api_url: str, log: Path, drain_seconds: int = 1) -> Iterator[Worker]:
    """Start `python -m agent_worker` and wait until it is registered with LiveKit."""
    settings = {
        **environment,
        "CALLFLOW_API_URL": api_url,
        "CALLFLOW_API_AUTH": "none",
        "CALLFLOW_HEALTH_PORT": "0",
        "CALLFLOW_DRAIN_SECONDS": str(drain_seconds),
    }
    command = [sys.executable, "-m", "agent_worker"]
    log.write_text("")
    with running(command, lambda: registrations(log) > 0, environment=settings, log=log) as process:
        yield Worker(process, log)


class Workers:
    """Any number of workers. A test may kill some of them; the end of the test ignores those."""

    def __init__(self, stack: LiveKitStack, logs: Path, standing: contextlib.ExitStack) -> None:
        self._stack, self._logs, self._standing = stack, logs, standing
        self._started: list[Worker] = []

    @property
    def living(self) -> list[Worker]:
        return [each for each in self._started if each.process.poll() is None]

    def have(self, number: int) -> None:
        while len(self.living) < number:
            log = self._logs / f"worker-{len(self._started)}.log"
            api_url = self._stack.environment["CALLFLOW_API_URL"]
            self._started.append(self._standing.enter_context(worker(self._stack.environment, api_url, log, 60)))

    def of(self, room: Json) -> Worker:
        """Return the worker to which LiveKit dispatched the room's call."""
        [found] = [each for each in self.living if each.told_of(room["roomName"])]
        return found


@contextlib.contextmanager
def several_workers(stack: LiveKitStack, logs: Path) -> Iterator[Workers]:
    with contextlib.ExitStack() as standing:
        yield Workers(stack, logs, standing)


def registrations(log: Path) -> int:
    return log.read_text().count("registered worker")


@dataclass(slots=True)
class WatchedCaller(ChatCaller):
    """A chat caller who separates the flow's replies from the worker's own phrases, and records which agents joined."""

    heard: list[str] = field(default_factory=list)
    """All messages to the caller."""
    own: list[str] = field(default_factory=list)
    """The messages of `heard` that the worker said while the flow's reply was late."""
    agents: list[str] = field(default_factory=list)
    """The identities of the agents, in the order in which they joined."""
    _entered: float = 0.0

    async def __aenter__(self) -> WatchedCaller:
        self.room.on("participant_connected", self._came)
        self._entered = time.monotonic()
        await ChatCaller.__aenter__(self)
        return self

    def _came(self, participant: rtc.RemoteParticipant) -> None:
        if participant.kind == AGENT:
            self.agents.append(participant.identity)
            if len(self.agents) == 1:
                note("an agent came into a new room", time.monotonic() - self._entered)

    async def until(self, wanted: str, within: float = PATIENCE) -> list[str]:
        """Return the flow's replies up to `wanted`. The worker's own phrases between them are in `own`."""
        texts: list[str] = []
        async with _or_fail(within, lambda: f"{wanted!r} did not come, but {texts} and {self.own}"):
            while not texts or texts[-1] != wanted:
                text = await self._next(within)
                if text not in self.own:
                    texts.append(text)
        return texts

    async def ask(self, words: str, wanted: str, within: float = PATIENCE) -> list[str]:
        """Send the words. Return the flow's replies before `wanted`, without it."""
        await self.say(words)
        return (await self.until(wanted, within))[:-1]

    async def until_bridged(self, within: float = PATIENCE) -> str:
        """Wait until the worker says a phrase of its own before the flow replies. Return the phrase."""
        began = time.monotonic()
        async with _or_fail(within, lambda: "nobody said anything while the reply was late"):
            text = await self._next(within)
        note("the worker spoke while the API was late", time.monotonic() - began)
        assert text in self.own
        return text

    async def until_gone(self, within: float = PATIENCE) -> None:
        """Wait until the room is closed. Add the messages that arrived unread to `heard`."""
        await asyncio.wait_for(self.gone.wait(), within)

    async def _next(self, within: float) -> str:
        text = await self.hear(within)
        self.heard.append(text)
        if text in WORDS.slow or text in WORDS.out_of_reach:
            self.own.append(text)
        return text

    def unread_of_flow(self) -> list[str]:
        """Return the flow's replies that arrived and that the test has not read."""
        return [text for text in self.unread() if text not in WORDS.slow and text not in WORDS.out_of_reach]


@contextlib.asynccontextmanager
async def _or_fail(within: float, why: Callable[[], str]) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(within):
            yield
    except TimeoutError:
        raise AssertionError(why()) from None


def of_stack(stack: LiveKitStack) -> Calls:
    return Calls(stack.api)


def user_words(session: Json) -> list[str]:
    return [content for role, content in said(session) if role == "user"]


def variables(session: Json) -> Any:
    return session["context"]["variables"]


async def eventually(found: Callable[[], Result | None], within: float = PATIENCE) -> Result:
    """Call `found` repeatedly until it returns a value. Return the value."""
    deadline = time.monotonic() + within
    while not (value := await asyncio.to_thread(found)):
        assert time.monotonic() < deadline, "it did not come"
        await asyncio.sleep(0.05)
    return value
