"""How values cross to the JavaScript engine and back: as JSON text, nothing lost and nothing unsafe. Processes and
deadlines never stand here.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from flow_core.evaluate import Threw, Value
from flow_core.json import DEEPEST, Json, Unsound, Variables, sound
from functions.adapters.javascript.child import FALSE, NO_MEMORY, THREW, TRUE, TRUE_BUT_NO_JSON

MOST_EXACT = 2**53
MOST_DIGITS = 400
"""JSON.stringify writes at most 309 before the point."""

_TOO_DEEP = Threw(f"RangeError: the result is nested more than {DEEPEST} deep")
_NO_JSON = Threw("Error: what the engine answered is no JSON")
_WORD = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_SEES_ALL = re.compile(r"\\|arguments|eval|Function")
"""What may read a variable whose name is not in the text: an escape in an identifier, `arguments`, code from text."""
_RESERVED = frozenset(
    "break case catch class const continue debugger default delete do else enum export extends false finally for "
    "function if import in instanceof new null return super switch this throw true try typeof var void while "
    "with".split()
)


def names_to_pass(expression: str, variables: Variables) -> list[str]:
    """Those that the expression may read, of those that can be a parameter's name: any other would run as code."""
    if _SEES_ALL.search(expression):
        return [name for name in variables if name not in _RESERVED and _WORD.fullmatch(name)]
    return [name for name in dict.fromkeys(_WORD.findall(expression)) if name in variables and name not in _RESERVED]


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence):
        return list(value)
    raise TypeError(f"a {type(value).__name__} is no JSON value")


_ENCODER = json.JSONEncoder(allow_nan=False, separators=(",", ":"), default=_plain)


def encode(value: object) -> bytes:
    """As ASCII JSON: a native string ends at NUL and a native integer is cut to 32 bits on the way into the engine.

    Raises RecursionError for what is nested too deep.
    """
    try:
        text = _ENCODER.encode(value)
    except ValueError:  # NaN, an infinity, an integer too long to be written
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
    """What a child's reply says; None if it ran out of memory. Never raises, whatever the bytes."""
    kind = reply[:1].decode("latin-1")
    if kind == NO_MEMORY:
        return None
    value = parse(reply[1:])
    if isinstance(value, Threw):
        return Threw(value.error, kind in (TRUE, TRUE_BUT_NO_JSON))
    if kind in (THREW, TRUE_BUT_NO_JSON):
        return Threw(str(value), kind == TRUE_BUT_NO_JSON)
    return Value(value, kind == TRUE) if kind in (FALSE, TRUE) else _NO_JSON


def parse(written: bytes) -> Json | Threw:
    """A JSON text that a child has written. Threw where it is none, or nested too deep to be kept; never raises."""
    try:
        # The same test as for every value from outside: half of a pair, as when an emoji is cut in two, becomes U+FFFD.
        kept = sound(_DECODER.decode(written.decode()))
    except RecursionError:
        return _TOO_DEEP
    except ValueError:
        return _NO_JSON
    # The decoder gives finite numbers of few digits, so that only the depth is left to be refused.
    return _TOO_DEEP if isinstance(kept, Unsound) else kept


def _integer(digits: str) -> int | float:
    """JavaScript writes a number past 2**53 with digits that its value does not have."""
    if len(digits) > MOST_DIGITS:
        raise ValueError("too many digits")
    number = int(digits)
    return number if -MOST_EXACT <= number <= MOST_EXACT else _finite_float(digits)


def _finite_float(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("too large a number")
    return number


def _refuse(constant: str) -> float:
    raise ValueError(constant)


_DECODER = json.JSONDecoder(parse_int=_integer, parse_float=_finite_float, parse_constant=_refuse)
