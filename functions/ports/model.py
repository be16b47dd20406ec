"""Language models."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from flow_core.effects import AskModel
from flow_core.json import Variables
from functions.deadline import Deadline

LONGEST_REPLY = 8000
"""Characters of a reply that are kept: more than a minute's speech many times over."""


@dataclass(frozen=True, slots=True)
class Replied:
    text: str
    extracted: Variables = field(default_factory=dict)
    """What the model says of `extract`: each value fits its schema. Null is how a model says that it does not know."""
    input_tokens: int = 0
    output_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Silent:
    """No usable reply, and why, in words for the flow's author."""

    error: str
    cause: BaseException | None = field(default=None, compare=False, repr=False)
    """What an operator has to know: the provider cannot be reached, throttles or refuses the credentials."""


ModelOutcome: TypeAlias = Replied | Silent


class Model(Protocol):
    def ask(self, effect: AskModel, *, deadline: Deadline) -> ModelOutcome:
        """Ask once, answered by `deadline`. Never raises for what a model or its server does.

        What is extracted fits its schema: of a reply where it does not, there is only the error.
        """
        ...
