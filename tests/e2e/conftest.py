"""Runs Callflow as `make run` does, in a separate process, for every end-to-end test."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

# pytest finds these fixtures and this hook here.
from testing.calls.calls import calls  # noqa: F401
from testing.calls.livekit_stack import (  # noqa: F401
    livekit,
    livekit_logs,
    livekit_sip,
    pytest_runtest_makereport,
    redis_address,
)
from testing.processes import callflow, free_port


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The URL of a running Callflow."""
    with callflow(free_port()) as url:
        yield url


@pytest.fixture(scope="session")
def api(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{address}/api", timeout=40) as client:
        yield client
