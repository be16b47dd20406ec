"""Adds the counters of many flows: several are read at once, until the time is over. How one is added: days.py."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from datetime import tzinfo
from functools import partial

from functions.deadline import Deadline
from functions.report.days import AddDays, Counted

READERS = 8
"""Threads that read. To read waits for the store, to add needs the processor."""


@dataclass(frozen=True, slots=True)
class AddFlows:
    """Adds the counters of flows of one organization."""

    add_days: AddDays

    def __call__(
        self, organization_id: str, flow_ids: Sequence[str], begin: int, end: int, deadline: Deadline, zone: tzinfo
    ) -> Mapping[str, Counted]:
        """Add the counters of each flow. Arguments, result and errors are as for `AddDays`.

        Returns:
            The counters by flow. A flow that was not reached before the deadline has none, and is not complete.
        """
        with ThreadPoolExecutor(READERS) as readers:
            # With the deadline of this request, which is a context variable.
            reading = {
                flow_id: readers.submit(
                    copy_context().run,
                    partial(self.add_days, organization_id, flow_id, begin, end, deadline, zone),
                )
                for flow_id in flow_ids
            }
            return {flow_id: each.result() for flow_id, each in reading.items()}
