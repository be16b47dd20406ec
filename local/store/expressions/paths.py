"""Document paths: the value at a path, and the part of an item that a projection selects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from local.store.errors import InvalidError
from local.store.values import Item, Value


@dataclass(frozen=True, slots=True)
class Alias:
    """`#name`: an entry of ExpressionAttributeNames."""

    name: str


@dataclass(frozen=True, slots=True)
class Path:
    """A parsed path, with its aliases. `resolved` replaces them."""

    parts: tuple[str | Alias | int, ...]


Names: TypeAlias = Mapping[str, str]
Resolved: TypeAlias = tuple[str | int, ...]
"""Names of attributes and of map entries, and positions in lists."""


def resolved(path: Path, names: Names) -> Resolved:
    """Replace the aliases of a path by their names. An undefined alias is an InvalidError."""
    return tuple(_named(part, names) if isinstance(part, Alias) else part for part in path.parts)


def _named(alias: Alias, names: Names) -> str:
    try:
        return names[alias.name]
    except KeyError:
        raise InvalidError(
            "Invalid expression: An expression attribute name used in the document path is not defined; "
            f"attribute name: {alias.name}"
        ) from None


def found(item: Item, path: Resolved) -> Value | None:
    """Return the value at a path. None: the item has no value there."""
    value: Value | None = item.get(str(path[0]))
    for part in path[1:]:
        if value is None:
            return None
        value = _inside(value, part)
    return value


def _inside(value: Value, part: str | int) -> Value | None:
    if isinstance(part, int):
        elements: list[Value] = value.get("L", [])
        return elements[part] if part < len(elements) else None
    entries: Item = value.get("M", {})
    return entries.get(part)


def projected(item: Item, paths: Iterable[Resolved]) -> Item:
    """Return the part of an item that paths select. List elements keep their order and lose the gaps."""
    tree: dict[str | int, Any] = {}
    for path in paths:
        branch = tree
        for part in path[:-1]:
            branch = branch.setdefault(part, {})
        branch[path[-1]] = None
    return _entries(item, tree)


def _entries(entries: Item, tree: Mapping[str | int, Any]) -> Item:
    taken = {name: _part(entries[name], branch) for name, branch in tree.items() if name in entries}
    return {str(name): value for name, value in taken.items() if value is not None}


def _part(value: Value, tree: Mapping[str | int, Any] | None) -> Value | None:
    if tree is None:
        return value
    if "M" in value:
        entries = _entries(value["M"], tree)
        return {"M": entries} if entries else None
    if "L" in value:
        length = len(value["L"])
        places = sorted(place for place in tree if isinstance(place, int) and place < length)
        elements = [_part(value["L"][place], tree[place]) for place in places]
        existing = [each for each in elements if each is not None]
        return {"L": existing} if existing else None
    return None


def check_overlaps(paths: Iterable[Resolved], kind: str) -> None:
    """Refuse paths of which one contains another.

    Args:
        paths: The resolved paths of one expression.
        kind: The expression's name, for the error's text.

    Raises:
        InvalidError: If two paths are equal or one is the beginning of the other.
    """
    known = sorted(paths, key=lambda path: [str(part) for part in path])
    for one, other in ((one, other) for index, one in enumerate(known) for other in known[index + 1 :]):
        if other[: len(one)] == one or one[: len(other)] == other:
            raise InvalidError(
                f"Invalid {kind}: Two document paths overlap with each other; must remove or rewrite one of these "
                f"paths; path one: {list(one)}, path two: {list(other)}"
            )
