"""A language model without a network. It returns the outcomes of a test and records the questions."""

from __future__ import annotations

from collections.abc import Callable

from flow_core.effects import AskModel
from functions.adapters.models.clauses import Clauses
from functions.deadline import Deadline
from functions.ports.model import LetOut, ModelOutcome, Silent


class FakeModel:
    """Implements `Model`. It returns the outcomes in order, then those of `otherwise`. The default is silence."""

    def __init__(self, *outcomes: ModelOutcome, otherwise: Callable[[AskModel], ModelOutcome] | None = None) -> None:
        self.asked: list[AskModel] = []
        self._outcomes = list(outcomes)
        self._otherwise = otherwise

    def ask(self, effect: AskModel, *, deadline: Deadline, let_out: LetOut | None = None) -> ModelOutcome:
        self.asked.append(effect)
        if self._outcomes:
            return self._outcomes.pop(0)
        return Silent("the script is over") if self._otherwise is None else self._otherwise(effect)


class SpeakingModel:
    """Implements `Model`. It lets out the words of each outcome, clause by clause.

    Args:
        answer: The outcome of a question. An exception is raised after `before` is let out.
        between: Called after each clause, with its number.
    """

    def __init__(
        self, answer: Callable[[AskModel], ModelOutcome], between: Callable[[int], None] = lambda number: None
    ) -> None:
        self.asked: list[AskModel] = []
        self.before = ""
        self._answer = answer
        self._between = between

    def ask(self, effect: AskModel, *, deadline: Deadline, let_out: LetOut | None = None) -> ModelOutcome:
        self.asked.append(effect)
        if let_out is not None and self.before:
            let_out(self.before)
        outcome = self._answer(effect)
        words = outcome.said if isinstance(outcome, Silent) or outcome.calls else outcome.text
        if let_out is not None and effect.speak:
            clauses = Clauses()
            for number, clause in enumerate([*clauses.feed(words), clauses.rest()]):
                if clause:
                    let_out(clause)
                    self._between(number)
        return outcome
