"""Views of a text for a search: as it is and with its escapes decoded, with the origin of each character.

redaction.py decides what is searched and what replaces it.
"""

from __future__ import annotations

import html
import re
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

LEVELS = 3
"""Levels of nested escapes that are decoded, such as JSON in JSON in a URL."""

# The escapes of URLs and forms, JSON and HTML. A run is one match, because several escapes can be one character. Each
# alternative begins with a literal and no group is captured, so the search skips to the next %, \ or &.
_ESCAPE = re.compile(
    r"%[0-9a-fA-F]{2}(?:%[0-9a-fA-F]{2})*"
    r"|\\u[0-9a-fA-F]{4}(?:\\u[0-9a-fA-F]{4})*"
    r"|\\[\"\\/bfnrt]"
    r"|&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
)
_SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def canonical(text: str) -> str:
    """Make a text comparable: in lower case, and with a space for `+`, as in forms. The length stays the same."""
    # U+0130 is the only character that grows in lower case. The lower case of a sigma depends on its position.
    return text.replace("\u0130", "i").lower().replace("\u03c2", "\u03c3").replace("+", " ")


@dataclass(frozen=True, slots=True)
class _Layer:
    """The origin of each piece of a decoded text, in order."""

    decoded: tuple[int, ...]
    """The position of each piece in the decoded text."""
    source: tuple[int, ...]
    """The position of each piece in the source text, and then the length of the source text."""
    raw: tuple[bool, ...]
    """False if the piece is an escape in the source text."""

    def start(self, position: int) -> int:
        piece = bisect_right(self.decoded, position) - 1
        return self.source[piece] + (position - self.decoded[piece] if self.raw[piece] else 0)

    def end(self, position: int) -> int:
        """The source position of an end, which is past the last character and at least 1."""
        piece = bisect_right(self.decoded, position - 1) - 1
        return self.source[piece] + position - self.decoded[piece] if self.raw[piece] else self.source[piece + 1]


@dataclass(frozen=True, slots=True)
class View:
    """A text with some levels of escapes decoded."""

    text: str
    """The decoded text, canonical."""
    layers: tuple[_Layer, ...] = ()
    """One for each level of escapes."""

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Find the place in the original text.

        Args:
            start: The first character in `text`.
            end: The end in `text`, after `start`.

        Returns:
            Start and end in the original text.
        """
        for layer in reversed(self.layers):
            start, end = layer.start(start), layer.end(end)
        return start, end


def views(text: str) -> Iterator[View]:
    """Generate the views of a text: as it is, then with one, two and more levels of escapes decoded.

    Yields:
        At most LEVELS + 1 views. The last has no escapes left, or LEVELS levels decoded.
    """
    layers: tuple[_Layer, ...] = ()
    yield View(canonical(text))
    for _ in range(LEVELS):
        decoded = _decoded(text)
        if decoded is None:
            return
        text, layer = decoded
        layers = (*layers, layer)
        yield View(canonical(text), layers)


def _decoded(text: str) -> tuple[str, _Layer] | None:
    """The text with one level decoded; None if it has no escapes."""
    pieces: list[str] = []
    decoded: list[int] = []
    source: list[int] = []
    raw: list[bool] = []
    length = done = 0
    for found in _ESCAPE.finditer(text):
        at = found.start()
        if at > done:
            pieces.append(text[done:at])
            decoded.append(length)
            source.append(done)
            raw.append(True)
            length += at - done
        for piece, width in _characters(found.group()):
            pieces.append(piece)
            decoded.append(length)
            source.append(at)
            raw.append(False)
            length += len(piece)
            at += width
        done = at
    if not done:
        return None
    if done < len(text):
        pieces.append(text[done:])
        decoded.append(length)
        source.append(done)
        raw.append(True)
    source.append(len(text))
    return "".join(pieces), _Layer(tuple(decoded), tuple(source), tuple(raw))


def _characters(escapes: str) -> Sequence[tuple[str, int]]:
    """The characters of a run of escapes, each with the length of its escape."""
    # Most of a text's escapes are short and repeat a few characters.
    return _cached_characters(escapes) if len(escapes) <= 12 else _read_characters(escapes)


def _read_characters(escapes: str) -> Sequence[tuple[str, int]]:
    if escapes.startswith("%"):
        octets = bytes.fromhex(escapes.replace("%", "")).decode("utf-8", "surrogateescape")
        return [(character, 3 * len(character.encode("utf-8", "surrogateescape"))) for character in octets]
    if escapes.startswith("\\u"):
        units = bytes.fromhex(escapes.replace("\\u", "")).decode("utf-16-be", "surrogatepass")
        return [(character, 12 if ord(character) > 0xFFFF else 6) for character in units]
    if escapes.startswith("\\"):
        return [(_SHORT.get(escapes[1], escapes[1]), 2)]
    return [(_entity(escapes), len(escapes))]


_cached_characters = lru_cache(maxsize=4096)(_read_characters)


def _entity(escape: str) -> str:
    if not escape.startswith("&#"):
        return html.unescape(escape)
    number = int(escape[3:-1], 16) if escape[2] in "xX" else int(escape[2:-1])
    return chr(number) if number <= sys.maxunicode else escape
