"""The order of a turn: what it brings, event by event, up to each effect that a step asks for. It folds, and never
performs or saves anything.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from flow_core.effects import Effect
from flow_core.events import (
    Answer,
    CallerKeyed,
    CallerSpoke,
    CallerStayedSilent,
    Event,
    ExchangeMissed,
    Foldable,
    ModelFailed,
    ModelReplied,
    ReplyInterrupted,
    SessionBegan,
    ToolAnswered,
    ToolFailed,
    WentOn,
)
from flow_core.state import Message
from flow_core.step import Step
from flow_core.transfer.rules import TransferRules
from functions.records import TurnCall
from functions.turn.attempt import Attempt
from functions.turn.perform import effect_run

Given: TypeAlias = Mapping[str, Any]
"""The fields of flow_core.events.Given."""


class Play:
    """Everything that a turn brings, in order, each event with what its steps ask for."""

    def __init__(
        self,
        attempt: Attempt,
        given: Callable[[], Given],
        transfers: TransferRules | None = None,
        recorded: Iterable[Event] = (),
    ) -> None:
        """
        given: what the world gives along with an event that happens now.
        transfers: what a session that begins keeps of its organization's rules.
        recorded: the events of this turn so far, if a runner that died had begun it.
        """
        self._attempt = attempt
        self._given = given
        self._transfers = transfers
        self._recorded = deque(recorded)
        self._brought = self._brings()

    def go_on(self, answer: Answer | None = None) -> Effect | None:
        """Fold the answer to the last effect, and what follows, up to the next effect. None: the turn is over.

        answer: None where nothing was asked for yet.
        """
        result = None if answer is None else self._attempt.fold(answer)
        while True:
            if result is None or not isinstance(effect := result.then, Effect):
                event = next(self._brought, None)
                if event is None:
                    return None
                result = self._tell(event)
            elif self._recorded:
                result = self._attempt.fold_again(self._recorded_answer(effect))
            else:
                return effect

    def _tell(self, event: Callable[[Given], Foldable]) -> Step:
        """Fold an event, or the one recorded in its place."""
        if self._recorded:
            return self._attempt.fold_again(self._recorded.popleft())
        return self._attempt.fold(event(self._given()))

    def _recorded_answer(self, effect: Effect) -> Event:
        answer = self._recorded.popleft()
        if isinstance(answer, ModelReplied | ModelFailed | ToolAnswered | ToolFailed):
            self._attempt.effects.append(effect_run(effect, answer, 0))
        return answer

    def _brings(self) -> Iterator[Callable[[Given], Foldable]]:
        """What the turn brings; each is asked for when all before it is folded and answered."""
        call, attempt = self._attempt.call, self._attempt
        if call.missed:
            yield lambda given: ExchangeMissed(messages=call.missed, **given)
        begins = attempt.state.node_id is None
        if begins and not attempt.failed:
            variables = {**attempt.head.given_variables, **call.variables}
            yield lambda given: SessionBegan(
                variables=variables, caller_spoke=_acts(call), transfers=self._transfers, **given
            )
        if (cut := call.interrupted) is not None:
            yield lambda given: ReplyInterrupted(reply_turn_id=cut.turn_id, heard=cut.heard, **given)
        if attempt.failed or (begins and attempt.state.status.ended):
            # The flow was over before it ever listened: the words are kept, and nothing hears them.
            said = call.user_input or call.dtmf
            if said is not None:
                words = (Message("user", said, call.turn_id),)
                yield lambda given: ExchangeMissed(messages=words, **given)
        elif not begins or _acts(call):
            yield lambda given: callers_part(call, given)


def callers_part(call: TurnCall, given: Given) -> Foldable:
    """What the caller did with this turn, as an event."""
    if call.user_input is not None:
        return CallerSpoke(text=call.user_input, **given)
    if call.dtmf is not None:
        return CallerKeyed(digits=call.dtmf, **given)
    return CallerStayedSilent(**given) if call.no_input else WentOn(**given)


def words_brought(call: TurnCall, given: Given) -> tuple[Foldable, ...]:
    """All words that a turn brings to the conversation, as events: what was missed, and what the caller did."""
    missed = (ExchangeMissed(messages=call.missed, **given),) if call.missed else ()
    return (*missed, callers_part(call, given))


def _acts(call: TurnCall) -> bool:
    """Whether the caller did something: spoke, keyed, or stayed silent when asked."""
    return call.user_input is not None or call.dtmf is not None or call.no_input
