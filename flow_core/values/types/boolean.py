"""Finds a yes or a no. An answer that could be either ("maybe", "not sure") is no match."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from flow_core.languages.phrases import Answer
from flow_core.languages.utterance import Word, ends_clause
from flow_core.values.answer import NoMatch
from flow_core.values.gaps import Beside, beside, understood
from flow_core.values.moves import move_in
from flow_core.values.question import Reading
from flow_core.values.types.finder import Finder
from flow_core.values.understand import Found

if TYPE_CHECKING:
    from flow_core.languages.language import Language

_UNCLEAR = NoMatch("the answer could be yes or no")
_QUESTION = NoMatch("the caller asked a question")
_NOT_YET = NoMatch("the caller asks for time, or to hear the question again")

_Place: TypeAlias = tuple[int, int, Answer]
"""The index of a phrase's first word, the index after its last word, and the phrase."""


def _find(words: Sequence[Word], reading: Reading) -> list[Found]:
    places = _phrases_in(words, reading.language)
    clear = any(not answer.weak and answer.meaning is not None for _, _, answer in places)
    found: list[Found] = []
    around_it = beside([reading])
    for start, end, answer in places:
        negation = _negation_before(words, found[-1].end if found else 0, start, around_it)
        if answer.meaning is None or (answer.weak and clear and negation is None):
            found.append(Found(None, start, end, aside=True))
        elif negation is None:
            found.append(Found(_UNCLEAR if answer.meaning == "unclear" else answer.meaning, start, end))
        else:
            # "that's not wrong" is hardly a yes.
            found.append(Found(False if answer.meaning is True else _UNCLEAR, negation, end))
    if not any(not one.aside for one in found):
        return found
    if words[-1].asked:
        # "yes?" asks what is meant.
        return [Found(_QUESTION, 0, len(words))]
    if not clear and move_in(words, reading.locale) in {"repeat", "wait"}:
        # "okay, let me see" is no yes.
        return [Found(_NOT_YET, 0, len(words))]
    return found


def _negation_before(words: Sequence[Word], start: int, end: int, around_it: Beside) -> int | None:
    """Return where a negation of the phrase at `end` begins: "don't think" in "I don't think that's right"."""
    for index in range(start, end):
        after = around_it.language.negates.end_at(words, index, end)
        while after is not None and after < end and not words[after - 1].paused:
            after = understood(words, after, end, around_it)
        if after == end and not words[end - 1].paused:
            return index
    return None


def _phrases_in(words: Sequence[Word], language: Language) -> list[_Place]:
    """Return the phrases in an utterance, the longest at each word, in the order of the words."""
    places: list[_Place] = []
    index = 0
    while index < len(words):
        fitting = (
            (answer, end)
            for answer, end in language.yes_no.at(words, index)
            if _fits(words, index, end, answer, places) and not _is_apart(words, index, end, language)
        )
        answer_and_end = next(fitting, None)
        if answer_and_end is None:
            index += 1
            continue
        answer, end = answer_and_end
        places.append((index, end, answer))
        index = end
    return places


def _is_apart(words: Sequence[Word], start: int, end: int, language: Language) -> bool:
    """Return whether a pause follows a word that is both "no" and "not": Spanish "no, está bien" is no "not right"."""
    corrections, text = language.corrections, words[start].text
    both = text in corrections.refusals and text in corrections.negations
    if not both or not words[start].paused or end < start + 2 or words[start + 1].text in corrections.cues:
        return False
    return tuple(word.text for word in words[start + 1 : start + 3]) not in corrections.cue_pairs


def _fits(words: Sequence[Word], start: int, end: int, answer: Answer, before: Sequence[_Place]) -> bool:
    """Return whether a phrase has its meaning at this place. `before` holds the phrases before it."""
    if answer.position == "anywhere" or ends_clause(words, end):
        return True
    begins = ends_clause(words, start) or bool(before and before[-1][1] == start)
    return answer.position == "edge" and begins


BOOLEAN = Finder("yes or no", _find, refusals=False, repeats=True)
"""A yes or a no: "yes, that's right" has two phrases."""
