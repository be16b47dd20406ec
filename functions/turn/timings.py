"""Where the time of one call went, by part. A clock is read where one part ends and the next begins; nothing else."""

from __future__ import annotations

import time

from flow_core.effects import Effect
from functions.records import Phase

_OF_EFFECT: dict[str, Phase] = {"AskModel": "model", "CallTool": "tool"}


class TurnTimings:
    """A stopwatch that runs on: what passed since the last border belongs to the part that ends now.

    The parts together are the whole time from its making to the last border.
    """

    __slots__ = ("_last", "_seconds")

    def __init__(self) -> None:
        self._seconds: dict[Phase, float] = {}
        self._last = time.perf_counter()

    def end(self, phase: Phase) -> None:
        now = time.perf_counter()
        self._seconds[phase] = self._seconds.get(phase, 0.0) + now - self._last
        self._last = now

    def end_effect(self, effect: Effect) -> None:
        self.end(_OF_EFFECT[effect.kind])

    def millis(self) -> dict[Phase, float]:
        """Of each part that there was."""
        return {phase: seconds * 1000 for phase, seconds in self._seconds.items()}
