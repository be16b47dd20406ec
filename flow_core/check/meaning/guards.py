"""Finds the names that an expression reads as if they had a value, and those that a condition proves to have one."""

from __future__ import annotations

from collections.abc import Iterator

from flow_core.syntax import (
    Binary,
    Call,
    Index,
    Literal,
    Member,
    Name,
    Sequence,
    Syntax,
    Ternary,
    Unary,
    parts_of,
)

_NOBODY: frozenset[str] = frozenset()


def needed_names(syntax: Syntax, *, condition: bool) -> frozenset[str]:
    """Return the names that an expression reads without regard for null.

    Args:
        syntax: The expression.
        condition: Whether it only matters if the result is true. A name alone is then a test.

    Returns:
        The names. A name that is only tested (`name ? … : …`, `name || 'you'`, `name === null`) is not among them.
    """
    return frozenset(_needed(syntax, _NOBODY, tested=condition))


def _needed(syntax: Syntax, proved: frozenset[str], *, tested: bool) -> Iterator[str]:
    """Return the names that a part needs, without those that are `proved` to have a value."""
    match syntax:
        case Name(name=name):
            if not tested and name not in proved:
                yield name
        case Unary(operator="!", of=operand):
            yield from _needed(operand, proved, tested=True)
        case Unary(operator=("typeof" | "void")):
            return
        case Binary(operator="&&", left=left, right=right):
            yield from _needed(left, proved, tested=True)
            yield from _needed(right, proved | proved_by(left, true=True), tested=tested)
        case Binary(operator=("||" | "??"), left=left, right=right):
            yield from _needed(left, proved, tested=True)
            yield from _needed(right, proved | proved_by(left, true=False), tested=tested)
        case Binary(operator=("===" | "!==" | "==" | "!="), left=left, right=right):
            test = _is_test(left) or _is_test(right)
            yield from _needed(left, proved, tested=test)
            yield from _needed(right, proved, tested=test)
        case Ternary(test=test_part, yes=yes, no=no):
            yield from _needed(test_part, proved, tested=True)
            yield from _needed(yes, proved | proved_by(test_part, true=True), tested=tested)
            yield from _needed(no, proved | proved_by(test_part, true=False), tested=tested)
        case Member(of=owner, optional=optional):
            yield from _needed(owner, proved, tested=optional)
        case Index(of=owner, key=key, optional=optional):
            yield from _needed(owner, proved, tested=optional)
            yield from _needed(key, proved, tested=False)
        case Call(callee=Name(name=("Boolean" | "String")), arguments=arguments):
            for each in arguments:
                yield from _needed(each, proved, tested=True)
        case Sequence(parts=[*ignored, last]):
            for each in ignored:
                yield from _needed(each, proved, tested=False)
            yield from _needed(last, proved, tested=tested)
        case _:
            for each in parts_of(syntax):
                yield from _needed(each, proved, tested=False)


def _is_test(syntax: Syntax) -> bool:
    """Return whether a comparison with a part is a test for a value: null, true and false are what is not there."""
    return isinstance(syntax, Literal) and (syntax.value is None or isinstance(syntax.value, bool))


def proved_by(syntax: Syntax, *, true: bool) -> frozenset[str]:
    """Return the names that surely have a value if an expression is true, or if it is false.

    Args:
        syntax: The expression.
        true: Whether it is true.
    """
    match syntax:
        case Name(name=name):
            return frozenset({name}) if true else _NOBODY
        case Unary(operator="!", of=operand):
            return proved_by(operand, true=not true)
        case Binary(operator=("&&" | "||"), left=left, right=right):
            both = (syntax.operator == "&&") == true
            one, other = proved_by(left, true=true), proved_by(right, true=true)
            return one | other if both else one & other
        case Binary(operator=("===" | "==" | "!==" | "!="), left=left, right=right):
            equal = (syntax.operator[0] == "=") == true
            found = _proved_by_comparison(left, right, equal=equal) | _proved_by_comparison(right, left, equal=equal)
            return found | (_used(syntax) if true else _NOBODY)
        case _:
            # An expression that fails is false, so only one that is true has used its names.
            return _used(syntax) if true else _NOBODY


def _proved_by_comparison(side: Syntax, other: Syntax, *, equal: bool) -> frozenset[str]:
    """Return the name that a comparison proves to have a value: it is equal to one, or unequal to null."""
    if not isinstance(other, Literal):
        return _NOBODY
    if isinstance(side, Unary) and side.operator == "typeof" and isinstance(side.of, Name):
        nothing = other.value in ("undefined", "object")
        return frozenset({side.of.name}) if equal != nothing else _NOBODY
    if not isinstance(side, Name):
        return _NOBODY
    return frozenset({side.name}) if equal == (other.value is not None) else _NOBODY


def _used(syntax: Syntax) -> frozenset[str]:
    """Return the names whose properties an expression reads wherever it does not fail."""
    found: set[str] = set()
    left = [syntax]
    while left:
        part = left.pop()
        if isinstance(part, Member | Index) and not part.optional and isinstance(part.of, Name):
            found.add(part.of.name)
        if isinstance(part, Binary) and part.operator in ("&&", "||", "??"):
            left.append(part.left)
        elif isinstance(part, Ternary):
            left.append(part.test)
        elif not (isinstance(part, Member | Index) and part.optional):
            left.extend(parts_of(part))
    return frozenset(found)
