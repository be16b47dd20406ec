"""The turn protocol: load, step, perform, save. The one place that knows it.

A turn is committed when the head moves on to it (records.py); until then it can be tried again without loss, and after
it nothing moves it back. A tool runs only under a claim that the head already shows.
"""

from __future__ import annotations

import random
import secrets
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flow_core.effects import CallTool, Effect
from flow_core.events import (
    Answer,
    CallerKeyed,
    CallerSpoke,
    CallerStayedSilent,
    Event,
    ExchangeMissed,
    ModelFailed,
    ModelReplied,
    ReplyInterrupted,
    SessionBegan,
    ToolAnswered,
    ToolFailed,
    WentOn,
)
from flow_core.state import Hangup, Message
from flow_core.step import can_come_back
from functions.attempt import Attempt, Engine
from functions.begin import prepare
from functions.perform import Perform, effect_run
from functions.ports.flows import PinnedFlows
from functions.ports.sessions import Sessions
from functions.records import Head, TurnCall, TurnRecord
from functions.reply import reply_body

OUTCOME_UNKNOWN = "outcome unknown: the call was cut off, and this tool may not be called twice (retries is 0)"


class TurnInProgressError(Exception):
    """The session is busy with a turn that takes longer than a caller should wait. The same turn may be sent again."""


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


@dataclass(frozen=True, slots=True)
class RunTurn:
    sessions: Sessions
    flows: PinnedFlows
    perform: Perform
    engine: Engine
    now: Callable[[], int]
    """Milliseconds since the epoch."""
    turn_seconds: float = 10.0
    """What the models and tools of one turn may take together."""
    wait_seconds: float = 12.0
    """How long a turn waits for another one that is running a tool."""

    def __call__(self, begin: Callable[[], Head], session_id: str, call: TurnCall) -> Finished:
        """Run one turn, exactly once however often it is called.

        begin: makes the head of a session that nobody has prepared; called only then.
        Raises TurnInProgressError, and whatever `begin` and the stores raise: the same call may then be made again.
        """
        give_up = time.monotonic() + self.wait_seconds
        tries = 0
        while True:
            head = self.sessions.head(session_id)
            if head is None:
                # Stored before its first turn: whoever begins or adopts that turn begins from the same head.
                head = prepare(self.sessions, begin())
                if head is None:
                    continue
            if call.turn_id in head.recent:
                return self._answered(head, call)
            if head.claim is not None and self.now() < head.claim.until:
                finished = None
            elif head.claim is not None:
                self._attempt(head, head.claim.call, head.claim.events)
                continue
            elif head.state.status.ended and not self._can_come_back(head):
                return self._answered(head, call)
            else:
                finished = self._attempt(head, call)
            if finished is not None:
                return finished
            if time.monotonic() > give_up:
                raise TurnInProgressError(session_id)
            time.sleep(random.uniform(0.5, 1.0) * min(0.005 * 2**tries, 0.25))  # noqa: S311  # spreads the contenders
            tries += 1

    def _answered(self, head: Head, call: TurnCall) -> Finished:
        """The answer that this turn got, or the one that every turn gets after the end."""
        record = self.sessions.turn(head.session_id, call.turn_id)
        # What stands beyond the last turn of a session that has ended never becomes one.
        if record is not None and record.number <= head.turns and not self._void(head, record):
            return Finished(record.reply, head, record, again=True)
        return Finished(reply_body(head.session_id, call.turn_id, head.state, "", Hangup()), head, None)

    def _attempt(self, head: Head, call: TurnCall, recorded: Iterable[Event] = ()) -> Finished | None:
        """Try a turn on a head. None where someone else moved the session first.

        recorded: the turn's events, as far as a runner that died had come with it.
        """
        attempt = Attempt(self.flows(head.organization_id, head.flow_id, head.pin), head, call, self.engine)
        try:
            if recorded:
                self._look(head, call)
            _Play(self, attempt, deque(recorded)).all()
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

    def _look(self, head: Head, call: TurnCall) -> None:
        """_WrittenError if another copy of the turn has written its record already."""
        record = self.sessions.turn(head.session_id, call.turn_id)
        if record is not None and not self._void(head, record):
            raise _WrittenError(record)

    def _take_over(self, head: Head, call: TurnCall, record: TurnRecord) -> Finished | None:
        """Answer what another copy of the turn has written, and commit it if its writer has not come to that."""
        if record.number <= head.turns:
            return Finished(record.reply, head, record, again=True)
        theirs = Attempt(self.flows(head.organization_id, head.flow_id, head.pin), head, call, self.engine)
        for event in record.events:
            theirs.fold(event)
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
        following = [turn for turn in self.sessions.turns(head.session_id) if turn.number == record.number + 1]
        return all(turn.previous != record.turn_id for turn in following)

    def _can_come_back(self, head: Head) -> bool:
        return can_come_back(self.flows(head.organization_id, head.flow_id, head.pin), head.state)

    def claim(self, attempt: Attempt, effect: CallTool, deadline: float) -> None:
        """Let the head show that a tool runs. _OvertakenError, _WrittenError: then it must not run."""
        if attempt.head.claim is None:
            self._look(attempt.head, attempt.call)
        left = max(0.0, deadline - time.monotonic())
        claimed = attempt.claim(effect.id, self.now() + int(left * 1000) + 1000, secrets.token_hex(8))
        # A write whose answer was lost is sent again by the client, and then refused for having been done.
        if not self.sessions.advance(claimed) and self.sessions.head(claimed.session_id) != claimed:
            raise _OvertakenError
        attempt.head = claimed


