"""Phrases and their meanings, found at a place in an utterance. This module holds no word of any language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, Literal, NamedTuple, TypeAlias, TypeVar

from flow_core.languages.utterance import Word, folded

Meaning = TypeVar("Meaning")


class PhraseTable(Generic[Meaning]):
    """Phrases -> their meanings. The longest phrase counts.

    Args:
        tables: Texts of phrases as they are written, separated by "|", and the meaning of all phrases in the text.
            If two tables have the same phrase, the later table counts.
    """

    __slots__ = ("_lengths", "_meanings")

    def __init__(self, tables: Iterable[tuple[str, Meaning]]) -> None:
        self._meanings = {
            tuple(phrase.split()): meaning for table, meaning in tables for phrase in folded(table).split("|")
        }
        self._meanings.pop((), None)
        lengths: dict[str, set[int]] = {}
        for phrase in self._meanings:
            lengths.setdefault(phrase[0], set()).add(len(phrase))
        self._lengths = {first: sorted(each, reverse=True) for first, each in lengths.items()}
        """First word of phrases -> the lengths of these phrases in words, the longest first."""

    def at(self, words: Sequence[Word], index: int, end: int | None = None) -> list[tuple[Meaning, int]]:
        """Return the phrases that begin at an index: each meaning and the index after it, the longest first.

        Args:
            words: The utterance.
            index: Where the phrases begin.
            end: The index before which they must end; None for the end of the utterance.
        """
        last = len(words) if end is None else end
        found: list[tuple[Meaning, int]] = []
        lengths = self._lengths.get(words[index].text) if index < last else None
        if lengths is None:
            return found
        for length in lengths:
            if index + length <= last:
                phrase = tuple([word.text for word in words[index : index + length]])
                if phrase in self._meanings:
                    found.append((self._meanings[phrase], index + length))
        return found

    def end_at(self, words: Sequence[Word], index: int, end: int | None = None) -> int | None:
        """Return the index after the longest phrase at an index; None if no phrase is there."""
        last = len(words) if end is None else end
        lengths = self._lengths.get(words[index].text) if index < last else None
        if lengths is None:
            return None
        for length in lengths:
            after = index + length
            if after <= last and tuple([word.text for word in words[index:after]]) in self._meanings:
                return after
        return None

    def meanings(self) -> Mapping[tuple[str, ...], Meaning]:
        """Return all phrases as words, with their meanings."""
        return self._meanings


Phrases: TypeAlias = PhraseTable[None]
"""Phrases that all have the same meaning."""


def phrases(text: str) -> Phrases:
    """Return the phrases of a text in which "|" separates them."""
    return PhraseTable(((text, None),))


class Answer(NamedTuple):
    """The meaning of a phrase in the answer to a yes-or-no question."""

    meaning: bool | Literal["unclear"] | None
    """True for a yes, False for a no; None for an idiom that answers nothing."""
    position: Literal["anywhere", "edge", "end"] = "anywhere"
    """Where in a clause the phrase has this meaning. "edge": at its beginning or end. "end": at its end."""
    weak: bool = False
    """True if the phrase counts only in an utterance without a clearer phrase."""


Move: TypeAlias = Literal["repeat", "wait", "hello", "backchannel"]
"""What a caller does who neither answers nor asks for something of the flow.

"repeat" asks to hear the last words again, "wait" asks for time, "hello" asks whether anybody is there, and
"backchannel" only shows attention.
"""
