"""Groups the results of a replay by their cause: one line for each node at which calls part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from functions.replay.call import Replayed
from functions.replay.compare import Part

MAX_NAMED = 10
"""Sessions that a group names."""

_Cause: TypeAlias = tuple[str, str | None, str | None, bool]


@dataclass(slots=True)
class Group:
    """The calls that part at one node."""

    first: Replayed
    """The first of them, as an example."""
    sessions: list[str] = field(default_factory=list)
    """The ids of the first MAX_NAMED of them."""
    parts: set[Part] = field(default_factory=set)
    """What differs in any of them."""
    count: int = 0


def groups(results: Iterable[Replayed]) -> list[Group]:
    """Group the results that are not `same`.

    Args:
        results: The results.

    Returns:
        The groups, the largest first.
    """
    found: dict[_Cause, Group] = {}
    for result in results:
        if result.verdict == "same":
            continue
        why = result.why if result.verdict == "cannot" else None
        group = found.setdefault((result.verdict, result.node_id, why, result.mild), Group(result))
        group.count += 1
        group.parts.update(result.parts)
        if len(group.sessions) < MAX_NAMED:
            group.sessions.append(result.session_id)
    return sorted(found.values(), key=lambda group: -group.count)
