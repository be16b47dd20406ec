"""Removes the values of secrets from texts that come from outside. Nothing reads a store of secrets here.

A text is searched as it is and with its escapes decoded (written_forms.py), ignoring case. It is searched for the
beginning and for the end of each value, as plain text, in Base64 and in hexadecimal. So a value that is cut at one end
is found too. The work is proportional to the length of the text.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple

from flow_core.json import Json
from functions.adapters.observability.written_forms import View, canonical, views

SHORT = 6
"""Characters. A shorter value is removed only as a whole word: as a part of words it occurs in too many other texts."""
PART = 8
"""Characters at the beginning or end of a longer value that are removed without the rest of it. For a value of fewer
than twice as many characters it is half of them, and at least SHORT."""
MAX_PLACES = 10_000
"""Places with a value in one text or JSON value. With more places, all of it is replaced."""
_ALL = "[secrets]"
_BETWEEN = "\0"
"""Separates two strings that are searched together. An HTTP header cannot carry it, so no value has it."""


@dataclass(frozen=True, slots=True)
class _Needle:
    """One form of a value to search for, canonical."""

    name: str
    text: str
    part: int
    """Characters at its beginning or its end that suffice to find it."""
    whole_word: bool = False
    before: bool = False
    """Whether the Base64 character before it also has bits of the value."""
    after: bool = False
    """Whether the Base64 character after it also has bits of the value."""


class _Span(NamedTuple):
    start: int
    end: int
    name: str


class Redaction:
    """Removes some secrets from texts and JSON values.

    Args:
        secrets: Name -> value. Without values nothing is searched.
        written: What stands in place of a value, by its name.
    """

    def __init__(
        self, secrets: Mapping[str, str], written: Callable[[str], str] = lambda name: f"[secret {name}]"
    ) -> None:
        self._written = written
        known = {name: value.strip() for name, value in secrets.items() if value.strip()}
        self._needles = tuple(needle for name, value in known.items() for needle in _needles(name, value))
        self._numbers = {canonical(value): name for name, value in known.items()}

    def text(self, text: str) -> str:
        """Replace each value in a text by `[secret NAME]`."""
        if not self._needles:
            return text
        spans = self._spans(text)
        return _ALL if spans is None else self._without(text, 0, spans)

    def json(self, value: Json) -> Json:
        """Replace each value in the strings, keys and numbers of a JSON value. The caller limits its depth."""
        if not self._needles:
            return value
        strings = tuple(_strings(value))
        spans = self._spans(_BETWEEN.join(strings))
        return _ALL if spans is None else self._rebuilt(value, self._each_without(strings, spans))

    def _each_without(self, strings: Sequence[str], spans: Sequence[_Span]) -> Iterator[str]:
        """The strings in order, each without the spans in it."""
        start, index = 0, 0
        for text in strings:
            end = start + len(text)
            first = index
            while index < len(spans) and spans[index].start < end:
                index += 1
            yield self._without(text, start, spans[first:index]) if index > first else text
            start = end + len(_BETWEEN)

    def _rebuilt(self, value: Json, strings: Iterator[str]) -> Json:
        """The value with the next of `strings` for each string and key."""
        if isinstance(value, str):
            return next(strings)
        if isinstance(value, int | float) and not isinstance(value, bool):
            name = self._numbers.get(canonical(json.dumps(value)))
            return value if name is None else self._written(name)
        if isinstance(value, Mapping):
            return {next(strings): self._rebuilt(inner, strings) for inner in value.values()}
        if isinstance(value, Sequence):
            return [self._rebuilt(inner, strings) for inner in value]
        return value

    def _without(self, text: str, start: int, spans: Sequence[_Span]) -> str:
        """The text without the spans. start: the position of the text in the string that the spans refer to."""
        pieces: list[str] = []
        done = 0
        for span in spans:
            pieces += (text[done : max(span.start - start, 0)], self._written(span.name))
            done = span.end - start
        return "".join((*pieces, text[done:]))

    def _spans(self, text: str) -> list[_Span] | None:
        """The spans to remove, in order and without overlaps. None if there are too many."""
        places = (span for view in views(text) for needle in self._needles for span in _found(needle, view))
        found = list(islice(places, MAX_PLACES + 1))
        if len(found) > MAX_PLACES:
            return None
        # Of overlapping spans the longest gives the name: a secret may be a part of another.
        found.sort(key=lambda span: (span.start, -span.end))
        joined: list[_Span] = []
        longest = 0
        for span in found:
            last = joined[-1] if joined else _Span(-1, -1, "")
            if span.start > last.end or (span.start == last.end and span.name != last.name):
                joined.append(span)
                longest = span.end - span.start
                continue
            name = span.name if span.end - span.start > longest else last.name
            longest = max(longest, span.end - span.start)
            joined[-1] = _Span(last.start, max(last.end, span.end), name)
        return joined


def _needles(name: str, value: str) -> Iterator[_Needle]:
    octets = value.encode("utf-8", "replace")
    plain = canonical(value)
    if len(value) < SHORT:
        yield _Needle(name, plain, len(plain), whole_word=True)
        if len(octets) < 3:
            # Hexadecimal and Base64 have too few characters for a search.
            return
    else:
        # A value may hold what looks like an escape. A view that decodes the text's escapes decodes this one too.
        for form in {view.text for view in views(value)}:
            whole_word = len(form) < SHORT
            part = len(form) if whole_word else max(SHORT, min(PART, -(-len(form) // 2)))
            yield _Needle(name, form, part, whole_word=whole_word)
    part = SHORT if len(value) < SHORT else 2 * PART
    yield _Needle(name, octets.hex(), min(len(octets) * 2, part))
    # Base64 encodes three bytes at a time, so a value has three forms, by its position in the encoded bytes.
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + octets).rstrip(b"=").decode()
        first, last = -(-before * 8 // 6), (before + len(octets)) * 8 // 6
        # Without the characters at both ends that also have bits of the bytes before and after.
        certain = encoded[first:last]
        for text in {certain, certain.replace("+", "-").replace("/", "_")}:
            at_end = (before + len(octets)) * 8 % 6 > 0
            yield _Needle(name, canonical(text), min(len(text), part), before=before > 0, after=at_end)


def _found(needle: _Needle, view: View) -> Iterator[_Span]:
    text = view.text
    for start, end in chain(_from_beginning(needle, text), _from_end(needle, text)):
        if needle.whole_word and not _is_word(text, start, end):
            continue
        first, last = start, end
        if needle.before and text.startswith(needle.text[: needle.part], start):
            first -= first > 0 and _is_base64(text[first - 1])
        if needle.after and text.endswith(needle.text[-needle.part :], start, end):
            last += last < len(text) and _is_base64(text[last])
            last += len(text[last : last + 2]) - len(text[last : last + 2].lstrip("="))
        yield _Span(*view.origin(first, last), needle.name)


def _from_beginning(needle: _Needle, text: str) -> Iterator[tuple[int, int]]:
    """The places of the needle's beginning, each with as much of the needle as follows. Adjacent places are one."""
    # Adjacent places are joined because a text may repeat the needle a million times.
    head, most = needle.text[: needle.part], len(needle.text)
    start = text.find(head)
    while start >= 0:
        end = start + _common(needle.text, text[start : start + most])
        while text.startswith(head, end):
            end += _common(needle.text, text[end : end + most])
        yield start, end
        start = text.find(head, end)


