"""The rule for every type: a value is taken only if every other word is understood too.

The finder of a type says which words are values. Every other word must change nothing (politeness, thinking aloud, the
words around such a value, the words of the question), take a value back, or rule one out. One word more, and the
answer is no match. The types are not known here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flow_core.json import Json
from flow_core.languages.utterance import Word, words_of
from flow_core.values.answer import NoMatch
from flow_core.values.gaps import beside, gap_between
from flow_core.values.question import Reading

MAX_CHARACTERS = 600
"""Characters of an utterance in which a value is searched. The limit keeps the time short. An answer is shorter."""
MAX_WORDS = 80
"""Words of an utterance in which a value is searched. The longest answers spell an address: "m as in mary"."""
TOO_LONG = NoMatch(f"an answer has at most {MAX_WORDS} words and {MAX_CHARACTERS} characters")
"""The reading of a longer utterance."""


def answer_words(said: str) -> tuple[Word, ...] | None:
    """Split an utterance into words. None if it is too long for an answer."""
    words = words_of(said) if len(said) <= MAX_CHARACTERS else None
    return None if words is None or len(words) > MAX_WORDS else words


@dataclass(frozen=True, slots=True)
class Found:
    """A value that stands in the words from `start` up to, and without, `end`."""

    value: Json | NoMatch
    """NoMatch if the words look like a value and are none."""
    start: int
    end: int
    aside: bool = False
    """Whether the words are understood and hold no value."""


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
    if words[-1].asked and _begins_with_a_copula(words, reading):
        return NoMatch("the caller asked a question")
    if reading.whole:
        return _whole(words, found, noun, reading, repeats=repeats)
    many, around_them = reading.question.many, beside([reading])
    kept: list[Json | NoMatch] = []
    never: list[Json | NoMatch] = []
    end, ruled_out = 0, False
    for one in found:
        gap = gap_between(words, end, one.start, around_them, refusals=refusals)
        if gap.leftover is not None:
            return NoMatch(f"not understood: {gap.leftover!a}")
        if gap.contrasts and not (ruled_out or gap.corrects):
            return NoMatch("not understood: a contrast without a negation")
        end = one.end
        if one.aside:
            continue
        if gap.corrects and kept:
            kept = kept[:-1] if many else []
        elif kept and (gap.joins or not (repeats or gap.repeats or ruled_out or gap.negates)) and not many:
            return NoMatch(f"more than one {noun} was heard")
        ruled_out = gap.negates
        if gap.negates:
            kept = [value for value in kept if value != one.value]
            never.append(one.value)
        elif one.value in never:
            # On a Sunday, "this Friday" and "next Friday" are the same day.
            return NoMatch(f"a {noun} was ruled out, and said again")
        else:
            kept.append(one.value)
    tail = gap_between(words, end, len(words), around_them, refusals=refusals)
    if tail.leftover is not None:
        return NoMatch(f"not understood: {tail.leftover!a}")
    if tail.negates or tail.corrects or tail.contrasts or tail.joins:
        return NoMatch(f"the {noun} was taken back, or the answer was not finished")
    return _result(kept, noun, many=many)


def _begins_with_a_copula(words: Sequence[Word], reading: Reading) -> bool:
    """Return whether the last clause, or the utterance, begins with a verb that asks: Italian "allora è venerdì?"."""
    asides = reading.language.asides
    last = max((index + 1 for index in range(len(words) - 1) if words[index].paused), default=0)
    for start in {0, last}:
        index = start
        while index < len(words) and asides.anywhere.end_at(words, index, index + 1) is not None:
            if words[index].raw.lower() in asides.copulas:
                return True
            index += 1
    return False


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
