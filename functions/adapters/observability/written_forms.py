"""A text as it is and with its escapes decoded, made comparable, and where each of its characters came from.

What is looked for in a text, and what is done about it, lives elsewhere.
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
"""How many escapes within each other are decoded: JSON within JSON within a URL."""

# What URLs and forms, JSON and HTML escape a character with. A run is one match: several escapes can be one character.
# Each alternative begins with a literal, and no group is captured: so the search leaps to the next %, \ or &.
_ESCAPE = re.compile(
    r"%[0-9a-fA-F]{2}(?:%[0-9a-fA-F]{2})*"
    r"|\\u[0-9a-fA-F]{4}(?:\\u[0-9a-fA-F]{4})*"
    r"|\\[\"\\/bfnrt]"
    r"|&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
)
_SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def canonical(text: str) -> str:
    """The text without regard to case, and with a form's `+` as the space that it stands for. Its length stays."""
    # U+0130 is the one character that grows in lower case; a sigma's lower case depends on its place.
    return text.replace("\u0130", "i").lower().replace("\u03c2", "\u03c3").replace("+", " ")


@dataclass(frozen=True, slots=True)
class _Layer:
    """Which piece of a text each piece of the decoded one came from, in order."""

    decoded: tuple[int, ...]
    """Where each piece begins in the decoded text."""
    source: tuple[int, ...]
    """Where it begins in the text; one more than pieces, the last is the text's end."""
    raw: tuple[bool, ...]
    """Whether it stands there as it is; else it is an escape as a whole."""

    def start(self, position: int) -> int:
        piece = bisect_right(self.decoded, position) - 1
        return self.source[piece] + (position - self.decoded[piece] if self.raw[piece] else 0)

    def end(self, position: int) -> int:
        """position: past the last character, at least 1."""
        piece = bisect_right(self.decoded, position - 1) - 1
        return self.source[piece] + position - self.decoded[piece] if self.raw[piece] else self.source[piece + 1]


@dataclass(frozen=True, slots=True)
class View:
    text: str
    """Canonical."""
    layers: tuple[_Layer, ...] = ()

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of `text`, at least a character long, stands in the text that was given."""
        for layer in reversed(self.layers):
            start, end = layer.start(start), layer.end(end)
        return start, end


def views(text: str) -> Iterator[View]:
    """The text as it is, and with one level of escapes after the other decoded, as long as there are any."""
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
    """None where nothing is escaped."""
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


def _characters(written: str) -> Sequence[tuple[str, int]]:
    """What an escape stands for, character by character, each with how many characters it is written with."""
    # Most of a text's escapes are few different ones, and short.
    return _kept_characters(written) if len(written) <= 12 else _read_characters(written)


def _read_characters(written: str) -> Sequence[tuple[str, int]]:
    if written.startswith("%"):
        octets = bytes.fromhex(written.replace("%", "")).decode("utf-8", "surrogateescape")
        return [(character, 3 * len(character.encode("utf-8", "surrogateescape"))) for character in octets]
    if written.startswith("\\u"):
        units = bytes.fromhex(written.replace("\\u", "")).decode("utf-16-be", "surrogatepass")
        return [(character, 12 if ord(character) > 0xFFFF else 6) for character in units]
    if written.startswith("\\"):
        return [(_SHORT.get(written[1], written[1]), 2)]
    return [(_entity(written), len(written))]


_kept_characters = lru_cache(maxsize=4096)(_read_characters)


def _entity(written: str) -> str:
    if not written.startswith("&#"):
        return html.unescape(written)
    number = int(written[3:-1], 16) if written[2] in "xX" else int(written[2:-1])
    return chr(number) if number <= sys.maxunicode else written
