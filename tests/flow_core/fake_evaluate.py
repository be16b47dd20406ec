"""A fake JavaScript engine: a table of results, and the simple forms of expression that tests use."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from flow_core.evaluate import Evaluated, Overran, Threw, Value
from flow_core.json import Json, Variables

Answer: TypeAlias = Evaluated | Callable[[Variables, int, int], Json] | Json

_PATH = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*\Z")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?\Z")
_STRING = re.compile(r"'[^']*'\Z")
_EQUALS = re.compile(r"(.+?) (===|!==) (.+)\Z")
_PLUS = re.compile(r"(.+?) \+ (.+)\Z")


@dataclass(frozen=True)
class Asked:
    """The arguments of one evaluation."""

    expression: str
    variables: Variables
    at: int
    seed: int


class _ThrownError(Exception):
    pass


def value(result: Json) -> Value:
    """Return a value with its truth in JavaScript."""
    return Value(result, bool(result) or isinstance(result, list | dict))


@dataclass
class FakeEvaluate:
    """A fake engine. It looks in `answers` first.

    It evaluates `a`, `a.b`, `x === y`, `x !== y`, `x + y`, literals, `throw`, `overrun`.
    """

    answers: Mapping[str, Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def __call__(self, expression: str, variables: Variables, at: int, seed: int) -> Evaluated:
        self.asked.append(Asked(expression, variables, at, seed))
        if expression in self.answers:
            answer = self.answers[expression]
            if isinstance(answer, Value | Threw | Overran):
                return answer
            return value(answer(variables, at, seed) if callable(answer) else answer)
        if expression == "overrun":
            # The same text as in a replay: a recording does not store the engine's text.
            return Overran("passed its time or memory")
        try:
            return value(_simple(expression, variables, at))
        except _ThrownError as error:
            return Threw(str(error))

    @property
    def expressions(self) -> list[str]:
        return [asked.expression for asked in self.asked]


def _simple(expression: str, variables: Variables, at: int) -> Json:
    expression = expression.strip()
    constants: dict[str, Json] = {"true": True, "false": False, "null": None, "Date.now()": at}
    if expression in constants:
        return constants[expression]
    if _NUMBER.match(expression):
        number: Json = json.loads(expression)
        return number
    if _STRING.match(expression):
        return expression[1:-1]
    if (found := _EQUALS.match(expression)) is not None:
        same = _simple(found[1], variables, at) == _simple(found[3], variables, at)
        return same if found[2] == "===" else not same
    if (found := _PLUS.match(expression)) is not None:
        return _sum(_simple(found[1], variables, at), _simple(found[2], variables, at))
    if expression == "throw" or not _PATH.match(expression):
        raise _ThrownError(f"SyntaxError: {expression}")
    return _read(expression, variables)


def _sum(left: Json, right: Json) -> Json:
    if isinstance(left, int | float) and isinstance(right, int | float):
        return left + right
    return f"{left}{right}"


def _read(path: str, variables: Variables) -> Json:
    first, *rest = path.split(".")
    if first not in variables:
        raise _ThrownError(f"ReferenceError: {first} is not defined")
    found = variables[first]
    for name in rest:
        if found is None:
            raise _ThrownError(f"TypeError: cannot read {name} of null")
        found = found.get(name) if isinstance(found, dict) else None
    return found
