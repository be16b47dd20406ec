"""Replays many calls: reads them from the store and folds them one after the other, until the time is over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass

from flow_core.flow import Flow
from functions.deadline import Deadline
from functions.history.conversation import every_turn
from functions.ports.flows import PinnedFlows
from functions.ports.javascript import JavaScriptEngine
from functions.ports.sessions import Sessions
from functions.replay.call import Call, Replayed, replay
from functions.replay.expressions import Expressions, OutOfTimeError
from functions.turn.flow_versions import MissingFlowError

AT_ONCE = 32
"""Calls that are read before they are folded, so that the memory of a replay does not grow with its calls."""
_READERS = 8
"""Threads that read calls. Folding a call needs the processor, reading it waits for the store."""
_LISTED = 100
"""Sessions in a page of the list."""


@dataclass(frozen=True, slots=True)
class ReplayCalls:
    """Replays calls of one flow."""

    sessions: Sessions
    pinned: PinnedFlows
    javascript: JavaScriptEngine

    def latest(self, organization_id: str, flow_id: str, last: int) -> list[str]:
        """Return the ids of the newest sessions that have begun, at most `last`."""
        found: list[str] = []
        cursor: str | None = None
        while len(found) < last:
            page = self.sessions.of_flow(organization_id, flow_id, status=None, cursor=cursor, limit=_LISTED)
            found += [each.session_id for each in page.sessions if each.status.value != "pending"]
            cursor = page.cursor
            if cursor is None:
                break
        return found[:last]

    def __call__(
        self, organization_id: str, flow_id: str, flow: Flow, session_ids: Sequence[str], deadline: Deadline
    ) -> Iterator[Replayed]:
        """Replay calls in order. A session that has been erased meanwhile is left out.

        Args:
            organization_id: The organization.
            flow_id: The flow that the calls ran.
            flow: The version to fold them through.
            session_ids: The sessions.
            deadline: No call begins after it, and the one that runs is given up.

        Yields:
            A result for each call, as many as the time suffices for.
        """
        expressions = Expressions(self.javascript, organization_id, deadline)
        with ThreadPoolExecutor(_READERS) as readers:
            for start in range(0, len(session_ids), AT_ONCE):
                chunk = session_ids[start : start + AT_ONCE]
                # With the deadline of this request, which is a context variable.
                reading = [
                    readers.submit(copy_context().run, self._read, organization_id, flow_id, session_id)
                    for session_id in chunk
                ]
                for each in reading:
                    if deadline.expired():
                        readers.shutdown(cancel_futures=True)
                        return
                    call = each.result()
                    if call is None:
                        continue
                    expressions.next_call()
                    try:
                        yield replay(call, flow, expressions)
                    except OutOfTimeError:
                        readers.shutdown(cancel_futures=True)
                        return

    def _read(self, organization_id: str, flow_id: str, session_id: str) -> Call | None:
        head = self.sessions.head(session_id)
        if head is None or (head.organization_id, head.flow_id) != (organization_id, flow_id):
            return None
        turns = every_turn(self.sessions, head)
        try:
            flow: Flow | None = self.pinned(organization_id, flow_id, head.pin)
        except MissingFlowError:
            flow = None
        return Call(head.state.session, turns, flow)
