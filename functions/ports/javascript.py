"""The JavaScript engine of a turn. Each evaluation belongs to an organization and has limits of time.

The engine's processes are in the adapter. The turn protocol decides what follows a timeout.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from flow_core.evaluate import Evaluated
from flow_core.json import Variables
from functions.deadline import Deadline
from functions.errors import EngineBrokenError


class EngineClosedError(EngineBrokenError):
    """The engine is closed, because its process ends. The client can send the turn again."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one evaluation."""

    organization_id: str
    """The organization of the flow. Organizations share the engine evenly."""
    seconds: float
    """Seconds that the engine may work on the expression. The wait for a free engine does not count."""
    deadline: Deadline
    """The evaluation does not begin after it."""


@dataclass(frozen=True, slots=True)
class Ran:
    """The result of an evaluation, and its cost."""

    evaluated: Evaluated
    seconds: float
    """Seconds of work, with encoding the variables and decoding the result."""


class JavaScriptEngine(Protocol):
    """Evaluates the expressions of flows. Thread-safe."""

    def evaluate(self, expression: str, variables: Variables, at: int, seed: int, limits: Limits) -> Ran:
        """Evaluate an expression, as `flow_core.evaluate.Evaluate` describes.

        Args:
            expression: The expression.
            variables: The values that it can read.
            at: The time of the turn, in milliseconds since the epoch.
            seed: The seed of the random numbers, 64 bits.
            limits: The limits of time.

        Returns:
            The result. An expression that passes a limit gives Overran. EngineClosedError is raised after the engine
            was closed, EngineBrokenError if no child process can start.
        """
        ...
