"""Calculates what the dashboard's pages read.

Tests count the same on 10,000 sessions: tests/functions/search and tests/e2e/api/units/test_page_units.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from functions.adapters.dynamodb.sessions.flow_sessions import SHARDS
from functions.adapters.dynamodb.sessions.postings import POSTINGS, QUERIES
from functions.ports.reporting.counts import SHARDS as COUNT_SHARDS
from functions.report.flows import READERS

PAGE = 50
"""Items of a page."""
SESSIONS = 1_000_000
"""Sessions of the organization. No number here depends on it but the last: that is the purpose of the lists."""
ROW_BYTES, POSTING_BYTES = 500, 125
"""Bytes of a session's row, and of a posting, at most for usual names."""
ENTRY_BYTES = 300
"""Bytes of an entry of the index by flow, of the audit, and of an agent (assumed)."""
COUNTS_BYTES, SUM_BYTES = 500, 40_000
"""Bytes of a session's counters, and of the sum of a day of a busy flow with 108 groups (`python -m bench report`)."""
FLOWS, DAYS = 10, 30
"""Flows of the organization, and days in which its sessions began."""
FLOW_SESSIONS = SESSIONS // FLOWS
TURN_BYTES, TURNS = 500, 24
"""Bytes of a turn's record, and turns of a session that a page shows."""
MEGABYTE = 1_048_576


@dataclass(frozen=True, slots=True)
class Page:
    """What one page reads, at most."""

    requests: int
    """Requests to DynamoDB, one after the other."""
    units: float
    """Read units."""
    writes: float = 0
    """Write units."""
    at_once: int = 1
    """Requests that are sent side by side."""


def _query(count: int, size: int) -> float:
    """Units of an eventually consistent query."""
    return 0.5 * -(-count * size // 4096)


def _consistent(count: int, size: int) -> float:
    """Units of consistent queries."""
    return float(-(-count * size // 4096))


def report(days: int, sessions: int) -> Page:
    """Calculate a report of a flow whose sums are kept.

    Args:
        days: Days of the report.
        sessions: Sessions that are newer than the sums.

    Returns:
        What it reads.
    """
    each = -(-sessions // COUNT_SHARDS)
    requests = -(-days * SUM_BYTES // MEGABYTE) + max(1, -(-each * COUNTS_BYTES // MEGABYTE))
    units = _consistent(days, SUM_BYTES) + _consistent(each, COUNTS_BYTES)
    # The flow, and the settings with the time zone.
    return Page(2 + COUNT_SHARDS * requests, 2 + COUNT_SHARDS * units)


def first_report(days: int, sessions: int) -> Page:
    """Calculate the first report of a flow: it reads the counters of all sessions, and keeps a sum for each day.

    Args:
        days: Days of the report.
        sessions: The sessions of these days.

    Returns:
        What it reads and writes.
    """
    again, each = report(days, 0), -(-sessions // COUNT_SHARDS)
    rows = COUNT_SHARDS * -(-each * COUNTS_BYTES // MEGABYTE)
    sums = COUNT_SHARDS * days
    return Page(
        again.requests + rows + sums,
        COUNT_SHARDS * _consistent(each, COUNTS_BYTES),
        writes=sums * -(-SUM_BYTES // 1024),
    )


def _overview() -> Page:
    week = report(7, _NEW)
    return Page(2 * FLOWS * week.requests, 2 * FLOWS * week.units, at_once=READERS)


_NEW = FLOW_SESSIONS // (DAYS * 24)
"""Sessions of a flow in an hour: their counters are not in a sum yet."""
_ROWS = PAGE * 0.5
"""Units of a batch of rows, or of heads: each item of less than 4 KB is half a unit."""

LISTS: Mapping[str, Page] = {
    "sessions, no filter": Page(2, _query(PAGE + 2, ROW_BYTES)),
    "sessions, one filter": Page(3, _query(PAGE + 2, POSTING_BYTES) + _ROWS),
    "sessions, two filters of a tenth of the sessions": Page(8, 6 * _query(POSTINGS, POSTING_BYTES) + _ROWS),
    "sessions, two filters that no session fits": Page(QUERIES, QUERIES * _query(POSTINGS, POSTING_BYTES)),
    "sessions of a flow": Page(SHARDS + 3, 1 + (SHARDS + 1) * _query(PAGE, ENTRY_BYTES) + _ROWS),
    "agents, or entries of the audit": Page(1, 2 * _query(PAGE, ENTRY_BYTES)),
    "versions of a flow, whose sessions are counted": Page(SHARDS + 2, (SHARDS + 1) * _query(1, MEGABYTE)),
    f"the conversation of a session, {TURNS} turns": Page(3, 2 + _consistent(TURNS, TURN_BYTES), writes=4),
    f"the report of a flow, {DAYS} days": report(DAYS, _NEW),
    f"the same for the first time, {FLOW_SESSIONS:,} sessions": first_report(DAYS, FLOW_SESSIONS),
    f"the overview, {FLOWS} flows and two weeks": _overview(),
}
"""Pages, by what they show. A list that has open sessions reads their heads too: half a unit each."""
