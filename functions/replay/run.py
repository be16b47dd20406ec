"""Replays many calls: reads them from the store and folds them one after the other, until the time is over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from flow_core.flow import Flow
from functions.deadline import Deadline
from functions.history.conversation import every_turn
from functions.ports.flows import PinnedFlows
from functions.ports.javascript import JavaScriptEngine
from functions.ports.sessions import Sessions
from functions.records import Head
from functions.replay.call import Call, Replayed, replay
from functions.replay.expressions import Expressions, OutOfTimeError
from functions.turn.flow_versions import MissingFlowError

AT_ONCE = 32
"""Calls that are read before they are folded, so that the memory of a replay does not grow with its calls."""
_READERS = 8
"""Threads that read calls. Folding a call needs the processor, reading it waits for the store."""

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class ReplayCalls:
    """Replays calls of one flow."""

    sessions: Sessions
    pinned: PinnedFlows
    javascript: JavaScriptEngine

    def heads(self, organization_id: str, flow_id: str, session_ids: Sequence[str]) -> list[Head | None]:
        """Read the heads of calls; None for a session that the flow does not have."""
        with ThreadPoolExecutor(_READERS) as readers:
            reading = [_submit(readers, partial(self._head, organization_id, flow_id, each)) for each in session_ids]
            return [each.result() for each in reading]

    def __call__(
        self, organization_id: str, flow_id: str, flow: Flow, calls: Sequence[str | Head], deadline: Deadline
    ) -> Iterator[Replayed | None]:
        """Replay calls in order.

        Args:
            organization_id: The organization.
            flow_id: The flow that the calls ran.
            flow: The version to fold them through.
            calls: The ids of the sessions, or their heads.
            deadline: No call begins after it, and the one that runs is given up.

        Yields:
            A result for each call, as many as the time suffices for. It is None for a session that has been erased.
        """
        expressions = Expressions(self.javascript, organization_id, deadline)
        with ThreadPoolExecutor(_READERS) as readers:
            for start in range(0, len(calls), AT_ONCE):
                chunk = calls[start : start + AT_ONCE]
                reading = [_submit(readers, partial(self._read, organization_id, flow_id, each)) for each in chunk]
                for each in reading:
                    if deadline.expired():
                        readers.shutdown(cancel_futures=True)
                        return
                    call = each.result()
                    try:
                        yield None if call is None else replay(call, flow, expressions)
                    except OutOfTimeError:
                        readers.shutdown(cancel_futures=True)
                        return

    def _read(self, organization_id: str, flow_id: str, session: str | Head) -> Call | None:
        head = session if isinstance(session, Head) else self._head(organization_id, flow_id, session)
        if head is None:
            return None
        turns = every_turn(self.sessions, head)
        try:
            flow: Flow | None = self.pinned(organization_id, flow_id, head.pin)
        except MissingFlowError:
            flow = None
        return Call(head.state.session, turns, flow)

    def _head(self, organization_id: str, flow_id: str, session_id: str) -> Head | None:
        head = self.sessions.head(session_id)
        return None if head is None or (head.organization_id, head.flow_id) != (organization_id, flow_id) else head


def _submit(readers: ThreadPoolExecutor, read: Callable[[], Read]) -> Future[Read]:
    # With the deadline of this request, which is a context variable.
    return readers.submit(copy_context().run, read)
