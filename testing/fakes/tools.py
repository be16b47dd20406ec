"""Tools without a network. They return the outcomes of a test and record their calls."""

from __future__ import annotations

from dataclasses import dataclass

from flow_core.effects import CallTool
from functions.adapters.http.request import Filled, filled, looked_up
from functions.deadline import Deadline
from functions.ports.tools import Answered, Failed, SecretNamed, ToolOutcome


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a tool."""

    effect: CallTool
    idempotency_key: str
    deadline: Deadline
    sent: Filled
    """The request as it would be sent, with its secrets."""


class FakeTools:
    """Implements `Tools`. It returns the outcomes in order, then an empty 200. A call is one attempt."""

    def __init__(self, *outcomes: ToolOutcome) -> None:
        self.calls: list[Call] = []
        self._outcomes = list(outcomes)

    def call(self, effect: CallTool, *, idempotency_key: str, secrets: SecretNamed, deadline: Deadline) -> ToolOutcome:
        values = looked_up(effect.request, secrets)
        if isinstance(values, Failed):
            return values
        request = filled(effect.request, values, {"Idempotency-Key": idempotency_key})
        if isinstance(request, Failed):
            return request
        if deadline.within(effect.timeout_seconds).expired():
            return Failed("no time was left to call the tool")
        self.calls.append(Call(effect, idempotency_key, deadline, request))
        return self._outcomes.pop(0) if self._outcomes else Answered(200, {}, {})
