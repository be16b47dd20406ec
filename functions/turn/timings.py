"""Where the time of one call went, by part. A clock is read where one part ends and the next begins; nothing else."""

from __future__ import annotations

import time
from typing import Literal, TypeAlias

from flow_core.effects import Effect

Part: TypeAlias = Literal["load", "step", "model", "tool", "save", "wait"]
"""`load`: reads of session and flow. `step`: the flow itself, its JavaScript included. `model`, `tool`: what the flow
asked for. `save`: claims, the turn's record and the head. `wait`: for another turn of the session to be over."""

_OF_EFFECT: dict[str, Part] = {"AskModel": "model", "CallTool": "tool"}


class Laps:
    """A stopwatch that runs on: what passed since the last border belongs to the part that ends now.

    The parts together are the whole time from its making to the last border.
    """

    __slots__ = ("_last", "_seconds")

    def __init__(self) -> None:
        self._seconds: dict[Part, float] = {}
        self._last = time.perf_counter()

    def end(self, part: Part) -> None:
        now = time.perf_counter()
        self._seconds[part] = self._seconds.get(part, 0.0) + now - self._last
        self._last = now

    def end_effect(self, effect: Effect) -> None:
        self.end(_OF_EFFECT[effect.kind])

    def millis(self) -> dict[Part, float]:
        """Of each part that there was."""
        return {part: seconds * 1000 for part, seconds in self._seconds.items()}
