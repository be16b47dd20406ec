"""Runs simulated calls side by side, for as long as one request may take. The next request goes on where it stopped."""

from __future__ import annotations

import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from functions.deadline import Deadline
from functions.flow_tests.authored import FlowTest
from functions.flow_tests.expectations import Failure
from functions.simulation.budget import Budget
from functions.simulation.call import Conversation, Line
from functions.simulation.progress import SimulatedCall, SimulatedRun

AT_ONCE = 4
"""Calls that run side by side."""
SECONDS = 7.0
"""Seconds in which a request begins a move. With the move of a caller and a turn, it is answered before the 29 seconds
of API Gateway are over."""


@dataclass(frozen=True, slots=True)
class RunCalls:
    """Goes on with the calls of a run.

    Args:
        line: The dependencies of the calls.
        test_of: Test id -> the test as it is now; None if it was deleted, or simulates no caller any more.
        at_once: Calls that run side by side.
    """

    line: Line
    test_of: Callable[[str], FlowTest | None]
    at_once: int = AT_ONCE

    def __call__(self, run: SimulatedRun, seconds: float = SECONDS) -> SimulatedRun:
        """Go on with every call that is not done.

        Args:
            run: The run as it is stored.
            seconds: Seconds in which a call begins another move.

        Returns:
            The run, further on.
        """
        deadline = Deadline.after(seconds)
        budget = run.budget()
        with ThreadPoolExecutor(self.at_once, "simulated-call") as pool:
            # Each thread logs as a part of this request.
            going = [
                pool.submit(contextvars.copy_context().run, self._go_on, run, call, budget, deadline)
                for call in run.calls
            ]
            return replace(run, calls=tuple(each.result() for each in going))

    def _go_on(self, run: SimulatedRun, call: SimulatedCall, budget: Budget, deadline: Deadline) -> SimulatedCall:
        if call.done or deadline.expired():
            return call
        test = self.test_of(call.test_id)
        if test is None or test.simulate is None:
            gone = Failure(1, "simulate", "a test with a simulated caller", None)
            return replace(call, ended="failed", judged=(), failures=(gone,))
        return Conversation(self.line, run, call, test, budget).go_on(deadline)
