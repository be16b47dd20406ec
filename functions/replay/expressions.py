"""Evaluates the expressions of a replay, within its time. A call is folded twice, and each expression runs once."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field

from flow_core.evaluate import Evaluated, Overran
from flow_core.json import Variables
from functions.deadline import Deadline
from functions.errors import CallflowError
from functions.ports.javascript import JavaScriptEngine, Limits

EXPRESSION_SECONDS = 1.0
"""Seconds the engine may work on an expression: four times as long as in a call, so that what was in time is again."""
MOST_OVERRUNS = 3
"""How often an expression may pass its limit in one replay. After that it is not evaluated again."""


class OutOfTimeError(CallflowError):
    """The time of a replay ended during a call."""


@dataclass(slots=True)
class Expressions:
    """A `flow_core.evaluate.Evaluate` for one replay."""

    javascript: JavaScriptEngine
    organization_id: str
    """The organization that the time is counted for."""
    deadline: Deadline
    """OutOfTimeError is raised after it."""
    _known: dict[tuple[str, int, int, str], Evaluated] = field(default_factory=dict)
    _overruns: Counter[str] = field(default_factory=Counter)

    def next_call(self) -> None:
        """Forget the results of the call before."""
        self._known.clear()

    def __call__(self, expression: str, variables: Variables, at: int, seed: int) -> Evaluated:
        """See `Evaluate`. EngineBrokenError is raised if no expression can be evaluated."""
        if self.deadline.expired():
            raise OutOfTimeError
        key = (expression, at, seed, json.dumps(variables, sort_keys=True))
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._evaluate(expression, variables, at, seed)
        return known

    def _evaluate(self, expression: str, variables: Variables, at: int, seed: int) -> Evaluated:
        if self._overruns[expression] >= MOST_OVERRUNS:
            return Overran("the expression passed its limit in other calls")
        limits = Limits(self.organization_id, EXPRESSION_SECONDS, self.deadline)
        found = self.javascript.evaluate(expression, variables, at, seed, limits).evaluated
        if isinstance(found, Overran):
            if self.deadline.expired():
                raise OutOfTimeError
            self._overruns[expression] += 1
        return found
