"""How large the variables of a session may be."""

from __future__ import annotations

import json

from flow_core.json import Json

MAX_VALUE_CHARACTERS = 32 * 1024
"""Characters of JSON that one variable may hold."""
MAX_VARIABLES_CHARACTERS = 256 * 1024
"""Characters of JSON that all variables of a session together may hold."""
SHORT_VALUE_CHARACTERS = 1024
"""Characters of JSON up to which a value is short."""
SHORT_VALUES_RESERVE_CHARACTERS = 64 * 1024
"""Characters beyond MAX_VARIABLES_CHARACTERS for short values only.

A flow whose variables are full can still count and store answers.
"""
MAX_VALUE_DEPTH = 100
"""Nested levels of lists and objects in a variable.

Readers of JSON reject 200 levels, and a state is nested in other objects. The limit for values from outside,
json.MAX_DEPTH, is lower: earlier releases recorded deeper values, and their recordings must fold to the same states.
"""
_NUMBER_CHARACTERS = 24
"""Characters that a number, a boolean or null counts as."""


def size_of(value: Json) -> int:
    """Return about how many characters of JSON a value takes."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, list | dict):
        return len(json.dumps(value))
    # A number takes no more characters, except an integer of more than 64 bits.
    return _NUMBER_CHARACTERS if not isinstance(value, int) or value.bit_length() <= 64 else value.bit_length() // 3


def is_deeper(value: Json, max_depth: int) -> bool:
    """Return whether a value has lists or objects within each other more than `max_depth` deep."""
    if not isinstance(value, list | dict):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return max_depth == 0 or any(is_deeper(item, max_depth - 1) for item in inner)
