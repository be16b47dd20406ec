"""Finds the handler whose phrase a caller says, by the rule of every answer: no word with a meaning is left over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flow_core.authored.handlers import Handler
from flow_core.flow import Flow
from flow_core.languages import Locale
from flow_core.languages.language import Language
from flow_core.languages.utterance import Word, words_of
from flow_core.values.question import Question, Reading
from flow_core.values.types.choice import named, same_words
from flow_core.values.understand import answer_words, settle

_ENDS = ".,!?"
_AS_A_NAME = Question("choice")
"""Phrases are understood as the names of choices are."""


@dataclass(frozen=True, slots=True)
class PhraseTable:
    """The phrases of all handlers of a flow in one language."""

    handlers: Mapping[tuple[str, ...], str]
    """The words of a phrase -> the id of the handler that has it. The first handler with a phrase has it."""
    by_word: Mapping[str, tuple[frozenset[str], ...]]
    """The longest word of a phrase -> all words of each phrase with it. It rejects most answers in little time."""


def handler_said(said: str, flow: Flow, locale: Locale, *, at: int, zone: str) -> str | None:
    """Return the id of the handler whose phrase a caller says; None if it is none, or more than one.

    Args:
        said: The caller's words.
        flow: The flow whose handlers they may reach.
        locale: The caller's language.
        at: The turn's time in milliseconds since the epoch.
        zone: IANA.
    """
    table = table_of(flow, locale.language)
    if not table.handlers or not may_name(said, table, locale.language):
        return None
    return handler_in(said, table, locale, at=at, zone=zone)


def handler_in(said: str, table: PhraseTable, locale: Locale, *, at: int, zone: str) -> str | None:
    """Return the id of the handler whose phrase is in some words, as `handler_said` does without a quick look first."""
    words = answer_words(said)
    if words is None:
        return None
    found = named(words, table.handlers, locale.language.choices)
    reached = settle(words, found, "handler", Reading(_AS_A_NAME, locale, at, zone), repeats=True)
    return reached if isinstance(reached, str) else None


def table_of(flow: Flow, language: Language) -> PhraseTable:
    """Return the phrases of a flow. They are read once for each language that its callers speak."""
    tables = flow.phrase_tables
    table = tables.get(language.code)
    if table is None:
        table = tables[language.code] = _table(flow.handlers, language)
    return table


def phrase_words(phrase: str, language: Language) -> tuple[str, ...]:
    """Return the words by which a phrase is found: without the asides around it, as in "a person, please".

    A phrase of nothing but asides, or of a "no" and asides, stays whole: "no thanks" is not "no".
    """
    words = words_of(phrase)
    beginning, end = _without_asides(words, language)
    corrections = language.corrections
    inner = [word.text for word in words[beginning:end]]
    if not inner or (corrections.refusals | corrections.negations | corrections.cues).issuperset(inner):
        beginning, end = 0, len(words)
    return tuple(word.text for word in same_words(words[beginning:end], language.choices))


def may_name(said: str, table: PhraseTable, language: Language) -> bool:
    """Return whether an utterance may hold a phrase. It takes a tenth of the time of splitting it with care."""
    words = _plain_words(said)
    if words is None:
        return True
    choices = language.choices
    heard = {choices.singular(choices.same.get(word, word)) for word in words}
    return any(phrase <= heard for word in heard if word in table.by_word for phrase in table.by_word[word])


def _plain_words(said: str) -> list[str] | None:
    """Split an utterance of ASCII letters and ends of clauses; None for any other, which needs more care."""
    if not said.isascii():
        return None
    words = [chunk.strip(_ENDS) for chunk in said.lower().split()]
    return words if all(word.isalpha() for word in words) else None


def _table(handlers: Iterable[Handler], language: Language) -> PhraseTable:
    names: dict[tuple[str, ...], str] = {}
    for handler in handlers:
        for phrase in handler.phrases:
            names.setdefault(phrase_words(phrase, language), handler.id)
    names.pop((), None)
    by_word: dict[str, list[frozenset[str]]] = {}
    for words in names:
        by_word.setdefault(max(words, key=len), []).append(frozenset(words))
    return PhraseTable(names, {word: tuple(phrases) for word, phrases in by_word.items()})


def _without_asides(words: Sequence[Word], language: Language) -> tuple[int, int]:
    """Return where the words begin and end that are neither asides before the others nor asides after them."""
    asides = (language.asides.anywhere, *filter(None, (language.asides.around.get("choice"),)))
    ends = [[end for table in asides for _, end in table.at(words, index)] for index in range(len(words))]
    beginning = 0
    while beginning < len(words) and ends[beginning]:
        beginning = max(ends[beginning])
    # The places from which on there are asides only.
    only = {len(words)}
    for index in range(len(words) - 1, beginning - 1, -1):
        if not only.isdisjoint(ends[index]):
            only.add(index)
    return beginning, min(only)
