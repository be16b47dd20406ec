"""Document paths: what they find in an item, and what a projection takes of it."""

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
    """As it is written; `resolved` puts the names in place of the aliases."""

    parts: tuple[str | Alias | int, ...]


Names: TypeAlias = Mapping[str, str]
Resolved: TypeAlias = tuple[str | int, ...]
"""Names of attributes and of map entries, and places in lists."""


def resolved(path: Path, names: Names) -> Resolved:
    """InvalidError where an alias stands for nothing."""
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
    """The value at a path; None where there is none."""
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
    """As much of the item as the paths find. Elements of a list come in their order, without the gaps."""
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
        kept = [each for each in elements if each is not None]
        return {"L": kept} if kept else None
    return None


def refuse_overlaps(paths: Iterable[Resolved], kind: str) -> None:
    """InvalidError where one path is the beginning of another, or the same."""
    known = sorted(paths, key=lambda path: [str(part) for part in path])
    for one, other in ((one, other) for index, one in enumerate(known) for other in known[index + 1 :]):
        if other[: len(one)] == one or one[: len(other)] == other:
            raise InvalidError(
                f"Invalid {kind}: Two document paths overlap with each other; must remove or rewrite one of these "
                f"paths; path one: {list(one)}, path two: {list(other)}"
            )
