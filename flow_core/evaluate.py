"""The Protocols of the JavaScript engine that flow_core needs. The engine itself is an adapter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

from flow_core.json import Json, Variables

if TYPE_CHECKING:
    from flow_core.syntax import Syntax


@dataclass(slots=True)
class Value:
    """The result of an expression. `undefined`, functions, NaN and the infinities become None.

    It is not frozen, for the reason in trace.py.
    """

    value: Json
    truthy: bool
    """`Boolean(result)`, computed by the engine: `{}` and `[]` are true, `NaN` and `""` are false."""


@dataclass(frozen=True, slots=True)
class Threw:
    """The expression threw, does not parse, or its result is not JSON. The same input fails again."""

    error: str
    truthy: bool = False
    """`Boolean(result)` if there is a result that is not JSON, such as a BigInt. A condition needs only this value."""


@dataclass(frozen=True, slots=True)
class Overran:
    """The expression passed its limit of time or memory. A replay might not time out, so a recording stores it."""

    error: str
    truthy: bool = False
    """Always false."""


Evaluated: TypeAlias = Value | Threw | Overran
"""The outcome of an evaluation."""


class Evaluate(Protocol):
    """`Boolean(new Function(...names, "return " + expression + ";")(...values))`, as a pure function."""

    def __call__(self, expression: str, variables: Variables, at: int, seed: int) -> Evaluated:
        """Evaluate an expression in a new context.

        Args:
            expression: JavaScript, as an author wrote it.
            variables: Name -> JSON value. Every name is a valid identifier.
            at: The time of `Date` without arguments, in milliseconds since the epoch.
            seed: The seed of `Math.random`, 0 to 2**63 - 1.
        """
        ...


@dataclass(frozen=True, slots=True)
class Inspected:
    """The result of parsing an expression without running it."""

    free_names: frozenset[str]
    """Names that the expression reads and that neither it nor JavaScript defines. A name that it tests with `typeof` is
    not among them. Empty if there is an error."""
    error: str | None
    """Why the engine rejects the expression, such as `SyntaxError: …`."""
    column: int | None
    """Index of the character at which the error begins; None if it is unknown."""
    syntax: Syntax | None = None
    """The expression; None if there is an error, or if it returns nothing."""


class Inspect(Protocol):
    """Parses expressions, each as the body `return <expression>;`. No expression runs."""

    def __call__(self, expressions: Sequence[str]) -> Sequence[Inspected]:
        """Parse expressions, in their order.

        The time for all of them is limited. An expression that is not parsed in time has an error.
        """
        ...
