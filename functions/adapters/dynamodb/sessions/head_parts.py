"""Frees the parts of heads that are too long for one item, once another head has taken their place.

A head's parts are named by what they hold, so each turn of such a session writes new ones. Those of the head before
would stay until the session expires: 350 KB a part. Best effort: what a process that dies leaves behind expires then.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field

from functions.adapters.dynamodb.connection import Connection
from functions.adapters.dynamodb.items import Item
from functions.ports.errors import UnavailableError
from functions.records import Head

_REMEMBERED = 256
"""Sessions. Nothing is remembered of a head that is one item, which nearly all are."""


@dataclass(frozen=True, slots=True)
class HeadParts:
    items: type[Item]
    connection: Connection
    head_key: str
    _of: OrderedDict[str, tuple[int, list[str]]] = field(default_factory=OrderedDict)
    """Session -> version and sort keys of the parts of the head that this process saw last."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def read(self, head: Head, item: Item) -> None:
        """A head was read."""
        # The parts of a session that has ended stay: the stream's reader looks for them when it comes to that head.
        keys = item.part_keys()
        if keys and not head.state.status.ended:
            self._remember(head, keys)

    def written(self, head: Head, item: Item, *, won: bool) -> None:
        """A head was written, or lost to another one."""
        if won:
            before = self._forget(head.session_id)
            if before is not None and before[0] == head.version - 1:
                self._free(head.session_id, before[1])
            self.read(head, item)
        elif keys := item.part_keys():
            standing = self.connection.read(self.items, head.session_id, self.head_key)
            # The same parts: this very head was written, and the answer to that was lost.
            if standing is not None and standing.parts != item.parts:
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
        """An empty item in a part's place, which expires at once: so no role needs the right to delete sessions."""
        for sort_key in keys:
            empty = self.items(session_id, sort_key)
            empty.expires_at = int(time.time())
            with contextlib.suppress(UnavailableError):
                self.connection.write(empty)
