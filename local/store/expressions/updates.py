"""UpdateExpression: its syntax tree, its parser and its application to an item."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias, assert_never

from local.store.errors import InvalidError, UnfitItemError
from local.store.expressions.conditions import ValueRef, mentions
from local.store.expressions.evaluate import Bound
from local.store.expressions.paths import Path, Resolved, check_overlaps, found, resolved
from local.store.expressions.tokens import Tokens
from local.store.values import Item, Value, added, negative

_KIND = "UpdateExpression"
_SETS = ("SS", "NS", "BS")


@dataclass(frozen=True, slots=True)
class IfNotExists:
    """`if_not_exists(path, otherwise)`."""

    path: Path
    otherwise: Term


@dataclass(frozen=True, slots=True)
class ListAppend:
    """`list_append(first, second)`."""

    first: Term
    second: Term


@dataclass(frozen=True, slots=True)
class Sum:
    """`left + right` or `left - right`."""

    left: Term
    sign: str
    right: Term


Term: TypeAlias = Path | ValueRef | IfNotExists | ListAppend | Sum


@dataclass(frozen=True, slots=True)
class Set:
    """`SET path = term`."""

    path: Path
    term: Term


@dataclass(frozen=True, slots=True)
class Remove:
    """`REMOVE path`."""

    path: Path


@dataclass(frozen=True, slots=True)
class Add:
    """`ADD path value`."""

    path: Path
    value: ValueRef


@dataclass(frozen=True, slots=True)
class Delete:
    """`DELETE path value`."""

    path: Path
    value: ValueRef


Action: TypeAlias = Set | Remove | Add | Delete


@lru_cache(512)
def parse_update(text: str) -> tuple[Action, ...]:
    """Parse an UpdateExpression.

    Args:
        text: The expression.

    Returns:
        The actions, in the order of the text.

    Raises:
        InvalidError: If the syntax is wrong or a section is repeated.
    """
    tokens = Tokens(_KIND, text)
    actions: list[Action] = []
    seen: set[str] = set()
    while tokens.kind_ahead != "end":
        section = tokens.next("name").upper()
        if section in seen:
            raise InvalidError(
                f'Invalid {_KIND}: The "{section}" section can only be used once in an update expression;'
            )
        seen.add(section)
        actions.append(_action(tokens, section))
        while tokens.take(","):
            actions.append(_action(tokens, section))
    return tuple(actions)


def _action(tokens: Tokens, section: str) -> Action:
    match section:
        case "SET":
            path = tokens.path()
            tokens.expect("=")
            return Set(path, _sum(tokens))
        case "REMOVE":
            return Remove(tokens.path())
        case "ADD":
            return Add(tokens.path(), ValueRef(tokens.next("value")))
        case "DELETE":
            return Delete(tokens.path(), ValueRef(tokens.next("value")))
    raise tokens.wrong(section)


def _sum(tokens: Tokens) -> Term:
    left = _term(tokens)
    for sign in ("+", "-"):
        if tokens.take(sign):
            return Sum(left, sign, _term(tokens))
    return left


def _term(tokens: Tokens) -> Term:
    if tokens.kind_ahead == "value":
        return ValueRef(tokens.next("value"))
    if not tokens.ahead("(", 1):
        return tokens.path()
    function = tokens.next("name")
    tokens.expect("(")
    made: Term
    if function == "if_not_exists":
        path = tokens.path()
        tokens.expect(",")
        made = IfNotExists(path, _term(tokens))
    elif function == "list_append":
        first = _term(tokens)
        tokens.expect(",")
        made = ListAppend(first, _term(tokens))
    else:
        raise InvalidError(f"Invalid {_KIND}: Invalid function name; function: {function}")
    tokens.expect(")")
    return made


def changed(item: Item, actions: Sequence[Action], bound: Bound) -> Item:
    """Apply an update to an item.

    Args:
        item: The item before the update. It is not changed.
        actions: The parsed update. Each right side is evaluated on `item`.
        bound: The request's names and values.

    Returns:
        The new item.
    """
    paths = [resolved(action.path, bound.names) for action in actions]
    check_overlaps(paths, _KIND)
    after: Item = copy.deepcopy(item)
    removed: list[Resolved] = []
    for action, path in zip(actions, paths, strict=True):
        match action:
            case Set(_, term):
                _put(after, path, copy.deepcopy(_value(term, item, bound)))
            case Remove():
                removed.append(path)
            case Add(_, ref):
                _put(after, path, _grown(found(item, path), bound.value(ref)))
            case Delete(_, ref):
                left = _shrunk(found(item, path), bound.value(ref))
                if left is None:
                    removed.append(path)
                else:
                    _put(after, path, left)
            case _:
                assert_never(action)
    # From the end of each list, because a removal moves the elements after it.
    for path in sorted(removed, key=_places, reverse=True):
        _take(after, path)
    return after


def _places(path: Resolved) -> list[int]:
    return [part if isinstance(part, int) else -1 for part in path]


def _value(term: Term, item: Item, bound: Bound) -> Value:
    match term:
        case Path():
            value = found(item, resolved(term, bound.names))
            if value is None:
                raise UnfitItemError("The provided expression refers to an attribute that does not exist in the item")
            return value
        case ValueRef():
            return bound.value(term)
        case IfNotExists(path, otherwise):
            existing = found(item, resolved(path, bound.names))
            return _value(otherwise, item, bound) if existing is None else existing
        case ListAppend(first, second):
            one, other = _value(first, item, bound), _value(second, item, bound)
            if "L" not in one or "L" not in other:
                raise _wrong_type("list_append", one if "L" in other else other)
            return {"L": one["L"] + other["L"]}
        case Sum(left, sign, right):
            one, other = _value(left, item, bound), _value(right, item, bound)
            if "N" not in one or "N" not in other:
                raise _wrong_type(sign, one if "N" in other else other)
            return {"N": added(one["N"], other["N"] if sign == "+" else negative(other["N"]))}
        case _:
            assert_never(term)


def _grown(existing: Value | None, operand: Value) -> Value:
    """Return the result of ADD: a sum, or a set with more elements."""
    ((kind, content),) = operand.items()
    if kind != "N" and kind not in _SETS:
        raise _wrong_type("ADD", operand)
    if existing is None:
        return operand
    if kind not in existing:
        raise UnfitItemError("An operand in the update expression has an incorrect data type")
    if kind == "N":
        return {"N": added(existing["N"], content)}
    return {kind: existing[kind] + [each for each in content if each not in existing[kind]]}


def _shrunk(existing: Value | None, operand: Value) -> Value | None:
    """Return the result of DELETE: a set with fewer elements. None: the set is empty."""
    ((kind, content),) = operand.items()
    if kind not in _SETS:
        raise _wrong_type("DELETE", operand)
    if existing is None:
        return None
    if kind not in existing:
        raise UnfitItemError("An operand in the update expression has an incorrect data type")
    left = [each for each in existing[kind] if each not in content]
    return {kind: left} if left else None


def _wrong_type(operation: str, value: Value) -> InvalidError:
    return InvalidError(
        f"Invalid {_KIND}: Incorrect operand type for operator or function; operator or function: {operation}, "
        f"operand type: {next(iter(value))}"
    )


def _put(item: Item, path: Resolved, value: Value) -> None:
    if len(path) == 1:
        item[str(path[0])] = value
        return
    parent, last = found(item, path[:-1]), path[-1]
    if isinstance(last, int) and parent is not None and "L" in parent:
        elements = parent["L"]
        if last < len(elements):
            elements[last] = value
        else:
            elements.append(value)
    elif isinstance(last, str) and parent is not None and "M" in parent:
        parent["M"][last] = value
    else:
        raise UnfitItemError("The document path provided in the update expression is invalid for update")


def _take(item: Item, path: Resolved) -> None:
    if len(path) == 1:
        item.pop(str(path[0]), None)
        return
    parent, last = found(item, path[:-1]), path[-1]
    if parent is None:
        raise UnfitItemError("The document path provided in the update expression is invalid for update")
    if isinstance(last, int):
        if last < len(parent.get("L", [])):
            del parent["L"][last]
    else:
        parent.get("M", {}).pop(last, None)


def placeholders_in(actions: Sequence[Action]) -> frozenset[str]:
    """Return the placeholders that an update uses, such as #0 and :0."""
    used: frozenset[str] = frozenset()
    for action in actions:
        match action:
            case Set(path, term):
                used |= mentions(path) | _in_term(term)
            case Remove(path):
                used |= mentions(path)
            case Add(path, ref) | Delete(path, ref):
                used |= mentions(path, ref)
            case _:
                assert_never(action)
    return used


def _in_term(term: Term) -> frozenset[str]:
    match term:
        case Path() | ValueRef():
            return mentions(term)
        case IfNotExists(path, otherwise):
            return mentions(path) | _in_term(otherwise)
        case ListAppend(left, right) | Sum(left, _, right):
            return _in_term(left) | _in_term(right)
        case _:
            assert_never(term)
