"""Reads a yes or a no. An answer that could be either ("maybe", "not sure") is no match."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from flow_core.json import Json
from flow_core.values.answer import NoMatch
from flow_core.values.phrases import Phrase, YesNoPhrases
from flow_core.values.settle import Found, settle
from flow_core.values.utterance import Word, ends_clause, words_of

if TYPE_CHECKING:
    from flow_core.values.language import Language

_UNCLEAR = NoMatch("the answer could be yes or no")

_Place: TypeAlias = tuple[int, int, Phrase]
"""The index of a phrase's first word, the index after its last word, and the phrase."""


def read_boolean(said: str, language: Language, *, whole: bool) -> Json | NoMatch:
    """Read True for a yes, False for a no."""
    words = words_of(said)
    phrases = _phrases_in(words, language.yes_no)
    if whole and sum(end - start for start, end, _ in phrases) < len(words):
        return NoMatch("more was said than a yes or a no" if phrases else "no yes or no was heard")
    clear = any(not phrase.weak for _, _, phrase in phrases)
    found = [
        Found(_UNCLEAR if phrase.meaning == "unclear" else phrase.meaning, start, end)
        for start, end, phrase in phrases
        if phrase.meaning is not None and not (clear and phrase.weak)
    ]
    # "yes, that's right" is a whole answer, though it has two phrases.
    return settle(words, found, "yes or no", language.corrections, whole=False, refusals=False)


def _phrases_in(words: Sequence[Word], vocabulary: YesNoPhrases) -> list[_Place]:
    """Return the phrases in an utterance, the longest at each word, in the order of the words."""
    phrases: list[_Place] = []
    index = 0
    while index < len(words):
        end = index
        for length in range(min(vocabulary.longest_from.get(words[index].text, 0), len(words) - index), 0, -1):
            phrase = vocabulary.phrases.get(tuple(word.text for word in words[index : index + length]))
            if phrase is not None and _fits(words, index, index + length, phrase, phrases):
                end = index + length
                phrases.append((index, end, phrase))
                break
        index = max(end, index + 1)
    return phrases


def _fits(words: Sequence[Word], start: int, end: int, phrase: Phrase, before: Sequence[_Place]) -> bool:
    """Return whether a phrase has its meaning at this place. `before` holds the phrases before it."""
    if phrase.position == "anywhere" or ends_clause(words, end):
        return True
    begins = ends_clause(words, start) or bool(before and before[-1][1] == start)
    return phrase.position == "edge" and begins
