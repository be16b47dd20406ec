"""The addition of the counters of ten thousand sessions, against the parsing of their JSON."""

from __future__ import annotations

import json
import time
from typing import cast

from pydantic_core import from_json

from bench.figures import Figure, Part, times_at_most
from functions.ports.reporting.counts import DAY, Counters, SessionCounts
from functions.ports.sessions import Sessions
from functions.report.count import CountSession
from functions.report.counters import add
from testing.reports.counts import InMemoryCounts
from testing.reports.stories import Recorded, heads_of, stories

SESSIONS = 10_000
LIMIT = 8.0
ROUNDS = 3


class _AsJson(InMemoryCounts):
    """Keeps the counters of each session as JSON."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[bytes] = []

    def save(self, counts: SessionCounts) -> None:
        self.texts.append(json.dumps(counts.counters, separators=(",", ":")).encode())


def measure() -> Part:
    rows = _rows()
    parsed, added = [], []
    total: Counters = {}
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for row in rows:
            from_json(row)
        parsed.append(time.perf_counter() - began)
        total, began = {}, time.perf_counter()
        for row in rows:
            add(total, from_json(row))
        added.append(time.perf_counter() - began)
    best_parsed, best = min(parsed), min(added)
    sum_bytes = len(json.dumps(total, separators=(",", ":")))
    return Part(
        "report",
        "A report",
        figures=(
            times_at_most("parsing and adding counters to parsing them", best, best_parsed, LIMIT, "s", digits=2),
            Figure("sessions added a second", f"{SESSIONS / best:,.0f}"),
            Figure("bytes of a session's counters, mean", f"{sum(map(len, rows)) / SESSIONS:,.0f}"),
            Figure("bytes of the sum of all", f"{sum_bytes:,}"),
        ),
        notes=(
            f"The counters of {SESSIONS:,} generated sessions in 108 groups: three versions and a draft, three "
            "channels, two agents and none, two numbers and none. A session is added once: the sums of days are kept, "
            "and a later report adds only the sessions since.",
        ),
    )


def _rows() -> list[bytes]:
    recorded, counts = Recorded(), _AsJson()
    count = CountSession(cast(Sessions, recorded), counts, lambda: DAY)
    for story in stories(SESSIONS, since=0, until=DAY, seed=1):
        count(heads_of(story, recorded)[-1])
    return counts.texts
