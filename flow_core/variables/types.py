"""The types that an author can declare for a variable."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, TypeAlias

from flow_core.json import Json

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
