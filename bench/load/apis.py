"""Several processes of the API on one store, each on a port of its own, and what their parts use of the processors."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

import httpx
import psutil

from local.processes.dynamodb import EmbeddedDynamoDB

HOST = "127.0.0.1"
_START_SECONDS = 240


@dataclass(frozen=True, slots=True)
class Apis:
    urls: Sequence[str]
    store: Sequence[int]
    """Process ids: of the store, if there is one, and of the API."""
    apis: Sequence[int]

    def cpu_seconds(self) -> Mapping[str, float]:
        """Since each process began; those of children that have ended are their parent's kind of child."""
        javascript = 0.0
        for api in self.apis:
            ended = psutil.Process(api).cpu_times()
            javascript += ended.children_user + ended.children_system
            javascript += sum(map(_used, psutil.Process(api).children()))
        return {
            "API": sum(_used(psutil.Process(api)) for api in self.apis),
            "JavaScript": javascript,
            "store": sum(_used(psutil.Process(pid)) for pid in self.store),
        }

    def busiest_api(self) -> float:
        """Processor seconds of the API's process that used most."""
        return max(_used(psutil.Process(api)) for api in self.apis)


@contextlib.contextmanager
def apis(count: int) -> Iterator[Apis]:
    """`callflow dev` so many times, on one embedded DynamoDB that keeps its data in a folder, as that of `make run`."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory())
        embedded = stack.enter_context(EmbeddedDynamoDB(Path(folder)))
        urls, pids = [], []
        for _ in range(count):
            port = free_port()
            options = ["--port", str(port), "--no-calls", "--dynamodb-endpoint", embedded.endpoint]
            pids.append(stack.enter_context(served(["-m", "local.cli", "dev", *options], port)))
            urls.append(f"http://{HOST}:{port}")
        yield Apis(urls, [embedded.pid], pids)


@contextlib.contextmanager
def served(arguments: Sequence[str], port: int) -> Iterator[int]:
    """A Python program with a health route, from its first answer on; its process id."""
    with (
        TemporaryFile() as words,
        subprocess.Popen(
            [sys.executable, *arguments], stdout=words, stderr=words, env={**os.environ, "PYTHONWARNINGS": "ignore"}
        ) as process,
    ):
        try:
            deadline = time.monotonic() + _START_SECONDS
            while not _is_healthy(port):
                if process.poll() is not None or time.monotonic() > deadline:
                    words.seek(0)
                    last = words.read()[-2000:].decode(errors="replace")
                    raise RuntimeError(f"{' '.join(arguments)} did not come up:\n{last}")
                time.sleep(0.1)
            yield process.pid
        finally:
            process.terminate()
            process.wait(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _is_healthy(port: int) -> bool:
    try:
        return httpx.get(f"http://{HOST}:{port}/api/health").status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


def _used(process: psutil.Process) -> float:
    """Seconds; user and system time. None of a process that has ended meanwhile."""
    with contextlib.suppress(psutil.NoSuchProcess):
        times = process.cpu_times()
        return float(times.user + times.system)
    return 0.0
