"""Erases a session with everything that holds its words. Each step may be repeated, so the same request goes on.

1. What only the head leads to is deleted: the answer to the phone call.
2. The tombstone replaces the head. Nobody finds the session any more.
3. Everything else is deleted: the turns, the entries of searches, runs of simulated callers and tests that were made of
   the session.
4. The audit says so, and the tombstone is complete.

A turn or a record of the stream that began before step 2 may store something after step 3. So the job that closes idle
sessions repeats step 3 until SETTLED_MILLIS are over, also if the request has died.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, assert_never

from flow_core.json import Json
from functions.deadline import Deadline
from functions.ports.agents import Agents
from functions.ports.audit import Audit, Entry
from functions.ports.flows import FlowTests
from functions.ports.organizations import OpenCalls
from functions.ports.privacy.erasure import Erasures, Tombstone
from functions.ports.search.session_search import SessionSearch
from functions.ports.sessions import Sessions
from functions.records import Head
from functions.simulation.progress import SimulatedCall, run_type
from functions.simulation.store import Simulations

SECONDS = 20.0
"""Seconds after which a request is answered, whether everything is deleted or not."""
SETTLED_MILLIS = 15 * 60_000
"""Milliseconds after which nothing of an erased session can come late: a turn ends within half a minute."""
_PAGE = 100
"""Tests that are read at a time."""
_NAMED = 50
"""Tests that the audit names."""


@dataclass(frozen=True, slots=True)
class Erased:
    """How far an erasure has come."""

    complete: bool
    """Whether everything is deleted. If not, the same request goes on, and so does the job of idle sessions."""
    tests: tuple[str, ...] = ()
    """The tests of the flow that were deleted, because they were made of the session."""


_Trace: TypeAlias = tuple[Literal["test", "run", "session"], str]
"""What holds words of a session outside of its partition, by id: a test that was made of it, a run of simulated callers
with such a test, and the session of such a caller."""


@dataclass(frozen=True, slots=True)
class EraseSession:
    """Erases sessions."""

    sessions: Sessions
    erasures: Erasures
    agents: Agents
    open_calls: OpenCalls
    flow_tests: FlowTests
    simulations: Simulations
    audit: Audit
    search: SessionSearch
    now: Callable[[], int]
    """Milliseconds since the epoch."""

    def __call__(self, organization_id: str, session_id: str, by: str, deadline: Deadline) -> Erased | None:
        """Erase a session, or go on with its erasure.

        A call that is on ends: its next turn gets `hangup`.

        Args:
            organization_id: The organization.
            session_id: The session.
            by: Who asks for it, as in the audit.
            deadline: Nothing more is deleted after it.

        Returns:
            How far it has come; None if the organization has no such session, or has erased it already.
        """
        tombstone = self._buried(organization_id, session_id, by)
        return None if tombstone is None or tombstone.complete else self._go_on(tombstone, deadline)

    def again(self, session_id: str) -> None:
        """Delete what came late of an erased session, and what its request left. Any other id changes nothing."""
        tombstone = self.erasures.tombstone(session_id)
        if tombstone is None:
            return
        erased = self._go_on(tombstone, Deadline.after(SECONDS))
        if erased.complete and self.now() - tombstone.at > SETTLED_MILLIS:
            self.erasures.keep(replace(tombstone, complete=True), listed=False)

    def _buried(self, organization_id: str, session_id: str, by: str) -> Tombstone | None:
        """Return the session's tombstone. None if the organization has no such session."""
        head = self.sessions.head(session_id)
        if head is None:
            tombstone = self.erasures.tombstone(session_id)
            return tombstone if tombstone is not None and tombstone.organization_id == organization_id else None
        if head.organization_id != organization_id:
            return None
        self._forget_call(head)
        tombstone = Tombstone(session_id, organization_id, head.flow_id, self.now(), by)
        if self.erasures.bury(tombstone):
            return tombstone
        # Another request was faster.
        return self.erasures.tombstone(session_id)

    def _forget_call(self, head: Head) -> None:
        # The name of the room often holds the caller's number, so the tombstone does not name it.
        called = head.state.session.called_number
        if called is not None:
            self.agents.forget_answered_call(head.room_name, called)

    def _go_on(self, tombstone: Tombstone, deadline: Deadline) -> Erased:
        organization, flow_id = tombstone.organization_id, tombstone.flow_id
        if not self._cleared(tombstone, deadline):
            return Erased(complete=False)
        traces = self._traces(tombstone)
        # What was found last comes first, so that what is left is found again in the same way.
        for kind, trace_id in reversed(traces):
            if deadline.expired():
                return Erased(complete=False)
            match kind:
                case "test":
                    self.flow_tests.delete(organization, flow_id, trace_id)
                case "run":
                    self.simulations.delete(organization, flow_id, trace_id)
                case "session":
                    if not self._erased_too(tombstone, trace_id, deadline):
                        return Erased(complete=False)
                case _:
                    assert_never(kind)
        tests = tuple(trace_id for kind, trace_id in traces if kind == "test")
        self._note(tombstone, tests=[*tests[:_NAMED]])
        return Erased(True, tests)

    def _cleared(self, tombstone: Tombstone, deadline: Deadline) -> bool:
        self.open_calls.forget(tombstone.organization_id, tombstone.session_id)
        # Before the session's own items: one of them lists what the search has stored.
        self.search.forget(tombstone.session_id)
        return self.erasures.clear(tombstone.session_id, deadline)

    def _erased_too(self, tombstone: Tombstone, session_id: str, deadline: Deadline) -> bool:
        """Erase the session of a simulated caller. Return whether nothing is left of it."""
        other = self._buried(tombstone.organization_id, session_id, tombstone.by)
        if other is None:
            return True
        if not self._cleared(other, deadline):
            return False
        self._note(other)
        return True

    def _note(self, tombstone: Tombstone, **detail: list[str]) -> None:
        """Write a complete erasure to the audit, once."""
        if tombstone.complete:
            return
        known: dict[str, Json] = {"flowId": tombstone.flow_id, **{name: [*ids] for name, ids in detail.items() if ids}}
        self.audit.record(
            tombstone.organization_id,
            Entry(self.now(), tombstone.by, "session.erased", tombstone.session_id, known),
        )
        self.erasures.keep(replace(tombstone, complete=True), listed=True)

    def _traces(self, tombstone: Tombstone) -> list[_Trace]:
        """Find the tests of the session, the runs of these tests, the sessions of these runs, and so on."""
        organization, flow_id = tombstone.organization_id, tombstone.flow_id
        origins = [*self._origins(organization, flow_id)]
        runs = [
            (run_id, run_type().validate_json(run.payload).calls)
            for run_id, run in self.simulations.of_flow(organization, flow_id)
        ]
        traces: dict[_Trace, None] = {}
        sessions = [tombstone.session_id]
        for session_id in sessions:
            # A run with an erased session has words of it in its results.
            traces.update({("run", run_id): None for run_id, calls in runs if session_id in _sessions_of(calls)})
            for test_id in [test_id for test_id, origin in origins if origin == session_id]:
                traces["test", test_id] = None
                for run_id, calls in runs:
                    if repeated := [call.session_id for call in calls if call.test_id == test_id]:
                        traces["run", run_id] = None
                        traces.update({("session", each): None for each in repeated})
                        sessions += [each for each in repeated if each not in sessions]
        return [*traces]

    def _origins(self, organization_id: str, flow_id: str) -> Iterator[tuple[str, str]]:
        """Yield the tests that were made of a session, with the id of the session."""
        cursor: str | None = None
        while True:
            page = self.flow_tests.page(organization_id, flow_id, cursor=cursor, limit=_PAGE)
            for test in page.tests:
                origin = test.written.get("fromSession") if isinstance(test.written, dict) else None
                if isinstance(origin, str):
                    yield test.test_id, origin
            cursor = page.cursor
            if cursor is None:
                return


def _sessions_of(calls: Iterable[SimulatedCall]) -> set[str]:
    return {call.session_id for call in calls}
