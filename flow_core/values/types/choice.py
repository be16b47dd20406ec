"""Finds which of the choices on offer the caller meant: by name, synonym or position, never by a part of a word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from flow_core.languages.utterance import Word, ends_clause, text_at, words_of
from flow_core.values.answer import Choice, NoMatch
from flow_core.values.question import Reading
from flow_core.values.types.finder import Finder
from flow_core.values.understand import Found

if TYPE_CHECKING:
    from flow_core.languages.language import ChoiceWords


def _find(words: Sequence[Word], reading: Reading) -> list[Found]:
    vocabulary, choices = reading.language.choices, reading.question.choices
    same = same_words(words, vocabulary)
    names = _names(choices, vocabulary)
    found = _apart([*_by_name(same, names), *_by_position(same, choices, vocabulary)])
    if not found and not _holds_digit(names):
        is_pronoun = reading.language.numbers.is_pronoun
        numbers = [
            index
            for index, word in enumerate(same)
            # French "les deux" are both.
            if _at_position(word.text, choices, 0, 1) and not is_pronoun(words, index)
        ]
        if len(numbers) == 1:
            found = _at_position(same[numbers[0]].text, choices, numbers[0], numbers[0] + 1)
    return found


def choice_at(position: int, choices: Sequence[Choice]) -> str | NoMatch:
    """Return the `value` of the choice at a position, counted from 1."""
    if 1 <= position <= len(choices):
        return choices[position - 1].value
    return NoMatch(f"there are {len(choices)} choices, and no number {position}")


def same_words(words: Sequence[Word], vocabulary: ChoiceWords) -> tuple[Word, ...]:
    """Return the words, with one word for all words that are read as the same: the singular for the plural."""
    same = vocabulary.same
    return tuple(Word(vocabulary.singular(same.get(word.text, word.text)), word.paused) for word in words)


def _names(choices: Sequence[Choice], vocabulary: ChoiceWords) -> Mapping[tuple[str, ...], str]:
    """Return the value of each name. The first choice with a name has it."""
    names: dict[tuple[str, ...], str] = {}
    for choice in choices:
        for name in (choice.value, *choice.synonyms):
            names.setdefault(heard_words(name, vocabulary), choice.value)
    names.pop((), None)
    return names


def named(words: Sequence[Word], names: Mapping[tuple[str, ...], str], vocabulary: ChoiceWords) -> list[Found]:
    """Find names in an utterance. Of several that overlap, the longest counts.

    Args:
        words: The utterance.
        names: The words of each name, as `same_words` returns them -> what it stands for.
        vocabulary: The language's words.
    """
    return _apart(_by_name(same_words(words, vocabulary), names))


def heard_words(name: str, vocabulary: ChoiceWords) -> tuple[str, ...]:
    """Return the words by which a name of a choice is found. Two names with the same words are one for a caller."""
    return tuple(word.text for word in same_words(words_of(name), vocabulary))


def _holds_digit(names: Mapping[tuple[str, ...], str]) -> bool:
    return any(text.isdigit() for name in names for text in name)


def _by_name(words: Sequence[Word], names: Mapping[tuple[str, ...], str]) -> list[Found]:
    texts = tuple(word.text for word in words)
    return [
        Found(names[texts[start : start + length]], start, start + length)
        for length in {len(name) for name in names}
        for start in range(len(texts) - length + 1)
        if texts[start : start + length] in names
    ]


def _by_position(words: Sequence[Word], choices: Sequence[Choice], vocabulary: ChoiceWords) -> list[Found]:
    found: list[Found] = []
    for index, word in enumerate(words):
        following = text_at(words, index + 1)
        if word.text in vocabulary.before_number and following:
            found += _at_position(following, choices, index, index + 2)
        position = len(choices) if word.text in vocabulary.last else vocabulary.ordinals.get(word.text)
        if position is None:
            continue
        pointed = text_at(words, index - 1) in vocabulary.articles
        start = index - 1 if pointed else index
        if following in vocabulary.after_ordinal:
            found += _at_position(str(position), choices, start, index + 2)
        elif (pointed or len(words) == 1) and ends_clause(words, index + 1):
            found += _at_position(str(position), choices, start, index + 1)
    return found


def _at_position(digits: str, choices: Sequence[Choice], start: int, end: int) -> list[Found]:
    if not (digits.isascii() and digits.isdigit() and len(digits) < 4 and 1 <= int(digits) <= len(choices)):
        return []
    return [Found(choices[int(digits) - 1].value, start, end)]


def _apart(found: Sequence[Found]) -> list[Found]:
    """Return the values that remain if the longest of those that overlap wins, in the order of the words."""
    taken: set[int] = set()
    apart: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if taken.isdisjoint(range(one.start, one.end)):
            taken.update(range(one.start, one.end))
            apart.append(one)
    return sorted(apart, key=lambda one: one.start)


CHOICE = Finder("choice", _find)
"""One of the choices on offer."""
