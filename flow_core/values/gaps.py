"""The words around values in an answer: each must be understood, and some of them change what the values mean.

Words that change nothing are asides. The others take a value back, rule one out, or join several. The types are not
known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from flow_core.languages.language import AsideWords, CorrectionWords
from flow_core.languages.phrases import Phrases, phrases
from flow_core.languages.utterance import Word, text_at
from flow_core.values.question import Reading

if TYPE_CHECKING:
    from flow_core.languages.language import Language

_NOTHING = phrases("")


class Beside(NamedTuple):
    """The words that may stand beside the values of one or more questions and change no answer."""

    language: Language
    tables: tuple[Phrases, ...]
    """The phrases of the language, and those around the values of each type."""
    echoes: frozenset[str]
    """The words of the questions."""


def beside(readings: Iterable[Reading]) -> Beside:
    """Return the words that may stand beside the values of some questions, all in one language."""
    every = list(readings)
    asides = every[0].language.asides
    tables = dict.fromkeys((asides.anywhere, *map(around, every)))
    echoes = every[0].echoes.union(*(reading.echoes for reading in every[1:]))
    return Beside(every[0].language, tuple(tables), echoes)


@dataclass(frozen=True, slots=True)
class Gap:
    """The words between two values, before the first or after the last."""

    corrects: bool = False
    """Whether they take back the value before them."""
    negates: bool = False
    """Whether they rule out the value after them."""
    contrasts: bool = False
    """Whether they set the value after them against the one before."""
    joins: bool = False
    """Whether they say that several values are meant."""
    repeats: bool = False
    """Whether the value after them may be the one before them, said again."""
    leftover: str | None = None
    """The first word that is not understood."""


def corrects(words: Sequence[Word], corrections: CorrectionWords, *, refusals: bool = True) -> bool:
    """Return whether words between two values take the first value back.

    Args:
        words: The words between the two values.
        corrections: The language's words.
        refusals: Whether a "no" takes the first value back.
    """
    texts = [word.text for word in words]
    if not corrections.cues.isdisjoint(texts) or (refusals and not corrections.refusals.isdisjoint(texts)):
        return True
    return any(pair in corrections.cue_pairs for pair in pairwise(texts))


def around(reading: Reading) -> Phrases:
    """Return the phrases that stand around a value of the question's type. A string has none: it is all words."""
    return reading.language.asides.around.get(reading.question.value_type, _NOTHING)


def understood(words: Sequence[Word], index: int, end: int, around_them: Beside) -> int | None:
    """Return the index after the longest phrase at an index that changes no answer.

    Args:
        words: The utterance.
        index: Where the phrase begins.
        end: The index before which it must end.
        around_them: The words of the questions that the utterance may answer.

    Returns:
        The index after the phrase; None if the word is not understood.
    """
    farthest = index + 1 if words[index].text in around_them.echoes else 0
    for table in around_them.tables:
        after = table.end_at(words, index, end)
        if after is not None and after > farthest:
            farthest = after
    return farthest or None


def gap_between(words: Sequence[Word], start: int, end: int, around_them: Beside, *, refusals: bool = True) -> Gap:
    """Understand the words between two values.

    Args:
        words: The utterance.
        start: The index after a value, or 0.
        end: The index of the next value, or the end of the utterance.
        around_them: The words of the questions that the utterance may answer.
        refusals: Whether a "no" takes the value before it back.
    """
    language = around_them.language
    corrections, asides = language.corrections, language.asides
    takes_back = negates = contrasts = joins = False
    repeats = start > 0 and words[start - 1].paused
    index = start
    while index < end:
        text = words[index].text
        if index + 1 < end and (text, words[index + 1].text) in corrections.cue_pairs:
            takes_back = True
            index += 2
        elif (after := understood(words, index, end, around_them)) is not None:
            joins = joins or (start > 0 and _joins(words[index], asides))
            repeats = not joins
            index = after
        elif text in corrections.cues:
            takes_back = True
            index += 1
        elif refusals and _either(words, index, start, end, language):
            return Gap(leftover=text)
        elif _trails(words, index, start, corrections):
            if not words[index].paused:
                return Gap(leftover=text)
            takes_back = True
            index += 1
        elif _rules_out(words, index, start, end, corrections, refusals=refusals):
            negates = True
            index = end
        elif refusals and text in corrections.refusals:
            takes_back = True
            index += 1
        elif text in corrections.contrasts:
            contrasts = True
            index += 1
        elif start > 0 and _joins(words[index], asides):
            joins = True
            index += 1
        else:
            return Gap(leftover=text)
    # Before the first value there is nothing to take back: "no, sorry, it's four".
    return Gap(takes_back and start > 0, negates, contrasts, joins, repeats)


def _joins(word: Word, asides: AsideWords) -> bool:
    """Return whether a word says that several values are meant. "É" is no "e" in Portuguese."""
    return word.text in asides.conjunctions and (word.raw or word.text).isascii()


def _either(words: Sequence[Word], index: int, start: int, end: int, language: Language) -> bool:
    """Return whether a word that is "no" and "not" may be both: Spanish "siete no ocho", "no somos cuatro"."""
    corrections = language.corrections
    text, following = words[index].text, text_at(words, index + 1)
    if not (text in corrections.refusals and text in corrections.negations) or words[index].paused or not following:
        return False
    if following in corrections.cues | corrections.refusals:
        return False
    if (following, text_at(words, index + 2)) in corrections.cue_pairs:
        return False
    if not _rules_out(words, index, start, end, corrections, refusals=True):
        return True
    # "Friday, no it's Saturday" begins as "Friday, not on Saturday" does.
    carried = language.asides.anywhere.end_at(words, index + 1, end) is not None
    return start > 0 and (not words[index - 1].paused or index + 1 == end or carried)


def _trails(words: Sequence[Word], index: int, start: int, corrections: CorrectionWords) -> bool:
    """Return whether a negation may rule out the value before it: "Freitag nicht, sondern Samstag".

    "Freitag nicht Samstag" may want either day.
    """
    if words[index].text not in corrections.trailing_negations or start == 0:
        return False
    return not any(word.paused for word in words[start - 1 : index])


def _rules_out(
    words: Sequence[Word], index: int, start: int, end: int, corrections: CorrectionWords, *, refusals: bool
) -> bool:
    """Return whether a negation at `index` rules out the value that begins at `end`: "not on the 5th"."""
    text = words[index].text
    negation = text in corrections.negations
    # "no sales, please" rules sales out. "six, no, seven" takes six back.
    refusal = refusals and start == 0 and text in corrections.refusals
    if end >= len(words) or not (negation or refusal):
        return False
    between = words[index + 1 : end]
    if any(word.paused for word in words[index:end]):
        return False
    return all(word.text in corrections.after_negation for word in between)
