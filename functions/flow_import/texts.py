"""Texts with holes: the export's own notation becomes `{{ expression }}`, and everything else stays what it says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

MAX_TEMPLATE = 8_000
"""Characters of a text with holes."""

MAX_WORDS = 30_000
"""Characters that one variable holds at most, with a margin for its JSON."""


@dataclass(frozen=True, slots=True)
class Hole:
    """The place of a value in a text."""

    expression: str
    """JavaScript."""


Piece: TypeAlias = str | Hole
Pieces: TypeAlias = tuple[Piece, ...]
"""A text, in pieces: words, and holes."""

HoleReader: TypeAlias = Callable[[re.Match[str]], str | None]
"""A match of the notation -> JavaScript; None if the export means nothing that can be said."""


def split(text: str, notation: re.Pattern[str], read: HoleReader) -> Iterator[Piece]:
    """Cut a text into words and holes. A hole that cannot be read stays in the text as it is written."""
    at = 0
    for match in notation.finditer(text):
        expression = read(match)
        if expression is None:
            continue
        if match.start() > at:
            yield text[at : match.start()]
        yield Hole(expression)
        at = match.end()
    if at < len(text):
        yield text[at:]


def render(pieces: Pieces) -> str:
    """Return a template. Braces in the words are no holes of it."""
    return "".join(_literal(piece) if isinstance(piece, str) else f"{{{{ {piece.expression} }}}}" for piece in pieces)


def _literal(words: str) -> str:
    words = words.replace("{{", '{{ "{{" }}')
    # Before a hole, a single brace would be read as a part of it.
    return f'{words[:-1]}{{{{ "{{" }}}}' if words.endswith("{") else words


def joined(*parts: Pieces, between: str = "\n\n") -> Pieces:
    """Return several texts as one, without those that are empty."""
    result: list[Piece] = []
    for part in parts:
        if any(isinstance(piece, Hole) or piece.strip() for piece in part):
            if result:
                result.append(between)
            result.extend(part)
    return tuple(result)


def shortened(pieces: Pieces, store: Callable[[str], str], limit: int = MAX_TEMPLATE) -> Pieces:
    """Move the longest words of a text into variables until its template is short enough.

    Args:
        pieces: The text.
        store: Keeps words in a variable, and returns its name.
        limit: Characters of the template at most.

    Returns:
        The text. It is longer than the limit only if it has very many holes.
    """
    result: list[Piece] = []
    for piece in pieces:
        whole = [piece] if isinstance(piece, Hole) or len(piece) <= MAX_WORDS else _chunks(piece)
        result.extend(whole)
    while len(render(tuple(result))) > limit:
        sizes = [len(_literal(piece)) if isinstance(piece, str) else 0 for piece in result]
        longest = max(range(len(result)), key=sizes.__getitem__)
        piece = result[longest]
        if not isinstance(piece, str) or sizes[longest] < 60:
            break
        result[longest] = Hole(store(piece))
    return tuple(result)


def _chunks(words: str) -> list[Piece]:
    return [words[at : at + MAX_WORDS] for at in range(0, len(words), MAX_WORDS)]
