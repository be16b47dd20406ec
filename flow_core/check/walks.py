"""Walks through a directed graph of names: what is reached, what is connected both ways, what is the shortest round.
Nodes of a flow are not known here. Nothing recurses, so a chain of a thousand nodes is walked as well."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

Targets: TypeAlias = Mapping[str, Sequence[str]]
"""Every target is a key itself."""


def reached(sources: Iterable[str], targets: Targets) -> set[str]:
    """The sources, and all that can be walked to from them."""
    found = set(sources)
    ahead = list(found)
    while ahead:
        for target in targets[ahead.pop()]:
            if target not in found:
                found.add(target)
                ahead.append(target)
    return found


def components(targets: Targets) -> list[list[str]]:
    """The strongly connected components, each after all those that it leads to (Tarjan 1972)."""
    found: list[list[str]] = []
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    for root in targets:
        if root in order:
            continue
        order[root] = lowest[root] = len(order)
        stack.append(root)
        on_stack.add(root)
        walk = [(root, iter(targets[root]))]
        while walk:
            name, rest = walk[-1]
            for target in rest:
                if target not in order:
                    order[target] = lowest[target] = len(order)
                    stack.append(target)
                    on_stack.add(target)
                    walk.append((target, iter(targets[target])))
                    break
                if target in on_stack:
                    lowest[name] = min(lowest[name], order[target])
            else:
                walk.pop()
                if walk:
                    lowest[walk[-1][0]] = min(lowest[walk[-1][0]], lowest[name])
                if lowest[name] == order[name]:
                    found.append(_taken_down_to(name, stack))
                    on_stack.difference_update(found[-1])
    return found


def _taken_down_to(name: str, stack: list[str]) -> list[str]:
    taken = [stack.pop()]
    while taken[-1] != name:
        taken.append(stack.pop())
    return taken


def shortest_round(start: str, targets: Targets) -> list[str]:
    """The nodes of a shortest way from `start` back to it, in order; empty where there is none."""
    came_from: dict[str, str] = {}
    ahead = deque([start])
    while ahead:
        name = ahead.popleft()
        for target in targets[name]:
            if target == start:
                way = [name]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return way[::-1]
            if target not in came_from:
                came_from[target] = name
                ahead.append(target)
    return []
