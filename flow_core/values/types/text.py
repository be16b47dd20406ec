"""Reads a string: the utterance, unchanged."""

from __future__ import annotations

from collections.abc import Sequence

from flow_core.languages.utterance import Word
from flow_core.values.answer import NoMatch
from flow_core.values.question import Reading
from flow_core.values.types.finder import Finder
from flow_core.values.understand import Found


def read_text(said: str) -> str | NoMatch:
    """Return the utterance without the white space around it."""
    return said.strip() or NoMatch("nothing was said")


def _find(words: Sequence[Word], reading: Reading) -> list[Found]:
    del reading
    said = " ".join(word.raw for word in words)
    return [Found(said, 0, len(words))] if words else []


TEXT = Finder("text", _find)
"""Free text: every word belongs to it."""
