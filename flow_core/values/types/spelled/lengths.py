"""The length that a question asks for."""

from __future__ import annotations

from flow_core.values.answer import NoMatch
from flow_core.values.question import Question


def misfit(text: str, question: Question, unit: str) -> NoMatch | None:
    """Return why a text has another length than the question asks for; None if it fits.

    Args:
        text: The letters and digits.
        question: What was asked.
        unit: What is counted, for the author: "digits".
    """
    size = len(text)
    if question.length is not None and size != question.length:
        return NoMatch(f"{question.length} {unit} are wanted, not {size}")
    if question.min_length is not None and size < question.min_length:
        return NoMatch(f"{question.min_length} {unit} at least are wanted, not {size}")
    if question.max_length is not None and size > question.max_length:
        return NoMatch(f"{question.max_length} {unit} at most are wanted, not {size}")
    return None
