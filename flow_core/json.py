"""The type of a JSON value, and the one test that a value from outside passes. Nothing else lives here."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pydantic import JsonValue

Json: TypeAlias = JsonValue
"""Integers stay integers and are never cut to 32 bits; NaN and the infinities never stand in one."""

Variables: TypeAlias = Mapping[str, Json]

DEEPEST = 64
"""Levels of lists and objects; a flow needs about ten, the rest is for request bodies and schemas."""

MOST_BITS = 4096
"""Of an integer, 1,233 digits: to JavaScript it is Infinity long before, and Python reads at most 4,300 digits back."""


@dataclass(frozen=True, slots=True)
class Unsound:
    """Why a value cannot be kept: what it has and may not have, such as "an integer of more than 1,233 digits"."""

    error: str


class _UnsoundError(Exception):
    pass


def sound(value: object, deepest: int = DEEPEST) -> Json | Unsound:
    """The value as every later reader can take it: stored, read again, given to JavaScript, sent.

    NaN and the infinities become None, as JSON.stringify has it; half of a surrogate pair becomes U+FFFD. A value that
    is nested more than `deepest` levels, an integer of more than 1,233 digits and what is no JSON at all are Unsound.
    Never raises, whatever the depth. The size is not looked at: whoever reads bytes has a limit for them.
    """
    try:
        return _sound(value, deepest)
    except _UnsoundError as error:
        return Unsound(str(error) or f"lists or objects nested more than {deepest} levels deep")


def whole_characters(text: str) -> str:
    """The text with U+FFFD for each half of a surrogate pair: such a half cannot be written as UTF-8."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _sound(value: object, depth: int) -> Json:
    if isinstance(value, str):
        return whole_characters(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if value.bit_length() > MOST_BITS:
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
