"""Language models: one question of a node, and the validated reply."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from flow_core.effects import AskModel
from flow_core.json import Variables
from flow_core.state import ToolCall
from functions.deadline import Deadline

MAX_REPLY = 8000
"""Characters of a reply: many minutes of speech."""


@dataclass(frozen=True, slots=True)
class Replied:
    """A valid reply. The adapter has validated it, so no caller does that again."""

    text: str
    """The words to speak, at most MAX_REPLY characters."""
    extracted: Variables = field(default_factory=dict)
    """Values of `AskModel.extract`, and no others. Each fits its schema, and none is null: a model's null means that it
    does not know the value."""
    input_tokens: int = 0
    output_tokens: int = 0
    calls: tuple[ToolCall, ...] = ()
    """The tools that the model calls before it replies, in order. A call with a wrong name or wrong arguments has
    failed already."""


@dataclass(frozen=True, slots=True)
class Silent:
    """There is no usable reply."""

    error: str
    """The reason, in words for the flow's author."""
    cause: BaseException | None = field(default=None, compare=False, repr=False)
    """Set if an operator must know: the provider cannot be reached, throttles, or refuses the credentials."""


ModelOutcome: TypeAlias = Replied | Silent


class Model(Protocol):
    """A language model."""

    def ask(self, effect: AskModel, *, deadline: Deadline) -> ModelOutcome:
        """Ask the question of a node.

        Args:
            effect: The question. Its schemas are valid.
            deadline: The outcome is returned by then.

        Returns:
            The reply, or why there is none. A model or a server causes no exception.
        """
        ...
