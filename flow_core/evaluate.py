"""What flow_core asks of a JavaScript engine, as a type. The engine itself never lives here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from flow_core.json import Json, Variables


@dataclass(slots=True)
class Value:
    """What an expression came to. `undefined`, functions, NaN and the infinities arrive as None.

    Not frozen: see trace.py.
    """

    value: Json
    truthy: bool
    """`Boolean(result)`, taken by the engine: `{}` and `[]` are true, `NaN` and `""` are false."""


@dataclass(frozen=True, slots=True)
class Threw:
    """The expression threw, does not parse, or its result is no JSON. The same input throws again."""

    error: str
    truthy: bool = False
    """`Boolean(result)` where there is a result that is no JSON, such as a BigInt: a condition needs no more of it."""


@dataclass(frozen=True, slots=True)
class Overran:
    """The expression passed its time or memory. How long one takes is no pure function, so a recording keeps these."""

    error: str


Evaluated: TypeAlias = Value | Threw | Overran


class Evaluate(Protocol):
    """`Boolean(new Function(...names, "return " + expression + ";")(...values))`, as a pure function."""

    def __call__(self, expression: str, variables: Variables, at: int, seed: int) -> Evaluated:
        """Evaluate in a fresh context.

        expression: JavaScript, as an author wrote it.
        variables: name -> JSON value; every name is a valid identifier.
        at: milliseconds since the epoch, what `Date` with no arguments tells.
        seed: 0 to 2**63 - 1, from which `Math.random` is drawn.
        """
        ...


@dataclass(frozen=True, slots=True)
class Inspected:
    """What can be told of an expression without running it."""

    free_names: frozenset[str]
    """What it reads and neither declares nor finds in the language, but for names that it tests with `typeof`. Empty
    when there is an error."""
    error: str | None
    """Why the engine does not take it, such as `SyntaxError: …`."""
    column: int | None
    """Where in the expression the error begins, in characters from 0, if that can be told."""


class Inspect(Protocol):
    """Reads expressions, each as the body `return <expression>;`, without running them."""

    def __call__(self, expressions: Sequence[str]) -> Sequence[Inspected]:
        """What each of them is, in their order. The time that they take together is bounded: those that are not read
        in time have an error.
        """
        ...
