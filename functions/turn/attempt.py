"""One try at a turn: the events folded onto a head, up to the next effect. Nothing is performed or saved here."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from flow_core.effects import AskModel, Effect
from flow_core.evaluate import Evaluate
from flow_core.events import (
    CallerKeyed,
    CallerSpoke,
    CallerStayedSilent,
    EffectPostponed,
    EffectResult,
    Event,
    ExchangeMissed,
    Foldable,
    ModelFailed,
    ModelReplied,
    ReplyInterrupted,
    SessionBegan,
    SupervisorWhispered,
    ToolAnswered,
    ToolFailed,
    TurnFailed,
    WentOn,
)
from flow_core.flow import DEFAULT_LANGUAGE, Flow
from flow_core.state import Action, Hangup, Message
from flow_core.step import Step, fail, step
from flow_core.trace import Decision, NodeRun
from flow_core.transfer.rules import TransferRules
from functions.errors import EngineBrokenError
from functions.ports.drafts import Answers
from functions.ports.javascript import JavaScriptEngine
from functions.ports.observe import Report
from functions.records import EffectRun, Head, TurnCall
from functions.turn.early.outlet import Outlet
from functions.turn.evaluation import Evaluation, ReplayTimeoutError
from functions.turn.perform import effect_run

Stamp: TypeAlias = Mapping[str, Any]
"""The fields of `flow_core.events.EventBase`: turn id, time and random seed."""


@dataclass(frozen=True, slots=True)
class Engine:
    """The dependencies of folding a turn."""

    javascript: JavaScriptEngine
    clock: Callable[[], int]
    """Whole microseconds, for the trace."""
    failed: Report
    """Logs an unexpected error of the fold."""


class Attempt:
    """The turn `call`, tried on `head`.

    The protocol asks for the next effect until there is none, then saves the attempt. Folding raises no error of the
    flow: an unexpected error fails the turn. Only EngineBrokenError and ReplayTimeoutError are raised: the turn may
    succeed at another time, or in another process.

    Args:
        flow: The definition; None for an attempt that only fails.
        head: The session's head. Its lease, if it has one, holds the events of a process that died.
        call: The caller's request.
        engine: The engine and the trace's clock.
        stamp: Makes the time and seed of a new event, for the turn id.
        transfers: The organization's rules, for a session that begins.
        has_model: Whether a model is configured, for a session that begins.
        outlet: Has the words that were let out for this request; None if nobody can hear words before the reply.
    """

    def __init__(
        self,
        flow: Flow | None,
        head: Head,
        call: TurnCall,
        engine: Engine,
        stamp: Callable[[str], Stamp],
        transfers: TransferRules | None = None,
        has_model: bool = False,
        outlet: Outlet | None = None,
    ) -> None:
        self.head = head
        self.call = call
        self.state = head.state
        self.events: list[Event] = []
        self.effects: list[EffectRun] = []
        self.failed = False
        """True once the turn has failed by a defect of the service."""
        self.action: Action = Hangup()
        self.messages: list[Message] = []
        self.outlet = outlet
        self.draft: Answers | None = None
        """The answers that a draft of this turn has kept; None before they are read."""
        self._heard = [outlet.before] if outlet is not None and outlet.before else []
        """The words that earlier attempts let out."""
        self.response: list[str] = [*self._heard]
        self.no_progress = False
        """True if the turn only asked what the session waits for, and nothing changed."""
        self.nodes: list[NodeRun] = []
        self.decisions: list[Decision] = []
        self._flow = flow
        self._engine = engine
        self._stamp = stamp
        self._transfers = transfers
        self._has_model = has_model
        self._evaluation = Evaluation(engine.javascript, head.organization_id)
        self._recorded = deque(head.lease.events if head.lease is not None else ())
        self._inputs = self._input_events()
        self._awaits_input = head.state.node_id is None and _has_input(call)

    def restart(self) -> Attempt:
        """Make a new attempt of the same turn on the same head."""
        return Attempt(
            self._flow, self.head, self.call, self._engine, self._stamp, self._transfers, self._has_model, self.outlet
        )

    @property
    def words(self) -> str:
        """The response so far."""
        return " ".join(self.response)

    def open_outlet(self) -> Outlet | None:
        """Let out the words so far.

        Returns:
            The outlet for the words that follow. None if none may be let out now: nobody can hear them, or they come
            before the caller's input of a first turn, and are never spoken.
        """
        if self.outlet is None or self._awaits_input:
            return None
        self.outlet.catch_up(self.words)
        return self.outlet

    def let_out(self) -> tuple[ExchangeMissed, ...]:
        """Return the words that were let out and that the response does not have, as an event of a failure."""
        messages = tuple(Message("assistant", words, self.call.turn_id) for words in self._beyond())
        return (ExchangeMissed(messages=messages, **self._stamp(self.call.turn_id)),) if messages else ()

    def _beyond(self) -> list[str]:
        """Return the words that were let out and that the response does not have: one text, or none."""
        words = "" if self.outlet is None else self.outlet.beyond(self.words)
        return [words] if words else []

    def next_effect(self, answer: EffectResult | EffectPostponed | None = None) -> Effect | None:
        """Fold the answer to the previous effect and the following events, up to the next effect.

        Events that a process recorded before it died are replayed first, with the answers that it recorded.

        Args:
            answer: The answer to the previous effect; None if there was no effect yet.

        Returns:
            The effect to perform; None if the turn is complete.
        """
        result = None if answer is None else self.fold(answer)
        while True:
            if result is None or not isinstance(effect := result.then, Effect):
                new_event = next(self._inputs, None)
                if new_event is None:
                    return None
                if self._recorded:
                    result = self.replay(self._recorded.popleft())
                else:
                    result = self.fold(new_event(self._stamp(self.call.turn_id)))
            elif self._recorded:
                recorded = self._recorded.popleft()
                if isinstance(recorded, ModelReplied | ModelFailed | ToolAnswered | ToolFailed):
                    self.effects.append(effect_run(effect, recorded, 0))
                result = self.replay(recorded)
            else:
                return self._with_model(effect)

    def _with_model(self, effect: Effect) -> Effect:
        """Return a question that names no model with the one that was frozen with the version."""
        frozen = None if self._flow is None else self._flow.model
        if frozen is None or not isinstance(effect, AskModel) or effect.model is not None:
            return effect
        return replace(effect, model=frozen)

    def fold(self, event: Foldable) -> Step:
        """Fold a new event. An unexpected error fails the turn."""
        return self._fold(event, self._evaluation.evaluate)

    def replay(self, event: Event) -> Step:
        """Fold a recorded event as it was folded before."""
        return self.fail(event) if isinstance(event, TurnFailed) else self._fold(event, self._evaluation.replay)

    def replay_all(self, events: Iterable[Event]) -> None:
        """Fold the events of a turn that another process has completed."""
        for event in events:
            self.replay(event)

    def fail(self, event: TurnFailed) -> Step:
        """End the session with the apology."""
        self.failed = True
        return self._apply(event, fail(self.state, event))

    def _fold(self, event: Foldable, evaluate: Evaluate) -> Step:
        if self._flow is None:
            raise ValueError("an attempt without a flow can only fail")
        try:
            result = step(self._flow, self.state, event, evaluate, self._engine.clock)
        except (ReplayTimeoutError, EngineBrokenError):
            raise
        except Exception as error:
            # The fold is a pure function: a repeated request would raise the same error, and the caller would be stuck.
            self._engine.failed("turn-failed", error, session=self.head.session_id, event=event.kind)
            why = f"{type(error).__name__} while {event.kind} was folded"
            stamp: Stamp = {"turn_id": event.turn_id, "at": event.at, "seed": event.seed}
            language = self.state.session.language or self._flow.language
            spoken = None if language == DEFAULT_LANGUAGE else language
            return self.fail(TurnFailed(error=why, unfolded=(event, *self.let_out()), language=spoken, **stamp))
        return self._apply(event, result)

    def _apply(self, event: Event, result: Step) -> Step:
        happened = event.unfolded if isinstance(event, TurnFailed) else (event,)
        if any(isinstance(each, CallerSpoke | CallerKeyed | CallerStayedSilent | WentOn) for each in happened):
            # A reply from before the caller's input of a first turn was never spoken: the next reply replaces it.
            self.response[:] = self._heard
            self._awaits_input = False
            listening = not result.nodes and not result.state.awaiting and not result.state.status.ended
            self.no_progress = isinstance(event, WentOn) and listening
        if isinstance(result.then, Action):
            self.action = result.then
        if isinstance(event, TurnFailed):
            self.response += [*self._beyond(), result.messages[-1].content]  # the apology
        elif not isinstance(event, ExchangeMissed):  # the worker has spoken those itself
            self.response.extend(message.content for message in result.messages if message.role == "assistant")
        self.messages.extend(result.messages)
        self.nodes.extend(result.nodes)
        self.decisions.extend(result.decisions)
        self.events.append(replace(event, overran=result.overran))
        self.state = result.state
        return result

    def _input_events(self) -> Iterator[Callable[[Stamp], Foldable]]:
        """Yield what the request brings. Each event is asked for after all earlier events and effects are folded."""
        call = self.call
        if call.missed:
            yield lambda stamp: ExchangeMissed(messages=call.missed, **stamp)
        if call.whispers and not self.failed:
            yield lambda stamp: SupervisorWhispered(texts=call.whispers, **stamp)
        begins = self.state.node_id is None
        if begins and not self.failed:
            variables = {**self.head.given_variables, **call.variables}
            yield lambda stamp: SessionBegan(
                variables=variables,
                caller_spoke=_has_input(call),
                transfers=self._transfers,
                model=self._has_model or (self._flow is not None and self._flow.model is not None),
                **stamp,
            )
        if (cut := call.interrupted) is not None:
            yield lambda stamp: ReplyInterrupted(reply_turn_id=cut.turn_id, heard=cut.heard, **stamp)
        if self.failed or (begins and self.state.status.ended):
            # The flow ended before it listened: the words are stored, and no node reads them.
            user_words = call.user_input or call.dtmf
            if user_words is not None:
                words = (Message("user", user_words, call.turn_id),)
                yield lambda stamp: ExchangeMissed(messages=words, **stamp)
        elif not begins or _has_input(call):
            yield lambda stamp: caller_event(call, stamp)


def caller_event(call: TurnCall, stamp: Stamp) -> Foldable:
    """Make the event of the caller's input."""
    if call.user_input is not None:
        return CallerSpoke(text=call.user_input, **stamp)
    if call.dtmf is not None:
        return CallerKeyed(digits=call.dtmf, **stamp)
    return CallerStayedSilent(**stamp) if call.no_input else WentOn(**stamp)


def unfolded_events(call: TurnCall, stamp: Stamp) -> tuple[Foldable, ...]:
    """Make the events of a turn that fails before its first fold: the missed exchange and the caller's input."""
    missed = (ExchangeMissed(messages=call.missed, **stamp),) if call.missed else ()
    whispers = (SupervisorWhispered(texts=call.whispers, **stamp),) if call.whispers else ()
    return (*missed, *whispers, caller_event(call, stamp))


def _has_input(call: TurnCall) -> bool:
    return call.user_input is not None or call.dtmf is not None or call.no_input
