"""What a caller does who does not answer: asks to hear the question again, asks for time, says hello, listens.

A move is a whole utterance, or a part of an utterance whose other words change nothing.
"""

from __future__ import annotations

import string
from collections.abc import Sequence
from functools import lru_cache

from flow_core.languages import Locale
from flow_core.languages.phrases import Meaning, Move, PhraseTable
from flow_core.languages.utterance import Word
from flow_core.values.understand import answer_words

_MAX_WORDS = 20
"""Words of an utterance that can be a move."""
_PLAIN = {**dict.fromkeys(map(ord, string.punctuation), " "), ord("'"): None}
"""Punctuation divides words, and an apostrophe is no part of one."""
_ORDER: tuple[Move, ...] = ("repeat", "wait", "hello", "backchannel")
"""The move that counts in an utterance with several: "hello, could you say that again?"."""


def move_of(said: str, locale: Locale) -> Move | None:
    """Return what the caller does; None for an answer or anything else.

    Args:
        said: The caller's words.
        locale: The caller's language.
    """
    if not _may_be_move(said, locale):
        return None
    words = answer_words(said)
    return None if words is None else move_in(words, locale)


def _may_be_move(said: str, locale: Locale) -> bool:
    """Return whether every word is one of a move. It takes a tenth of the time of splitting an answer with care."""
    if not said.isascii():
        return True
    known = _words_of_moves(locale)
    for chunk in said.lower().split():
        if chunk not in known and (chunk.isalpha() or not known.issuperset(chunk.translate(_PLAIN).split())):
            return False
    return True


@lru_cache(maxsize=64)
def _words_of_moves(locale: Locale) -> frozenset[str]:
    language = locale.language
    tables = (language.moves.meanings(), language.asides.anywhere.meanings())
    return language.corrections.cues.union(*(phrase for table in tables for phrase in table))


def move_in(words: Sequence[Word], locale: Locale) -> Move | None:
    """Return what the caller does, from the words of an utterance; None for an answer or anything else."""
    if not 0 < len(words) <= _MAX_WORDS:
        return None
    moves = _covering(words, locale.language.moves, locale)
    return next((move for move in _ORDER if move in moves), None)


def declines(said: str, locale: Locale) -> bool:
    """Return whether the caller says to have no such value: "I don't have one"."""
    words = answer_words(said)
    if words is None or not 0 < len(words) <= _MAX_WORDS:
        return False
    return bool(_covering(words, locale.language.declines, locale))


def _covering(words: Sequence[Word], table: PhraseTable[Meaning], locale: Locale) -> list[Meaning]:
    """Return the meanings of the phrases if they and asides are the whole utterance; else none."""
    anywhere, cues = locale.language.asides.anywhere, locale.language.corrections.cues
    # The meanings of each beginning of the utterance that is understood.
    covered: dict[int, list[Meaning]] = {0: []}
    for index in range(len(words)):
        before = covered.get(index)
        if before is None:
            continue
        for meaning, end in table.at(words, index):
            covered.setdefault(end, [*before, meaning])
        # "sorry" and "wait" begin many of these.
        for after in (anywhere.end_at(words, index), index + 1 if words[index].text in cues else None):
            if after is not None:
                covered.setdefault(after, before)
    return covered.get(len(words), [])
