"""The turn protocol: load, step, perform, save. The one place that knows it.

A turn is committed when the head moves on to it (records.py); until then it can be tried again without loss, and after
it nothing moves it back. A tool runs only under a lease that the head already shows (leases.py). Nothing that a flow, a
model or a tool does can leave a session that cannot go on: what raises fails its turn, and the turn is answered.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from flow_core.effects import CallTool, Effect
from flow_core.events import Answer, ToolFailed, TurnFailed
from flow_core.flow import Flow
from flow_core.nodes.transfer import leads_by_variable
from flow_core.state import Hangup, Status
from flow_core.step import can_come_back
from flow_core.transfer.rules import TransferRules
from functions.deadline import Deadline
from functions.ports.errors import PlainError
from functions.ports.flows import PinnedFlows
from functions.ports.sessions import Sessions
from functions.records import EffectRun, Head, Phase, ToolLease, TurnCall, TurnRecord, UnwritableError
from functions.turn.attempt import Attempt, Engine
from functions.turn.begin import prepare
from functions.turn.duplicates import OVERTAKEN, Overtaken, duplicate_of, outcome_of
from functions.turn.input_events import Play, words_brought
from functions.turn.leases import MOST_TAKEOVERS, Leases
from functions.turn.perform import Perform, effect_run
from functions.turn.reply import reply_body
from functions.turn.timings import TurnTimings

OUTCOME_UNKNOWN = "outcome unknown: the call was cut off, and this tool may not be called twice (retries is 0)"

SAVING_SECONDS = 3.0
"""Left to fold and save what models and tools have answered."""
_LEAST_SECONDS = SAVING_SECONDS + 2.0
"""A turn that has less time left is better sent again than begun."""


Busy: TypeAlias = Literal["this-turn", "another-turn", "no-time"]
"""What a session is busy with. `this-turn`: another request is running the same turn, under a lease. `another-turn`:
the lease is another turn's, or other turns were committed first, again and again. `no-time`: nothing else runs; the
time to answer this request was used up before the turn could be committed."""

_TOLD: Mapping[Busy, str] = {
    "this-turn": "Another request is still running this turn.",
    "another-turn": "Another turn of this session is still running.",
    "no-time": "The time to answer was used up before this turn was done.",
}


class TurnInProgressError(PlainError):
    """The turn is not done yet. It may be sent again, with the same turn id."""

    def __init__(self, session_id: str, reason: Busy = "another-turn") -> None:
        super().__init__(f"{session_id}: {_TOLD[reason]}")
        self.session_id = session_id
        self.reason: Busy = reason

    @property
    def detail(self) -> str:
        """What the session is busy with, as a sentence."""
        return _TOLD[self.reason]


@dataclass(frozen=True, slots=True)
class Finished:
    """The answer to a turn, and how it came about."""

    body: str
    head: Head
    record: TurnRecord | None
    """None where the session had ended before."""
    again: bool = False
    """True where another copy of the turn had done it."""
    timings: Mapping[Phase, float] = field(default_factory=dict)
    """The milliseconds of each phase."""


@dataclass(frozen=True, slots=True)
class RunTurn:
    sessions: Sessions
    flows: PinnedFlows
    perform: Perform
    engine: Engine
    now: Callable[[], int]
    """Milliseconds since the epoch, for what is recorded."""
    store_now: Callable[[], int]
    """Milliseconds since the epoch by the store's clock, for leases: two machines' own clocks differ."""
    transfers: Callable[[str], TransferRules] = lambda organization_id: TransferRules()
    """An organization's rules, as they are now."""
    turn_seconds: float = 10.0
    """What the models and tools of one turn may take together."""
    wait_seconds: float = 15.0
    """How long a turn waits for another one that is running a tool: longer than a lease lasts (leases.py)."""
    answer_seconds: float = 26.0
    """By when a call is answered, whatever it had to wait for and finish first: API Gateway ends at 29."""

    @property
    def finish_seconds(self) -> float:
        """How long `finish_leased` may take."""
        return self.turn_seconds + SAVING_SECONDS

    def __call__(self, begin: Callable[[], Head], session_id: str, call: TurnCall) -> Finished:
        """Run one turn, exactly once however often it is called.

        begin: makes the head of a session that nobody has prepared; called only then.
        Raises TurnInProgressError, and whatever `begin` and the stores raise: the same call may then be made again.
        """
        timings = TurnTimings()
        deadline = Deadline.after(self.answer_seconds)
        with deadline.as_current():
            finished = self._run(begin, session_id, call, deadline, timings)
        return replace(finished, timings=timings.millis())

    def _run(
        self, begin: Callable[[], Head], session_id: str, call: TurnCall, deadline: Deadline, timings: TurnTimings
    ) -> Finished:
        patience = Deadline.after(self.wait_seconds)
        tries = 0
        while True:
            head = self.sessions.head(session_id)
            timings.end("load")
            if head is None:
                # Stored before its first turn: whoever begins or adopts that turn begins from the same head.
                head = begin()
                timings.end("load")
                head = prepare(self.sessions, head)
                timings.end("save")
                if head is None:
                    continue
            if call.turn_id in head.recent:
                return self._answered(head, call, timings)
            if head.lease is not None:
                if self.finish_leased(head, deadline, timings) and not deadline.earlier(_LEAST_SECONDS).expired():
                    continue
            elif self._is_over(head):
                return self._answered(head, call, timings)
            else:
                finished = self._attempt(head, call, deadline, timings)
                if finished is not None:
                    return finished
            late = deadline.earlier(_LEAST_SECONDS).expired()
            if late or patience.expired():
                held = head.lease is not None and not self._leases.is_over(head.lease)
                raise TurnInProgressError(session_id, "no-time" if late and not held else _busy_with(head, call))
            time.sleep(random.uniform(0.5, 1.0) * min(0.005 * 2**tries, 0.25))  # noqa: S311  # spreads the contenders
            timings.end("wait")
            tries += 1

    def finish_leased(self, head: Head, deadline: Deadline, timings: TurnTimings | None = None) -> bool:
        """Finish the turn that a dead runner left under a lease; False while the lease still holds, and where too
        little time is left: a tool's answer could not be saved.

        Whoever moves the session meanwhile has finished it instead.
        """
        lease = head.lease
        if lease is None or deadline.earlier(_LEAST_SECONDS).expired() or not self._leases.is_over(lease):
            return False
        timings = timings or TurnTimings()
        standing = duplicate_of(self.sessions, head, lease.call)
        timings.end("load")
        if standing is OVERTAKEN:
            return True
        if lease.takeovers + 1 >= MOST_TAKEOVERS:
            why = f"{MOST_TAKEOVERS} processes did not complete the turn"
            self._fail(head, lease.call, why, standing=standing)
        else:
            # Counted before anything else is done: whatever does not come to its end does so a few times at most.
            taken = self._leases.take_over(head, lease, self._effects_deadline(deadline))
            timings.end("save")
            if taken is not None and standing is not None:
                self._adopt(taken, lease.call, standing)
            elif taken is not None:
                self._attempt(taken, lease.call, deadline, timings)
        timings.end("save")
        return True

    @property
    def _leases(self) -> Leases:
        return Leases(self.sessions, self.store_now)

    def _is_over(self, head: Head) -> bool:
        # The flow is read for a transfer alone: after any other end it may be gone from the store.
        if head.state.status is not Status.TRANSFERRED:
            return head.state.status.ended
        return not can_come_back(self._flow(head), head.state)

    def _answered(self, head: Head, call: TurnCall, timings: TurnTimings) -> Finished:
        """The answer that this turn got, or the one that every turn gets after the end."""
        record = self.sessions.turn(head.session_id, call.turn_id)
        timings.end("load")
        # What stands beyond the last turn of a session that has ended never becomes one.
        if (
            record is not None
            and record.number <= head.turns
            and outcome_of(self.sessions, head, record) == "committed"
        ):
            return Finished(record.reply, head, record, again=True)
        return Finished(reply_body(head.session_id, call.turn_id, head.state, "", Hangup()), head, None)

    def _attempt(self, head: Head, call: TurnCall, deadline: Deadline, timings: TurnTimings) -> Finished | None:
        """Try a turn on a head. None where another runner moved the session first.

        A lease in `head` is this runner's own: the turn goes on where the one that died had come to.
        """
        flow = self._flow(head)
        attempt = Attempt(lambda: flow, head, call, self.engine)
        timings.end("load")
        try:
            stopped = self._play(attempt, self._effects_deadline(deadline), timings)
            if stopped is None:
                return self._save(attempt)
            if stopped is OVERTAKEN:
                return None
            return self._adopt(attempt.head, call, stopped)
        except UnwritableError as error:
            self.engine.failed("turn-failed", error, session=head.session_id)
            return self._fail(attempt.head, call, "what the turn led to cannot be stored", attempt.effects)
        finally:
            timings.end("save")

    def _effects_deadline(self, deadline: Deadline) -> Deadline:
        """By when the turn's models and tools are done."""
        return deadline.earlier(SAVING_SECONDS).within(self.turn_seconds)

    def _play(self, attempt: Attempt, deadline: Deadline, timings: TurnTimings) -> TurnRecord | Overtaken | None:
        """Fold the turn to its end, and do what it asks for. None when it is at its end.

        Otherwise it must not go on: another copy's record, which stands, or OVERTAKEN.
        """
        left = attempt.head.lease
        play = Play(
            attempt,
            lambda: self.perform.given(attempt.call.turn_id),
            self._rules(attempt.head),
            recorded=() if left is None else left.events,
        )
        effect = play.go_on()
        timings.end("step")
        while effect is not None:
            answer: Answer | TurnRecord | Overtaken
            if left is not None and left.effect_id == effect.id:
                answer = self._taken_over(attempt, effect, left, deadline, timings)
            elif isinstance(effect, CallTool):
                answer = self._called(attempt, effect, deadline, timings)
            else:
                answer = self._performed(attempt, effect, deadline, timings)
            if isinstance(answer, TurnRecord | Overtaken):
                return answer
            left = None
            effect = play.go_on(answer)
            timings.end("step")
        return None

    def _called(
        self, attempt: Attempt, effect: CallTool, deadline: Deadline, timings: TurnTimings
    ) -> Answer | TurnRecord | Overtaken:
        """Call a tool under a lease, and keep its answer. Where another runner is ahead, it is not called."""
        if attempt.head.lease is None:
            standing = duplicate_of(self.sessions, attempt.head, attempt.call)
            if standing is not None:
                return standing
        if not self._leases.write(attempt, effect, deadline):
            return OVERTAKEN
        timings.end("save")
        return self._kept(attempt, self._performed(attempt, effect, deadline, timings), deadline, timings)

    def _taken_over(
        self, attempt: Attempt, effect: Effect, left: ToolLease, deadline: Deadline, timings: TurnTimings
    ) -> Answer | Overtaken:
        """Answer the effect that a runner died in, or after."""
        if left.answer is not None:
            attempt.effects.append(effect_run(effect, left.answer, 0))
            return left.answer
        if not isinstance(effect, CallTool):
            return self._performed(attempt, effect, deadline, timings)
        if effect.retries == 0:
            given = self.perform.given(attempt.call.turn_id)
            unknown = ToolFailed(effect_id=effect.id, error=OUTCOME_UNKNOWN, **given)
            attempt.effects.append(effect_run(effect, unknown, 0))
            return unknown
        return self._kept(attempt, self._performed(attempt, effect, deadline, timings), deadline, timings)

    def _performed(self, attempt: Attempt, effect: Effect, deadline: Deadline, timings: TurnTimings) -> Answer:
        answer, run = self.perform(effect, attempt.head.organization_id, attempt.call.turn_id, deadline)
        timings.end_effect(effect)
        attempt.effects.append(run)
        return answer

    def _kept(self, attempt: Attempt, answer: Answer, deadline: Deadline, timings: TurnTimings) -> Answer | Overtaken:
        """Save a tool's answer before it is folded: whatever happens from here on, the tool is not called again."""
        kept = self._leases.keep(attempt, answer, deadline)
        timings.end("save")
        return answer if kept else OVERTAKEN

    def _save(self, attempt: Attempt) -> Finished | None:
        """Commit a turn that has come to its end. None where another runner moved the session first.

        UnwritableError.
        """
        record = attempt.record(self.now())
        standing = self.sessions.propose(attempt.head, record)
        if standing is None:
            return self._commit(attempt, record)
        match outcome_of(self.sessions, attempt.head, standing):
            case "committed":
                return self._adopt(attempt.head, attempt.call, standing)
            case "unknown":
                return None
            case "lost":  # it lost its number to another turn
                standing = self.sessions.propose(attempt.head, record, instead_of=standing.number)
                return None if standing is not None else self._commit(attempt, record)

    def _fail(
        self,
        head: Head,
        call: TurnCall,
        why: str,
        effects: Sequence[EffectRun] = (),
        standing: TurnRecord | None = None,
    ) -> Finished | None:
        """Commit the turn as the session's last, with the apology. Nothing of it is folded: that may be what failed.

        effects: what was done in it, for the trace.
        standing: the record that another copy of the turn has written. It stays the turn, and the session ends.
        """
        given = self.perform.given(call.turn_id)
        unfolded = words_brought(call, given) if head.lease is None else head.lease.happened
        attempt = Attempt(lambda: self._flow(head), head, call, self.engine)
        attempt.effects.extend(effects)
        attempt.fail(TurnFailed(error=why, unfolded=unfolded, **given))
        return self._save(attempt) if standing is None else self._commit(attempt, standing, again=True)

    def _adopt(self, head: Head, call: TurnCall, record: TurnRecord) -> Finished | None:
        """Answer what another copy of the turn has written, and commit it if its writer has not come to that."""
        if record.number <= head.turns:
            return Finished(record.reply, head, record, again=True)
        theirs = Attempt(lambda: self._flow(head), head, call, self.engine)
        for event in record.events:
            theirs.fold_again(event)
        return self._commit(theirs, record, again=True)

    def _commit(self, attempt: Attempt, record: TurnRecord, *, again: bool = False) -> Finished | None:
        head = attempt.committed(record)
        return Finished(record.reply, head, record, again) if self.sessions.advance(head) else None

    def _flow(self, head: Head) -> Flow:
        return self.flows(head.organization_id, head.flow_id, head.pin)

    def _rules(self, head: Head) -> TransferRules | None:
        """What a session that begins keeps of its organization's rules; None where its flow asks for none."""
        begins = head.state.node_id is None and not head.state.status.ended
        return self.transfers(head.organization_id) if begins and leads_by_variable(self._flow(head)) else None


def _busy_with(head: Head, call: TurnCall) -> Busy:
    return "this-turn" if head.lease is not None and head.lease.call.turn_id == call.turn_id else "another-turn"
