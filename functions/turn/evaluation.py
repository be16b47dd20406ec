"""The time that one turn's expressions may take. Neither the engine nor the fold is here."""

from __future__ import annotations

from dataclasses import dataclass

from flow_core.evaluate import Evaluated, Overran
from flow_core.json import Variables
from functions.deadline import Deadline
from functions.errors import EngineBrokenError, PlainError
from functions.ports.javascript import JavaScriptEngine, Limits, Ran

OVERRUNS_IN_A_TURN = 4
"""Expressions of one turn that may time out. Later ones fail at once, so that the turn is still answered in time."""
EXPRESSION_SECONDS = 0.25
"""Seconds the engine may work on one expression."""
EVALUATION_SECONDS = 2.0
"""Seconds the engine may work on all expressions of one turn. Later ones fail at once."""

_SAVING_SECONDS = 2.0
"""Seconds before the deadline from which no expression begins: the turn is still to be saved."""
_REPLAY_RETRIES = 3
"""Evaluations of a replayed expression, if each of them times out."""
_REPLAY_SECONDS = 4 * EXPRESSION_SECONDS
"""Seconds the engine may work on a replayed expression."""

_BUDGET_USED = Overran("this turn's expressions have used up their time")
_DEADLINE_NEAR = Overran("the turn must be answered before the expression could be evaluated")


class ReplayTimeoutError(PlainError):
    """An expression that was evaluated in time when it was recorded timed out now. The turn may be sent again."""


@dataclass(slots=True)
class Evaluation:
    """Evaluates the expressions of one turn within the turn's budget.

    Both methods are a `flow_core.evaluate.Evaluate`. They raise EngineBrokenError if no expression can be evaluated.
    Any other error of the engine fails the expression alone.
    """

    javascript: JavaScriptEngine
    organization_id: str
    """The organization that the time is counted for."""
    overruns: int = 0
    """Expressions that have timed out."""
    seconds: float = 0.0
    """Seconds the engine has worked."""

    def evaluate(self, expression: str, variables: Variables, at: int, seed: int) -> Evaluated:
        """Evaluate an expression for the first time.

        A result that depends on the clock or on the engine's health is an Overran. The event records those: a replay
        gives the same.

        Args:
            expression: The JavaScript.
            variables: The session's variables.
            at: The event's time.
            seed: The event's random seed.

        Returns:
            The value, or why there is none.
        """
        if self.overruns >= OVERRUNS_IN_A_TURN or self.seconds >= EVALUATION_SECONDS:
            return _BUDGET_USED
        deadline = Deadline.current().earlier(_SAVING_SECONDS)
        if deadline.expired():
            return _DEADLINE_NEAR
        limits = Limits(self.organization_id, EXPRESSION_SECONDS, deadline)
        ran = self._ask(expression, variables, at, seed, limits)
        self.seconds += ran.seconds
        if isinstance(ran.evaluated, Overran):
            self.overruns += 1
        return ran.evaluated

    def replay(self, expression: str, variables: Variables, at: int, seed: int) -> Evaluated:
        """Evaluate an expression that was evaluated in time before. It has more time now.

        An expression that timed out before is not evaluated again at all: the step skips it.

        Args:
            expression: The JavaScript.
            variables: The session's variables.
            at: The event's time.
            seed: The event's random seed.

        Returns:
            The value.

        Raises:
            ReplayTimeoutError: If it timed out in each attempt.
        """
        deadline = Deadline.current()
        for _ in range(_REPLAY_RETRIES):
            limits = Limits(self.organization_id, _REPLAY_SECONDS, deadline)
            result = self._ask(expression, variables, at, seed, limits).evaluated
            if not isinstance(result, Overran):
                return result
            if deadline.expired():
                break
        raise ReplayTimeoutError("a replayed expression timed out")

    def _ask(self, expression: str, variables: Variables, at: int, seed: int, limits: Limits) -> Ran:
        try:
            return self.javascript.evaluate(expression, variables, at, seed, limits)
        except EngineBrokenError:
            # No expression can be evaluated, and without one the flow would decide wrongly.
            raise
        except Exception as error:
            return Ran(Overran(f"the JavaScript engine failed ({type(error).__name__})"), 0.0)
