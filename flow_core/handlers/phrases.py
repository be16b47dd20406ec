"""Finds the handler whose phrase a caller says, by the rule of every answer: no word with a meaning is left over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from flow_core.authored.handlers import Handler
from flow_core.flow import Flow
from flow_core.languages import Locale
from flow_core.languages.language import Language
from flow_core.languages.phrases import Phrases
from flow_core.languages.utterance import Word, folded, words_of
from flow_core.values.question import Question, Reading
from flow_core.values.types.choice import named, same_words
from flow_core.values.understand import answer_words, settle

_ENDS = ".,!?"
Names: TypeAlias = Mapping[tuple[str, ...], str]
"""The words of a phrase -> the id of the handler that has it."""
_AS_A_NAME = Question("choice")
"""Phrases are understood as the names of choices are."""


@dataclass(frozen=True, slots=True)
class PhraseTable:
    """The phrases of all handlers of a flow in one language."""

    handlers: Names
    """The first handler with a phrase has it."""
    by_word: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    """The longest word of a phrase -> the words of each phrase with it, and its text between spaces."""
    around: frozenset[str]
    """The words of everything in the language that may be around a phrase."""
    as_in_phrases: Callable[[str], str]
    """Returns the word of a phrase for a word that is said: the singular for the plural."""


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
    names = names_in(said, table) if table.handlers else {}
    return handler_in(said, names, locale, at=at, zone=zone) if names else None


def handler_in(said: str, names: Names, locale: Locale, *, at: int, zone: str) -> str | None:
    """Return the id of the handler that some words name; None if they name none, more than one, or say more."""
    words = answer_words(said)
    if words is None:
        return None
    found = named(words, names, locale.language.choices)
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


def names_in(said: str, table: PhraseTable) -> Names:
    """Return the phrases that may be in some words. It takes a tenth of the time of splitting them with care."""
    words = _plain_words(said)
    if words is None:
        return table.handlers
    heard = [table.as_in_phrases(word) for word in words]
    keys = table.by_word.keys() & heard
    text = f" {' '.join(heard)} "
    found = {each: table.handlers[each] for key in keys for each, phrase in table.by_word[key] if phrase in text}
    of_phrases = set().union(*found)
    others = [word for word, name in zip(words, heard, strict=True) if name not in of_phrases]
    # A word that is in no aside and corrects nothing is left over, wherever it is.
    return found if table.around.issuperset(others) else {}


def _plain_words(said: str) -> list[str] | None:
    """Split an utterance of letters and ends of clauses; None for any other, which needs more care."""
    words = [chunk.strip(_ENDS) for chunk in folded(said).split()]
    return words if all(word.isalpha() and word.isascii() for word in words) else None


def _table(handlers: Iterable[Handler], language: Language) -> PhraseTable:
    names: dict[tuple[str, ...], str] = {}
    for handler in handlers:
        for phrase in handler.phrases:
            names.setdefault(phrase_words(phrase, language), handler.id)
    names.pop((), None)
    by_word: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for words in names:
        by_word.setdefault(max(words, key=len), []).append((words, f" {' '.join(words)} "))
    by_word_of_all = {word: tuple(phrases) for word, phrases in by_word.items()}
    choices = language.choices
    as_in_phrases = lru_cache(maxsize=4096)(lambda word: choices.singular(choices.same.get(word, word)))
    return PhraseTable(names, by_word_of_all, _words_around(language), as_in_phrases)


def _without_asides(words: Sequence[Word], language: Language) -> tuple[int, int]:
    """Return where the words begin and end that are neither asides before the others nor asides after them."""
    ends = [[end for table in _asides(language) for _, end in table.at(words, index)] for index in range(len(words))]
    beginning = 0
    while beginning < len(words) and ends[beginning]:
        beginning = max(ends[beginning])
    # The places from which on there are asides only.
    only = {len(words)}
    for index in range(len(words) - 1, beginning - 1, -1):
        if not only.isdisjoint(ends[index]):
            only.add(index)
    return beginning, min(only)


def _asides(language: Language) -> tuple[Phrases, ...]:
    around = language.asides.around.get(_AS_A_NAME.value_type)
    return (language.asides.anywhere,) if around is None else (language.asides.anywhere, around)


def _words_around(language: Language) -> frozenset[str]:
    corrections = language.corrections
    phrases = (phrase for table in _asides(language) for phrase in table.meanings())
    return frozenset().union(
        *phrases,
        *corrections.cue_pairs,
        corrections.cues,
        corrections.refusals,
        corrections.negations,
        corrections.after_negation,
        corrections.contrasts,
        language.asides.conjunctions,
    )
