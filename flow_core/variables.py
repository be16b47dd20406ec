"""The names that a variable may have, and the types that an author can declare for it. No value is set here."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Literal, TypeAlias

from flow_core.json import Json

RESERVED_NAMES = frozenset({"session", "secrets", "response", "value"})
"""Names that no variable may have, because expressions use them already."""
_NOT_IDENTIFIERS = frozenset(
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends "
    "false finally for function if implements import in instanceof interface let new null package private protected "
    "public return static super switch this throw true try typeof undefined var void while with yield "
    "NaN Infinity globalThis".split()
)
_IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]{0,99}\Z")


def variable_name_problem(name: str) -> str | None:
    """Check the name of a variable. One bad name would make every expression a syntax error.

    Returns:
        The reason why a variable cannot have the name, as the rest of a sentence; None if it can.
    """
    if not _IDENTIFIER.match(name) or name in _NOT_IDENTIFIERS or name == "__proto__":
        return "must be a JavaScript identifier of at most 100 characters, like orderNumber"
    if name in RESERVED_NAMES:
        return "is reserved: every expression already has a meaning for it"
    return None


VariableType: TypeAlias = Literal["string", "number", "integer", "boolean", "object", "array", "any"]
"""The types that an author can declare for a variable."""

_IS_OF_TYPE: Mapping[VariableType, Callable[[Json], bool]] = {
    "string": lambda value: isinstance(value, str),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "integer": lambda value: (
        (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, float) and value.is_integer())
    ),
    "boolean": lambda value: isinstance(value, bool),
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "any": lambda value: True,
}


def is_of_type(value: Json, type: VariableType) -> bool:
    """Return whether a value has a declared type. Null has none of them but "any"."""
    return _IS_OF_TYPE[type](value)


def type_problem(value: Json, type: VariableType) -> str | None:
    """Return why a variable of a type cannot have a value; None if it can. Null, no value, is of every type."""
    if value is None or is_of_type(value, type):
        return None
    return f"the variable is declared as {type}, and the value is {_kind_of(value)}: the old value stays"


def _kind_of(value: Json) -> str:
    kinds: tuple[VariableType, ...] = ("string", "boolean", "integer", "number", "array", "object")
    return next(kind for kind in kinds if is_of_type(value, kind))
