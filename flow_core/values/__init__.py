"""Reads the value that an elicitation asks for from the caller's words or keys. It asks and validates nothing.

The rules of each type are in types/, and understand.py has the rule for all of them. The words of each language are in
flow_core/languages/.
"""

from __future__ import annotations

from flow_core.authored.asked import ValueType
from flow_core.json import Json
from flow_core.languages import Locale, locale_of
from flow_core.languages.utterance import words_of
from flow_core.values.answer import Choice, NoMatch
from flow_core.values.confirmation import Replacement, read_confirmation, without_verdict
from flow_core.values.keys import read_keys
from flow_core.values.moves import declines, move_of
from flow_core.values.named import slot_named
from flow_core.values.question import Question, Reading
from flow_core.values.slots import read_slots
from flow_core.values.types import finder_of
from flow_core.values.types.text import read_text
from flow_core.values.understand import TOO_LONG, answer_words

__all__ = [
    "Choice",
    "Locale",
    "NoMatch",
    "Question",
    "Replacement",
    "ValueType",
    "declines",
    "locale_of",
    "move_of",
    "read",
    "read_confirmation",
    "read_keys",
    "read_slots",
    "slot_named",
    "without_verdict",
    "words_of",
]


def read(
    said: str, question: Question, locale: Locale, *, at: int, zone: str = "UTC", whole: bool = False
) -> Json | NoMatch:
    """Read the value in an utterance. No utterance raises an error.

    Args:
        said: The caller's words.
        question: What was asked.
        locale: The caller's language and region.
        at: The turn's time in milliseconds since the epoch.
        zone: IANA. Days and times are those of this zone.
        whole: Whether the utterance must be the value and nothing else. If False, words that change no answer may
            surround it.

    Returns:
        The value, a list of values if the question takes many; NoMatch if the utterance has none, has more than it
        should, or has words that are not understood.
    """
    if question.value_type == "string":
        return read_text(said)
    return read_as(said, Reading(question, locale, at, zone, whole))


def read_as(said: str, reading: Reading) -> Json | NoMatch:
    """Read the value of a type other than "string"."""
    words = answer_words(said)
    if words is None:
        return TOO_LONG
    return finder_of(reading.question.value_type).read(words, reading)
