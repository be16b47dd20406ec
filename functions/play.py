"""The order of a turn: what it brings, event by event, and each effect that a step asks for. Nothing is saved here."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

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
from flow_core.state import Message
from flow_core.transfer_rules import TransferRules
from functions.attempt import Attempt
from functions.laps import Laps
from functions.perform import Perform, effect_run
from functions.records import TurnCall

OUTCOME_UNKNOWN = "outcome unknown: the call was cut off, and this tool may not be called twice (retries is 0)"


class Claim(Protocol):
    def __call__(self, attempt: Attempt, effect: Effect, deadline: float) -> None:
        """Let everyone see that an effect is being done. Raises where it must not be."""
        ...


class Play:
    """Everything that a turn brings, in order, each event with what its steps ask for."""

    def __init__(
        self,
        attempt: Attempt,
        perform: Perform,
        claim: Claim,
        deadline: float,
        transfers: TransferRules | None = None,
        recorded: Iterable[Event] = (),
        laps: Laps | None = None,
    ) -> None:
        """
        deadline: a time.monotonic() value by which models and tools are done.
        transfers: what a session that begins keeps of its organization's rules.
        recorded: the events of this turn so far, if a runner that died had begun it.
        laps: is told where the time goes.
        """
        self._attempt = attempt
        self._perform = perform
        self._claim = claim
        self._deadline = deadline
        self._transfers = transfers
        self._laps = laps or Laps()
        self._recorded = deque(recorded)
        # The first effect that has no recorded answer is the one that the runner died in.
        self._cut_off = bool(self._recorded)

    def all(self) -> None:
        call, attempt = self._attempt.call, self._attempt
        if call.missed:
            self._tell(lambda given: ExchangeMissed(messages=call.missed, **given))
        begins = attempt.state.node_id is None
        if begins:
            variables = {**attempt.head.given_variables, **call.variables}
            self._tell(
                lambda given: SessionBegan(
                    variables=variables, caller_spoke=_acts(call), transfers=self._transfers, **given
                )
            )
        if (cut := call.interrupted) is not None:
            self._tell(lambda given: ReplyInterrupted(reply_turn_id=cut.turn_id, heard=cut.heard, **given))
        if begins and attempt.state.status.ended:
            # The flow was over before it ever listened: the words are kept, and nothing hears them.
            said = call.user_input or call.dtmf
            if said is not None:
                words = (Message("user", said, call.turn_id),)
                self._tell(lambda given: ExchangeMissed(messages=words, **given))
        elif not begins or _acts(call):
            self._tell(lambda given: _callers_part(call, given))

    def _tell(self, event: Callable[[Mapping[str, Any]], Event]) -> None:
        """Fold an event, or the one recorded in its place, and answer what it asks for until it asks for nothing."""
        if self._recorded:
            result = self._attempt.fold_again(self._recorded.popleft())
        else:
            result = self._attempt.fold(event(self._perform.given(self._attempt.call.turn_id)))
        self._laps.end("step")
        while isinstance(effect := result.then, Effect):
            if self._recorded:
                result = self._attempt.fold_again(self._recorded_answer(effect))
            else:
                result = self._attempt.fold(self._answer(effect))
            self._laps.end("step")

    def _recorded_answer(self, effect: Effect) -> Event:
        answer = self._recorded.popleft()
        if isinstance(answer, ModelReplied | ModelFailed | ToolAnswered | ToolFailed):
            self._attempt.effects.append(effect_run(effect, answer, 0))
        return answer

    def _answer(self, effect: Effect) -> Answer:
        attempt, cut_off = self._attempt, self._cut_off
        self._cut_off = False
        # A model that is asked after a tool has answered is claimed too: the claim keeps the tool's answer.
        if isinstance(effect, CallTool) or attempt.head.claim is not None:
            self._claim(attempt, effect, self._deadline)
            self._laps.end("save")
        if cut_off and isinstance(effect, CallTool) and effect.retries == 0:
            given = self._perform.given(attempt.call.turn_id)
            unknown = ToolFailed(effect_id=effect.id, error=OUTCOME_UNKNOWN, **given)
            attempt.effects.append(effect_run(effect, unknown, 0))
            return unknown
        answer, run = self._perform(effect, attempt.head.organization_id, attempt.call.turn_id, self._deadline)
        self._laps.end_effect(effect)
        attempt.effects.append(run)
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
