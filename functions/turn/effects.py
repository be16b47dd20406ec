"""Answers an effect of an attempt: performs it, a tool under a lease, or takes the stored answer of a dead process."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import TypeAlias

from flow_core.effects import AskModel, Effect, ToolEffect
from flow_core.events import EffectPostponed, EffectResult, ModelFailed, ToolFailed
from functions.deadline import Deadline
from functions.ports.drafts import Drafts
from functions.ports.sessions import Sessions
from functions.records import Phase, ToolLease
from functions.turn.attempt import Attempt
from functions.turn.commit import OVERTAKEN, Duplicate, Overtaken, duplicate_of
from functions.turn.early.drafts import taken
from functions.turn.leases import Leases
from functions.turn.perform import Perform, effect_run

Timed: TypeAlias = Callable[[Phase], AbstractContextManager[None]]
"""Adds the time of a `with` block to a phase."""

OUTCOME_UNKNOWN = "outcome unknown: the call was cut off, and this tool may not be called twice (retries is 0)"
"""The error of a tool call whose process died, if the tool must not be called again."""
LEAST_SECONDS = 5.0
"""Seconds that a call of a model's tool, or the question after it, gets at least. With less time it runs in the next
turn, while the worker is told to go on: a call that is cut off may have an unknown outcome."""


@dataclass(frozen=True, slots=True)
class Effects:
    """Answers the effects of attempts."""

    sessions: Sessions
    leases: Leases
    perform: Perform
    drafts: Drafts | None = None
    """None if no drafts are kept."""

    def answer(
        self, attempt: Attempt, effect: Effect, left: ToolLease | None, deadline: Deadline, timed: Timed
    ) -> EffectResult | EffectPostponed | Duplicate | Overtaken:
        """Answer one effect.

        Args:
            attempt: The attempt. Its head gets the lease, and its effects get the run.
            effect: The effect.
            left: The lease of a process that died, for the first effect after its recorded events.
            deadline: The effect is done by then.
            timed: Times the phases.

        Returns:
            The answer. EffectPostponed if the effect may wait for the next turn and this one has too little time
            left. Duplicate or Overtaken if another process is ahead: the attempt ends.
        """
        if left is not None and left.effect_id == effect.id:
            return self._resume(attempt, effect, left, deadline, timed)
        if _may_wait(effect) and attempt.effects and deadline.remaining() < min(effect.timeout_seconds, LEAST_SECONDS):
            return EffectPostponed(effect_id=effect.id, **self.perform.stamp(attempt.call.turn_id))
        if isinstance(effect, ToolEffect):
            return self._call_tool(attempt, effect, deadline, timed)
        return self._perform(attempt, effect, deadline, timed)

    def _call_tool(
        self, attempt: Attempt, effect: ToolEffect, deadline: Deadline, timed: Timed
    ) -> EffectResult | Duplicate | Overtaken:
        """Call a tool under a lease and store its answer. It is not called if another process is ahead."""
        if attempt.head.lease is None:
            with timed("load"):
                duplicate = duplicate_of(self.sessions, attempt.head, attempt.call)
            if duplicate is not None:
                return duplicate
        with timed("save"):
            leased = self.leases.acquire(attempt.head, attempt.call, effect, attempt.events, deadline)
        if leased is None:
            return OVERTAKEN
        attempt.head = leased
        return self._perform_and_store(attempt, effect, deadline, timed)

    def _resume(
        self, attempt: Attempt, effect: Effect, left: ToolLease, deadline: Deadline, timed: Timed
    ) -> EffectResult | Overtaken:
        """Answer the effect during which, or after which, a process died."""
        if left.answer is not None:
            attempt.effects.append(effect_run(effect, left.answer, 0))
            return left.answer
        if not isinstance(effect, ToolEffect):
            return self._perform(attempt, effect, deadline, timed)
        if effect.retries > 0:
            return self._perform_and_store(attempt, effect, deadline, timed)
        stamp = self.perform.stamp(attempt.call.turn_id)
        unknown = ToolFailed(effect_id=effect.id, error=OUTCOME_UNKNOWN, **stamp)
        attempt.effects.append(effect_run(effect, unknown, 0))
        return unknown

    def _perform_and_store(
        self, attempt: Attempt, effect: ToolEffect, deadline: Deadline, timed: Timed
    ) -> EffectResult | Overtaken:
        """Call a tool, and store its answer before it is folded: from then on the tool is not called again."""
        answer = self._perform(attempt, effect, deadline, timed)
        with timed("save"):
            stored = self.leases.store_answer(attempt.head, answer, deadline)
        if stored is None:
            return OVERTAKEN
        attempt.head = stored
        return answer

    def _perform(self, attempt: Attempt, effect: Effect, deadline: Deadline, timed: Timed) -> EffectResult:
        if self.drafts is not None and attempt.head.sealing is None and isinstance(effect, AskModel):
            with timed("load"):
                drafted = taken(attempt, effect, self.perform, self.drafts)
            if drafted is not None:
                attempt.effects.append(effect_run(effect, drafted, 0))
                return drafted
        outlet = None if attempt.outlet is None else attempt.open_outlet()
        let_out = outlet.after(attempt.words) if outlet is not None and isinstance(effect, AskModel) else None
        with timed("tool" if isinstance(effect, ToolEffect) else "model"):
            answer, run = self.perform(effect, attempt.head.organization_id, attempt.call.turn_id, deadline, let_out)
        if let_out is not None and outlet is not None and isinstance(answer, ModelFailed):
            # A model that raised has said no more than this.
            answer = replace(answer, said=outlet.beyond(attempt.words))
        attempt.effects.append(run)
        return answer


def _may_wait(effect: Effect) -> bool:
    """Return whether an effect may run in the next turn: a tool that a model calls, and the question after it."""
    return bool(effect.calls) if isinstance(effect, AskModel) else bool(effect.tool)
