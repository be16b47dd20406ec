"""The turns of a session in their order, a page at a time, in DynamoDB.

Strategy. The key of a turn's item is the turn id of the caller, which says nothing about the order. So:

1. A short session is read by one query, and its turns are sorted here.
2. In a long session each eighth turn writes a row `ORDER#<number>` with the ids of the eight turns up to it. One query
   of the rows finds the ids of a page, wherever the page begins, and one batch reads the turns.
3. The head has the ids of the last eight turns (`recent`). They need no row.
4. A row is missing if the process died between its two writes. A turn record has the id of the turn before it
   (`previous`), so missing ids are found backwards from the next known turn, one read each.
5. A long session of an earlier release has no rows. All its turns are listed.

Several records can have the same number: the conditional write of the head lets one become the turn, and the others are
lost. `previous` of the next turn names the committed one.
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
from functions.errors import UnavailableError
from functions.ports.turn_pages import MAX_TURNS, TurnPage, fill_page
from functions.records import RECENT_TURNS, Head, TurnRecord, turn_type

TURN_KEY = "TURN#"
"""The beginning of a turn record's sort key; the turn id follows."""
_ORDER_KEY = "ORDER#"
FIRST_ROW = 32
"""The first turn that writes a row. An ordinary call ends before, and writes none."""
_SHORT = 400
"""Turns of a session that one query of 1 MB probably reads as a whole."""
_AT_ONCE = 100
"""Turns that one batch reads."""
_STEPS_BACK = 64
"""Turns that are found by `previous`, one read each: those before the first row, and a row or two that are missing."""
_LIST_QUERIES = 64
"""Queries of 1 MB at most, to list the turns of a long session without rows."""


class MissingTurnError(LookupError):
    """A committed turn is not in the table: it has expired, or was deleted by hand."""


@dataclass(frozen=True, slots=True)
class Turns:
    """The turns of a session, by number."""

    items: type[Item]
    connection: Connection

    def committed(self, head: Head, item: Item) -> None:
        """Write the row that a committed head completes. Best effort: a missing row is found by `previous`.

        Args:
            head: The committed head.
            item: An empty item of the session, with the row's expiry.
        """
        if head.turns < FIRST_ROW or head.turns % RECENT_TURNS or head.lease is not None:
            return
        item.sk = _row(head.turns)
        item.hold(json.dumps(head.recent, separators=(",", ":")).encode())
        with contextlib.suppress(UnavailableError):
            self.connection.write(item)

    def after(self, head: Head, number: int) -> TurnPage:
        """See `Sessions.turns_after`. Usually one query, or a query and a batch; consistent."""
        first, last = number + 1, min(number + MAX_TURNS, head.turns)
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
        """Find the ids of turns.

        Args:
            head: The session's head.
            first: The first number, at least 1.
            last: The last number, at most `head.turns`.

        Returns:
            Number -> id, of these turns and perhaps of others.

        Raises:
            MissingTurnError: If a turn is not in the table.
        """
        known = {head.turns - back: turn_id for back, turn_id in enumerate(reversed(head.recent))}
        if first not in known:
            # The first turns have no row: they are found backwards from the first row.
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
        """The turns after a number, by one query; None if the query does not read the whole session."""
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
                # Of several records with this number, the next turn names the committed one.
                turn_id = turn_type().validate_json(chain[-1]).previous or ""
            elif len(of_number) == 1 and chain:
                (turn_id,) = of_number
            if turn_id not in of_number:
                break
            chain.append(of_number[turn_id])
        return fill_page(reversed(chain))

    def _payloads(self, session_id: str, ids: Sequence[str]) -> Iterator[bytes]:
        """The payloads of a page, in order. An expired record is left out; one that was not read ends the page."""
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
        """Add the ids that the rows lack, by a few steps of `previous`."""
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
        """Every turn's id by its number, from a list of all records. Among equal numbers, the next turn decides."""
        ids: defaultdict[int, list[str]] = defaultdict(list)
        start: dict[str, object] = {}
        for _ in range(_LIST_QUERIES):
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
        found_ids = dict(known)
        for number in range(head.turns, 0, -1):
            if number in found_ids or number not in ids:
                continue
            if len(ids[number]) == 1:
                found_ids[number] = ids[number][0]
            elif number + 1 in found_ids:
                previous = self._previous(head.session_id, found_ids[number + 1])
                if previous is not None:
                    found_ids[number] = previous
        return found_ids

    def _previous(self, session_id: str, turn_id: str) -> str | None:
        item = self.connection.read(self.items, session_id, TURN_KEY + turn_id)
        return None if item is None else turn_type().validate_json(item.payload()).previous


def _row(number: int) -> str:
    """The key of the row with a turn's id. Its number is the turn's, rounded up to a multiple of eight."""
    return f"{_ORDER_KEY}{-(-number // RECENT_TURNS) * RECENT_TURNS:09d}"