class _Play:
    """Everything that a turn brings, in order, each event with what its steps ask for."""

    def __init__(self, run: RunTurn, attempt: Attempt, recorded: deque[Event]) -> None:
        self._run = run
        self._attempt = attempt
        self._recorded = recorded
        self._cut_off = bool(recorded)
        """The first effect that has no recorded answer is the one that a runner died in."""
        self._deadline = time.monotonic() + run.turn_seconds

    def all(self) -> None:
        call, attempt = self._attempt.call, self._attempt
        begins = attempt.state.node_id is None
        if begins:
            variables = {**attempt.head.given_variables, **call.variables}
            self._tell(lambda given: SessionBegan(variables=variables, caller_spoke=_acts(call), **given))
        if call.missed:
            self._tell(lambda given: ExchangeMissed(messages=call.missed, **given))
        if (cut := call.interrupted) is not None:
            self._tell(lambda given: ReplyInterrupted(reply_turn_id=cut.turn_id, heard=cut.heard, **given))
        if begins and attempt.state.status.ended:
            # The flow was over before it ever listened: the words are kept, and nothing hears them.
            if call.user_input is not None:
                words = (Message("user", call.user_input, call.turn_id),)
                self._tell(lambda given: ExchangeMissed(messages=words, **given))
        elif not begins or _acts(call):
            self._tell(lambda given: _callers_part(call, given))

    def _tell(self, event: Callable[[Mapping[str, Any]], Event]) -> None:
        """Fold an event, or the one recorded in its place, and answer what it asks for until it asks for nothing."""
        given = self._run.perform.given(self._attempt.call.turn_id)
        result = self._attempt.fold(self._recorded.popleft() if self._recorded else event(given))
        while isinstance(result.then, Effect):
            result = self._attempt.fold(self._answer(result.then))

    def _answer(self, effect: Effect) -> Answer:
        recorded = self._recorded.popleft() if self._recorded else None
        if isinstance(recorded, ModelReplied | ModelFailed | ToolAnswered | ToolFailed):
            self._attempt.effects.append(effect_run(effect, recorded, 0))
            return recorded
        cut_off, self._cut_off = self._cut_off, False
        call = self._attempt.call
        if isinstance(effect, CallTool):
            self._run.claim(self._attempt, effect, self._deadline)
            if cut_off and effect.retries == 0:
                given = self._run.perform.given(call.turn_id)
                unknown = ToolFailed(effect_id=effect.id, error=OUTCOME_UNKNOWN, **given)
                self._attempt.effects.append(effect_run(effect, unknown, 0))
                return unknown
        answer, run = self._run.perform(effect, self._attempt.head.organization_id, call.turn_id, self._deadline)
        self._attempt.effects.append(run)
        return answer


def _acts(call: TurnCall) -> bool:
    """Whether the caller did something: spoke, keyed, or stayed silent when asked."""
    return call.user_input is not None or call.dtmf is not None or call.no_input


def _callers_part(call: TurnCall, given: Mapping[str, Any]) -> Event:
    if call.user_input is not None:
        return CallerSpoke(text=call.user_input, **given)
    if call.dtmf is not None:
        return CallerKeyed(digits=call.dtmf, **given)
    return CallerStayedSilent(**given) if call.no_input else WentOn(**given)
