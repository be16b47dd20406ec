"""Reads which of the choices on offer was meant, by name, synonym or position. Never guesses from part of a word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flow_core.json import Json
from flow_core.values.answer import Choice, NoMatch
from flow_core.values.utterance import Found, Word, ends_clause, settle, text_at, words_of

_NUMBERS = {
    word: str(value) for value, word in enumerate("one two three four five six seven eight nine ten".split(), 1)
}
_ORDINALS = (
    {
        word: value
        for value, word in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)
    }
    | {"1st": 1, "2nd": 2, "3rd": 3}
    | {f"{value}th": value for value in range(4, 11)}
)
_SAME = {"&": "and", "#": "number"} | _NUMBERS
_KINDS = frozenset("1 option choice item answer".split())
_COUNTED = frozenset("option choice number item answer".split())
_LAST = frozenset({"last", "final"})


def read_choice(said: str, choices: Sequence[Choice], *, whole: bool) -> Json | NoMatch:
    """The `value` of the choice that was said."""
    words = _same_words(said)
    names = _names(choices)
    found = _apart([*_by_name(words, names), *_by_position(words, choices)])
    if not found and len(words) == 1 and not _holds_digit(names):
        found = _at_position(words[0].text, choices, 0, 1)
    return settle(words, found, "choice", whole=whole)


def choice_at(position: int, choices: Sequence[Choice]) -> str | NoMatch:
    """The `value` of a choice counted from 1."""
    if 1 <= position <= len(choices):
        return choices[position - 1].value
    return NoMatch(f"there are {len(choices)} choices, and no number {position}")


def _same_words(said: str) -> tuple[Word, ...]:
    return tuple(Word(_SAME.get(word.text, word.text), word.paused) for word in words_of(said.replace("&", " & ")))


def _names(choices: Sequence[Choice]) -> Mapping[tuple[str, ...], str]:
    names: dict[tuple[str, ...], str] = {}
    for choice in choices:
        for name in (choice.value, *choice.synonyms):
            names.setdefault(tuple(word.text for word in _same_words(name)), choice.value)
    names.pop((), None)
    return names


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


def _by_position(words: Sequence[Word], choices: Sequence[Choice]) -> list[Found]:
    found: list[Found] = []
    for index, word in enumerate(words):
        following = text_at(words, index + 1)
        if word.text in _COUNTED and following:
            found += _at_position(following, choices, index, index + 2)
        position = len(choices) if word.text in _LAST else _ORDINALS.get(word.text)
        if position is None:
            continue
        pointed = text_at(words, index - 1) == "the"
        start = index - 1 if pointed else index
        if following in _KINDS:
            found += _at_position(str(position), choices, start, index + 2)
        elif (pointed or len(words) == 1) and ends_clause(words, index + 1):
            found += _at_position(str(position), choices, start, index + 1)
    return found


def _at_position(digits: str, choices: Sequence[Choice], start: int, end: int) -> list[Found]:
    if not (digits.isascii() and digits.isdigit() and len(digits) < 4 and 1 <= int(digits) <= len(choices)):
        return []
    return [Found(choices[int(digits) - 1].value, start, end)]


def _apart(found: Sequence[Found]) -> list[Found]:
    """The longest of those that overlap, in the order of the words."""
    taken: set[int] = set()
    apart: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if taken.isdisjoint(range(one.start, one.end)):
            taken.update(range(one.start, one.end))
            apart.append(one)
    return sorted(apart, key=lambda one: one.start)
