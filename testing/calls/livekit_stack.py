"""A real LiveKit with a real Callflow: Redis, livekit-server that sends webhooks to Callflow, and livekit-sip."""

from __future__ import annotations

import json
import os
import shutil
import socket
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import httpx
import pytest

from local.processes.livekit import API_KEY, API_SECRET, LiveKitServer, find_program
from testing.processes import HOST, callflow, free_port, running

_LOGS = pytest.StashKey[Path]()
_LOG_CHARACTERS = 10_000


@dataclass(frozen=True, slots=True)
class LiveKitStack:
    url: str
    """The URL of livekit-server for clients and workers."""
    api: httpx.Client
    """The Callflow that signs tokens for this livekit-server and gets its webhooks."""
    environment: dict[str, str]
    """The environment variables with which a worker connects to both."""


@dataclass(frozen=True, slots=True)
class LiveKitSip:
    address: str
    """`host:port` for SIP over UDP."""
    stack: LiveKitStack


@pytest.fixture(scope="session")
def livekit_logs(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """The folder of the servers' logs. A failed test shows them."""
    folder = tmp_path_factory.mktemp("livekit")
    pytestconfig.stash[_LOGS] = folder
    return folder


@pytest.fixture(scope="session")
def redis_address(livekit_logs: Path) -> Iterator[str]:
    """Start an empty Redis for these tests only."""
    program = shutil.which("redis-server")
    if program is None:
        missing("redis-server")
    port = free_port()
    arguments = ["--bind", HOST, "--port", str(port), "--save", "", "--appendonly", "no", "--dir", str(livekit_logs)]
    with running([program, *arguments], lambda: _listens(port), log=livekit_logs / "redis.log"):
        yield f"{HOST}:{port}"


@pytest.fixture(scope="session")
def livekit(redis_address: str, livekit_logs: Path) -> Iterator[LiveKitStack]:
    if find_program("livekit-server") is None:
        missing("livekit-server")
    port = free_port()
    webhook = f"http://{HOST}:{port}/api/livekit/webhook"
    server = LiveKitServer(webhook_url=webhook, redis=redis_address, log=livekit_logs / "livekit-server.log")
    with server:
        keys = {"LIVEKIT_URL": server.url, "LIVEKIT_API_KEY": API_KEY, "LIVEKIT_API_SECRET": API_SECRET}
        with (
            # Each test starts the worker that it needs.
            callflow(port, keys, livekit_logs / "callflow.log") as address,
            httpx.Client(base_url=f"{address}/api", timeout=40) as api,
        ):
            yield LiveKitStack(server.url, api, {**keys, "CALLFLOW_API_URL": address})


@pytest.fixture(scope="session")
def livekit_sip(livekit: LiveKitStack, redis_address: str, livekit_logs: Path) -> Iterator[LiveKitSip]:
    program = find_program("livekit-sip")
    if program is None:
        # Skip even if nothing may be skipped: `go install` cannot install it.
        pytest.skip("livekit-sip is not here, and make livekit cannot get it: put it on PATH or in .cache/livekit/bin")
    sip_port = free_port()
    config = {
        "api_key": API_KEY,
        "api_secret": API_SECRET,
        "ws_url": livekit.url,
        "redis": {"address": redis_address},
        "sip_port": sip_port,
        "listen_ip": HOST,
        "nat_1_to_1_ip": HOST,
        "rtp_port": "20000-20100",
        "logging": {"level": "info"},
    }
    environment = {"SIP_CONFIG_BODY": json.dumps(config)}
    log = livekit_logs / "livekit-sip.log"
    with running([program], lambda: _listens(sip_port), environment=environment, log=log):
        yield LiveKitSip(f"{HOST}:{sip_port}", livekit)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add the end of the servers' logs to the report of a failed test."""
    report = yield
    if report.failed and "livekit_logs" in getattr(item, "fixturenames", ()):
        for log in sorted(item.config.stash[_LOGS].glob("*.log")):
            report.sections.append((log.name, log.read_text(errors="replace")[-_LOG_CHARACTERS:]))
    return report


def missing(program: str, remedy: str = "make livekit") -> NoReturn:
    reason = f"{program} is not here: {remedy}"
    # A test that cannot run is a failure if nothing may be skipped.
    if "CI" in os.environ:
        pytest.fail(reason)
    pytest.skip(reason)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0
