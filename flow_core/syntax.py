"""The syntax of an expression, as far as a check looks at it. It is data only: nothing is parsed or run here.

Parentheses are left out. `Other` stands for all syntax that has no class here, and for what is nested too deep.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as OneOf
from typing import TypeAlias, assert_never

Span: TypeAlias = tuple[int, int]
"""Where a part of an expression begins and ends: indexes into its UTF-8 bytes."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A text, a number, `true`, `false`, `null` or `undefined`; the last two have the value None."""

    span: Span
    value: str | float | int | bool | None


@dataclass(frozen=True, slots=True)
class Name:
    """A name: `order`."""

    span: Span
    name: str


@dataclass(frozen=True, slots=True)
class Member:
    """A property: `order.total`, `order["total"]`, `order?.total`."""

    span: Span
    of: Syntax
    name: str
    optional: bool = False
    """Whether `?.` allows that there is no object."""


@dataclass(frozen=True, slots=True)
class Index:
    """A property with a computed name: `orders[index]`."""

    span: Span
    of: Syntax
    key: Syntax
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A call: `order.total.toFixed(2)`."""

    span: Span
    callee: Syntax
    arguments: tuple[Syntax, ...]


@dataclass(frozen=True, slots=True)
class New:
    """A new object: `new Date(day)`."""

    span: Span
    callee: Syntax
    arguments: tuple[Syntax, ...]


@dataclass(frozen=True, slots=True)
class Unary:
    """`!`, `-`, `+`, `~`, `typeof`, `void` or `delete`, and its operand."""

    span: Span
    operator: str
    of: Syntax


@dataclass(frozen=True, slots=True)
class Binary:
    """An operator between two operands: arithmetic, a comparison, `&&`, `||`, `??`, `in` or `instanceof`."""

    span: Span
    operator: str
    left: Syntax
    right: Syntax


@dataclass(frozen=True, slots=True)
class Ternary:
    """`test ? yes : no`."""

    span: Span
    test: Syntax
    yes: Syntax
    no: Syntax


@dataclass(frozen=True, slots=True)
class Assignment:
    """`target = value`, or another operator of assignment."""

    span: Span
    operator: str
    target: Syntax
    value: Syntax


@dataclass(frozen=True, slots=True)
class Update:
    """`count++` or `--count`."""

    span: Span
    of: Syntax
    before: bool
    """Whether the operator stands before the operand. Behind it, the result is the old value."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """`first, second`."""

    span: Span
    parts: tuple[Syntax, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: `[first, second]`."""

    span: Span
    items: tuple[Syntax, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A value that the expression makes: a function, a regular expression, an object, a BigInt, a text with holes."""

    span: Span
    kind: OneOf["function", "pattern", "object", "bigint", "text"]
    parts: tuple[Syntax, ...] = ()
    """The expressions in it, except those of a function."""


@dataclass(frozen=True, slots=True)
class Other:
    """Any other syntax."""

    span: Span
    parts: tuple[Syntax, ...] = ()


Syntax: TypeAlias = (
    Literal
    | Name
    | Member
    | Index
    | Call
    | New
    | Unary
    | Binary
    | Ternary
    | Assignment
    | Update
    | Sequence
    | Listed
    | Made
    | Other
)
"""An expression, or a part of one."""


def parts_of(syntax: Syntax) -> tuple[Syntax, ...]:
    """Return the parts that a part of an expression directly consists of, in the order of the text."""
    match syntax:
        case Literal() | Name():
            return ()
        case Member(of=of) | Unary(of=of) | Update(of=of):
            return (of,)
        case Index(of=of, key=key):
            return (of, key)
        case Call(callee=callee, arguments=arguments) | New(callee=callee, arguments=arguments):
            return (callee, *arguments)
        case Binary(left=left, right=right):
            return (left, right)
        case Ternary(test=test, yes=yes, no=no):
            return (test, yes, no)
        case Assignment(target=target, value=value):
            return (target, value)
        case Listed(items=items):
            return items
        case Sequence(parts=parts) | Made(parts=parts) | Other(parts=parts):
            return parts
        case _:
            assert_never(syntax)
