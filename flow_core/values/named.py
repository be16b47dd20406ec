"""Finds the question that a caller names without a value for it: "the day is wrong"."""

from __future__ import annotations

from collections.abc import Mapping

from flow_core.languages import Locale
from flow_core.values.question import Question, Reading
from flow_core.values.understand import answer_words

_MAX_WORDS = 10
"""Words of an utterance that names a question. A longer one says more than that."""

_MIN_LETTERS = 3
"""Letters of a word that can name a question. A shorter one is an article or a preposition in most languages."""


def slot_named(said: str, slots: Mapping[str, Question], locale: Locale, *, at: int) -> str | None:
    """Return the slot that an utterance names by words that only its own question has; None if it is not one slot.

    Args:
        said: The caller's words.
        slots: Slot -> its question.
        locale: The caller's language.
        at: The turn's time in milliseconds since the epoch.
    """
    words = answer_words(said)
    if words is None or not 0 < len(words) <= _MAX_WORDS:
        return None
    anywhere = locale.language.asides.anywhere
    heard = {
        word.text
        for index, word in enumerate(words)
        if len(word.text) >= _MIN_LETTERS and anywhere.end_at(words, index, index + 1) is None
    }
    echoes = {slot: Reading(question, locale, at).echoes for slot, question in slots.items()}
    named = [
        slot
        for slot, own in echoes.items()
        if heard & (own - frozenset().union(*(others for other, others in echoes.items() if other != slot)))
    ]
    return named[0] if len(named) == 1 else None
