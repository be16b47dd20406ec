"""The turn protocol: load, step, perform, save. The one place that knows it.

A turn is committed when the head moves on to it (records.py); until then it can be tried again without loss, and after
it nothing moves it back. A tool runs only under a claim that the head already shows.
"""

from __future__ import annotations

import random
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from flow_core.effects import Effect
from flow_core.events import Event
from flow_core.flow import Flow
from flow_core.nodes.transfer import leads_by_variable
from flow_core.state import Hangup
from flow_core.step import can_come_back
from flow_core.transfer_rules import TransferRules
from functions.attempt import Attempt, Engine
from functions.begin import prepare
from functions.laps import Laps, Part
from functions.perform import Perform
from functions.play import Play
from functions.ports.flows import PinnedFlows
from functions.ports.sessions import Sessions
from functions.records import Head, TurnCall, TurnRecord
from functions.reply import reply_body
from functions.time_left import answered_by

_LEAST_SECONDS = 2.0
"""A turn that has less time left is better sent again than begun."""


Busy: TypeAlias = Literal["this-turn", "another-turn", "no-time"]
"""What a session is busy with. `this-turn`: another request is running the same turn, under a claim. `another-turn`:
the claim is another turn's, or other turns were committed first, again and again. `no-time`: nothing else runs; the
time to answer this request was used up before the turn could be committed."""

_TOLD: Mapping[Busy, str] = {
    "this-turn": "Another request is still running this turn.",
    "another-turn": "Another turn of this session is still running.",
    "no-time": "The time to answer was used up before this turn was done.",
}


class TurnInProgressError(Exception):
    """The turn is not done yet. It may be sent again, with the same turn id."""

    def __init__(self, session_id: str, reason: Busy = "another-turn") -> None:
        super().__init__(f"{session_id}: {_TOLD[reason]}")
        self.session_id = session_id
        self.reason: Busy = reason

    @property
    def told(self) -> str:
        """What the session is busy with, as a sentence."""
        return _TOLD[self.reason]


class _OvertakenError(Exception):
    """Someone else moved the session first: the turn is tried again on what stands now."""


class _WrittenError(Exception):
    """Another copy of the turn has come further: its record stands."""

    def __init__(self, record: TurnRecord) -> None:
        super().__init__(record.turn_id)
        self.record = record


@dataclass(frozen=True, slots=True)
class Finished:
    """The answer to a turn, and how it came about."""

    body: str
    head: Head
    record: TurnRecord | None
    """None where the session had ended before."""
    again: bool = False
    """True where another copy of the turn had done it."""
    millis: Mapping[Part, float] = field(default_factory=dict)
    """What each part of the call took."""


