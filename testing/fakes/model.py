"""A language model without a network. It returns the outcomes of a test and records the questions."""

from __future__ import annotations

from collections.abc import Callable

from flow_core.effects import AskModel
from functions.deadline import Deadline
from functions.ports.model import ModelOutcome, Silent


class FakeModel:
    """Implements `Model`. It returns the outcomes in order, then those of `otherwise`. The default is silence."""

    def __init__(self, *outcomes: ModelOutcome, otherwise: Callable[[AskModel], ModelOutcome] | None = None) -> None:
        self.asked: list[AskModel] = []
        self._outcomes = list(outcomes)
        self._otherwise = otherwise

    def ask(self, effect: AskModel, *, deadline: Deadline) -> ModelOutcome:
        self.asked.append(effect)
        if self._outcomes:
            return self._outcomes.pop(0)
        return Silent("the script is over") if self._otherwise is None else self._otherwise(effect)
