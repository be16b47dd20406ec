"""Evaluates the expressions of a replay, within its time. The same expression on the same values runs once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from flow_core.evaluate import Evaluated, Overran
from flow_core.json import Variables
from functions.deadline import Deadline
from functions.errors import CallflowError
from functions.ports.javascript import JavaScriptEngine, Limits
from functions.remembered import Remembered

EXPRESSION_SECONDS = 1.0
"""Seconds the engine may work on an expression: four times as long as in a call, so that what was in time is again."""
MOST_OVERRUNS = 3
"""How often an expression may pass its limit in one replay. After that it is not evaluated again."""


class OutOfTimeError(CallflowError):
    """The time of a replay ended during a call."""


@dataclass(slots=True)
class Expressions:
    """A `flow_core.evaluate.Evaluate` for one replay.

    Args:
        javascript: The engine.
        organization_id: The organization that the time is counted for.
        deadline: OutOfTimeError is raised after it.
    """

    javascript: JavaScriptEngine
    organization_id: str
    deadline: Deadline
    _overruns: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.javascript = Remembered(self.javascript)

    def __call__(self, expression: str, variables: Variables, at: int, seed: int) -> Evaluated:
        """See `Evaluate`. EngineBrokenError is raised if no expression can be evaluated."""
        if self.deadline.expired():
            raise OutOfTimeError
        if self._overruns[expression] >= MOST_OVERRUNS:
            return Overran("the expression passed its limit in other calls")
        limits = Limits(self.organization_id, EXPRESSION_SECONDS, self.deadline)
        found = self.javascript.evaluate(expression, variables, at, seed, limits).evaluated
        if isinstance(found, Overran):
            if self.deadline.expired():
                raise OutOfTimeError
            self._overruns[expression] += 1
        return found
