"""The search of sessions in the sessions' table, in partitions of their own.

The partition `FIND#<organization>` has a row for each session, with what a list shows. The partition
`FIND#<organization>#<kind>#<value>` has a posting for each session that has the term. Both are ordered by position. The
session's own partition has the item `FOUND`: it lists the terms that are stored, so that they can be deleted. No index
has these items, and the filter of the table's stream leaves them out. All expire with the session.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass, replace
from dataclasses import fields as dataclass_fields
from typing import Any

from pydantic_core import from_json
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from flow_core.state import Status
from functions.adapters.dynamodb.connection import Connection, Raw, ReadMany
from functions.adapters.dynamodb.errors import STORE, raises_unavailable
from functions.adapters.dynamodb.items import Item, Table, bound, cursor_of, key, last_of
from functions.adapters.dynamodb.sessions.postings import BEFORE, POSTINGS, Budget, List, merge
from functions.adapters.dynamodb.sessions.sessions import HEAD_KEY, created_key, expiry_of
from functions.errors import UnavailableError
from functions.ports.search.session_search import (
    FoundPage,
    FoundSession,
    IndexedSession,
    SessionQuery,
    Term,
    fits_status,
    terms_of,
)

LISTED_KEY = "FOUND"
"""The sort key of the item that lists the terms of a session."""
_LIST = "FIND"


class _RowItem(Item):
    """A row, or a posting without a payload."""

    # pynamodb types an attribute as if it were never null.
    erased: Any = UnicodeAttribute(null=True)
    """Of a head that is read for its expiry: the tombstone of an erased session."""


class _ListedItem(Item):
    """The item that lists the terms of a session."""

    version = NumberAttribute(null=True)
    plain_up_to = 0


@raises_unavailable
class DynamoSessionSearch:
    """`SessionSearch` on the sessions' table.

    Args:
        table: The sessions' table.
        connection: A connection to share, by default a new one.
        postings: Postings that one query reads, at most.
    """

    def __init__(self, table: Table, connection: Connection | None = None, *, postings: int = POSTINGS) -> None:
        self.items = bound(_RowItem, table)
        self._listed = bound(_ListedItem, table)
        self._connection = connection or Connection(table)
        self._postings = postings

    def save(self, indexed: IndexedSession) -> None:
        """See `SessionSearch.save`. A write unit for each term, and two more; three consistent reads."""
        session_id, position = indexed.session.session_id, _position(indexed.session)
        rows = _rows(indexed.organization_id)
        partitions = {rows, *(_partition(indexed.organization_id, term) for term in indexed.terms)}
        expires_at = expiry_of(self.items, self._connection, session_id)
        if expires_at is None:
            self._remove(session_id, position, partitions)
            return
        stored = self._connection.read(self._listed, session_id, LISTED_KEY)
        if stored is not None and stored.version > indexed.version:
            return
        left = set() if stored is None else _listed(stored).partitions - partitions
        # First: what is stored is always listed.
        listed = self._listed(session_id, LISTED_KEY, version=indexed.version, expires_at=expires_at)
        listed.hold(json.dumps([position, *sorted(partitions | left)]).encode())
        self._connection.write(listed)
        items = [self.items(partition, position, expires_at=expires_at) for partition in sorted(partitions)]
        next(item for item in items if item.pk == rows).hold(_written(indexed.session))
        self._connection.write_many(self.items, items, [(partition, position) for partition in sorted(left)])
        # The session may have been erased since the first read.
        if expiry_of(self.items, self._connection, session_id) is None:
            self._remove(session_id, position, partitions | left)

    def forget(self, session_id: str) -> None:
        """See `SessionSearch.forget`. A write unit for each term, and two more."""
        stored = self._connection.read(self._listed, session_id, LISTED_KEY)
        if stored is not None:
            listed = _listed(stored)
            self._remove(session_id, listed.position, listed.partitions)

    def _remove(self, session_id: str, position: str, partitions: AbstractSet[str]) -> None:
        # `save` names them itself: the erasure of its session may have deleted the list.
        keys = [(partition, position) for partition in sorted(partitions)]
        # Last: what is stored is always listed.
        self._connection.write_many(self.items, (), [*keys, (session_id, LISTED_KEY)])

    def find(self, organization_id: str, query: SessionQuery, *, cursor: str | None, limit: int) -> FoundPage:
        """See `SessionSearch.find`. At most QUERIES queries of the lists, and two batches of at most 100 items."""
        named = _digest(organization_id, query)
        before = BEFORE if query.end is None else created_key(query.end)
        last = last_of(cursor, ("search", "before"), {"search": named})
        if last is not None:
            before = min(before, str(last["before"]["S"]))
        first = created_key(query.begin)
        if first > before:
            return FoundPage((), None)
        terms = terms_of(query)
        if terms:
            sessions, rest = self._with_terms(organization_id, terms, first, before, limit)
        else:
            sessions, rest = self._newest(organization_id, first, before, limit)
        sessions, unread_from = self._current(sessions)
        fitting = tuple(each for each in sessions if fits_status(each.status, query))
        rest = rest if unread_from is None else unread_from
        return FoundPage(fitting, None if rest is None else _cursor(named, rest))

    def _newest(
        self, organization_id: str, first: str, before: str, limit: int
    ) -> tuple[list[FoundSession], str | None]:
        """Sessions of the organization, and where the rest begins. One query."""
        found = self._connection.query_once(
            self.items,
            "pk = :pk AND sk BETWEEN :first AND :before",
            {"pk": _rows(organization_id), "first": first, "before": before},
            ScanIndexForward=False,
            # One is perhaps `before` itself, which the earlier page has shown. One more shows that there are more.
            Limit=limit + 2,
        )
        rows = [raw for raw in found.items if raw["sk"]["S"] < before]
        more = len(rows) > limit or found.last is not None
        shown = rows[:limit]
        return [self._session(raw) for raw in shown], shown[-1]["sk"]["S"] if more and shown else None

    def _with_terms(
        self, organization_id: str, terms: Iterable[Term], first: str, before: str, limit: int
    ) -> tuple[list[FoundSession], str | None]:
        """Sessions with all terms, and where the rest begins. The queries of the lists and one batch."""
        partitions = sorted(_partition(organization_id, term) for term in terms)
        # A single list needs no more than the page. Several must skip what they do not share.
        at_once = limit + 2 if len(partitions) == 1 else self._postings
        budget = Budget()
        lists = [List(self.items, self._connection, each, first, budget, at_once) for each in partitions]
        merged = merge(lists, before, limit)
        keys = [(_rows(organization_id), position) for position in merged.positions]
        read = self._connection.read_many(self.items, keys)
        known = keys[: self._unread(read, keys)]
        rest = merged.rest if len(known) == len(keys) else known[-1][1]
        # A row can be missing for a moment while its session is saved or forgotten.
        return [self._session(read.items[each]) for each in known if each in read.items], rest

    def _current(self, sessions: list[FoundSession]) -> tuple[list[FoundSession], str | None]:
        """The sessions, the open ones with the status of their heads, and where the rest begins. One batch at most."""
        opened = [each for each in sessions if not each.status.ended]
        keys = [(each.session_id, HEAD_KEY) for each in opened]
        read = self._connection.read_many(self.items, keys, ProjectionExpression="pk, sk, session_status")
        count = self._unread(read, keys)
        rest = None
        if count < len(keys):
            sessions = sessions[: sessions.index(opened[count])]
            rest = _position(sessions[-1])
        shown: list[FoundSession] = []
        for each in sessions:
            if each.status.ended:
                shown.append(each)
            # The head of an erased session has no status.
            elif "session_status" in (head := read.items.get((each.session_id, HEAD_KEY), {})):
                shown.append(replace(each, status=Status(head["session_status"]["S"])))
        return shown, rest

    def _unread(self, read: ReadMany, keys: Sequence[tuple[str, str]]) -> int:
        """How many keys come before the first one that was not read. UnavailableError if it is the first of all."""
        for index, each in enumerate(keys):
            if each in read.unread:
                if index == 0:
                    raise UnavailableError(STORE, f"BatchGetItem {self.items.Meta.table_name}", "throttled")
                return index
        return len(keys)

    def _session(self, raw: Raw) -> FoundSession:
        fields = from_json(self.items.from_raw_data(dict(raw)).payload())
        # A later release may have written more.
        known = {each.name: fields[each.name] for each in dataclass_fields(FoundSession) if each.name in fields}
        return FoundSession(**{**known, "status": Status(fields["status"])})


def _position(session: FoundSession) -> str:
    return created_key(session.created_at, session.session_id)


def _rows(organization_id: str) -> str:
    return key(_LIST, organization_id)


def _partition(organization_id: str, term: Term) -> str:
    return key(_LIST, organization_id, term.kind, term.value)


@dataclass(frozen=True, slots=True)
class _Listed:
    """What is stored of a session: an item in each partition, all at its position."""

    position: str
    partitions: frozenset[str]


def _listed(item: _ListedItem) -> _Listed:
    position, *partitions = from_json(item.payload())
    return _Listed(position, frozenset(partitions))


def _written(session: FoundSession) -> bytes:
    fields: dict[str, Any] = {name: value for name, value in asdict(session).items() if value is not None}
    return json.dumps(fields, separators=(",", ":")).encode()


def _digest(organization_id: str, query: SessionQuery) -> str:
    """A name of a search. Its cursors fit no other search."""
    return hashlib.sha256(repr((organization_id, query)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _cursor(named: str, before: str) -> str | None:
    return cursor_of({"search": {"S": named}, "before": {"S": before}})
