"""Phrases that answer a yes-or-no question. This module holds no word of any language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple


class Phrase(NamedTuple):
    """The meaning of a phrase in the answer to a yes-or-no question."""

    meaning: bool | Literal["unclear"] | None
    """True for a yes, False for a no; None for an idiom that answers nothing."""
    position: Literal["anywhere", "edge", "end"] = "anywhere"
    """Where in a clause the phrase has this meaning. "edge": at its beginning or end. "end": at its end."""
    weak: bool = False
    """True if the phrase counts only in an utterance without a clearer phrase."""


class YesNoPhrases(NamedTuple):
    """The phrases that answer a yes-or-no question."""

    phrases: Mapping[tuple[str, ...], Phrase]
    """The words of a phrase -> its meaning."""
    longest_from: Mapping[str, int]
    """First word -> the number of words in the longest phrase that begins with it."""


def yes_no_phrases(tables: Iterable[tuple[str, Phrase]]) -> YesNoPhrases:
    """Build the phrases from tables.

    Args:
        tables: Texts of phrases, separated by "|", and the meaning of all phrases in the text. If two tables have the
            same phrase, the later table counts.

    Returns:
        The phrases of all tables.
    """
    phrases = {tuple(phrase.split()): meaning for table, meaning in tables for phrase in table.split("|")}
    longest_from: dict[str, int] = {}
    for phrase in phrases:
        longest_from[phrase[0]] = max(len(phrase), longest_from.get(phrase[0], 0))
    return YesNoPhrases(phrases, longest_from)
