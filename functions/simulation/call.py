"""The loop of one simulated call: the caller moves, the flow runs a turn, until one of them ends it; then the judge.

All that the loop must remember is in the session, so any process may go on with a call. The loop ends in every case:
each round either is a turn of the caller, of which there are at most `maxTurns`, or one of MAX_CONTINUED requests
without input, or costs tokens of a budget, or is one of MAX_MISSED failures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flow_core.state import Continue, Session
from functions.deadline import Deadline
from functions.flow_tests.authored import FlowTest
from functions.flow_tests.expectations import Failure
from functions.history.conversation import every_turn
from functions.judging.judge import NotJudged
from functions.lifecycle.abandon import close
from functions.ports.model import Model
from functions.records import Head, TestMetadata, TurnCall, TurnRecord
from functions.simulation.answers import PartlyMocked, answers_of
from functions.simulation.budget import Budget, Metered
from functions.simulation.caller import NoMove, next_move
from functions.simulation.conversation import Exchange, Move, continued, exchanges
from functions.simulation.judge import judge
from functions.simulation.progress import Ending, SimulatedCall, SimulatedRun
from functions.turn.begin import NewSession, new_head, prepare
from functions.turn.protocol import RunTurn
from functions.turn.results import Finished, TurnInProgressError

CALLER = "simulated-caller"
"""The identity in the session's metadata."""
MAX_CONTINUED = 25
"""Requests without input after one move of the caller."""
MAX_SILENT = 2
"""Exchanges in which neither side says anything, one after another."""
MAX_MISSED = 3
"""Questions without an answer of a model, one after another."""
_TURN_SECONDS = 8.0
"""Seconds the models of one turn may take together."""


@dataclass(frozen=True, slots=True)
class Line:
    """The dependencies of simulated calls of one flow.

    Args:
        run_turn: The turn protocol, with the real models. Its tools are never called.
        model: The real models, for the caller and the judge.
        default_model: The name of the model of a question that names none.
        organization_id: The owner of the flow.
        flow_id: The flow.
    """

    run_turn: RunTurn
    model: Model
    default_model: str
    organization_id: str
    flow_id: str


