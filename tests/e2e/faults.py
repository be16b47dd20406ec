"""What fault tests share: workers that can be killed, a tool that counts, a flow that counts, a caller with a watch."""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TypeVar

import psutil
from livekit import rtc

from tests.e2e.calls import Calls, Json, said
from tests.e2e.chat_caller import ChatCaller
from tests.e2e.livekit_stack import LiveKitStack
from tests.e2e.processes import running
from tests.e2e.small_flows import flow

LONGEST_SILENCE = 5.0
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
    """A chat caller who notes how long nothing was said to him, and which agents came."""

    heard: list[str] = field(default_factory=list)
    silence: float = 0.0
    """The longest, in seconds, of all times he waited for a reply."""
    agents: list[tuple[float, str]] = field(default_factory=list)
    """When, by time.perf_counter(), and who."""

    async def __aenter__(self) -> WatchedCaller:
        self.room.on("participant_connected", self._came)
        await ChatCaller.__aenter__(self)
        return self

    def _came(self, participant: rtc.RemoteParticipant) -> None:
        if participant.kind == AGENT:
            self.agents.append((time.perf_counter(), participant.identity))

    async def until(self, wanted: str, within: float = 30, since: float | None = None) -> list[str]:
        """What was said until and with `wanted`, every silence measured. since: now, where left out."""
        last, give_up = since or time.perf_counter(), time.perf_counter() + within
        texts: list[str] = []
        while not texts or texts[-1] != wanted:
            left = give_up - time.perf_counter()
            assert left > 0, f"{wanted!r} did not come, but {texts}"
            try:
                reply = await self.reply(left)
            except TimeoutError:
                raise AssertionError(f"{wanted!r} did not come, but {texts}") from None
            self.silence = max(self.silence, reply.began - last)
            last = reply.began
            texts.append(reply.text)
            self.heard.append(reply.text)
        return texts

    async def ask(self, words: str, wanted: str, within: float = 30) -> list[str]:
        """What was said between his words and `wanted`, without it."""
        asked = time.perf_counter()
        await self.say(words)
        return (await self.until(wanted, within, asked))[:-1]


def of_stack(stack: LiveKitStack) -> Calls:
    return Calls(stack.api)


def user_words(session: Json) -> list[str]:
    return [content for role, content in said(session) if role == "user"]


def variables(session: Json) -> Any:
    return session["context"]["variables"]


async def eventually(found: Callable[[], Result], within: float = 15) -> Result:
    """What `found` finds, as soon as it does."""
    deadline = time.monotonic() + within
    while not (value := await asyncio.to_thread(found)):
        assert time.monotonic() < deadline, "it did not come"
        await asyncio.sleep(0.05)
    return value
