"""What fault tests share: workers that can be killed, a tool that counts, a flow that counts, a caller with a watch."""

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

from agent_worker.turn.phrases import OUT_OF_REACH, SLOW
from testing.calls.calls import Calls, Json, said
from testing.calls.chat_caller import ChatCaller
from testing.calls.flows import flow
from testing.calls.livekit_stack import LiveKitStack
from testing.calls.measured_times import note
from testing.processes import PATIENCE, running

GREETING = "Hello! 0 things so far."
LOOKING = "Let me look."
AGENT = rtc.ParticipantKind.PARTICIPANT_KIND_AGENT
Result = TypeVar("Result")


def reply_to(number: int, words: str) -> str:
    return f"{number}: {words}."


def counting_flow(tool: str) -> Json:
    """Says back what it hears, with its number; `look` asks the tool first, `bye` ends it."""
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
    """Answers how often it was asked, after `seconds`."""

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

    def job_processes(self) -> list[psutil.Process]:
        """Those that LiveKit's forkserver has made, idle ones among them."""
        with contextlib.suppress(psutil.NoSuchProcess):
            below = psutil.Process(self.process.pid).children(recursive=True)
            return [each for each in below if _parent(each) not in (None, self.process.pid)]
        return []

    def in_call(self) -> list[psutil.Process]:
        """Those with a UDP socket: a job's media. An idle one has none."""
        return [each for each in self.job_processes() if _has_media(each)]

    def only_call(self) -> psutil.Process | None:
        """The process of its call, once there is one alone: that of the call before may take a moment to end."""
        found = self.in_call()
        return found[0] if len(found) == 1 else None


def _parent(process: psutil.Process) -> int | None:
    with contextlib.suppress(psutil.NoSuchProcess):
        return process.ppid()
    return None


def _has_media(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        return bool(process.net_connections("udp"))
    return False


@contextlib.contextmanager
def worker(environment: dict[str, str], api_url: str, log: Path, drain_seconds: int = 1) -> Iterator[Worker]:
    """`python -m agent_worker`, registered with LiveKit."""
    told = {
        **environment,
        "CALLFLOW_API_URL": api_url,
        "CALLFLOW_API_AUTH": "none",
        "CALLFLOW_HEALTH_PORT": "0",
        "CALLFLOW_DRAIN_SECONDS": str(drain_seconds),
    }
    command = [sys.executable, "-m", "agent_worker"]
    log.write_text("")
    with running(command, lambda: registrations(log) > 0, environment=told, log=log) as process:
        yield Worker(process, log)


class Workers:
    """As many as a test wants; one that was killed is not missed at the end."""

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
        """The one that was given the room's call."""
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
    """A chat caller who tells the flow's replies from what the worker says by itself, and notes which agents came."""

    heard: list[str] = field(default_factory=list)
    """All that was said to the caller."""
    own: list[str] = field(default_factory=list)
    """Of that, what the worker said by itself while the flow's reply was late."""
    agents: list[str] = field(default_factory=list)
    """Identities, in the order in which they came."""
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
        """The flow's replies until and with `wanted`. A worker that waits may speak between them: see `own`."""
        texts: list[str] = []
        async with _or_fail(within, lambda: f"{wanted!r} did not come, but {texts} and {self.own}"):
            while not texts or texts[-1] != wanted:
                text = await self._next(within)
                if text not in self.own:
                    texts.append(text)
        return texts

    async def ask(self, words: str, wanted: str, within: float = PATIENCE) -> list[str]:
        """The flow's replies between the caller's words and `wanted`, without it."""
        await self.say(words)
        return (await self.until(wanted, within))[:-1]

    async def until_bridged(self, within: float = PATIENCE) -> str:
        """Until the worker says something by itself, before the flow says anything; what that is."""
        began = time.monotonic()
        async with _or_fail(within, lambda: "nobody said anything while the reply was late"):
            text = await self._next(within)
        note("the worker spoke while the API was late", time.monotonic() - began)
        assert text in self.own
        return text

    async def until_gone(self, within: float = PATIENCE) -> None:
        """Until the room is closed; what came until then and nobody waited for is in `heard`, too."""
        await asyncio.wait_for(self.gone.wait(), within)

    async def _next(self, within: float) -> str:
        text = await self.hear(within)
        self.heard.append(text)
        if text in SLOW or text in OUT_OF_REACH:
            self.own.append(text)
        return text

    def unread_of_flow(self) -> list[str]:
        """The flow's replies that came and that nobody waited for."""
        return [text for text in self.unread() if text not in SLOW and text not in OUT_OF_REACH]


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
    """What `found` finds, as soon as it does."""
    deadline = time.monotonic() + within
    while not (value := await asyncio.to_thread(found)):
        assert time.monotonic() < deadline, "it did not come"
        await asyncio.sleep(0.05)
    return value
