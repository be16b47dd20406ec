"""The agent worker on this machine, in a process of its own: nobody imports it, it speaks HTTP."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from types import TracebackType

_END_SECONDS = 15


def worker_is_installed() -> bool:
    """Whether the worker's libraries are here."""
    return find_spec("livekit") is not None and find_spec("livekit.agents") is not None


class Worker:
    """A context manager. It looks for LiveKit until it finds it, and ends calls that are on when it ends.

    livekit_url, api_key, api_secret: the LiveKit that it works for.
    api_url: the Callflow that it asks.
    """

    def __init__(self, livekit_url: str, api_key: str, api_secret: str, api_url: str) -> None:
        self._environment = {
            # The machine's own speech, where nothing else was chosen, and no port that another worker may have.
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
