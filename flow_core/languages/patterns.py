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


class _Step(Generic[Meaning]):
    """A word, a slot or a comma, and what comes after it."""

    __slots__ = ("after", "element")

    def __init__(self, element: str, after: _Part[Meaning]) -> None:
        self.element, self.after = element, after


class _Fork(Generic[Meaning]):
    """Several ways on."""

    __slots__ = ("ways",)

    def __init__(self, ways: Sequence[_Part[Meaning]]) -> None:
        self.ways = ways


class _End(Generic[Meaning]):
    """The end of a pattern."""

    __slots__ = ("meaning", "order")

    def __init__(self, meaning: Meaning, order: int) -> None:
        self.meaning, self.order = meaning, order


_Part: TypeAlias = _Step[Meaning] | _Fork[Meaning] | _End[Meaning]
"""A part of a pattern and all that comes after it."""


class _Node(Generic[Meaning]):
    """A place in the patterns: what may come next, and the meaning of the patterns that end here."""

    __slots__ = ("meaning", "order", "parts", "pausing", "slots", "words")

    def __init__(self, parts: tuple[_Part[Meaning], ...]) -> None:
        self.parts: tuple[_Part[Meaning], ...] | None = parts
        """The parts that may come next; None if the node is ready, that is, if the other fields have been made."""
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

    __slots__ = ("_nodes", "_root", "_rules")

    def __init__(self, rules: Iterable[tuple[str, Meaning]]) -> None:
        self._rules = tuple(rules)
        self._root: _Node[Meaning] | None = None
        self._nodes: dict[tuple[_Part[Meaning], ...], _Node[Meaning]] = {}

    def at(self, words: Sequence[Word], index: int, slots: Mapping[str, Slot]) -> Match[Meaning] | None:
        """Return the longest pattern that begins at an index.

        Args:
            words: The utterance.
            index: Where the pattern begins.
            slots: The reader of each slot.
        """
        root = self._root or self._make_root()
        best: tuple[int, int, Meaning, tuple[tuple[str, object], ...]] | None = None
        places: list[tuple[_Node[Meaning], int, bool, tuple[tuple[str, object], ...]]] = [(root, index, True, ())]
        while places:
            node, end, may_pause, said = places.pop()
            if node.parts is not None:
                self._make_ready(node, node.parts)
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
                for value, past in slots[slot](words, end):
                    places.append((after, past, False, (*said, (slot, value))))
        return None if best is None else Match(best[2], dict(best[3]), best[0])

    # The patterns of French times stand for 15,000 sequences. Only the nodes that callers' words lead to are made.

    def _make_root(self) -> _Node[Meaning]:
        ends = [(text, _End(meaning, order)) for order, (text, meaning) in enumerate(self._rules)]
        root = _Node(tuple(_entry(_branches(iter(_ELEMENT.findall(folded(text)))), end) for text, end in ends))
        self._make_ready(root, root.parts or ())
        # No pattern is empty.
        root.meaning = None
        self._root = root
        return root

    def _make_ready(self, node: _Node[Meaning], parts: Sequence[_Part[Meaning]]) -> None:
        """Find what may come next. Another thread may do the same at the same time: the result is the same."""
        words: dict[str, list[_Part[Meaning]]] = {}
        slots: dict[str, list[_Part[Meaning]]] = {}
        pausing: list[_Part[Meaning]] = []
        known: set[_Part[Meaning]] = set()
        waiting = [*reversed(parts)]
        while waiting:
            part = waiting.pop()
            if part in known:
                continue
            known.add(part)
            if isinstance(part, _Fork):
                waiting.extend(reversed(part.ways))
            elif isinstance(part, _End):
                # The parts are in the order of the rules.
                node.meaning, node.order = part.meaning, part.order
            elif part.element == ",":
                pausing.append(part.after)
            elif part.element.startswith("{"):
                slots.setdefault(part.element[1:-1], []).append(part.after)
            else:
                words.setdefault(part.element, []).append(part.after)
        node.words = {text: self._node(after) for text, after in words.items()}
        node.slots = {slot: self._node(after) for slot, after in slots.items()}
        node.pausing = self._node(pausing) if pausing else None
        node.parts = None

    def _node(self, parts: Sequence[_Part[Meaning]]) -> _Node[Meaning]:
        key = tuple(parts)
        return self._nodes.setdefault(key, _Node(key))


_Branches: TypeAlias = "list[list[str | _Branches]]"
"""Alternatives. Each is a sequence of elements and of alternatives."""

_ELEMENT = re.compile(r"\{[^{}]*\}|[][()|,]|[^][()|,{}\s]+")


def _branches(elements: Iterator[str]) -> _Branches:
    """Read up to the bracket that closes, or to the end."""
    branches: _Branches = [[]]
    for element in elements:
        match element:
            case "|":
                branches.append([])
            case "(":
                branches[-1].append(_branches(elements))
            case "[":
                branches[-1].append([*_branches(elements), []])
            case ")" | "]":
                break
            case _:
                branches[-1].append(element)
    return branches


def _entry(branches: _Branches, after: _Part[Meaning]) -> _Part[Meaning]:
    """Return the beginning of alternatives that all lead to the same part."""
    ways: list[_Part[Meaning]] = []
    for sequence in branches:
        part = after
        for each in reversed(sequence):
            part = _Step(each, part) if isinstance(each, str) else _entry(each, part)
        ways.append(part)
    return ways[0] if len(ways) == 1 else _Fork(ways)
