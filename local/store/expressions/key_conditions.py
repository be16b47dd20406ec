"""KeyConditionExpression: the partition and the range of sort keys of a query."""

from __future__ import annotations

from dataclasses import dataclass

from local.store.errors import InvalidError
from local.store.expressions.conditions import Between, Both, Call, Compare, Condition, ValueRef
from local.store.expressions.evaluate import Bound
from local.store.expressions.paths import Path, resolved
from local.store.schema import KeySchema, Table
from local.store.values import Value, as_key

_KIND = "KeyConditionExpression"


@dataclass(frozen=True, slots=True)
class Range:
    """A range of sort keys as bytes. None is an open end."""

    low: bytes | None = None
    high: bytes | None = None
    with_low: bool = True
    with_high: bool = True

    def holds(self, key: bytes) -> bool:
        """Return whether a sort key is in the range."""
        above = self.low is None or key > self.low or (self.with_low and key == self.low)
        return above and (self.high is None or key < self.high or (self.with_high and key == self.high))

    def sql(self, column: str) -> tuple[str, list[bytes]]:
        """Return the range as SQL conditions, each after an AND, and their values."""
        text, values = "", []
        if self.low is not None:
            text += f" AND {column} >{'=' if self.with_low else ''} ?"
            values.append(self.low)
        if self.high is not None:
            text += f" AND {column} <{'=' if self.with_high else ''} ?"
            values.append(self.high)
        return text, values


def partition_and_range(condition: Condition, bound: Bound, table: Table, keys: KeySchema) -> tuple[bytes, Range]:
    """Read the keys of a query from its condition.

    Args:
        condition: The parsed KeyConditionExpression.
        bound: The request's names and values.
        table: The table.
        keys: The keys of the table or the index that is read.

    Returns:
        The partition key as bytes, and the range of sort keys.

    Raises:
        InvalidError: If the condition has no equality of the partition key, or more than one range of the sort key.
    """
    parts = _parts(condition)
    of_hash = (part for part in parts if _name(part, bound) == keys.hash)
    hashes = [part for part in of_hash if isinstance(part, Compare) and part.sign == "="]
    rest = [part for part in parts if part not in hashes]
    if len(hashes) != 1:
        raise InvalidError(f"Query condition missed key schema element: {keys.hash}")
    if len(rest) > 1:
        raise InvalidError("Conditions must be of length 1 or 2 only")
    partition = _key(_value(hashes[0].right, bound), table.types[keys.hash])
    if not rest:
        return partition, Range()
    if _name(rest[0], bound) != keys.range or keys.range is None:
        raise InvalidError("Query key condition not supported")
    return partition, _range(rest[0], bound, table.types[keys.range])


def _parts(condition: Condition) -> list[Condition]:
    return [*_parts(condition.left), *_parts(condition.right)] if isinstance(condition, Both) else [condition]


def _name(part: Condition, bound: Bound) -> str | None:
    """Return the attribute that a part of the condition tests."""
    match part:
        case Compare(_, Path() as path, _) | Between(Path() as path, _, _) | Call(_, Path() as path, _):
            names = resolved(path, bound.names)
            return str(names[0]) if len(names) == 1 else None
    return None


def _range(part: Condition, bound: Bound, kind: str) -> Range:
    match part:
        case Compare("=", _, value):
            key = _key(_value(value, bound), kind)
            return Range(key, key)
        case Compare("<" | "<=" as sign, _, value):
            return Range(high=_key(_value(value, bound), kind), with_high=sign == "<=")
        case Compare(">" | ">=" as sign, _, value):
            return Range(low=_key(_value(value, bound), kind), with_low=sign == ">=")
        case Between(_, low, high):
            first, last = _key(_value(low, bound), kind), _key(_value(high, bound), kind)
            if first > last:
                raise InvalidError(
                    f"Invalid {_KIND}: The BETWEEN operator requires upper bound to be greater than or equal to lower "
                    "bound"
                )
            return Range(first, last)
        case Call("begins_with", _, argument):
            if kind == "N":
                raise InvalidError(f"Invalid {_KIND}: begins_with does not apply to a number")
            prefix = _key(_value(argument, bound), kind)
            return Range(low=prefix, high=_after(prefix), with_high=False)
    raise InvalidError(f"Invalid operator used in {_KIND}")


def _after(prefix: bytes) -> bytes | None:
    """Return the first key after all keys with a prefix."""
    shortened = prefix.rstrip(b"\xff")
    return shortened[:-1] + bytes((shortened[-1] + 1,)) if shortened else None


def _value(operand: object, bound: Bound) -> Value:
    if not isinstance(operand, ValueRef):
        raise InvalidError(f"Invalid {_KIND}: a key is compared with a value")
    return bound.value(operand)


def _key(value: Value, kind: str) -> bytes:
    if kind not in value:
        raise InvalidError(
            "One or more parameter values were invalid: Condition parameter type does not match schema type"
        )
    return as_key(value)
