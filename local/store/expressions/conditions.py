"""ConditionExpression, FilterExpression and KeyConditionExpression: their syntax tree and its parser."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias, assert_never

from local.store.errors import InvalidError
from local.store.expressions.paths import Alias, Path
from local.store.expressions.tokens import Tokens


@dataclass(frozen=True, slots=True)
class ValueRef:
    """`:name`: an entry of ExpressionAttributeValues."""

    name: str


@dataclass(frozen=True, slots=True)
class SizeOf:
    """`size(path)`."""

    path: Path


Operand: TypeAlias = Path | ValueRef | SizeOf


@dataclass(frozen=True, slots=True)
class Compare:
    """`left sign right`."""

    sign: str
    left: Operand
    right: Operand


@dataclass(frozen=True, slots=True)
class Between:
    """`value BETWEEN low AND high`."""

    value: Operand
    low: Operand
    high: Operand


@dataclass(frozen=True, slots=True)
class OneOf:
    """`value IN (choices)`."""

    value: Operand
    choices: tuple[Operand, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A function of a path, such as `begins_with(path, argument)`."""

    function: str
    path: Path
    argument: Operand | None


@dataclass(frozen=True, slots=True)
class Not:
    """`NOT condition`."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class Both:
    """`left AND right`."""

    left: Condition
    right: Condition


@dataclass(frozen=True, slots=True)
class Either:
    """`left OR right`."""

    left: Condition
    right: Condition


Condition: TypeAlias = Compare | Between | OneOf | Call | Not | Both | Either

_SIGNS = ("=", "<>", "<=", ">=", "<", ">")
_ONE_ARGUMENT = ("attribute_exists", "attribute_not_exists")
_TWO_ARGUMENTS = ("attribute_type", "begins_with", "contains")
_DEEPEST = 100
"""Levels of nested conditions."""


@lru_cache(1024)
def parse_condition(kind: str, text: str) -> Condition:
    """Parse a condition. A syntax error is an InvalidError with DynamoDB's text."""
    return _Parser(Tokens(kind, text)).whole()


class _Parser:
    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._depth = 0

    def whole(self) -> Condition:
        condition = self._either()
        self._tokens.end()
        return condition

    def _either(self) -> Condition:
        left = self._both()
        while self._tokens.take("OR"):
            left = Either(left, self._both())
        return left

    def _both(self) -> Condition:
        left = self._not()
        while self._tokens.take("AND"):
            left = Both(left, self._not())
        return left

    def _not(self) -> Condition:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise InvalidError(f"Invalid {self._tokens.kind}: The expression is nested too deeply;")
        try:
            return Not(self._not()) if self._tokens.take("NOT") else self._simple()
        finally:
            self._depth -= 1

    def _simple(self) -> Condition:
        if self._tokens.take("("):
            condition = self._either()
            self._tokens.expect(")")
            return condition
        if self._tokens.kind_ahead == "name" and self._tokens.ahead("(", 1) and not self._tokens.ahead("SIZE"):
            return self._call()
        value = self._operand()
        if self._tokens.take("BETWEEN"):
            low = self._operand()
            self._tokens.expect("AND")
            return Between(value, low, self._operand())
        if self._tokens.take("IN"):
            return OneOf(value, self._choices())
        for sign in _SIGNS:
            if self._tokens.take(sign):
                return Compare(sign, value, self._operand())
        raise self._tokens.wrong()

    def _choices(self) -> tuple[Operand, ...]:
        self._tokens.expect("(")
        choices = [self._operand()]
        while self._tokens.take(","):
            choices.append(self._operand())
        self._tokens.expect(")")
        return tuple(choices)

    def _call(self) -> Condition:
        function = self._tokens.next("name")
        if function not in (*_ONE_ARGUMENT, *_TWO_ARGUMENTS):
            raise InvalidError(f"Invalid {self._tokens.kind}: Invalid function name; function: {function}")
        self._tokens.expect("(")
        path = self._tokens.path()
        argument = None
        if function in _TWO_ARGUMENTS:
            self._tokens.expect(",")
            argument = self._operand()
        self._tokens.expect(")")
        return Call(function, path, argument)

    def _operand(self) -> Operand:
        if self._tokens.kind_ahead == "value":
            return ValueRef(self._tokens.next("value"))
        if self._tokens.ahead("SIZE") and self._tokens.ahead("(", 1):
            self._tokens.next("name")
            self._tokens.expect("(")
            path = self._tokens.path()
            self._tokens.expect(")")
            return SizeOf(path)
        return self._tokens.path()


def placeholders_in(condition: Condition) -> frozenset[str]:
    """Return the placeholders that a condition uses, such as #0 and :0."""
    match condition:
        case Compare(_, left, right):
            return mentions(left, right)
        case Between(value, low, high):
            return mentions(value, low, high)
        case OneOf(value, choices):
            return mentions(value, *choices)
        case Call(_, path, argument):
            return mentions(path) if argument is None else mentions(path, argument)
        case Not(inner):
            return placeholders_in(inner)
        case Both(left, right) | Either(left, right):
            return placeholders_in(left) | placeholders_in(right)
        case _:
            assert_never(condition)


def mentions(*operands: Operand) -> frozenset[str]:
    """Return the placeholders that operands use."""
    used: set[str] = set()
    for each in operands:
        match each:
            case ValueRef(name):
                used.add(name)
            case Path(parts) | SizeOf(Path(parts)):
                used.update(part.name for part in parts if isinstance(part, Alias))
            case _:
                assert_never(each)
    return frozenset(used)
