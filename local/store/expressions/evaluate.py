"""Evaluates a condition on an item, with the names and values of the request."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, assert_never

from local.store.errors import InvalidError
from local.store.expressions.conditions import (
    Between,
    Both,
    Call,
    Compare,
    Condition,
    Either,
    Not,
    OneOf,
    Operand,
    SizeOf,
    ValueRef,
)
from local.store.expressions.paths import Path, found, resolved
from local.store.values import Item, Value, as_key, size_of

_TYPES = {"S", "SS", "N", "NS", "B", "BS", "BOOL", "NULL", "L", "M"}


@dataclass(frozen=True, slots=True)
class Bound:
    """The names and values of a request's placeholders."""

    names: Mapping[str, str]
    values: Mapping[str, Value]

    def value(self, reference: ValueRef) -> Value:
        """Return the value of a placeholder.

        Raises:
            InvalidError: If the request does not define it.
        """
        try:
            return self.values[reference.name]
        except KeyError:
            raise InvalidError(
                "Invalid expression: An expression attribute value used in expression is not defined; "
                f"attribute value: {reference.name}"
            ) from None


def holds(condition: Condition, item: Item, bound: Bound) -> bool:
    """Return whether an item meets a condition. A missing attribute differs from every value and is not ordered."""
    match condition:
        case Compare(sign, left, right):
            return compared(sign, operand(left, item, bound), operand(right, item, bound))
        case Between(value, low, high):
            middle = operand(value, item, bound)
            return compared(">=", middle, operand(low, item, bound)) and compared(
                "<=", middle, operand(high, item, bound)
            )
        case OneOf(value, choices):
            one = operand(value, item, bound)
            return any(compared("=", one, operand(each, item, bound)) for each in choices)
        case Call(function, path, argument):
            named = found(item, resolved(path, bound.names))
            return _called(function, named, None if argument is None else operand(argument, item, bound))
        case Not(inner):
            return not holds(inner, item, bound)
        case Both(left, right):
            return holds(left, item, bound) and holds(right, item, bound)
        case Either(left, right):
            return holds(left, item, bound) or holds(right, item, bound)
        case _:
            assert_never(condition)


def operand(expression: Operand, item: Item, bound: Bound) -> Value | None:
    """Return the value of an operand. None: the item does not have it."""
    match expression:
        case Path():
            return found(item, resolved(expression, bound.names))
        case ValueRef():
            return bound.value(expression)
        case SizeOf(path):
            value = found(item, resolved(path, bound.names))
            return None if value is None else _size(value)
        case _:
            assert_never(expression)


def _size(value: Value) -> Value | None:
    ((kind, content),) = value.items()
    match kind:
        case "S" | "B":
            return {"N": str(size_of(value))}
        case "SS" | "NS" | "BS" | "L" | "M":
            return {"N": str(len(content))}
    return None


_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def compared(sign: str, left: Value | None, right: Value | None) -> bool:
    """Return whether two values are in the relation of a sign. None is a missing attribute."""
    if sign == "=":
        return left is not None and right is not None and same(left, right)
    if sign == "<>":
        return left is None or right is None or not same(left, right)
    if left is None or right is None or left.keys() != right.keys():
        return False
    ((kind, one),), ((_, other),) = left.items(), right.items()
    match kind:
        case "N":
            return _ORDERS[sign](Decimal(one), Decimal(other))
        case "S" | "B":
            return _ORDERS[sign](as_key(left), as_key(right))
    return False


def same(one: Value, other: Value) -> bool:
    """Return whether two values are equal. Numbers are canonical, so their texts are compared. Sets have no order."""
    if one.keys() != other.keys():
        return False
    ((kind, left),), ((_, right),) = one.items(), other.items()
    match kind:
        case "SS" | "NS" | "BS":
            return set(left) == set(right)
        case "L":
            return len(left) == len(right) and all(map(same, left, right))
        case "M":
            return left.keys() == right.keys() and all(same(left[name], right[name]) for name in left)
    return bool(left == right)


def _called(function: str, value: Value | None, argument: Value | None) -> bool:
    match function:
        case "attribute_exists":
            return value is not None
        case "attribute_not_exists":
            return value is None
        case "attribute_type":
            return _is_of_type(value, argument)
        case "begins_with":
            return _begins_with(value, argument)
        case _:
            return _contains(value, argument)


def _is_of_type(value: Value | None, argument: Value | None) -> bool:
    if argument is None or argument.get("S") not in _TYPES:
        raise InvalidError("Invalid ConditionExpression: Invalid attribute type name found; valid types: B, S, N, …")
    return value is not None and argument["S"] in value


def _begins_with(value: Value | None, argument: Value | None) -> bool:
    if argument is not None and not argument.keys() & {"S", "B"}:
        raise InvalidError(
            "Invalid ConditionExpression: Incorrect operand type for operator or function; operator or function: "
            f"begins_with, operand type: {next(iter(argument))}"
        )
    if value is None or argument is None or value.keys() != argument.keys():
        return False
    return as_key(value).startswith(as_key(argument))


def _contains(value: Value | None, argument: Value | None) -> bool:
    if value is None or argument is None:
        return False
    ((kind, content),) = value.items()
    match kind:
        case "S" | "B":
            return kind in argument and as_key(argument) in as_key(value)
        case "SS" | "NS" | "BS":
            return argument.get(kind[0]) in content
        case "L":
            return any(same(each, argument) for each in content)
    return False
