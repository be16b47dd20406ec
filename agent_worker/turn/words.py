"""Compares the words that were spoken of a reply before it was final with other words of the same turn.

Whitespace does not count: a voice does not speak it, and engines report heard words with their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_CLAUSE_END = re.compile(r"[.!?;:,\u2026\u3001\u3002\uff01\uff0c\uff1a\uff1b\uff1f]+[\"')\]\u00bb\u2019\u201d]*\s*")
"""The end of a clause, with the marks of Chinese and Japanese and with closing quotation marks."""


def rest_after(whole: str, beginning: str) -> str | None:
    """Return what follows a beginning.

    Args:
        whole: A text.
        beginning: The words that it may begin with.

    Returns:
        The rest of the text, or None if the text begins with other words, or ends before the beginning does. A text in
        which the last word of the beginning goes on begins with other words.
    """
    at = 0
    for letter in beginning:
        if letter.isspace():
            continue
        while at < len(whole) and whole[at].isspace():
            at += 1
        if at == len(whole) or whole[at] != letter:
            return None
        at += 1
    rest = whole[at:]
    return None if rest and beginning and _in_a_word(beginning[-1], rest[0]) else rest


def shared(whole: str, pieces: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """Find how many pieces a text begins with.

    Args:
        whole: A text.
        pieces: Words in the order in which they were spoken.

    Returns:
        The pieces that the text begins with, and what follows them in the text.
    """
    for count in range(len(pieces), 0, -1):
        rest = rest_after(whole, "".join(pieces[:count]))
        if rest is not None:
            return tuple(pieces[:count]), rest
    return (), whole


def fresh(arrived: Sequence[str], said: Sequence[str]) -> tuple[str, ...]:
    """Return the words that arrived and that nobody spoke.

    Args:
        arrived: The words of a stream so far.
        said: The words that were spoken, perhaps of an earlier stream.

    Returns:
        The pieces after the spoken ones. Empty if the stream says other words, or has not said as much again.
    """
    rest = rest_after("".join(arrived), "".join(said)) or ""
    pieces: list[str] = []
    left = len(rest) if rest.strip() else 0
    for piece in reversed(arrived):
        if left <= 0:
            break
        pieces.append(piece[-left:])
        left -= len(piece)
    return tuple(reversed(pieces))


def from_next_clause(whole: str, heard: str) -> str:
    """Return the words of a text from the first clause on that nobody heard a part of."""
    rest = rest_after(whole, heard)
    if rest is None or not heard.strip():
        return whole
    if not rest.strip() or _CLAUSE_END.search(heard.rstrip()[-1:]):
        return rest.strip()
    end = _CLAUSE_END.search(rest)
    return "" if end is None else rest[end.end() :].strip()


def joined(first: str, second: str) -> str:
    """Join two parts of a reply that were heard one after the other."""
    return f"{first} {second}" if first and second else first or second


def _in_a_word(last: str, following: str) -> bool:
    """Return whether two characters stand within one word or number, in a script that separates its words."""
    return all(letter.isdigit() or letter.lower() != letter.upper() for letter in (last, following))
