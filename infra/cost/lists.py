"""Calculates what pages of lists read. tests/functions/search counts the first ones on 10,000 sessions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from functions.adapters.dynamodb.sessions.flow_sessions import SHARDS
from functions.adapters.dynamodb.sessions.postings import POSTINGS, QUERIES

PAGE = 50
"""Items of a page."""
SESSIONS = 1_000_000
"""Sessions of the organization. No number here depends on it but the last: that is the purpose of the lists."""
ROW_BYTES, POSTING_BYTES = 500, 125
"""Bytes of a session's row, and of a posting, at most for usual names."""
ENTRY_BYTES = 300
"""Bytes of an entry of the index by flow, of the audit, and of an agent (assumed)."""
MEGABYTE = 1_048_576


@dataclass(frozen=True, slots=True)
class Page:
    """What one page reads, at most."""

    requests: int
    """Requests to DynamoDB, one after the other."""
    units: float
    """Read units."""


def _query(count: int, size: int) -> float:
    """Units of an eventually consistent query."""
    return 0.5 * -(-count * size // 4096)


_ROWS = PAGE * 0.5
"""Units of a batch of rows, or of heads: each item of less than 4 KB is half a unit."""

LISTS: Mapping[str, Page] = {
    "sessions, no filter": Page(2, _query(PAGE + 2, ROW_BYTES)),
    "sessions, one filter": Page(3, _query(PAGE + 2, POSTING_BYTES) + _ROWS),
    "sessions, two filters of a tenth of the sessions": Page(8, 6 * _query(POSTINGS, POSTING_BYTES) + _ROWS),
    "sessions, two filters that no session fits": Page(QUERIES, QUERIES * _query(POSTINGS, POSTING_BYTES)),
    "sessions of a flow": Page(SHARDS + 2, (SHARDS + 1) * _query(PAGE, ENTRY_BYTES) + _ROWS),
    "agents, or entries of the audit": Page(1, 2 * _query(PAGE, ENTRY_BYTES)),
    "versions of a flow, whose sessions are counted": Page(SHARDS + 2, (SHARDS + 1) * _query(1, MEGABYTE)),
}
"""Pages, by their list. A page that has open sessions reads their heads too: half a unit each."""
