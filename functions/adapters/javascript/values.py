"""Encodes variables for the JavaScript engine and decodes its results, both as JSON text.

Processes and deadlines are elsewhere.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from flow_core.evaluate import Threw, Value
from flow_core.json import MAX_DEPTH, Json, Unsound, Variables, sound
from functions.adapters.javascript.child import FALSE, NO_MEMORY, THREW, TRUE, TRUE_BUT_NO_JSON

MAX_EXACT = 2**53
"""The largest integer up to which JavaScript's numbers hold every integer exactly."""
MAX_DIGITS = 400
"""The most digits of an integer that is read. JSON.stringify writes at most 309 before the point."""

_TOO_DEEP = Threw(f"RangeError: the result is nested more than {MAX_DEPTH} deep")
_NO_JSON = Threw("Error: the engine's answer is not JSON")
_WORD = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_SEES_ALL = re.compile(r"\\|arguments|eval|Function")
"""An expression that matches may read a variable whose name is not in its text: by an escape in an identifier, by
`arguments`, or by code that it makes from text."""
_RESERVED = frozenset(
    "break case catch class const continue debugger default delete do else enum export extends false finally for "
    "function if import in instanceof new null return super switch this throw true try typeof var void while "
    "with".split()
)


def names_to_pass(expression: str, variables: Variables) -> list[str]:
    """List the variables that the expression may read and that can name a parameter.

    Returns:
        The names. They become parameters of a function that the engine compiles from text: a name that cannot be a
        parameter would run as code.
    """
    if _SEES_ALL.search(expression):
        return [name for name in variables if name not in _RESERVED and _WORD.fullmatch(name)]
    return [name for name in dict.fromkeys(_WORD.findall(expression)) if name in variables and name not in _RESERVED]


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence):
        return list(value)
    raise TypeError(f"a {type(value).__name__} is not a JSON value")


_ENCODER = json.JSONEncoder(allow_nan=False, separators=(",", ":"), default=_plain)


def encode(value: object) -> bytes:
    """Write a value as ASCII JSON.

    quickjs-ng would cut a native string at NUL and a native integer to 32 bits; JSON text loses nothing.

    Args:
        value: A JSON value. Any mapping and any sequence will do. A number that JSON lacks becomes null.

    Returns:
        The JSON text.

    Raises RecursionError for a value that is nested too deep.
    """
    try:
        text = _ENCODER.encode(value)
    except ValueError:  # NaN, an infinity, or an integer that is too long to be written
        text = _ENCODER.encode(_finite(value))
    return text.encode("ascii")


def _finite(value: Any) -> Any:
    match value:
        case float() if not math.isfinite(value):
            return None
        case int() if value.bit_length() > 4096:
            return 10**400 if value > 0 else -(10**400)  # Infinity to the engine, like every integer past its range
        case str() | int() | float():
            return value
        case Mapping():
            return {name: _finite(item) for name, item in value.items()}
        case Sequence():
            return [_finite(item) for item in value]
    return value


def decode(reply: bytes) -> Value | Threw | None:
    """Read a child's reply. It never raises, for any bytes.

    Args:
        reply: One character for the kind (see child.py), then a JSON text.

    Returns:
        The value, the error that the expression threw, or None if it ran out of memory.
    """
    kind = reply[:1].decode("latin-1")
    if kind == NO_MEMORY:
        return None
    value = parse(reply[1:])
    if isinstance(value, Threw):
        return Threw(value.error, kind in (TRUE, TRUE_BUT_NO_JSON))
    if kind in (THREW, TRUE_BUT_NO_JSON):
        return Threw(str(value), kind == TRUE_BUT_NO_JSON)
    return Value(value, kind == TRUE) if kind in (FALSE, TRUE) else _NO_JSON


def parse(text: bytes) -> Json | Threw:
    """Parse a JSON text that a child has written. It never raises.

    Returns:
        The value, or a Threw if the text is not JSON or is nested too deep to be stored.
    """
    try:
        # `sound` checks every value from outside: half of a surrogate pair, as of an emoji cut in two, becomes U+FFFD.
        value = sound(_DECODER.decode(text.decode()))
    except RecursionError:
        return _TOO_DEEP
    except ValueError:
        return _NO_JSON
    # The decoder returns finite numbers of few digits, so only the depth is left to be refused.
    return _TOO_DEEP if isinstance(value, Unsound) else value


def _integer(digits: str) -> int | float:
    """An integer up to 2**53, else a float: beyond that JavaScript writes digits that its number does not hold."""
    if len(digits) > MAX_DIGITS:
        raise ValueError("too many digits")
    number = int(digits)
    return number if -MAX_EXACT <= number <= MAX_EXACT else _finite_float(digits)


def _finite_float(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("too large a number")
    return number


def _refuse(constant: str) -> float:
    raise ValueError(constant)


_DECODER = json.JSONDecoder(parse_int=_integer, parse_float=_finite_float, parse_constant=_refuse)
