"""A one-shot timer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Timer:
    """Calls a function once, some time after it was started.

    Args:
        on_expired: The function. It may start the timer again.
    """

    def __init__(self, on_expired: Callable[[], None]) -> None:
        self._on_expired = on_expired
        self._handle: asyncio.TimerHandle | None = None

    def start(self, seconds: float) -> None:
        """Start the timer. A timer that runs already starts again."""
        self.stop()
        self._handle = asyncio.get_running_loop().call_later(seconds, self._on_expired)

    def stop(self) -> None:
        """Stop the timer, if it runs."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
