"""The queue of summaries on this machine: letters in a table of the store, handed out when they are due.

It stands where SQS stands on AWS: a letter is handed out until it is taken, and after so many times it is a dead one.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import PynamoDBException

from functions.adapters.dynamodb.items import Item, Table, bound
from functions.ports.queue import QueueMessage
from functions.post_call.deliver import RECEIVES
from local.tables import make_table, renew_table

TABLE = "callflow-letters"
AT_ONCE = 10
_WAITING, _DEAD = "WAITING", "DEAD"
_DEAD_SECONDS = 14 * 86_400


class _LetterItem(Item):
    """Its sort key begins with when it is due, so that the first ones are found first."""

    key = UnicodeAttribute()
    receives = NumberAttribute(default=0)


class StoredLetters:
    """functions.ports.queue.Inbox and Outbox."""

    def __init__(self, table: Table, now: Callable[[], float] = time.time) -> None:
        """now: seconds since the epoch."""
        self.items = bound(_LetterItem, table)
        self._now = now

    def make_table(self) -> None:
        make_table(self.items)
        renew_table(self.items)

    def put(self, letters: Sequence[QueueMessage]) -> frozenset[str]:
        return self._put(_WAITING, letters)

    def bury(self, letters: Sequence[QueueMessage]) -> frozenset[str]:
        """Keep them for two weeks, and hand them out never. The keys of those that were not taken."""
        return self._put(_DEAD, letters)

    def due(self) -> list[dict[str, Any]]:
        """Letters as SQS hands them to a Lambda function, those that wait longest first."""
        found = self.items.query(_WAITING, _LetterItem.sk <= _place(self._now()), limit=AT_ONCE, consistent_read=True)
        return [
            {
                "messageId": item.sk,
                "receiptHandle": item.sk,
                "body": item.payload().decode(),
                "attributes": {"ApproximateReceiveCount": str(int(item.receives) + 1)},
            }
            for item in found
        ]

    def taken(self, receipt: str) -> None:
        self.items(_WAITING, receipt).delete()

    def set_visibility_timeout(self, receipt: str, seconds: int) -> bool:
        try:
            item = self.items.get(_WAITING, receipt, consistent_read=True)
            receives, body = int(item.receives) + 1, item.payload().decode()
            # Written before the old one goes: in between it stands twice, and never not at all.
            if receives >= RECEIVES:
                self._write(_DEAD, item.key, body, due=self._now(), receives=receives)
            else:
                self._write(_WAITING, item.key, body, due=self._now() + seconds, receives=receives)
            item.delete()
        except (PynamoDBException, self.items.DoesNotExist):
            return False
        return True

    def _put(self, where: str, letters: Sequence[QueueMessage]) -> frozenset[str]:
        lost: set[str] = set()
        for letter in letters:
            try:
                self._write(where, letter.key, letter.body, due=self._now(), receives=0)
            except PynamoDBException:
                lost.add(letter.key)
        return frozenset(lost)

    def _write(self, where: str, key: str, body: str, *, due: float, receives: int) -> None:
        item = self.items(where, f"{_place(due)}#{uuid.uuid4().hex}", key=key, receives=receives)
        if where == _DEAD:
            item.expires_at = int(due) + _DEAD_SECONDS
        item.hold(body.encode())
        item.save()


class DeadLetters:
    """functions.ports.queue.Outbox for what never can be delivered."""

    def __init__(self, letters: StoredLetters) -> None:
        self._letters = letters

    def put(self, letters: Sequence[QueueMessage]) -> frozenset[str]:
        return self._letters.bury(letters)


def _place(at: float) -> str:
    return f"{int(at * 1000):015d}"
