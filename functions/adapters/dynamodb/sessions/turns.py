"""The turns of a session in their order, a page at a time, in DynamoDB.

A turn's item is named by the caller's id, which says nothing of the order. A short session is one query, and is put in
order here. For a long one each eighth turn leaves a row, `ORDER#<number>`, that names the eight turns up to it: one
query finds the ids of a page, wherever the page begins. A row that a process has not come to write is made good by
`previous` of the turn after it.
"""

from __future__ import annotations

import contextlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from functions.adapters.dynamodb.connection import Connection
from functions.adapters.dynamodb.errors import STORE
from functions.adapters.dynamodb.items import Item
from functions.ports.errors import UnavailableError
from functions.ports.turn_pages import MOST_TURNS, TurnPage, fill_page
from functions.records import RECENT_TURNS, TURN, Head, TurnRecord

TURN_KEY = "TURN#"
_ORDER_KEY = "ORDER#"
FIRST_ROW = 32
"""An ordinary call ends before this turn, and pays for no row."""
_SHORT = 400
"""A session of so many turns is likely to be read by one query of 1 MB."""
_AT_ONCE = 100
_STEPS_BACK = 64
"""Turns that are found by `previous`, one read each: those before the first row, and a row or two that are missing."""
_LISTED = 64
"""Queries of 1 MB, for a long session that an earlier release began and that has no rows."""


class MissingTurnError(LookupError):
    """A session's own turn is not where it must be: it has expired, or someone else has deleted it."""


