"""Starts the worker as a process. The worker's code is never imported: it speaks HTTP with the API."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from types import TracebackType

_END_SECONDS = 15
"""Seconds that the worker may take to end its calls."""


def worker_is_installed() -> bool:
    """Return whether the worker's libraries are installed."""
    return find_spec("livekit") is not None and find_spec("livekit.agents") is not None


class Worker:
    """A context manager for the worker's process. It waits for LiveKit, and ends its calls when the block ends.

    Args:
        livekit_url: The URL of LiveKit.
        api_key: LiveKit's API key.
        api_secret: LiveKit's API secret.
        api_url: The URL of Callflow's API.
    """

    def __init__(self, livekit_url: str, api_key: str, api_secret: str, api_url: str) -> None:
        self._environment = {
            # Defaults. Port 0 is free even if another worker runs.
            "CALLFLOW_HEALTH_PORT": "0",
            "CALLFLOW_DRAIN_SECONDS": "1",
            **os.environ,
            "LIVEKIT_URL": livekit_url,
            "LIVEKIT_API_KEY": api_key,
            "LIVEKIT_API_SECRET": api_secret,
            "CALLFLOW_API_URL": api_url,
            "CALLFLOW_API_AUTH": "none",
        }

    def __enter__(self) -> Worker:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "agent_worker"], env=self._environment, stdin=subprocess.DEVNULL
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
