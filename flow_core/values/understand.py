"""The rule for every type: a value is taken only if every other word is understood too.

The finder of a type says which words are values. Every other word must change nothing (politeness, thinking aloud, the
words around such a value, the words of the question), take a value back, or rule one out. One word more, and the
answer is no match. The types are not known here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from flow_core.json import Json
from flow_core.languages.language import CorrectionWords
from flow_core.languages.utterance import Word
from flow_core.values.answer import NoMatch
from flow_core.values.question import Reading

MAX_WORDS = 120
"""Words of an utterance in which a value is searched. The limit keeps the time short. An answer is shorter."""


@dataclass(frozen=True, slots=True)
class Found:
    """A value that stands in the words from `start` up to, and without, `end`."""

    value: Json | NoMatch
    """NoMatch if the words look like a value and are none."""
    start: int
    end: int
    aside: bool = False
    """Whether the words are understood and hold no value."""


@dataclass(frozen=True, slots=True)
class _Gap:
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


def settle(
    words: Sequence[Word],
    found: Sequence[Found],
    noun: str,
    reading: Reading,
    *,
    refusals: bool = True,
    repeats: bool = False,
) -> Json | NoMatch:
    """Return the value that the caller meant: a list of one or more if the question takes many.

    Args:
        words: The utterance.
        found: The values in it, in the order of the words and without overlap.
        noun: The author's name for the value, used in a NoMatch.
        reading: The question and the language.
        refusals: Whether a "no" takes back the value before it.
        repeats: Whether the same value may be said twice in a row: "yes, that's right".
    """
    if not any(not one.aside for one in found):
        return NoMatch(f"no {noun} was heard")
    if reading.whole:
        return _whole(words, found, noun, reading, repeats=repeats)
    kept: list[Json | NoMatch] = []
    end, ruled_out = 0, False
    for one in found:
        gap = _gap(words, end, one.start, reading, refusals=refusals)
        if gap.leftover is not None:
            return NoMatch(f"not understood: {gap.leftover!a}")
        if gap.contrasts and not ruled_out:
            return NoMatch("not understood: a contrast without a negation")
        end = one.end
        if one.aside:
            continue
        if gap.corrects and kept:
            kept = kept[:-1] if reading.question.many else []
        elif kept and not (repeats or gap.repeats or ruled_out or gap.negates) and not reading.question.many:
            return NoMatch(f"more than one {noun} was heard")
        ruled_out = gap.negates
        if not gap.negates:
            kept.append(one.value)
    tail = _gap(words, end, len(words), reading, refusals=refusals)
    if tail.leftover is not None:
        return NoMatch(f"not understood: {tail.leftover!a}")
    if tail.negates or tail.corrects or tail.contrasts or tail.joins:
        return NoMatch(f"the {noun} was taken back, or the answer was not finished")
    return _result(kept, noun, many=reading.question.many)


def _result(kept: Sequence[Json | NoMatch], noun: str, *, many: bool) -> Json | NoMatch:
    if not kept:
        return NoMatch(f"the only {noun} heard was ruled out")
    distinct: list[Json] = []
    for value in kept:
        if isinstance(value, NoMatch):
            return value
        if value not in distinct:
            distinct.append(value)
    if many:
        return distinct
    return distinct[0] if len(distinct) == 1 else NoMatch(f"more than one {noun} was heard")


def _whole(
    words: Sequence[Word], found: Sequence[Found], noun: str, reading: Reading, *, repeats: bool
) -> Json | NoMatch:
    """Return the value if the utterance has nothing else."""
    if sum(one.end - one.start for one in found) < len(words):
        return NoMatch(f"more was said than one {noun}")
    values = [one.value for one in found if not one.aside]
    if len(values) > 1 and not (repeats or reading.question.many):
        return NoMatch(f"more than one {noun} was heard")
    return _result(values, noun, many=reading.question.many)


def understood(words: Sequence[Word], index: int, end: int, reading: Reading) -> int | None:
    """Return the index after the longest phrase at an index that changes no answer.

    Args:
        words: The utterance.
        index: Where the phrase begins.
        end: The index before which it must end.
        reading: The question and the language.

    Returns:
        The index after the phrase; None if the word is not understood.
    """
    asides = reading.language.asides
    around = asides.around.get(reading.question.value_type)
    ends = [
        asides.anywhere.end_at(words, index, end),
        None if around is None else around.end_at(words, index, end),
        index + 1 if words[index].text in reading.echoes else None,
    ]
    return max((each for each in ends if each is not None), default=None)


def _gap(words: Sequence[Word], start: int, end: int, reading: Reading, *, refusals: bool) -> _Gap:
    """Understand the words from `start` up to `end`. The words at `end` are a value, or the end of the utterance."""
    language = reading.language
    corrections, asides = language.corrections, language.asides
    takes_back = negates = contrasts = joins = False
    repeats = start > 0 and words[start - 1].paused
    index = start
    while index < end:
        text = words[index].text
        if index + 1 < end and (text, words[index + 1].text) in corrections.cue_pairs:
            takes_back = True
            index += 2
        elif (after := understood(words, index, end, reading)) is not None:
            repeats = True
            index = after
        elif text in corrections.cues:
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
        elif reading.question.many and start > 0 and text in asides.conjunctions:
            joins = True
            index += 1
        else:
            return _Gap(leftover=text)
    # Before the first value there is nothing to take back: "no, sorry, it's four".
    return _Gap(takes_back and start > 0, negates, contrasts, joins, repeats)


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
