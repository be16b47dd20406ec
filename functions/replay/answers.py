"""The answers that a recorded call got from models and tools, by the question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from flow_core.effects import AskModel, Effect
from flow_core.evaluate import Evaluate
from flow_core.events import EffectPostponed, ModelFailed, ModelReplied, ToolAnswered, ToolFailed
from flow_core.flow import Flow
from flow_core.state import Session, State
from flow_core.step import step
from functions.json_schema.check import mismatch
from functions.records import TurnRecord
from functions.replay.questions import Question, question_of

Answer: TypeAlias = ModelReplied | ModelFailed | ToolAnswered | ToolFailed | EffectPostponed
"""The event that follows an effect."""
ANSWERS = (ModelReplied, ModelFailed, ToolAnswered, ToolFailed, EffectPostponed)
"""The types of these events."""


@dataclass(slots=True)
class _Recorded:
    turn: int
    effect: Effect
    answer: Answer
    used: bool = False


class Answers:
    """The answers of one call. Each is used once; then a repeated question gets the last of its answers again."""

    def __init__(self, recorded: Iterator[tuple[int, Effect, Answer]] | Sequence[tuple[int, Effect, Answer]]) -> None:
        self._by_question: dict[Question, list[_Recorded]] = {}
        for turn, effect, answer in recorded:
            self._by_question.setdefault(question_of(effect), []).append(_Recorded(turn, effect, answer))

    def take(self, effect: Effect, turn: int, turn_id: str) -> Answer | None:
        """Return the answer to an effect; None if its question was not asked in the call.

        Args:
            effect: The effect.
            turn: The number of the turn that asks.
            turn_id: Its id.

        Returns:
            The answer of the same turn if it has an unused one, else the next unused one, else the last one, as an
            answer to this effect.
        """
        found = self._by_question.get(question_of(effect))
        if found is None:
            return None
        unused = [each for each in found if not each.used]
        # Not a postponement again: a question that is repeated forever would never be answered.
        answered = [each for each in found if not isinstance(each.answer, EffectPostponed)] or found
        chosen = next((each for each in unused if each.turn == turn), unused[0] if unused else answered[-1])
        chosen.used = True
        answer = replace(chosen.answer, effect_id=effect.id, turn_id=turn_id)
        if isinstance(answer, ToolAnswered) and not isinstance(effect, AskModel):
            return _checked_again(answer, chosen.effect, effect)
        return answer


def _checked_again(answer: ToolAnswered, recorded: Effect, effect: Effect) -> ToolAnswered:
    """Check an answer against the schema of a tool that has another one now."""
    schema = None if isinstance(effect, AskModel) else effect.response_schema
    if isinstance(recorded, AskModel) or recorded.response_schema == schema:
        return answer
    fits = schema is None or not 200 <= answer.status < 300
    return replace(answer, mismatch=None if fits or schema is None else mismatch(schema, answer.body))


def recorded_answers(
    flow: Flow, session: Session, turns: Sequence[TurnRecord], evaluate: Evaluate
) -> Iterator[tuple[int, Effect, Answer]]:
    """Fold a call through the version that it ran, and yield its effects with their answers.

    Args:
        flow: The version that it ran.
        session: The session as it began.
        turns: Its turns, first to last.
        evaluate: Evaluates the flow's expressions.

    Yields:
        The number of the turn, the effect, and the answer.
    """
    state = State(session=session)
    asked: Effect | None = None
    for turn in turns:
        for event in turn.events:
            if isinstance(event, ANSWERS) and asked is not None and event.effect_id == asked.id:
                yield turn.number, asked, event
            result = step(flow, state, event, evaluate)
            state = result.state
            if isinstance(result.then, Effect):
                asked = result.then


def has_answers(turns: Sequence[TurnRecord]) -> bool:
    """Return whether a call asked a model or a tool."""
    return any(isinstance(event, ANSWERS) for turn in turns for event in turn.events)
