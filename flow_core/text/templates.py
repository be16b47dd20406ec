"""`{{ expression | filter }}` in text: the holes of a text, and values as machines read them.

It evaluates no expression. The words for a caller's ear are made in spoken/.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from flow_core.json import Json
from flow_core.text.filters import Filter, split
from flow_core.text.outside import outside

_SECRET = re.compile(r"secrets\.([A-Za-z_][A-Za-z0-9_]{0,99})\Z")


@dataclass(frozen=True, slots=True)
class Hole:
    """A place in a text for the value of an expression."""

    expression: str
    filter: Filter | None = None
    """How the value is said; None if the author names no filter."""

    @property
    def secret(self) -> str | None:
        """NAME if the hole is `{{ secrets.NAME }}`, without a filter; else None."""
        found = _SECRET.match(self.expression) if self.filter is None else None
        return found.group(1) if found else None


Template: TypeAlias = tuple[str | Hole, ...]
"""The parts of a text, in order."""


@dataclass(frozen=True, slots=True)
class Unclosed:
    """A text with a `{{` that has no `}}`."""

    position: int
    """Index of the `{{`."""


_MAX_SEARCH_CHARACTERS = 16_000
"""Characters that are searched for the end of one expression."""
_MAX_FAILED_SEARCHES = 20
"""Unsuccessful searches in one text. Without a limit, a long text with many of them takes hours."""


@lru_cache(maxsize=4096)
def parse(text: str) -> Template | Unclosed:
    """Return the parts of a text in order, without empty strings; Unclosed if a `{{` has no `}}`."""
    pieces: list[str | Hole] = []
    position = failed = 0
    while (opened := text.find("{{", position)) >= 0:
        closed = _end_of_expression(text, opened + 2) if failed < _MAX_FAILED_SEARCHES else None
        if closed is None:
            # A quote or bracket that is never closed is an error of the expression, which then ends at the next "}}".
            failed += 1
            closed = text.find("}}", opened + 2)
            if closed < 0:
                return Unclosed(opened)
        if opened > position:
            pieces.append(text[position:opened])
        pieces.append(Hole(*split(text[opened + 2 : closed])))
        position = closed + 2
    if position < len(text):
        pieces.append(text[position:])
    return tuple(pieces)


def _end_of_expression(text: str, start: int) -> int | None:
    """Return the index of the `}}` that ends an expression: outside its strings, and after all its braces."""
    last = min(len(text), start + _MAX_SEARCH_CHARACTERS)
    return next((place for place in outside(text, start, last) if text.startswith("}}", place)), None)


def expressions(text: str) -> tuple[Hole, ...]:
    """Return the holes of a text; none if a `{{` has no `}}`."""
    template = parse(text)
    return () if isinstance(template, Unclosed) else tuple(piece for piece in template if isinstance(piece, Hole))


def without_values(text: str) -> str:
    """Return a text with `…` for each hole. It holds no words of a caller."""
    template = parse(text)
    if isinstance(template, Unclosed):
        return text
    return "".join(piece if isinstance(piece, str) else "…" for piece in template)


def as_text(value: Json) -> str:
    """Return a value as a machine reads it: null is empty, a number as JavaScript writes it, an object as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _number(value: float) -> str:
    if value == 0:
        return "0"
    if 1e-6 <= abs(value) < 1e21:
        return format(Decimal(repr(value)), "f").removesuffix(".0")
    return re.sub(r"e([+-])0+", r"e\1", repr(value))
