"""Reads what a caller's words are at a question: a value, a refusal, or a move that is no answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from flow_core.authored.asked import Asked, ValueType
from flow_core.json import Json
from flow_core.languages.phrases import Move
from flow_core.nodes.asking import read_words
from flow_core.step_context import StepContext
from flow_core.values import NoMatch, Question, declines, move_of, read

_VALUES_FIRST: frozenset[ValueType] = frozenset({"boolean", "choice", "number", "integer", "duration", "money"})
"""Types with values that sound like moves: "okay" is a yes, and "two minutes" is a duration."""
_YES = Question("boolean")


@dataclass(frozen=True, slots=True)
class Moved:
    """The caller made a move."""

    move: Move


@dataclass(frozen=True, slots=True)
class Declined:
    """The caller has no such value."""


Answer: TypeAlias = Json | NoMatch | Moved | Declined
"""What a caller's words are."""


def read_answer(data: Asked, said: str, context: StepContext, *, whole: bool) -> Answer:
    """Read the words of a caller who was asked for a value.

    Args:
        data: What was asked for.
        said: The words.
        context: The step.
        whole: Whether the words must be the value and nothing else.
    """
    value = read_words(data, context, said, whole=whole)
    if data.value_type in _VALUES_FIRST and not isinstance(value, NoMatch):
        return value
    # By earlier rules, words that are no answer are an attempt.
    move = move_of(said, context.locale) if context.rules > 1 else None
    if move is not None and not (move == "backchannel" and data.value_type == "string" and _is_yes(said, context)):
        return Moved(move)
    if data.optional and declines(said, context.locale):
        return Declined()
    return value


def _is_yes(said: str, context: StepContext) -> bool:
    # An open question may ask for a yes, as it may ask for anything.
    return read(said, _YES, context.locale, at=context.event.at, zone=context.zone) is True