def _from_end(needle: _Needle, text: str) -> Iterator[tuple[int, int]]:
    """The places of the needle's end, each with as much of the needle as precedes. Adjacent places are one."""
    tail = needle.text[-needle.part :]
    backwards = needle.text[::-1]
    at = text.find(tail)
    while at >= 0:
        end = at + len(tail)
        before = text[max(0, end - len(needle.text)) : end]
        start = end - _common(backwards, before[::-1])
        while text.startswith(tail, end):
            end += len(tail)
        yield start, end
        at = text.find(tail, end)


def _common(one: str, other: str) -> int:
    """The length of the common prefix, by a binary search with comparisons of slices."""
    least, most = 0, min(len(one), len(other))
    if one[:most] == other[:most]:
        return most
    while least < most:
        middle = (least + most + 1) // 2
        if one[least:middle] == other[least:middle]:
            least = middle
        else:
            most = middle - 1
    return least


def _is_word(text: str, start: int, end: int) -> bool:
    return not (start > 0 and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum())


def _is_base64(character: str) -> bool:
    # "+" is a space in a canonical text.
    return character.isascii() and (character.isalnum() or character in "/-_=")


def _strings(value: Json) -> Iterator[str]:
    """Every string and key, in the order of `_rebuilt`."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield key
            yield from _strings(inner)
    elif isinstance(value, Sequence):
        for inner in value:
            yield from _strings(inner)
