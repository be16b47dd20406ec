"""Remembers what was found in the words of an answer, so that the questions that it may answer share the work.

A form asks each finder for each of its slots. What does not depend on the question is found once: numbers, times,
lengths of time. The memory ends with the reading of the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from flow_core.languages.utterance import Word

if TYPE_CHECKING:
    from flow_core.values.question import Reading

_Further = ParamSpec("_Further")
_Found = TypeVar("_Found")


class Memory:
    """What was found in the words of one answer."""

    __slots__ = ("_found",)

    def __init__(self) -> None:
        self._found: dict[Hashable, tuple[Sequence[Word], Any]] = {}

    def recall(self, key: Hashable, words: Sequence[Word], find: Callable[[], _Found]) -> _Found:
        """Return what was found in the same words before; else find it.

        Args:
            key: What is searched.
            words: Where it is searched: the answer, or a part of it. Equal words in another object are other words.
            find: Searches it.
        """
        # The entry holds the words, and so no other object has their id.
        place = (id(words), key)
        entry = self._found.get(place)
        if entry is None:
            entry = self._found[place] = (words, find())
        found: _Found = entry[1]
        return found


def shared(
    find: Callable[Concatenate[Sequence[Word], Reading, _Further], _Found],
) -> Callable[Concatenate[Sequence[Word], Reading, _Further], _Found]:
    """Make a function run once for the same words, for every question.

    Args:
        find: It depends on the words, on its further arguments, and on the locale and time of the reading. Nobody
            changes its result.
    """

    def found(words: Sequence[Word], reading: Reading, /, *further: _Further.args, **named: _Further.kwargs) -> _Found:
        key = (find, further, *named.items())
        return reading.memory.recall(key, words, lambda: find(words, reading, *further, **named))

    update_wrapper(found, find)
    return found
