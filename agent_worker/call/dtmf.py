"""Gathers the keys that a caller presses into one input."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

MOST_KEYS = 64
"""The API takes no more."""


class Keys:
    """Keys are an input once `#` came, none came for a while, or there are as many as the API takes."""

    def __init__(self, gathered: Callable[[str], None], *, pause_seconds: float = 2.0) -> None:
        self._gathered = gathered
        self._pause_seconds = pause_seconds
        self._keys = ""
        self._timer: asyncio.TimerHandle | None = None

    @property
    def gathering(self) -> bool:
        return bool(self._keys)

    def press(self, key: str) -> None:
        """A key that telephones do not have is left out."""
        if len(key) != 1 or key not in "0123456789*#ABCDabcd":
            return
        self._keys += key.upper()
        self.stop_timer()
        if key == "#" or len(self._keys) >= MOST_KEYS:
            self._finish()
        else:
            self._timer = asyncio.get_running_loop().call_later(self._pause_seconds, self._finish)

    def stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _finish(self) -> None:
        self.stop_timer()
        keys, self._keys = self._keys, ""
        if keys:
            self._gathered(keys)
