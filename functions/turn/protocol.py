"""The turn protocol: load the head, perform effect after effect, save. This module reads from top to bottom.

The write of the head commits a turn. Until then the turn can be tried again without loss. After it nothing moves the
turn back. A tool runs only under a lease that the head already shows (leases.py). No flow, model or tool can leave a
session that cannot continue: an error fails its turn, and the turn gets a reply.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Literal

from flow_core.events import TurnFailed
from flow_core.flow import Flow
from flow_core.nodes.transfer import has_variable_destination
from flow_core.state import Hangup, Status
from flow_core.step import can_come_back
from flow_core.transfer.rules import TransferRules
from functions.deadline import Deadline
from functions.ports.drafts import Drafts
from functions.ports.flows import PinnedFlows
from functions.ports.model import LetOut
from functions.ports.sessions import Sessions
from functions.records import EffectRun, FlowPin, Head, Phase, TurnCall, TurnRecord, UnwritableError
from functions.turn.attempt import Attempt, Engine, unfolded_events
from functions.turn.begin import NewSession, ended, prepare
from functions.turn.commit import (
    AlreadyDone,
    Committed,
    Duplicate,
    Overtaken,
    commit_existing,
    duplicate_of,
    outcome_of,
    reply_json,
    save,
)
from functions.turn.early.drafts import BUSY, DECIDED, Drafted, NotDrafted, tried
from functions.turn.early.outlet import Outlet
from functions.turn.effects import Effects
from functions.turn.leases import MAX_TAKEOVERS, Leases
from functions.turn.perform import Perform
from functions.turn.results import NO_FLOW, Busy, Finished, NoFlow, TurnInProgressError

SAVING_SECONDS = 3.0
"""Seconds before the deadline that are left to fold and save the answers of models and tools."""
_MIN_SECONDS = SAVING_SECONDS + 2.0
"""A turn that has fewer seconds left does not begin: it is better sent again."""


class TurnTimings:
    """The milliseconds of each phase: `with timings.phase("save"): …` adds the time of its block to `save`."""

    __slots__ = ("_began", "_phase", "millis")

    def __init__(self) -> None:
        self.millis: dict[Phase, float] = {}

    def phase(self, phase: Phase) -> TurnTimings:
        """Name the phase of the `with` block that follows. Blocks do not nest."""
        self._phase = phase
        return self

    def __enter__(self) -> None:
        self._began = time.perf_counter()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        taken = (time.perf_counter() - self._began) * 1000
        self.millis[self._phase] = self.millis.get(self._phase, 0.0) + taken


@dataclass(frozen=True, slots=True)
class RunTurn:
    """Runs turns of sessions, each exactly once however often it is requested."""

    sessions: Sessions
    flows: PinnedFlows
    perform: Perform
    engine: Engine
    now: Callable[[], int]
    """Milliseconds since the epoch, for records."""
    store_now: Callable[[], int]
    """Milliseconds since the epoch by the store's clock, for leases: the clocks of two machines differ."""
    latest: Callable[[str, str], FlowPin | None]
    """Organization and flow id -> the version that a new session gets; None if none is published."""
    transfers: Callable[[str], TransferRules] = lambda organization_id: TransferRules()
    """An organization's rules, as they are now."""
    keep_days: Callable[[str], int | None] = lambda organization_id: None
    """The days for which a session of an organization is stored that begins now. None for the installation's."""
    turn_seconds: float = 10.0
    """Seconds the models and tools of one turn may take together."""
    wait_seconds: float = 15.0
    """Seconds a turn waits for another turn that runs a tool: longer than a lease lasts (leases.py)."""
    answer_seconds: float = 26.0
    """Seconds after which a request is answered, with any time that it waited. API Gateway drops it after 29."""
    drafts: Drafts | None = None
    """Keeps the answers of drafts; None if no turn can be drafted."""
    begun: Callable[[Head], Head] = lambda head: head
    """Adds to the first head of a session what it keeps, such as the rules of redaction."""
    sleep: Callable[[float], None] = time.sleep
    """Waits for some seconds, between two looks at a session that another turn holds."""

    def __call__(self, new_session: NewSession, call: TurnCall, let_out: LetOut | None = None) -> Finished | NoFlow:
        """Run one turn.

        Args:
            new_session: The session. Its first head is made from this if no head is stored.
            call: The caller's request.
            let_out: Takes words of the reply before the turn is committed. The reply's response begins with all of
                them, unless a duplicate request was decided first. None if nobody can hear them earlier.

        Returns:
            The reply; NoFlow if the session does not exist and its flow has no published version.

        Raises:
            TurnInProgressError: If the turn is not done in time.

        Any error of the stores is raised too. After each of them the same request may be sent again.
        """
        deadline, patience = Deadline.after(self.answer_seconds), Deadline.after(self.wait_seconds)
        timings = TurnTimings()
        outlet = None if let_out is None else Outlet(let_out, self.now)
        with deadline.as_current():
            tries = 0
            while True:
                head = self._load(new_session, timings)
                if isinstance(head, NoFlow):
                    return head
                done = self._try(head, call, deadline, timings, outlet)
                if isinstance(done, Finished):
                    return done
                is_late = deadline.earlier(_MIN_SECONDS).expired()
                if done == "again" and not is_late:
                    continue
                if is_late or patience.expired():
                    raise TurnInProgressError(head.session_id, self._busy(head, call, is_late=is_late))
                with timings.phase("wait"):
                    # Random: the processes that wait do not come back at the same moment.
                    self.sleep(random.uniform(0.5, 1.0) * min(0.005 * 2**tries, 0.25))  # noqa: S311
                tries += 1

    def draft(
        self, new_session: NewSession, call: TurnCall, let_out: LetOut | None = None
    ) -> Drafted | NotDrafted | NoFlow:
        """Try one turn and do not take it. Only the model's answers are stored, for some seconds.

        Args:
            new_session: The session. It need not exist, and is not stored.
            call: The caller's request. The same turn takes the answers if it asks the same questions.
            let_out: See `__call__`.

        Returns:
            The reply that the turn would get now; or why there is none. NoFlow as in `__call__`.

        Any error of the stores is raised.
        """
        deadline = Deadline.after(self.answer_seconds)
        with deadline.as_current():
            head = self.sessions.head(new_session.session_id)
            if head is None:
                pin = self.latest(new_session.organization_id, new_session.flow_id)
                if pin is None:
                    return NO_FLOW
                head = self.begun(new_session.head(pin, self.now()))
                if self.sessions.is_erased(new_session.session_id):
                    return DECIDED
            if head.lease is not None or self.drafts is None:
                return BUSY
            if call.turn_id in head.recent or self._is_over(head):
                return DECIDED
            flow = self._flow(head)
            transfers, has_model = self._transfer_rules(head, flow), self.perform.has_model
            outlet = None if let_out is None else Outlet(let_out, self.now)
            attempt = Attempt(flow, head, call, self.engine, self.perform.stamp, transfers, has_model, outlet)
            # The answers of a model may hold what no record of the session shows.
            drafts = self.drafts if head.sealing is None else None
            return tried(attempt, self.perform, self._effects_deadline(deadline), drafts)

    def finish_leased(self, head: Head, deadline: Deadline, timings: TurnTimings | None = None) -> bool:
        """Finish the turn that a process left under a lease when it died.

        Args:
            head: The head with the lease.
            deadline: Time is kept before it to save a tool's answer.
            timings: Timings to add to.

        Returns:
            True if the turn is finished, by this process or another one. False if the lease still holds, or too little
            time is left.
        """
        lease = head.lease
        if lease is None or deadline.earlier(_MIN_SECONDS).expired() or not self._leases.is_over(lease):
            return False
        timings = timings or TurnTimings()
        with timings.phase("load"):
            duplicate = duplicate_of(self.sessions, head, lease.call)
        if isinstance(duplicate, Overtaken):
            return True
        if lease.takeovers + 1 >= MAX_TAKEOVERS:
            why = f"{MAX_TAKEOVERS} processes did not complete the turn"
            with timings.phase("save"):
                self._fail(head, lease.call, why, duplicate=duplicate)
            return True
        with timings.phase("save"):
            # Counted before anything else: a turn that kills its processes does so a few times at most.
            taken = self._leases.take_over(head, lease, self._effects_deadline(deadline))
        if taken is not None and duplicate is not None:
            with timings.phase("save"):
                self._complete(taken, lease.call, duplicate.record)
        elif taken is not None:
            self._attempt(taken, lease.call, deadline, timings)
        return True

    def _load(self, new_session: NewSession, timings: TurnTimings) -> Head | NoFlow:
        """Read the head. Store one if there is none: each duplicate of a first turn begins from the same head."""
        while True:
            with timings.phase("load"):
                head = self.sessions.head(new_session.session_id)
                if head is not None:
                    return head
                pin = self.latest(new_session.organization_id, new_session.flow_id)
                if pin is None:
                    return NO_FLOW
                keep_days = self.keep_days(new_session.organization_id)
                new_head = self.begun(new_session.head(pin, self.now(), keep_days))
            with timings.phase("save"):
                head = prepare(self.sessions, new_head)
                if head is None and self.sessions.is_erased(new_session.session_id):
                    return ended(new_head)
            if head is not None:
                return head

    def _try(
        self, head: Head, call: TurnCall, deadline: Deadline, timings: TurnTimings, outlet: Outlet | None
    ) -> Finished | Literal["again", "wait"]:
        """Answer the turn from this head, if that is possible. `again`: the head has moved on. `wait`: it is busy."""
        if call.turn_id in head.recent:
            return self._stored_answer(head, call, timings)
        if head.lease is not None:
            return "again" if self.finish_leased(head, deadline, timings) else "wait"
        if self._is_over(head):
            return self._stored_answer(head, call, timings)
        done = self._attempt(head, call if outlet is None else outlet.call(call), deadline, timings, outlet)
        if isinstance(done, Overtaken):
            return "wait"
        return Finished(done.record.reply, done.head, done.record, isinstance(done, AlreadyDone), timings.millis)

    def _stored_answer(self, head: Head, call: TurnCall, timings: TurnTimings) -> Finished:
        """Make the answer that this turn got, or the one that every turn gets after the end."""
        with timings.phase("load"):
            record = self.sessions.turn(head.session_id, call.turn_id)
            # A record beyond the last turn of a session that has ended never becomes a turn.
            is_past = record is not None and record.number <= head.turns
            if record is not None and is_past and outcome_of(self.sessions, head, record) == "committed":
                return Finished(record.reply, head, record, again=True, timings=timings.millis)
        reply = reply_json(head.session_id, call.turn_id, head.state, "", Hangup())
        return Finished(reply, head, None, timings=timings.millis)

    def _attempt(
        self, head: Head, call: TurnCall, deadline: Deadline, timings: TurnTimings, outlet: Outlet | None = None
    ) -> Committed | AlreadyDone | Overtaken:
        """Try a turn on a head. A lease in `head` is this process's own: it continues the turn of one that died."""
        with timings.phase("load"):
            flow = self._flow(head)
            transfers = self._transfer_rules(head, flow)
        attempt = Attempt(flow, head, call, self.engine, self.perform.stamp, transfers, self.perform.has_model, outlet)
        try:
            stopped = self._perform_effects(attempt, self._effects_deadline(deadline), timings)
            if isinstance(stopped, Overtaken):
                return stopped
            with timings.phase("save"):
                saved = save(self.sessions, attempt, self.now()) if stopped is None else stopped
                return saved if not isinstance(saved, Duplicate) else self._complete(attempt.head, call, saved.record)
        except UnwritableError as error:
            self.engine.failed("turn-failed", error, session=head.session_id)
            with timings.phase("save"):
                why = "what the turn led to cannot be stored"
                return self._fail(attempt.head, call, why, attempt.effects, outlet=outlet)

    def _perform_effects(
        self, attempt: Attempt, deadline: Deadline, timings: TurnTimings
    ) -> Duplicate | Overtaken | None:
        """Perform the effects of the turn until there is none. Anything but None stops the attempt."""
        effects = Effects(self.sessions, self._leases, self.perform, self.drafts)
        left = attempt.head.lease
        with timings.phase("step"):
            effect = attempt.next_effect()
        while effect is not None:
            answer = effects.answer(attempt, effect, left, deadline, timings.phase)
            if isinstance(answer, Duplicate | Overtaken):
                return answer
            left = None
            with timings.phase("step"):
                effect = attempt.next_effect(answer)
        return None

    def _complete(self, head: Head, call: TurnCall, record: TurnRecord) -> AlreadyDone | Overtaken:
        """Commit the record of a duplicate request that has not come to it."""
        if record.number <= head.turns:
            return AlreadyDone(head, record)
        theirs = Attempt(self._flow(head), head, call, self.engine, self.perform.stamp)
        theirs.replay_all(record.events)
        return commit_existing(self.sessions, theirs, record)

    def _fail(
        self,
        head: Head,
        call: TurnCall,
        why: str,
        effects: Sequence[EffectRun] = (),
        duplicate: Duplicate | None = None,
        outlet: Outlet | None = None,
    ) -> Committed | AlreadyDone | Overtaken:
        """Commit the turn as the session's last, with the apology, and without a fold: the fold may have failed."""
        # The record of a duplicate request stays the turn; the session ends all the same.
        stamp = self.perform.stamp(call.turn_id)
        unfolded = unfolded_events(call, stamp) if head.lease is None else head.lease.happened
        attempt = Attempt(None, head, call, self.engine, self.perform.stamp, outlet=outlet)
        attempt.effects.extend(effects)
        # The flow may be what cannot be read: only the agent's language is known without it.
        language = head.state.session.language
        unfolded = (*unfolded, *attempt.let_out())
        attempt.fail(TurnFailed(error=why, unfolded=unfolded, language=language, **stamp))
        if duplicate is not None:
            return commit_existing(self.sessions, attempt, duplicate.record)
        saved = save(self.sessions, attempt, self.now())
        return saved if not isinstance(saved, Duplicate) else self._complete(head, call, saved.record)

    @property
    def finish_seconds(self) -> float:
        """Seconds that `finish_leased` may take."""
        return self.turn_seconds + SAVING_SECONDS

    @property
    def _leases(self) -> Leases:
        return Leases(self.sessions, self.store_now)

    def _effects_deadline(self, deadline: Deadline) -> Deadline:
        return deadline.earlier(SAVING_SECONDS).within(self.turn_seconds)

    def _busy(self, head: Head, call: TurnCall, *, is_late: bool) -> Busy:
        held = head.lease is not None and not self._leases.is_over(head.lease)
        if is_late and not held:
            return "no-time"
        return "this-turn" if head.lease is not None and head.lease.call.turn_id == call.turn_id else "another-turn"

    def _is_over(self, head: Head) -> bool:
        # The flow is read only for a transfer: after any other end it may be gone from the store.
        if head.state.status is not Status.TRANSFERRED:
            return head.state.status.ended
        return not can_come_back(self._flow(head), head.state)

    def _flow(self, head: Head) -> Flow:
        return self.flows(head.organization_id, head.flow_id, head.pin)

    def _transfer_rules(self, head: Head, flow: Flow) -> TransferRules | None:
        # Read for a session that begins, and only if its flow transfers to a variable destination.
        begins = head.state.node_id is None and not head.state.status.ended
        return self.transfers(head.organization_id) if begins and has_variable_destination(flow) else None
