"""The interface of a type: which words are values of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from flow_core.json import Json
from flow_core.languages.utterance import Word
from flow_core.values.answer import NoMatch
from flow_core.values.question import Reading
from flow_core.values.understand import Found, settle

Find: TypeAlias = Callable[[Sequence[Word], Reading], Sequence[Found]]
"""Finds the values in an utterance: in the order of the words and without overlap."""


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds the values of one type in an utterance."""

    noun: str
    """The author's name for a value, used in a NoMatch."""
    find: Find
    refusals: bool = True
    """Whether a "no" between two values takes the first one back."""
    repeats: bool = False
    """Whether the same value may be said twice in a row."""

    def read(self, words: Sequence[Word], reading: Reading) -> Json | NoMatch:
        """Return the value that the caller meant."""
        found = self.find(words, reading)
        return settle(words, found, self.noun, reading, refusals=self.refusals, repeats=self.repeats)
