"""Finds digits that are an identifier: an account number, a PIN. Leading zeros stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flow_core.languages.utterance import Word, follows
from flow_core.values.answer import NoMatch
from flow_core.values.patterns import matches
from flow_core.values.question import Question, Reading
from flow_core.values.types.finder import Finder
from flow_core.values.types.spelled.lengths import misfit
from flow_core.values.types.spelled.runs import runs_of, spelled
from flow_core.values.understand import Found


def from_digits(digits: str, question: Question) -> str | NoMatch:
    """Return the digits if the question asks for so many."""
    wrong = misfit(digits, question, "digits")
    if wrong is None and question.pattern is not None and not matches(digits, question.pattern):
        return NoMatch("the digits do not match the pattern")
    return wrong or digits


def _find(words: Sequence[Word], reading: Reading) -> list[Found]:
    found = spelled(
        runs_of(words, reading), words, reading, lambda text: _accepted(text, reading.question), DIGITS.noun
    )
    return [
        replace(one, value=NoMatch("letters were heard too")) if _in_code(words, one, reading) else one for one in found
    ]


def _in_code(words: Sequence[Word], found: Found, reading: Reading) -> bool:
    """Return whether a capital letter stands beside digits: they are a part of a code."""
    beside = [found.start - 1] if found.start and not words[found.start - 1].paused else []
    beside += [found.end] if follows(words, found.end) else []
    letters = [place for place in beside if len(words[place].raw) == 1 and words[place].raw.isupper()]
    asides = reading.language.asides.anywhere
    return any((asides.end_at(words, place) or 0) <= place + 1 for place in letters)


def _accepted(text: str, question: Question) -> str | None:
    digits = "".join(filter(str.isdigit, text))
    if not digits or text.startswith("+"):
        return None
    value = from_digits(digits, question)
    if isinstance(value, NoMatch) and digits == digits[: len(digits) // 2] * 2 and _has_a_length(question):
        # The caller said it twice.
        value = from_digits(digits[: len(digits) // 2], question)
    return value if isinstance(value, str) else None


def _has_a_length(question: Question) -> bool:
    return question.length is not None or question.min_length is not None


DIGITS = Finder("number of digits", _find)
"""A text of digits, of the length that the question asks for."""
