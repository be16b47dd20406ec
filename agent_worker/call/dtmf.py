"""Collects the DTMF keys that a caller presses into one input."""

from __future__ import annotations

from collections.abc import Callable

from agent_worker.backend.reply import Keys
from agent_worker.call.timer import Timer
from agent_worker.turn.inputs import MAX_KEYS

KEYS = "0123456789*#ABCDabcd"
"""The keys of a telephone."""
PAUSE_SECONDS = 2.0
"""Seconds without a key that end an input of unknown length."""
READING_SECONDS = 5.0
"""Seconds without a key that end an input of known length: the caller may read the number from a card."""
ALWAYS_ENDS = "#"
"""The key that ends every input: callers know it from other telephone systems."""
LATE_END_SECONDS = 2.0
"""Seconds in which an end key is ignored after an input whose length has ended it. Callers press it by habit."""
DEFAULT = Keys(seconds=PAUSE_SECONDS)
"""For a question about whose keys the flow says nothing."""


class KeyCollector:
    """Ends an input at its length, at an end key, after a pause, or at the maximum number of keys of the API.

    Args:
        on_input: Receives the keys of each input, with the end key if the caller pressed it.
        rules: Returns how to collect an input that begins. None stands for `DEFAULT`.
    """

    def __init__(self, on_input: Callable[[str], None], rules: Callable[[], Keys | None] = lambda: None) -> None:
        self._on_input, self._next_rules = on_input, rules
        self._keys, self._rules = "", DEFAULT
        self._timer = Timer(self._finish)
        self._late_ends = ""
        """The end keys of the input that has just ended by its length."""
        self._late_timer = Timer(self._forget_late_ends)

    @property
    def collecting(self) -> bool:
        """Whether an input has begun and not ended."""
        return bool(self._keys)

    def press(self, key: str) -> bool:
        """Add a key.

        Args:
            key: The key. Letters become capitals.

        Returns:
            False if the key is ignored: it is no key of a telephone, or an end key of an input that has ended already.
        """
        if len(key) != 1 or key not in KEYS:
            return False
        key, late_ends = key.upper(), self._late_ends
        self._forget_late_ends()
        if key in late_ends:
            return False
        if not self._keys:
            self._rules = self._next_rules() or DEFAULT
        self._keys += key
        ends = ALWAYS_ENDS + self._rules.end.upper()
        is_end = key in ends
        is_long = self._rules.length is not None and len(self._keys) >= self._rules.length
        if is_long and not is_end:
            self._late_ends = ends
            self._late_timer.start(LATE_END_SECONDS)
        if is_end or is_long or len(self._keys) >= MAX_KEYS:
            self._finish()
        else:
            self._timer.start(self._pause_seconds)
        return True

    def stop(self) -> None:
        """Stop collecting. The keys of an unfinished input are lost."""
        self._keys = ""
        self._timer.stop()
        self._late_timer.stop()

    @property
    def _pause_seconds(self) -> float:
        if self._rules.seconds is not None:
            return self._rules.seconds
        return PAUSE_SECONDS if self._rules.length is None else READING_SECONDS

    def _forget_late_ends(self) -> None:
        self._late_timer.stop()
        self._late_ends = ""

    def _finish(self) -> None:
        self._timer.stop()
        keys, self._keys = self._keys, ""
        if keys:
            self._on_input(keys)
