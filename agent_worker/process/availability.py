"""Decides whether this worker takes calls and whether it is healthy. Reads nothing itself: `observe` gets each look."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

MAX_SECONDS_WITHOUT_LIVEKIT = 300.0
"""Seconds without LiveKit after which a worker without a call is unhealthy. A restart of LiveKit takes less."""
MAX_START_SECONDS = 60.0
"""Seconds that a job process may take to start. The worker registers with LiveKit when the first ones have started, or
after this time."""
MAX_SECONDS_WITHOUT_PROCESS = 90.0
"""Seconds without an idle job process after which a worker takes no calls."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at the worker shows."""

    registered: bool = False
    """LiveKit knows the worker at this moment."""
    idle_processes: int = 0
    """Job processes that are ready and have no call."""
    calls: int = 0
    """Calls in progress."""
    draining: bool = False
    """The worker was asked to stop, and ends with its last call."""


class Availability:
    """Whether this worker takes calls, and whether it is healthy.

    ECS ends an unhealthy task together with its calls, also if the task is protected. So a worker that serves a call is
    healthy, even if something else is wrong. A fault stops new calls, and shows once the last call has ended.

    Args:
        places: Maximum number of calls at once.
        clock: Returns seconds that never go back.
    """

    def __init__(self, places: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.places = places
        self.outdated = False
        """A newer deployment of the service is ready to take the calls."""
        self.last = Look()
        """The last look."""
        self._clock = clock
        self._registered: float | None = None
        self._had_process: float | None = None

    def observe(self, look: Look) -> None:
        """Take in one look. There should be one each second.

        Args:
            look: What the look shows.
        """
        self.last = look
        if look.registered:
            self._registered = self._clock()
        # LiveKit's library keeps no idle process for a worker that reports itself as full.
        if look.idle_processes or look.calls >= self.places or self.outdated:
            self._had_process = self._clock()

    @property
    def takes_calls(self) -> bool:
        """Whether the worker takes calls, if it has a free place."""
        return not self.outdated and not self.last.draining and not self._lacks_process()

    @property
    def free(self) -> int:
        """The number of calls that the worker can take now."""
        return max(self.places - self.last.calls, 0) if self.takes_calls else 0

    def load(self, look: Look) -> float:
        """Return the load for LiveKit, from 0 to 1. LiveKit sends no calls to a worker with load 1.

        Args:
            look: A fresh look. An older one would report a worker as full that has just started.
        """
        self.observe(look)
        return look.calls / self.places if self.takes_calls else 1.0

    def fault(self) -> str | None:
        """Return why the worker is unhealthy, or None."""
        if self.last.calls or self.last.draining:
            return None
        if self._registered is None:
            return "not registered with LiveKit yet"
        if self._clock() - self._registered > MAX_SECONDS_WITHOUT_LIVEKIT:
            return "LiveKit is unreachable, or refuses the keys"
        if self._lacks_process():
            return "no job process can be started: is the temporary folder writable?"
        return None

    def _lacks_process(self) -> bool:
        # LiveKit's library registers only after it has waited for the first processes.
        return self._had_process is None or self._clock() - self._had_process > MAX_SECONDS_WITHOUT_PROCESS
