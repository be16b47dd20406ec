"""Takes the values of secrets out of what comes back from outside. Never asks a store for one.

A text is searched as it is and with its escapes decoded, without regard to case, for the beginning and for the end of
each value as it is, in Base64 and in hexadecimal. The work grows with the length of the text alone.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple

from flow_core.json import Json
from functions.adapters.observability.written_forms import View, canonical, views

SHORT = 6
"""Characters. A shorter value is taken out where it stands as a word of its own: as a part of words it stands in too
many innocent texts."""
PART = 8
"""Characters of a longer value, at its beginning or end, that are taken out where the rest is masked; for one of fewer
than twice as many it is half of them, and never fewer than SHORT."""
MOST_PLACES = 10_000
"""Of one answer. One that holds values in more places is taken out as a whole."""
_WHOLE = "[secrets]"
_BETWEEN = "\0"
"""Stands between two strings that are searched together. No value that an HTTP header can carry holds it."""


@dataclass(frozen=True, slots=True)
class _Needle:
    """A form in which a value is looked for, canonical."""

    name: str
    text: str
    part: int
    """Characters at its beginning or its end that give it away."""
    whole_word: bool = False
    before: bool = False
    after: bool = False
    """Whether the character of Base64 before it, or after it, holds bits of the value too."""


class _Span(NamedTuple):
    start: int
    end: int
    name: str


class Redaction:
    def __init__(self, secrets: Mapping[str, str]) -> None:
        """secrets: name -> value."""
        known = {name: value.strip() for name, value in secrets.items() if value.strip()}
        self._needles = tuple(needle for name, value in known.items() for needle in _needles(name, value))
        self._numbers = {canonical(value): name for name, value in known.items()}

    def text(self, text: str) -> str:
        """The text with `[secret NAME]` wherever a value stood."""
        if not self._needles:
            return text
        spans = self._spans(text)
        return _WHOLE if spans is None else self._without(text, 0, spans)

    def json(self, value: Json) -> Json:
        """The same for every string, key and number in it. It is as deep as the caller lets it be."""
        if not self._needles:
            return value
        strings = tuple(_strings(value))
        spans = self._spans(_BETWEEN.join(strings))
        return _WHOLE if spans is None else self._rebuilt(value, self._each_without(strings, spans))

    def _each_without(self, strings: Sequence[str], spans: Sequence[_Span]) -> Iterator[str]:
        """The strings in order, each without the spans that fall into it."""
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
            return value if name is None else f"[secret {name}]"
        if isinstance(value, Mapping):
            return {next(strings): self._rebuilt(inner, strings) for inner in value.values()}
        if isinstance(value, Sequence):
            return [self._rebuilt(inner, strings) for inner in value]
        return value

    def _without(self, text: str, start: int, spans: Sequence[_Span]) -> str:
        """start: where the text begins in what the spans were found in."""
        pieces: list[str] = []
        done = 0
        for span in spans:
            pieces += (text[done : max(span.start - start, 0)], f"[secret {span.name}]")
            done = span.end - start
        return "".join((*pieces, text[done:]))

    def _spans(self, text: str) -> list[_Span] | None:
        """What is to be taken out, in order and apart from each other. None where there is too much of it."""
        places = (span for view in views(text) for needle in self._needles for span in _found(needle, view))
        found = list(islice(places, MOST_PLACES + 1))
        if len(found) > MOST_PLACES:
            return None
        # The longest names what overlaps it: a secret may stand within another.
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
            # Too few characters in any other form.
            return
    else:
        yield _Needle(name, plain, max(SHORT, min(PART, -(-len(plain) // 2))))
    part = SHORT if len(value) < SHORT else 2 * PART
    yield _Needle(name, octets.hex(), min(len(octets) * 2, part))
    # Base64, at each of the three places that a value can have within what is encoded.
    for before in range(3):
        written = base64.b64encode(b"\0" * before + octets).rstrip(b"=").decode()
        first, last = -(-before * 8 // 6), (before + len(octets)) * 8 // 6
        # Without the characters at both ends that hold bits of a neighbour as well.
        certain = written[first:last]
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
    """Where the needle's beginning stands, with as much of what follows as is the needle's. One after the other is one:
    a text that repeats it a million times would give as many."""
    head, most = needle.text[: needle.part], len(needle.text)
    start = text.find(head)
    while start >= 0:
        end = start + _common(needle.text, text[start : start + most])
        while text.startswith(head, end):
            end += _common(needle.text, text[end : end + most])
        yield start, end
        start = text.find(head, end)


def _from_end(needle: _Needle, text: str) -> Iterator[tuple[int, int]]:
    """Where the needle's end stands, with as much of what precedes as is the needle's. One after the other is one."""
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
    """How many characters they begin with alike."""
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
    """Every string and key, in the order in which they are rebuilt."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield key
            yield from _strings(inner)
    elif isinstance(value, Sequence):
        for inner in value:
            yield from _strings(inner)
