"""Frees the parts of a head that is too long for one item, after the next head has replaced it.

The key of a part holds the digest of the head, so each turn of such a session writes new parts. Without this module the
parts of earlier heads would stay until the session expires: 350 KB a part. Best effort: the parts that a dying process
leaves behind expire with the session.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field

from functions.adapters.dynamodb.connection import Connection
from functions.adapters.dynamodb.items import Item
from functions.errors import UnavailableError
from functions.records import Head

_REMEMBERED = 256
"""Sessions whose parts are remembered. A head in one item, as nearly all are, is not remembered."""


@dataclass(frozen=True, slots=True)
class HeadParts:
    """The parts of the heads that this process has read or written."""

    items: type[Item]
    connection: Connection
    head_key: str
    """The sort key of a head."""
    _of: OrderedDict[str, tuple[int, list[str]]] = field(default_factory=OrderedDict)
    """Session -> the version of the head that this process saw last, and the sort keys of its parts."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def read(self, head: Head, item: Item) -> None:
        """Note that a head was read."""
        # The parts of an ended session stay: the reader of the stream may need them later.
        keys = item.part_keys()
        if keys and not head.state.status.ended:
            self._remember(head, keys)

    def written(self, head: Head, item: Item, *, won: bool) -> None:
        """Note that a head was written, and free the parts of the head before it.

        Args:
            head: The head.
            item: Its item.
            won: False if the conditional write was refused: then the parts of `head` itself are freed.
        """
        if won:
            before = self._forget(head.session_id)
            if before is not None and before[0] == head.version - 1:
                self._free(head.session_id, before[1])
            self.read(head, item)
        elif keys := item.part_keys():
            existing = self.connection.read(self.items, head.session_id, self.head_key)
            # With the same parts, another process has written an equal head.
            if existing is not None and existing.parts != item.parts:
                self._free(head.session_id, keys)

    def _remember(self, head: Head, keys: list[str]) -> None:
        with self._lock:
            self._of[head.session_id] = (head.version, keys)
            self._of.move_to_end(head.session_id)
            while len(self._of) > _REMEMBERED:
                self._of.popitem(last=False)

    def _forget(self, session_id: str) -> tuple[int, list[str]] | None:
        if not self._of:
            return None
        with self._lock:
            return self._of.pop(session_id, None)

    def _free(self, session_id: str, keys: list[str]) -> None:
        """Replace each part by an empty item that expires now: no role needs the permission to delete sessions."""
        for sort_key in keys:
            empty = self.items(session_id, sort_key)
            empty.expires_at = int(time.time())
            with contextlib.suppress(UnavailableError):
                self.connection.write(empty)
