"""Finds a code of letters and digits: a booking reference, a licence plate. The letters are in upper case."""

from __future__ import annotations

from collections.abc import Sequence

from flow_core.languages.utterance import Word
from flow_core.values.answer import NoMatch
from flow_core.values.patterns import matches
from flow_core.values.question import Question, Reading
from flow_core.values.types.finder import Finder
from flow_core.values.types.spelled.lengths import misfit
from flow_core.values.types.spelled.runs import Run, runs_of, spelled
from flow_core.values.understand import Found


def from_spelled(text: str, question: Question) -> str | NoMatch:
    """Return the code that a spelled text is.

    Args:
        text: Letters, digits and the marks that were said between them.
        question: What was asked. A mark stays only if the pattern asks for it.
    """
    code = "".join(filter(str.isalnum, text)).upper()
    wrong = misfit(code, question, "letters and digits")
    if wrong is not None:
        return wrong
    if question.pattern is None:
        return code
    for each in (code, code.lower(), text.strip().upper()):
        if matches(each, question.pattern):
            return code if each.isalnum() else each
    return NoMatch("the code does not match the pattern")


def _find(words: Sequence[Word], reading: Reading) -> list[Found]:
    question = reading.question
    runs = runs_of(words, reading, letters=True, loose=question.pattern is not None)
    runs = [run for run in runs if not _is_speech(run, question)]
    return spelled(runs, words, reading, lambda text: _accepted(text, question), CODE.noun)


def _is_speech(run: Run, question: Question) -> bool:
    """Return whether the words of a run are words of the language rather than letters: "a", "I"."""
    longest = max(map(len, run.texts), default=2)
    one = question.length == 1 or question.max_length == 1
    return run.plain or (longest < 2 and not one and not run.texts[0].isdigit())


def _accepted(text: str, question: Question) -> str | None:
    value = from_spelled(text, question)
    return value if isinstance(value, str) and value else None


CODE = Finder("code", _find)
"""Letters and digits, in upper case and without spaces."""
