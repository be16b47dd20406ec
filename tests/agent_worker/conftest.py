"""The event loop of asynchronous tests."""

from __future__ import annotations

import pytest


@pytest.fixture
def anyio_backend() -> str:
    """Run tests marked with `anyio` on asyncio, as the worker runs."""
    return "asyncio"
