"""Reads the answer to a confirmation, "Friday, is that right?": a yes, a no, or another value in place of the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flow_core.json import Json
from flow_core.languages import Locale
from flow_core.languages.utterance import Word
from flow_core.values.answer import NoMatch
from flow_core.values.question import Question, Reading
from flow_core.values.types import finder_of
from flow_core.values.understand import TOO_LONG, answer_words


@dataclass(frozen=True, slots=True)
class Replacement:
    """The value that the caller meant instead: "no, Saturday"."""

    value: Json


def read_confirmation(
    said: str, question: Question, locale: Locale, *, at: int, zone: str = "UTC", prompt: str = ""
) -> bool | Replacement | NoMatch:
    """Read whether a value is right, or the value that replaces it. No utterance raises an error.

    Args:
        said: The caller's words.
        question: The question that the value answered.
        locale: The caller's language and region.
        at: The turn's time in milliseconds since the epoch.
        zone: IANA. Days and times are those of this zone.
        prompt: The words of the confirmation. An answer may repeat them.

    Returns:
        True for a yes, False for a no, a replacement; NoMatch for anything else.
    """
    words = answer_words(said)
    if words is None:
        return TOO_LONG
    asked = replace(question, prompt=f"{prompt} {question.prompt}")
    judging = Reading(replace(asked, value_type="boolean", many=False), locale, at, zone)
    verdict = finder_of("boolean").read(words, judging)
    if isinstance(verdict, bool):
        return verdict
    if question.value_type == "string":
        return verdict if isinstance(verdict, NoMatch) else NoMatch("neither a yes nor a no was heard")
    value = finder_of(question.value_type).read(_without_verdict(words, judging), Reading(asked, locale, at, zone))
    if not isinstance(value, NoMatch):
        return Replacement(value)
    return verdict if isinstance(verdict, NoMatch) else NoMatch("neither a yes nor a no was heard")


def without_verdict(said: str, locale: Locale, *, at: int, prompt: str = "") -> str:
    """Return the words after a yes or a no at the beginning: "Saturday" in "no, Saturday", with their pauses."""
    words = answer_words(said)
    if words is None:
        return said
    judging = Reading(Question("boolean", prompt=prompt), locale, at)
    return " ".join(f"{word.raw}," if word.paused else word.raw for word in _without_verdict(words, judging))


def _without_verdict(words: Sequence[Word], judging: Reading) -> Sequence[Word]:
    """Return the words after a yes or a no at the beginning, and after the words that set another value against it."""
    verdicts = finder_of("boolean").find(words, judging)
    index = 0
    for verdict in verdicts:
        if verdict.start != index or isinstance(verdict.value, NoMatch):
            break
        index = verdict.end
    contrasts = judging.language.corrections.contrasts
    while 0 < index < len(words) and words[index].text in contrasts:
        index += 1
    return words[index:]
