"""Finds the sessions that have several terms, newest first, by merging the lists of the terms.

Strategy. Each term has a partition with one small item for each session that has the term: a posting. Its sort key is
the position of the session: the time of creation, then the id. So all lists have the same order, and a list can be read
from any position. The lists are compared from the newest position on. If they differ, all go on at the oldest of their
positions: a term of few sessions makes the lists of the others skip. A page has a budget of queries. Where it ends, the
next page goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from functions.adapters.dynamodb.connection import Connection
from functions.adapters.dynamodb.items import Item

QUERIES = 30
"""Queries of a page, at most."""
POSTINGS = 500
"""Postings that one query reads, at most. They have about 60 KB: 8 read units."""
FIRST, BEFORE = f"{0:015d}#", f"{10**15 - 1:015d}#"
"""The positions before and after all sessions."""


@dataclass(slots=True)
class Budget:
    """The queries that a page may still send."""

    left: int = QUERIES


class BudgetSpentError(Exception):
    """The page may send no more queries."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The result of a merge."""

    positions: tuple[str, ...]
    """Positions that all lists have, newest first."""
    rest: str | None
    """The rest of the lists is before this position; None if all was compared."""


@dataclass(slots=True)
class List:
    """The postings of one term, read from newer to older positions."""

    items: type[Item]
    connection: Connection
    partition: str
    first: str
    """No older position is read."""
    budget: Budget
    at_once: int = POSTINGS
    """Postings that a query reads, at least 2: the first one may be `before` itself."""
    _read: Sequence[str] = ()
    _next: int = 0
    _ended: bool = field(default=False)

    def newest_before(self, before: str) -> str | None:
        """Return the newest position before `before`, which must not be newer than in an earlier call; None if none is.

        BudgetSpentError is raised if it takes a query and the budget has none left.
        """
        while True:
            while self._next < len(self._read) and self._read[self._next] >= before:
                self._next += 1
            if self._next < len(self._read):
                return self._read[self._next]
            if self._ended:
                return None
            self._query(before)

    def _query(self, before: str) -> None:
        if self.budget.left == 0:
            raise BudgetSpentError
        self.budget.left -= 1
        found = self.connection.query_once(
            self.items,
            "pk = :pk AND sk BETWEEN :first AND :before",
            {"pk": self.partition, "first": self.first, "before": before},
            ScanIndexForward=False,
            Limit=self.at_once,
            ProjectionExpression="sk",
        )
        self._read = [raw["sk"]["S"] for raw in found.items]
        self._next = 0
        self._ended = found.last is None


def merge(lists: Sequence[List], before: str, limit: int) -> Merged:
    """Find positions that all lists have.

    Args:
        lists: At least one.
        before: All positions are before it.
        limit: The number of positions, at most.

    Returns:
        The positions.
    """
    found: list[str] = []
    while len(found) < limit:
        try:
            position = _next_of_all(lists, before)
        except _PausedError as paused:
            return Merged(tuple(found), paused.before)
        if position is None:
            return Merged(tuple(found), None)
        found.append(position)
        before = position
    return Merged(tuple(found), before if _may_go_on(lists, before) else None)


def _may_go_on(lists: Sequence[List], before: str) -> bool:
    """Return whether the lists may share a position before `before`."""
    try:
        return all(each.newest_before(before) is not None for each in lists)
    except BudgetSpentError:
        return True


class _PausedError(Exception):
    """The budget is spent. No position at or after `before` is left to compare."""

    def __init__(self, before: str) -> None:
        super().__init__(before)
        self.before = before


def _next_of_all(lists: Sequence[List], before: str) -> str | None:
    """Return the newest position before `before` that all lists have. Raises _PausedError."""
    agreed = 0
    candidate = ""
    while agreed < len(lists):
        for each in lists:
            try:
                position = each.newest_before(before)
            except BudgetSpentError as error:
                raise _PausedError(before) from error
            if position is None:
                return None
            if position == candidate:
                agreed += 1
            else:
                candidate, agreed = position, 1
                # Just after the candidate: this list has no position in between, and the others must not skip it.
                before = f"{position}!"
            if agreed == len(lists):
                break
    return candidate
