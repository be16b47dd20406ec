"""Indexes the sessions that are stored already, for the search: those that began before a release that has it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from functions.adapters.dynamodb.items import Table
from functions.adapters.dynamodb.sessions.sessions import HEAD_KEY, DynamoSessions, SessionItem
from functions.errors import UnavailableError
from functions.wiring.post_call import index_session

_AT_ONCE = 16
"""Sessions that are indexed at the same time. Each waits for about ten requests to the table."""
_TOLD = 1_000
"""Sessions after which the number so far is told."""


def index_stored(table: Table, keep_days: int, told: Callable[[int], None] = lambda count: None) -> int:
    """Index all sessions of a table. It may be repeated: a session that is indexed already stays as it is.

    It reads the whole table once, a read unit for each 8 KB, and writes what indexing each session writes.

    Args:
        table: The sessions' table.
        keep_days: Days that sessions are stored.
        told: Is called with the number of sessions so far.

    Returns:
        The number of sessions that were indexed. A session that cannot be read is left out.
    """
    sessions = DynamoSessions(table, keep_days=keep_days)
    index, count = index_session(table, sessions), 0

    def one(session_id: str) -> bool:
        try:
            head = sessions.head(session_id)
            # It may have been erased since.
            if head is not None:
                index(head)
        except UnavailableError:
            raise
        except Exception:  # A defect of this session, such as a turn that has expired. The others are indexed.
            return False
        return head is not None

    found = sessions.items.scan(SessionItem.sk == HEAD_KEY, attributes_to_get=["pk"])
    with ThreadPoolExecutor(max_workers=_AT_ONCE) as threads:
        ids = (item.pk for item in found)
        while some := list(islice(ids, _TOLD)):
            count += sum(threads.map(one, some))
            told(count)
    return count
