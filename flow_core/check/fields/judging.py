"""Finds the problems of the questions that a judge answers after a call."""

from __future__ import annotations

from collections.abc import Iterator

from flow_core.authored.judging import Judging
from flow_core.check.problem import JUDGING, Problem, quoted


def judging_problems(judging: Judging | None) -> Iterator[Problem]:
    """Find questions with the same id, questions without words, and a setting by which no call is scored."""
    if judging is None:
        return
    seen: set[str] = set()
    for index, question in enumerate(judging.questions):
        path = ("questions", index)
        if question.id in seen:
            text = f"another question before it has the id {quoted(question.id)}, and their scores would be one."
            yield JUDGING.error("duplicate-question-id", text, "Give it an id of its own.", (*path, "id"))
        seen.add(question.id)
        if not question.ask.strip():
            text = f"the question {quoted(question.id)} has no words."
            yield JUDGING.error("empty-question", text, "Write what the judge is to answer.", (*path, "ask"))
    if judging.share == 0:
        text = 'no call is scored, because "share" is 0.'
        yield JUDGING.warning("nothing-judged", text, 'Write a larger share, or take "judging" away.', ("share",))
