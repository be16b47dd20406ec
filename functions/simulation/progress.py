"""What is kept of a run of simulated calls between two requests, and its result. It is stored as JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Literal, TypeAlias

from pydantic import TypeAdapter

from functions.flow_tests.expectations import Failure
from functions.records import FlowPin
from functions.simulation.budget import Budget, Tokens, added
from functions.simulation.caller import HangUp
from functions.simulation.judge import Judged

Ending: TypeAlias = HangUp | Literal["flowEnded", "turnsUsedUp", "bothSilent", "budgetUsedUp", "noAnswer", "failed"]
"""Why a call ended.

`goalReached`, `callerHungUp`: the caller hung up, with the goal or without it. `flowEnded`: the flow hung up,
transferred the call or failed. `turnsUsedUp`: the caller has made as many turns as it may. `bothSilent`: neither side
said anything, twice in a row. `budgetUsedUp`: no question can be paid for. `noAnswer`: the flow asked a tool or a model
for which the test has no answer. `failed`: the call could not go on; `failures` has the reason.
"""


@dataclass(frozen=True, slots=True)
class SimulatedCall:
    """One call of a run. Its conversation is a session."""

    test_id: str
    name: str
    """The name of the test."""
    session_id: str
    room_name: str
    ended: Ending | None = None
    """None while the call goes on."""
    turns: int = 0
    """The turns of the caller."""
    judged: tuple[Judged, ...] | None = None
    """None before the call is judged. Empty if it is not judged at all."""
    failures: tuple[Failure, ...] = ()
    tokens: dict[str, Tokens] = field(default_factory=dict)
    """Tokens of caller, judge and flow together, by model."""
    missed: int = 0
    """Times that a model gave no answer, one after another."""

    @property
    def done(self) -> bool:
        """Whether nothing is left to do."""
        return self.ended is not None and self.judged is not None

    @property
    def passed(self) -> bool:
        """Whether the call is done, and the judge answers yes to each line."""
        judged = self.judged or ()
        return bool(judged) and not self.failures and all(each.answer == "yes" for each in judged)


@dataclass(frozen=True, slots=True)
class SimulatedRun:
    """Simulated calls that one request has begun, and that share a budget."""

    run_id: str
    pin: FlowPin
    """The definition that all of them run."""
    budget_tokens: int
    caller_model: str | None
    """`provider/name`; None for the default model."""
    judge_model: str | None
    estimate: dict[str, Tokens]
    """What all calls use at about the most, by model."""
    calls: tuple[SimulatedCall, ...]

    @property
    def left(self) -> int:
        """The number of calls that are not done."""
        return sum(not call.done for call in self.calls)

    @property
    def tokens(self) -> dict[str, Tokens]:
        """The tokens of all calls, by model."""
        return added(call.tokens for call in self.calls)

    def budget(self) -> Budget:
        """Make the budget that is left."""
        return Budget(self.budget_tokens, sum(tokens.total for tokens in self.tokens.values()))


@cache
def run_type() -> TypeAdapter[SimulatedRun]:
    """Return the reader and writer of runs."""
    return TypeAdapter(SimulatedRun)
