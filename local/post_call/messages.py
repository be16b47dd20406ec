"""The queue of summaries on this machine: messages in a table of the store.

The module takes the place of SQS. A message is delivered until it is deleted. After `RECEIVES` deliveries it is a dead
letter.
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
"""The table's stored name."""
_BATCH = 10
"""Messages of one delivery."""
_WAITING, _DEAD, _NOTES = "WAITING", "DEAD", "NOTES"
_DEAD_SECONDS = 14 * 86_400
"""Seconds that a dead letter is stored."""


class _MessageItem(Item):
    """A stored message. Its sort key begins with the time when it is due, the order of delivery."""

    key = UnicodeAttribute()
    """The id of the summary's event."""
    receives = NumberAttribute(default=0)
    """Deliveries so far."""


class StoredMessages:
    """Implements `Inbox` and `Outbox`.

    Args:
        table: The table of messages.
        now: Returns seconds since the epoch.
    """

    def __init__(self, table: Table, now: Callable[[], float] = time.time) -> None:
        self.items = bound(_MessageItem, table)
        self._now = now
        self._noted: set[str] = set()

    def make_table(self) -> None:
        """Create the table or give it the indexes of this release."""
        make_table(self.items)
        renew_table(self.items)

    def note(self, name: str) -> None:
        """Note that something was done once for the whole store."""
        self.items(_NOTES, name, key=name).save()

    def is_noted(self, name: str) -> bool:
        """Return whether `note` was called with the name."""
        if name not in self._noted and next(iter(self.items.query(_NOTES, _MessageItem.sk == name)), None) is not None:
            self._noted.add(name)
        return name in self._noted

    def put(self, messages: Sequence[QueueMessage]) -> frozenset[str]:
        """See `Outbox.put`."""
        return self._put(_WAITING, messages)

    def put_dead(self, messages: Sequence[QueueMessage]) -> frozenset[str]:
        """Store dead letters for two weeks, and return the keys of those that were not stored."""
        return self._put(_DEAD, messages)

    def due(self) -> list[dict[str, Any]]:
        """Return the messages that are due, in the shape of SQS, those that wait longest first."""
        found = self.items.query(
            _WAITING, _MessageItem.sk <= _sort_key(self._now()), limit=_BATCH, consistent_read=True
        )
        return [
            {
                "messageId": item.sk,
                "receiptHandle": item.sk,
                "body": item.payload().decode(),
                "attributes": {"ApproximateReceiveCount": str(int(item.receives) + 1)},
            }
            for item in found
        ]

    def delete(self, receipt: str) -> None:
        """Delete a delivered message."""
        self.items(_WAITING, receipt).delete()

    def set_visibility_timeout(self, receipt: str, seconds: int) -> bool:
        """See `Inbox.set_visibility_timeout`."""
        try:
            item = self.items.get(_WAITING, receipt, consistent_read=True)
            receives, body = int(item.receives) + 1, item.payload().decode()
            # Store the new item before the old one is deleted, so that the message always exists.
            if receives >= RECEIVES:
                self._write(_DEAD, item.key, body, due=self._now(), receives=receives)
            else:
                self._write(_WAITING, item.key, body, due=self._now() + seconds, receives=receives)
            item.delete()
        except (PynamoDBException, self.items.DoesNotExist):
            return False
        return True

    def _put(self, where: str, messages: Sequence[QueueMessage]) -> frozenset[str]:
        lost: set[str] = set()
        for message in messages:
            try:
                self._write(where, message.key, message.body, due=self._now(), receives=0)
            except PynamoDBException:
                lost.add(message.key)
        return frozenset(lost)

    def _write(self, where: str, key: str, body: str, *, due: float, receives: int) -> None:
        item = self.items(where, f"{_sort_key(due)}#{uuid.uuid4().hex}", key=key, receives=receives)
        if where == _DEAD:
            item.expires_at = int(due) + _DEAD_SECONDS
        item.hold(body.encode())
        item.save()


class DeadLetterQueue:
    """Implements `Outbox` for messages that can never be delivered."""

    def __init__(self, messages: StoredMessages) -> None:
        self._messages = messages

    def put(self, messages: Sequence[QueueMessage]) -> frozenset[str]:
        """See `Outbox.put`."""
        return self._messages.put_dead(messages)


def _sort_key(at: float) -> str:
    return f"{int(at * 1000):015d}"
