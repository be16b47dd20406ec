"""Programs that end-to-end tests start in separate processes on 127.0.0.1 and end by their ids."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import httpx
import pytest

HOST = "127.0.0.1"
PATIENCE = 180.0
"""Seconds until a test stops waiting for an event without a deadline. The machine may be busy."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(
    command: Sequence[str | Path],
    answers: Callable[[], bool],
    *,
    environment: Mapping[str, str] | None = None,
    log: Path | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program from its first answer on. `environment` is added to this process's, and `log` gets the output."""
    with contextlib.ExitStack() as stack:
        out = stack.enter_context(log.open("ab")) if log else None
        process = stack.enter_context(
            subprocess.Popen(command, env={**os.environ, **(environment or {})}, stdout=out, stderr=out)
        )
        try:
            _await(command[0], answers, process)
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


@contextlib.contextmanager
def callflow(
    port: int,
    environment: Mapping[str, str] | None = None,
    log: Path | None = None,
    *,
    calls: bool = False,
    options: Sequence[str] = (),
) -> Iterator[str]:
    """Run Callflow as `make run` does. With `calls` it has a worker and livekit-server too, and needs a log.

    Its data is in a temporary folder, unless `options` name a store. Yields the URL.
    """
    url = f"http://{HOST}:{port}"
    command = [sys.executable, "-m", "local.cli", "dev", "--port", str(port), *options]
    command += [] if calls else ["--no-calls"]

    def answers() -> bool:
        # LiveKit dispatches no worker to a room that is older than the worker.
        return _is_healthy(url) and (not calls or (log is not None and "registered worker" in log.read_text()))

    with tempfile.TemporaryDirectory(prefix="callflow-") as folder:
        if not {"--data", "--dynamodb-endpoint"} & set(options):
            command += ["--data", folder]
        with running(command, answers, environment=environment, log=log):
            yield url


def _is_healthy(url: str) -> bool:
    try:
        return httpx.get(f"{url}/api/health").status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


def _await(program: str | Path, answers: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 2 * PATIENCE  # a worker loads its speech models first
    while time.monotonic() < deadline and process.poll() is None:
        if answers():
            return
        time.sleep(0.1)
    pytest.fail(f"{program} did not come up")