@dataclass(frozen=True, slots=True)
class RunTurn:
    sessions: Sessions
    flows: PinnedFlows
    perform: Perform
    engine: Engine
    now: Callable[[], int]
    """Milliseconds since the epoch."""
    transfers: Callable[[str], TransferRules] = lambda organization_id: TransferRules()
    """An organization's rules, as they are now."""
    turn_seconds: float = 10.0
    """What the models and tools of one turn may take together."""
    wait_seconds: float = 12.0
    """How long a turn waits for another one that is running a tool."""
    answer_seconds: float = 26.0
    """By when a call is answered, whatever it had to wait for and finish first: API Gateway ends at 29."""

    def __call__(self, begin: Callable[[], Head], session_id: str, call: TurnCall) -> Finished:
        """Run one turn, exactly once however often it is called.

        begin: makes the head of a session that nobody has prepared; called only then.
        Raises TurnInProgressError, and whatever `begin` and the stores raise: the same call may then be made again.
        """
        laps = Laps()
        with answered_by(time.monotonic() + self.answer_seconds):
            finished = self._run(begin, session_id, call, laps)
        return replace(finished, millis=laps.millis())

    def _run(self, begin: Callable[[], Head], session_id: str, call: TurnCall, laps: Laps) -> Finished:
        started = time.monotonic()
        answer_by = started + self.answer_seconds
        tries = 0
        while True:
            head = self.sessions.head(session_id)
            laps.end("load")
            if head is None:
                # Stored before its first turn: whoever begins or adopts that turn begins from the same head.
                head = begin()
                laps.end("load")
                head = prepare(self.sessions, head)
                laps.end("save")
                if head is None:
                    continue
            if call.turn_id in head.recent:
                return self._answered(head, call, laps)
            held = False
            if head.claim is not None:
                held = not self.finish_claimed(head, answer_by, laps)
                if not held and time.monotonic() < answer_by - _LEAST_SECONDS:
                    continue
            elif self._is_over(head):
                return self._answered(head, call, laps)
            else:
                finished = self._attempt(head, call, answer_by, laps)
                if finished is not None:
                    return finished
            now = time.monotonic()
            late = now > answer_by - _LEAST_SECONDS
            if late or now > started + self.wait_seconds:
                raise TurnInProgressError(session_id, "no-time" if late and not held else _busy_with(head, call))
            time.sleep(random.uniform(0.5, 1.0) * min(0.005 * 2**tries, 0.25))  # noqa: S311  # spreads the contenders
            laps.end("wait")
            tries += 1

    def finish_claimed(self, head: Head, answer_by: float, laps: Laps | None = None) -> bool:
        """Finish the turn that a dead runner left under a claim; False while the claim still holds.

        answer_by: a time.monotonic() value. Whoever moves the session meanwhile has finished it instead.
        """
        claim = head.claim
        if claim is None or self.now() < claim.until:
            return False
        self._attempt(head, claim.call, answer_by, laps or Laps(), claim.events)
        return True

    def _is_over(self, head: Head) -> bool:
        return head.state.status.ended and not can_come_back(self._flow(head), head.state)

    def _answered(self, head: Head, call: TurnCall, laps: Laps) -> Finished:
        """The answer that this turn got, or the one that every turn gets after the end."""
        record = self.sessions.turn(head.session_id, call.turn_id)
        laps.end("load")
        # What stands beyond the last turn of a session that has ended never becomes one.
        if record is not None and record.number <= head.turns and not self._void(head, record):
            return Finished(record.reply, head, record, again=True)
        return Finished(reply_body(head.session_id, call.turn_id, head.state, "", Hangup()), head, None)

    def _attempt(
        self, head: Head, call: TurnCall, answer_by: float, laps: Laps, recorded: Sequence[Event] = ()
    ) -> Finished | None:
        """Try a turn on a head. None where someone else moved the session first.

        recorded: the turn's events, as far as a runner that died had come with it.
        """
        attempt = Attempt(self._flow(head), head, call, self.engine)
        laps.end("load")
        deadline = min(answer_by, time.monotonic() + self.turn_seconds)
        try:
            if recorded:
                self._look(head, call)
            Play(attempt, self.perform, self._claim, deadline, self._rules(head), recorded, laps).all()
            record = attempt.record(self.now())
            standing = self.sessions.propose(attempt.head, record)
            if standing is not None:
                if not self._void(attempt.head, standing):
                    raise _WrittenError(standing)
                # It lost its number to another turn and never became one.
                standing = self.sessions.propose(attempt.head, record, instead_of=standing.number)
            return None if standing is not None else self._commit(attempt, record)
        except _OvertakenError:
            return None
        except _WrittenError as written:
            return self._take_over(attempt.head, call, written.record)
        finally:
            laps.end("save")

    def _look(self, head: Head, call: TurnCall) -> None:
        """_WrittenError if another copy of the turn has written its record already."""
        record = self.sessions.turn(head.session_id, call.turn_id)
        if record is not None and not self._void(head, record):
            raise _WrittenError(record)

    def _take_over(self, head: Head, call: TurnCall, record: TurnRecord) -> Finished | None:
        """Answer what another copy of the turn has written, and commit it if its writer has not come to that."""
        if record.number <= head.turns:
            return Finished(record.reply, head, record, again=True)
        theirs = Attempt(self._flow(head), head, call, self.engine)
        for event in record.events:
            theirs.fold_again(event)
        return self._commit(theirs, record, again=True)

    def _commit(self, attempt: Attempt, record: TurnRecord, *, again: bool = False) -> Finished | None:
        head = attempt.committed(record)
        return Finished(record.reply, head, record, again) if self.sessions.advance(head) else None

    def _void(self, head: Head, record: TurnRecord) -> bool:
        """True for a record that never became a turn and never will: another turn has its number.

        _OvertakenError where the head is too old to tell.
        """
        if record.number > head.turns + 1:
            raise _OvertakenError
        if record.number == head.turns + 1:
            return False
        back = head.turns - record.number
        if back < len(head.recent):
            return head.recent[-1 - back] != record.turn_id
        return self.sessions.turn_at(head, record.number) != record.turn_id

    def _flow(self, head: Head) -> Flow:
        return self.flows(head.organization_id, head.flow_id, head.pin)

    def _rules(self, head: Head) -> TransferRules | None:
        """What a session that begins keeps of its organization's rules; None where its flow asks for none."""
        begins = head.state.node_id is None and not head.state.status.ended
        return self.transfers(head.organization_id) if begins and leads_by_variable(self._flow(head)) else None

    def _claim(self, attempt: Attempt, effect: Effect, deadline: float) -> None:
        """Let the head show that an effect is being done. _OvertakenError, _WrittenError: then it must not be."""
        if attempt.head.claim is None:
            self._look(attempt.head, attempt.call)
        left = max(0.0, deadline - time.monotonic())
        claimed = attempt.claim(effect.id, self.now() + int(left * 1000) + 1000, secrets.token_hex(8))
        # A write whose answer was lost is sent again by the client, and then refused for having been done.
        if not self.sessions.advance(claimed) and self.sessions.head(claimed.session_id) != claimed:
            raise _OvertakenError
        attempt.head = claimed


def _busy_with(head: Head, call: TurnCall) -> Busy:
    return "this-turn" if head.claim is not None and head.claim.call.turn_id == call.turn_id else "another-turn"
