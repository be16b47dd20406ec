"""Tells when nobody has spoken for a while."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Silence:
    """One timer: armed when both sides are quiet, stopped as soon as one speaks."""

    def __init__(self, over: Callable[[], None]) -> None:
        self._over = over
        self._timer: asyncio.TimerHandle | None = None

    def wait(self, seconds: float) -> None:
        """From now on; what was waited for before is forgotten."""
        self.stop()
        self._timer = asyncio.get_running_loop().call_later(seconds, self._over)

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
