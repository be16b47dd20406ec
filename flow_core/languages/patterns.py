"""Patterns of words with slots, and their meanings, found at a place in an utterance. No word of a language is here.

The patterns of a language are data. In a pattern:

- a word stands for itself,
- `{month}` is a slot: words of one kind, such as the name of a month,
- `(in|within)` is one of several, and `[the]` may be left out; both may hold more than a word,
- a comma is a place where the caller may pause. Elsewhere a pause ends the pattern.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from flow_core.languages.utterance import Word, folded

Meaning = TypeVar("Meaning")

Slot: TypeAlias = Callable[[Sequence[Word], int], Sequence[tuple[object, int]]]
"""Reads the words of a slot at an index: each value that they can have, and the index after it."""


class Match(NamedTuple, Generic[Meaning]):
    """A pattern that was found."""

    meaning: Meaning
    said: Mapping[str, object]
    """Slot -> its value."""
    end: int
    """The index after the last word."""


class _Node(Generic[Meaning]):
    """A place in the patterns: what may come next, and the meaning of the patterns that end here."""

    __slots__ = ("meaning", "order", "pausing", "slots", "words")

    def __init__(self) -> None:
        self.words: dict[str, _Node[Meaning]] = {}
        self.slots: dict[str, _Node[Meaning]] = {}
        self.pausing: _Node[Meaning] | None = None
        self.meaning: Meaning | None = None
        self.order = -1


class Patterns(Generic[Meaning]):
    """Patterns -> their meanings. The longest pattern counts, and of two as long the later one.

    Args:
        rules: Each pattern, or several separated by "|", and the meaning, which is not None.
    """

    __slots__ = ("_root", "_rules")

    def __init__(self, rules: Iterable[tuple[str, Meaning]]) -> None:
        self._rules = tuple(rules)
        self._root: _Node[Meaning] | None = None

    def at(self, words: Sequence[Word], index: int, slots: Mapping[str, Slot]) -> Match[Meaning] | None:
        """Return the longest pattern that begins at an index.

        Args:
            words: The utterance.
            index: Where the pattern begins.
            slots: The reader of each slot.
        """
        if self._root is None:
            self._root = _compiled(self._rules)
        best: tuple[int, int, Meaning, tuple[tuple[str, object], ...]] | None = None
        places: list[tuple[_Node[Meaning], int, bool, tuple[tuple[str, object], ...]]] = [(self._root, index, True, ())]
        while places:
            node, end, may_pause, said = places.pop()
            if node.meaning is not None and (best is None or (end, node.order) > best[:2]):
                best = (end, node.order, node.meaning, said)
            if node.pausing is not None:
                places.append((node.pausing, end, True, said))
            if end >= len(words) or (words[end - 1].paused and not may_pause):
                continue
            following = node.words.get(words[end].text)
            if following is not None:
                places.append((following, end + 1, False, said))
            for slot, after in node.slots.items():
                places.extend((after, past, False, (*said, (slot, value))) for value, past in slots[slot](words, end))
        return None if best is None else Match(best[2], dict(best[3]), best[0])


def _compiled(rules: Iterable[tuple[str, Meaning]]) -> _Node[Meaning]:
    root: _Node[Meaning] = _Node()
    for order, (text, meaning) in enumerate(rules):
        for elements in _written(text):
            node = root
            for element in elements:
                node = _following(node, element)
            node.meaning, node.order = meaning, order
    return root


def _following(node: _Node[Meaning], element: str) -> _Node[Meaning]:
    if element == ",":
        if node.pausing is None:
            node.pausing = _Node()
        return node.pausing
    if element.startswith("{"):
        return node.slots.setdefault(element[1:-1], _Node())
    return node.words.setdefault(element, _Node())


_ELEMENT = re.compile(r"\{[^{}]*\}|[][()|,]|[^][()|,{}\s]+")


def _written(text: str) -> Iterable[tuple[str, ...]]:
    """Return each sequence of words, slots and commas that a pattern stands for, once."""
    elements = iter(_ELEMENT.findall(folded(text)))
    return dict.fromkeys(each for each in _alternatives(elements) if each)


def _alternatives(elements: Iterator[str]) -> list[tuple[str, ...]]:
    """Read up to the bracket that closes, or to the end."""
    complete: list[tuple[str, ...]] = []
    current: list[tuple[str, ...]] = [()]
    for element in elements:
        match element:
            case "|":
                complete += current
                current = [()]
            case "(" | "[":
                inner = _alternatives(elements) + ([()] if element == "[" else [])
                current = [(*before, *each) for before in current for each in inner]
            case ")" | "]":
                break
            case _:
                current = [(*before, element) for before in current]
    return complete + current
