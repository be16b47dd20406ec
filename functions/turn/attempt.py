"""One try at a turn: events folded onto a head, and what there is to save if nobody moves the session meanwhile.

Reading, writing and performing are never done here; they are run_turn's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from flow_core.evaluate import Evaluate, Evaluated, Overran
from flow_core.events import (
    CallerKeyed,
    CallerSpoke,
    CallerStayedSilent,
    Event,
    ExchangeMissed,
    Foldable,
    TurnFailed,
    WentOn,
)
from flow_core.flow import Flow
from flow_core.json import Json, Variables
from flow_core.prompts import joined
from flow_core.state import Action, Hangup, Message
from flow_core.step import APOLOGY, Step, fail, step
from flow_core.trace import Decision, NodeRun
from functions.deadline import Deadline
from functions.ports.errors import EngineBrokenError, PlainError
from functions.ports.javascript import JavaScriptEngine, Limits, Ran
from functions.ports.observe import Report
from functions.records import RECENT_TURNS, EffectRun, Head, TurnCall, TurnRecord, UnwritableError
from functions.turn.reply import action_json, reply_body

OVERRUNS_IN_A_TURN = 4
"""Expressions that may pass their time in one turn; those after them fail at once, so that the turn still answers."""
EXPRESSION_SECONDS = 0.25
"""What the engine may work on one expression."""
EVALUATION_SECONDS = 2.0
"""What the engine may work on the expressions of one turn; those after it fail at once, too."""

_SAVING_SECONDS = 2.0
"""Before the turn must be answered no expression begins any more: it is still to be saved."""
_REPLAY_RETRIES = 3
_REPLAY_SECONDS = 4 * EXPRESSION_SECONDS

_TIME_IS_UP = Overran("this turn's expressions have used up their time")
_ANSWER_IS_DUE = Overran("the turn must be answered before the expression could be evaluated")


@dataclass(frozen=True, slots=True)
class Engine:
    """What folding a turn needs beside its events."""

    javascript: JavaScriptEngine
    clock: Callable[[], float]
    """Milliseconds, for the trace."""
    failed: Report
    """Is told what was being done when something raised that should not."""


class ReplayTimeoutError(PlainError):
    """An expression that came back in time when it was recorded did not now. The turn may be tried again."""


class Attempt:
    """The turn `call` tried on `head`. Folding never raises for what the flow is or does: it fails the turn instead."""

    def __init__(self, flow: Callable[[], Flow], head: Head, call: TurnCall, engine: Engine) -> None:
        """flow: asked for by each fold, and by nothing else."""
        self.head = head
        self.call = call
        self.state = head.state
        self.events: list[Event] = []
        self.effects: list[EffectRun] = []
        self.failed = False
        """True once the turn has failed by a fault of ours."""
        self._flow = flow
        self._engine = engine
        self._action: Action = Hangup()
        self._messages: list[Message] = []
        self._response: list[str] = []
        self._standing_still = False
        self._nodes: list[NodeRun] = []
        self._decisions: list[Decision] = []
        self._overruns = 0
        self._worked = 0.0

    def fold(self, event: Foldable) -> Step:
        """Fold one event; it is kept as it went. Where that raises, the turn fails. EngineBrokenError."""
        return self._fold(event, self._evaluate)

    def fold_again(self, event: Event) -> Step:
        """Fold an event as it went before. ReplayTimeoutError, EngineBrokenError."""
        return self.fail(event) if isinstance(event, TurnFailed) else self._fold(event, self._evaluate_again)

    def fail(self, event: TurnFailed) -> Step:
        """End the session with the apology."""
        self.failed = True
        return self._keep(event, fail(self.state, event))

    def _fold(self, event: Foldable, evaluate: Evaluate) -> Step:
        flow = self._flow()
        try:
            result = step(flow, self.state, event, evaluate, self._engine.clock)
        except (ReplayTimeoutError, EngineBrokenError):
            # Neither is a fault of the turn: it may go well at another time, or in another process.
            raise
        except Exception as error:
            # The fold is a pure function: sent again, the turn would raise again, and the caller would be stuck.
            self._engine.failed("turn-failed", error, session=self.head.session_id, event=event.kind)
            told = f"{type(error).__name__} while {event.kind} was folded"
            return self.fail(
                TurnFailed(turn_id=event.turn_id, at=event.at, seed=event.seed, error=told, unfolded=(event,))
            )
        return self._keep(event, result)

    def _keep(self, event: Event, result: Step) -> Step:
        happened = event.unfolded if isinstance(event, TurnFailed) else (event,)
        if any(isinstance(each, CallerSpoke | CallerKeyed | CallerStayedSilent | WentOn) for each in happened):
            # What was said before the caller's part of a first turn was never spoken: it is answered by what follows.
            self._response.clear()
            listening = not result.nodes and not result.state.awaiting and not result.state.status.ended
            self._standing_still = isinstance(event, WentOn) and listening
        if isinstance(result.then, Action):
            self._action = result.then
        if isinstance(event, TurnFailed):
            self._response.append(APOLOGY)
        elif not isinstance(event, ExchangeMissed):  # the worker has said those itself
            self._response.extend(message.content for message in result.messages if message.role == "assistant")
        self._messages.extend(result.messages)
        self._nodes.extend(result.nodes)
        self._decisions.extend(result.decisions)
        self.events.append(replace(event, overran=result.overran))
        self.state = result.state
        return result

    def record(self, at: int) -> TurnRecord:
        """The turn as it is saved. at: milliseconds since the epoch. UnwritableError."""
        try:
            return self._record(at)
        except Exception as error:
            raise UnwritableError(f"the record could not be made ({type(error).__name__})") from error

    def _record(self, at: int) -> TurnRecord:
        response = " ".join(self._response)
        number = self.head.turns + 1
        body = reply_body(
            self.head.session_id,
            self.call.turn_id,
            self.state,
            response,
            self._action,
            last_response=self.head.state.response if self._standing_still else None,
        )
        return TurnRecord(
            turn_id=self.call.turn_id,
            number=number,
            previous=self.head.recent[-1] if self.head.recent else None,
            at=at,
            events=tuple(self.events),
            reply=body,
            messages=joined(self._messages),
            interrupted=self.call.interrupted,
            input=self.call.user_input if self.call.user_input is not None else self.call.dtmf,
            response=response,
            action=action_json(self._action),
            nodes=tuple(self._nodes),
            decisions=tuple(self._decisions),
            effects=tuple(self.effects),
            changed=_changed(self.head.state.variables, self.state.variables),
        )

    def committed(self, record: TurnRecord) -> Head:
        """The head once `record` is the session's last turn."""
        return replace(
            self.head,
            version=self.head.version + 1,
            updated_at=record.at,
            state=self.state,
            turns=record.number,
            recent=(*self.head.recent, record.turn_id)[-RECENT_TURNS:],
            lease=None,
            user_id=self.head.user_id or self.call.user_id,
            given_variables={},
        )

    def _evaluate(self, expression: str, variables: Variables, at: int, seed: int) -> Evaluated:
        """Whatever depends on the clock or on the engine's health comes back as Overran, which the event records: so
        the event folds again alike. EngineBrokenError: the engine cannot evaluate anything.
        """
        if self._overruns >= OVERRUNS_IN_A_TURN or self._worked >= EVALUATION_SECONDS:
            return _TIME_IS_UP
        deadline = Deadline.current().earlier(_SAVING_SECONDS)
        if deadline.expired():
            return _ANSWER_IS_DUE
        limits = Limits(self.head.organization_id, EXPRESSION_SECONDS, deadline)
        ran = self._ask(expression, variables, at, seed, limits)
        self._worked += ran.seconds
        if isinstance(ran.evaluated, Overran):
            self._overruns += 1
        return ran.evaluated

    def _evaluate_again(self, expression: str, variables: Variables, at: int, seed: int) -> Evaluated:
        """What overran then is not evaluated at all. All else came back in time once; here it gets more of it."""
        deadline = Deadline.current()
        for _ in range(_REPLAY_RETRIES):
            limits = Limits(self.head.organization_id, _REPLAY_SECONDS, deadline)
            result = self._ask(expression, variables, at, seed, limits).evaluated
            if not isinstance(result, Overran):
                return result
            if deadline.expired():
                break
        raise ReplayTimeoutError("a replayed expression timed out")

    def _ask(self, expression: str, variables: Variables, at: int, seed: int, limits: Limits) -> Ran:
        try:
            return self._engine.javascript.evaluate(expression, variables, at, seed, limits)
        except EngineBrokenError:
            # No expression can be evaluated: to go on would decide wrongly. The turn is to be sent again.
            raise
        except Exception as error:
            return Ran(Overran(f"the JavaScript engine failed ({type(error).__name__})"), 0.0)


def _changed(before: Mapping[str, Json], after: Mapping[str, Json]) -> dict[str, Json]:
    return {name: value for name, value in after.items() if name not in before or before[name] != value}
