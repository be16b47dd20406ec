"""Several processes of the API on one store, each with its own port, and their processor time."""

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
    """The process id of the store, or nothing."""
    apis: Sequence[int]
    """The process ids of the API."""

    def cpu_seconds(self) -> Mapping[str, float]:
        """Return the seconds of each kind of process since its start. JavaScript includes children that have ended."""
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
        """Return the processor seconds of the API process that used most."""
        return max(_used(psutil.Process(api)) for api in self.apis)


@contextlib.contextmanager
def apis(count: int) -> Iterator[Apis]:
    """Start `callflow dev` `count` times on one embedded DynamoDB with its data in a folder, as `make run` does."""
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
    """Start a Python program with a health route, wait for its first response and yield its process id."""
    with (
        TemporaryFile() as output,
        subprocess.Popen(
            [sys.executable, *arguments], stdout=output, stderr=output, env={**os.environ, "PYTHONWARNINGS": "ignore"}
        ) as process,
    ):
        try:
            deadline = time.monotonic() + _START_SECONDS
            while not _is_healthy(port):
                if process.poll() is not None or time.monotonic() > deadline:
                    output.seek(0)
                    last = output.read()[-2000:].decode(errors="replace")
                    raise RuntimeError(f"{' '.join(arguments)} did not start:\n{last}")
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
    """Return the seconds of user and system time, or 0 if the process has ended."""
    with contextlib.suppress(psutil.NoSuchProcess):
        times = process.cpu_times()
        return float(times.user + times.system)
    return 0.0
