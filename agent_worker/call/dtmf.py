"""Collects the DTMF keys that a caller presses into one input."""

from __future__ import annotations

from collections.abc import Callable

from agent_worker.call.timer import Timer
from agent_worker.turn.inputs import MAX_KEYS

KEYS = "0123456789*#ABCDabcd"
"""The keys of a telephone."""
PAUSE_SECONDS = 2.0
"""Seconds without a key that end an input."""


class KeyCollector:
    """Ends an input at `#`, after a pause, or at the maximum number of keys that the API accepts.

    Args:
        on_input: Receives the keys of each input.
        pause_seconds: Seconds without a key that end an input.
    """

    def __init__(self, on_input: Callable[[str], None], *, pause_seconds: float = PAUSE_SECONDS) -> None:
        self._on_input = on_input
        self._pause_seconds = pause_seconds
        self._keys = ""
        self._timer = Timer(self._finish)

    @property
    def collecting(self) -> bool:
        """Whether an input has begun and not ended."""
        return bool(self._keys)

    def press(self, key: str) -> None:
        """Add a key. Text that is no key of a telephone is ignored."""
        if len(key) != 1 or key not in KEYS:
            return
        self._keys += key.upper()
        if key == "#" or len(self._keys) >= MAX_KEYS:
            self._finish()
        else:
            self._timer.start(self._pause_seconds)

    def stop(self) -> None:
        """Stop collecting. The keys of an unfinished input are lost."""
        self._timer.stop()

    def _finish(self) -> None:
        self._timer.stop()
        keys, self._keys = self._keys, ""
        if keys:
            self._on_input(keys)
