"""The type of a JSON value, and the only test for a value from outside."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pydantic import JsonValue

Json: TypeAlias = JsonValue
"""A JSON value. Integers keep all their digits; NaN and the infinities never occur."""

Variables: TypeAlias = Mapping[str, Json]
"""Name -> value."""

MAX_DEPTH = 64
"""Nested levels of lists and objects. A flow needs about ten; request bodies and schemas need the rest."""

MAX_INTEGER_BITS = 4096
"""Bits of an integer, which are 1,233 digits. JavaScript reads smaller integers as Infinity already, and Python parses
at most 4,300 digits."""


@dataclass(frozen=True, slots=True)
class Unsound:
    """A value that cannot be stored."""

    error: str
    """The part that is not allowed, such as "an integer of more than 1,233 digits"."""


class _UnsoundError(Exception):
    pass


def sound(value: object, max_depth: int = MAX_DEPTH) -> Json | Unsound:
    """Make a value safe to store, to read again, to pass to JavaScript and to send.

    NaN and the infinities become None, as in JSON.stringify. Half of a surrogate pair becomes U+FFFD. The size is not
    limited here: each reader of bytes has its own limit. No value raises an error.

    Args:
        value: Any object.
        max_depth: Nested levels of lists and objects that are allowed.

    Returns:
        The safe value; Unsound if the value is nested too deep, holds an integer of more than 1,233 digits, or is not
        JSON.
    """
    try:
        return _sound(value, max_depth)
    except _UnsoundError as error:
        return Unsound(str(error) or f"lists or objects nested more than {max_depth} levels deep")


def whole_characters(text: str) -> str:
    """Replace each half of a surrogate pair by U+FFFD, because UTF-8 cannot encode such a half."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _sound(value: object, depth: int) -> Json:
    if isinstance(value, str):
        return whole_characters(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if value.bit_length() > MAX_INTEGER_BITS:
            raise _UnsoundError("an integer of more than 1,233 digits")
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if not isinstance(value, list | tuple | Mapping):
        raise _UnsoundError(f"a {type(value).__name__}, which is no JSON value")
    if depth == 0:
        raise _UnsoundError
    if isinstance(value, Mapping):
        return {_name(name): _sound(item, depth - 1) for name, item in value.items()}
    return [_sound(item, depth - 1) for item in value]


def _name(name: object) -> str:
    if not isinstance(name, str):
        raise _UnsoundError(f"an object with a {type(name).__name__} for a name")
    return whole_characters(name)


def has_more_values_than(most: int, value: Json) -> bool:
    """Return whether a value holds more than `most` values, counting itself and every object, list, text and number."""
    waiting, counted = [value], 0
    while waiting:
        each = waiting.pop()
        counted += 1
        if isinstance(each, dict):
            waiting.extend(each.values())
        elif isinstance(each, list):
            waiting.extend(each)
        if counted + len(waiting) > most:
            return True
    return False
