"""What a caller does who does not answer: asks to hear the question again, asks for time, says hello, listens.

A move is a whole utterance, or a part of an utterance whose other words change nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from flow_core.languages import Locale
from flow_core.languages.phrases import Move, PhraseTable
from flow_core.languages.utterance import Word, words_of

_MAX_WORDS = 20
"""Words of an utterance that can be a move."""
_ORDER: tuple[Move, ...] = ("repeat", "wait", "hello", "backchannel")
"""The move that counts in an utterance with several: "hello, could you say that again?"."""


def move_of(said: str, locale: Locale) -> Move | None:
    """Return what the caller does; None for an answer or anything else.

    Args:
        said: The caller's words.
        locale: The caller's language.
    """
    words = words_of(said)
    if not 0 < len(words) <= _MAX_WORDS:
        return None
    moves = _covering(words, locale.language.moves, locale)
    return next((move for move in _ORDER if move in moves), None)


def declines(said: str, locale: Locale) -> bool:
    """Return whether the caller says to have no such value: "I don't have one"."""
    words = words_of(said)
    return 0 < len(words) <= _MAX_WORDS and bool(_covering(words, locale.language.declines, locale))


def _covering(words: Sequence[Word], table: PhraseTable, locale: Locale) -> list[object]:  # type: ignore[type-arg]
    """Return the meanings of the phrases if they and asides are the whole utterance; else none."""
    asides = locale.language.asides
    meanings: list[object] = []
    index = 0
    while index < len(words):
        found = table.at(words, index)
        aside = asides.anywhere.end_at(words, index)
        if found and (aside is None or found[0][1] >= aside):
            meaning, index = found[0]
            meanings.append(meaning)
        elif aside is not None:
            index = aside
        elif words[index].text in locale.language.corrections.cues:
            # "sorry" and "wait" begin many of these.
            index += 1
        else:
            return []
    return meanings