class Conversation:
    """One call as a request goes on with it.

    Args:
        line: The dependencies.
        run: The run that the call belongs to.
        call: The call as an earlier request left it.
        test: Its test, with `simulate`.
        budget: The budget of the run.
    """

    def __init__(self, line: Line, run: SimulatedRun, call: SimulatedCall, test: FlowTest, budget: Budget) -> None:
        assert test.simulate is not None  # noqa: S101  # only such tests are simulated
        self._caller = test.simulate
        self._line = line
        self._run = run
        self._test = test
        self._budget = budget
        self._models = Metered(line.model, line.default_model, budget, dict(call.tokens))
        self._call = call
        self._turns: list[TurnRecord] = []
        self._head: Head
        self._answers: PartlyMocked
        self._run_turn: RunTurn

    def go_on(self, deadline: Deadline) -> SimulatedCall:
        """Go on until the call is done or the deadline has passed. A turn or a question that has begun is completed.

        An error, such as one of the store, stops the call until the next request, and counts as a failure that may
        pass.

        Args:
            deadline: No round begins after it.

        Returns:
            The call, further on.
        """
        try:
            self._take_up()
            while self._call.ended is None and not deadline.expired():
                self._end(self._round(deadline))
            if not self._call.done and not deadline.expired():
                self._close()
                self._judge()
        except Exception as error:
            self._line.run_turn.engine.failed("turn-failed", error, session=self._call.session_id)
            self._end(self._missed("Callflow", type(error).__name__))
        return replace(self._call, tokens=dict(self._models.used), turns=max(self._moves, self._call.turns))

    def _take_up(self) -> None:
        """Read the session where an earlier request left it, or begin it."""
        self._head = self._begun(self._call)
        self._turns = every_turn(self._line.run_turn.sessions, self._head)
        self._answers = answers_of(self._test, self._models, self._turns)
        self._run_turn = self._protocol(self._answers)

    def _end(self, ending: Ending | None) -> None:
        if ending is not None:
            self._call = replace(self._call, ended=ending)

    @property
    def _moves(self) -> int:
        return sum(exchange.move is not None for exchange in exchanges(self._turns))

    def _round(self, deadline: Deadline) -> Ending | None:
        """Make one move and run its turn. Return why the call has ended; None if it goes on."""
        missing = self._answers.unanswered
        if missing is not None:
            return self._failed("noAnswer", missing.field, missing.expected, missing.actual)
        if self._budget.used_up:
            return "budgetUsedUp"
        if self._head.state.status.ended:
            return "flowEnded"
        if not self._turns or isinstance(self._head.state.action, Continue):
            if continued(self._turns) > MAX_CONTINUED:
                return self._failed("failed", "action", "listen", "continue, again and again without input")
            return self._turn(None)
        so_far = exchanges(self._turns)
        if len(so_far) > MAX_SILENT and all(exchange.both_silent for exchange in so_far[-MAX_SILENT:]):
            return "bothSilent"
        if self._moves >= self._caller.max_turns + len(self._fixed):
            return "turnsUsedUp"
        move = self._next(so_far, deadline)
        if isinstance(move, NoMove):
            return self._missed("the model that plays the caller", move.error)
        return self._turn(move) if isinstance(move, Move) else move

    @property
    def _fixed(self) -> list[Move]:
        """The moves that the author of the test has written."""
        return [Move(turn.say, turn.press) for turn in self._test.turns if turn.has_input]

    def _next(self, so_far: list[Exchange], deadline: Deadline) -> Move | NoMove | Ending:
        fixed = self._fixed
        if self._moves < len(fixed):
            return fixed[self._moves]
        return next_move(self._models, self._run.caller_model, self._caller, so_far, deadline)

    def _turn(self, move: Move | None) -> Ending | None:
        head = self._head
        turn_id = f"turn-{head.turns + 1}"
        call = TurnCall(turn_id)
        if move is not None:
            call = TurnCall(turn_id, move.say, move.press, no_input=move.is_silent)
        new_session = NewSession(head.session_id, head.organization_id, head.flow_id, head.room_name)
        try:
            finished = self._run_turn(new_session, call)
        except TurnInProgressError as error:
            return self._missed("the flow", str(error))
        assert isinstance(finished, Finished)  # noqa: S101  # the session is stored
        self._head = finished.head
        if finished.record is not None:
            self._turns.append(finished.record)
        self._call = replace(self._call, missed=0)
        return None

    def _missed(self, who: str, why: str) -> Ending | None:
        """Count a failure that may pass. The call ends with the last one that it may have."""
        if self._budget.used_up:
            return "budgetUsedUp"
        self._call = replace(self._call, missed=self._call.missed + 1)
        if self._call.missed < MAX_MISSED:
            return None
        return self._failed("failed", "simulate", f"an answer of {who}", why)

    def _failed(self, ending: Ending, field: str, expected: Any, actual: Any) -> Ending:
        failure = Failure(max(1, self._moves), field, expected, actual)
        self._call = replace(self._call, failures=(*self._call.failures, failure))
        return ending

    def _judge(self) -> None:
        if self._budget.used_up or self._call.failures:
            self._call = replace(self._call, judged=())
            return
        lines = self._caller.judge
        judged = judge(self._models, self._run.judge_model, lines, exchanges(self._turns), Deadline.current())
        if isinstance(judged, NotJudged):
            ending = self._missed("the model that judges", judged.error)
            if ending is not None:
                self._call = replace(self._call, judged=(), ended=ending)
            return
        self._call = replace(self._call, judged=judged)

    def _close(self) -> None:
        """End a session that the caller leaves. One that a turn still holds is closed as an idle one later."""
        sessions = self._line.run_turn.sessions
        if not self._head.state.status.ended and self._head.lease is None:
            close(sessions, self._head, self._line.run_turn.now())

    def _begun(self, call: SimulatedCall) -> Head:
        """Return the head of the session. Store the session if the call begins."""
        sessions, now = self._line.run_turn.sessions, self._line.run_turn.now()
        head = sessions.head(call.session_id)
        if head is not None:
            return head
        at = now if self._test.clock is None else self._test.clock
        session = Session(call.session_id, self._test.channel, at, self._test.caller_number)
        made = new_head(
            self._line.organization_id,
            self._line.flow_id,
            self._run.pin,
            call.room_name,
            session,
            given_variables=self._test.variables,
            test_metadata=TestMetadata("simulated", CALLER, call.room_name),
            keep_days=self._line.run_turn.keep_days(self._line.organization_id),
        )
        # The clock of the test is the flow's alone: a list of sessions shows when the call took place.
        return prepare(sessions, replace(made, created_at=now, updated_at=now)) or self._stored(call.session_id, made)

    def _stored(self, session_id: str, made: Head) -> Head:
        return self._line.run_turn.sessions.head(session_id) or made

    def _protocol(self, answers: PartlyMocked) -> RunTurn:
        """Return the turn protocol whose effects are answered by the test and by real models."""
        real = self._line.run_turn
        stamp = _at(real.perform.stamp, self._test.clock)
        perform = replace(real.perform, model=answers, tools=answers, mcp=answers, stamp=stamp)
        return replace(real, perform=perform, turn_seconds=min(_TURN_SECONDS, real.turn_seconds), drafts=None)


def _at(stamp: Callable[[str], dict[str, Any]], clock: int | None) -> Callable[[str], dict[str, Any]]:
    """Return the stamp of a turn whose flow sees the clock of the test, if it has one."""
    return stamp if clock is None else lambda turn_id: {**stamp(turn_id), "at": clock}
