"""Algorithms on a directed graph of names: reachable names, strongly connected components, shortest cycle.

It knows no flow. No function recurses, so that a chain of a thousand nodes is no problem.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

Targets: TypeAlias = Mapping[str, Sequence[str]]
"""Name -> the names that its edges lead to. Every target is a key too."""


def reached(sources: Iterable[str], targets: Targets) -> set[str]:
    """Return the sources, and every name that can be reached from them."""
    found = set(sources)
    ahead = list(found)
    while ahead:
        for target in targets[ahead.pop()]:
            if target not in found:
                found.add(target)
                ahead.append(target)
    return found


def components(targets: Targets) -> list[list[str]]:
    """Return the strongly connected components, each after all components that it leads to (Tarjan 1972)."""
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


def shortest_cycle(start: str, targets: Targets) -> list[str]:
    """Return the names of a shortest cycle through `start`, in order from it; empty if there is none."""
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
