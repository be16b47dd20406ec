"""The JavaScript engine as a turn uses it: each evaluation belongs to an organization and has limits of time.

The engine's processes never stand here, nor what a turn does when its time is used up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from flow_core.evaluate import Evaluated
from flow_core.json import Variables
from functions.deadline import Deadline
from functions.ports.errors import EngineBrokenError


class EngineClosedError(EngineBrokenError):
    """The engine has been closed, because its process ends. The turn is to be sent again."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one evaluation may take."""

    organization_id: str
    """Whose evaluation it is: organizations share the engine evenly."""
    seconds: float
    """What the engine may work on it. The wait for the engine to be free is not in it."""
    deadline: Deadline
    """An evaluation that has not begun by then is not begun."""


@dataclass(frozen=True, slots=True)
class Ran:
    evaluated: Evaluated
    seconds: float
    """What the engine worked on it, with writing the variables and reading the result."""


class JavaScriptEngine(Protocol):
    def evaluate(self, expression: str, variables: Variables, at: int, seed: int, limits: Limits) -> Ran:
        """Evaluate as `flow_core.evaluate.Evaluate` says. What passes a limit comes back as Overran.

        Thread-safe. Raises EngineClosedError, and EngineBrokenError when no child can start.
        """
        ...