@dataclass(frozen=True, slots=True)
class Turns:
    items: type[Item]
    connection: Connection

    def committed(self, head: Head, item: Item) -> None:
        """Write the row that a committed head completes. Best effort. item: empty, for the row's payload and end."""
        if head.turns < FIRST_ROW or head.turns % RECENT_TURNS or head.lease is not None:
            return
        item.sk = _row(head.turns)
        item.hold(json.dumps(head.recent, separators=(",", ":")).encode())
        with contextlib.suppress(UnavailableError):
            self.connection.write(item)

    def after(self, head: Head, number: int) -> TurnPage:
        """Sessions.turns_after."""
        first, last = number + 1, min(number + MOST_TURNS, head.turns)
        if first > last:
            return TurnPage((), more=False)
        turns = None
        if head.turns - number > len(head.recent) and head.turns <= _SHORT:
            turns = self._whole(head, number)
        if turns is None:
            ids = self.ids(head, first, last)
            turns = fill_page(self._payloads(head.session_id, [ids[each] for each in range(first, last + 1)]))
        return TurnPage(tuple(turns), more=bool(turns) and turns[-1].number < head.turns)

    def ids(self, head: Head, first: int, last: int) -> dict[int, str]:
        """The ids of the turns from one number to another, both included. MissingTurnError."""
        known = {head.turns - back: turn_id for back, turn_id in enumerate(reversed(head.recent))}
        if first not in known:
            # The first turns have no rows: they are found from the first row backwards.
            reach = max(last, min(FIRST_ROW - RECENT_TURNS, head.turns))
            known |= self._rows(head.session_id, first, reach)
            self._step_back(head.session_id, known, first, reach)
        if any(number not in known for number in range(first, last + 1)):
            known = self._listed(head, known)
        missing = next((number for number in range(first, last + 1) if number not in known), None)
        if missing is not None:
            raise MissingTurnError(f"turn {missing} of the session {head.session_id} is not in its table")
        return known

    def _whole(self, head: Head, number: int) -> list[TurnRecord] | None:
        """The turns after a number out of one query; None where it does not hold the whole session."""
        found = self.connection.query_once(
            self.items,
            "pk = :session AND begins_with(sk, :turn)",
            {"session": head.session_id, "turn": TURN_KEY},
            ConsistentRead=True,
        )
        if found.last is not None:
            return None
        payloads: defaultdict[int, dict[str, bytes]] = defaultdict(dict)
        for raw in found.items:
            turn_id = raw["sk"]["S"].removeprefix(TURN_KEY)
            payloads[int(raw["number"]["N"])][turn_id] = self.items.from_raw_data(dict(raw)).payload()
        chain: list[bytes] = []
        turn_id = head.recent[-1]
        for each in range(head.turns, number, -1):
            of_number = payloads.get(each, {})
            if len(of_number) > 1 and chain:
                # Another record lost its number to this turn.
                turn_id = TURN.validate_json(chain[-1]).previous or ""
            elif len(of_number) == 1 and chain:
                (turn_id,) = of_number
            if turn_id not in of_number:
                break
            chain.append(of_number[turn_id])
        return fill_page(reversed(chain))

    def _payloads(self, session_id: str, ids: Sequence[str]) -> Iterator[bytes]:
        """Of the records of a page, in order. One that has expired is left out; one that was not read ends the page."""
        for start in range(0, len(ids), _AT_ONCE):
            keys = [(session_id, TURN_KEY + turn_id) for turn_id in ids[start : start + _AT_ONCE]]
            read = self.connection.read_many(self.items, keys, ConsistentRead=True)
            for key in keys:
                if key in read.unread:
                    if start == 0 and key == keys[0]:
                        raise UnavailableError(STORE, f"BatchGetItem {self.items.Meta.table_name}", "throttled")
                    return
                if key in read.items:
                    yield self.items.from_raw_data(dict(read.items[key])).payload()

    def _rows(self, session_id: str, first: int, last: int) -> dict[int, str]:
        found = self.connection.query_once(
            self.items,
            "pk = :session AND sk BETWEEN :first AND :last",
            {"session": session_id, "first": _row(first), "last": _row(last + RECENT_TURNS - 1)},
            ConsistentRead=True,
        )
        known: dict[int, str] = {}
        for raw in found.items:
            end = int(raw["sk"]["S"].removeprefix(_ORDER_KEY))
            row: list[str] = json.loads(self.items.from_raw_data(dict(raw)).payload())
            known |= {end - back: turn_id for back, turn_id in enumerate(reversed(row))}
        return known

    def _step_back(self, session_id: str, known: dict[int, str], first: int, last: int) -> None:
        """Make good what rows do not tell, as far as a few steps go."""
        steps = 0
        for number in range(last, first - 1, -1):
            if number in known:
                continue
            if number + 1 not in known or steps == _STEPS_BACK:
                return
            steps += 1
            previous = self._previous(session_id, known[number + 1])
            if previous is None:
                return
            known[number] = previous

    def _listed(self, head: Head, known: dict[int, str]) -> dict[int, str]:
        """Every turn's id, by its number. Where several have one number, the turn after tells which became the turn."""
        ids: defaultdict[int, list[str]] = defaultdict(list)
        start: dict[str, object] = {}
        for _ in range(_LISTED):
            found = self.connection.query_once(
                self.items,
                "pk = :session AND begins_with(sk, :turn)",
                {"session": head.session_id, "turn": TURN_KEY},
                ConsistentRead=True,
                ProjectionExpression="sk, #number",
                ExpressionAttributeNames={"#number": "number"},
                **start,
            )
            for raw in found.items:
                ids[int(raw["number"]["N"])].append(raw["sk"]["S"].removeprefix(TURN_KEY))
            if found.last is None:
                break
            start = {"ExclusiveStartKey": found.last}
        told = dict(known)
        for number in range(head.turns, 0, -1):
            if number in told or number not in ids:
                continue
            if len(ids[number]) == 1:
                told[number] = ids[number][0]
            elif number + 1 in told and (previous := self._previous(head.session_id, told[number + 1])) is not None:
                told[number] = previous
        return told

    def _previous(self, session_id: str, turn_id: str) -> str | None:
        item = self.connection.read(self.items, session_id, TURN_KEY + turn_id)
        return None if item is None else TURN.validate_json(item.payload()).previous


def _row(number: int) -> str:
    """The key of the row that names a turn: the row's own number is the next that eight divides."""
    return f"{_ORDER_KEY}{-(-number // RECENT_TURNS) * RECENT_TURNS:09d}"
