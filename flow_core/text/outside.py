"""The places of JavaScript that lie outside its strings and brackets. Nothing is parsed or evaluated here."""

from __future__ import annotations

from collections.abc import Iterator

_CLOSERS = {"(": ")", "[": "]", "{": "}"}


def outside(text: str, start: int, end: int) -> Iterator[int]:
    """Return the indexes of the characters outside strings and brackets.

    Args:
        text: The text.
        start: The index of the first character.
        end: The index after the last one.
    """
    awaited: list[str] = []
    quote: str | None = None
    position = start
    while position < end:
        char = text[position]
        if quote is not None:
            if char == "\\":
                position += 1
            elif char == quote:
                quote = None
        elif char in "\"'`":
            quote = char
        elif char in _CLOSERS:
            awaited.append(_CLOSERS[char])
        elif not awaited:
            yield position
        elif char == awaited[-1]:
            awaited.pop()
        position += 1
