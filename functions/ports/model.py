"""Language models: one question of a node, and the validated reply."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from flow_core.effects import AskModel
from flow_core.json import Variables
from flow_core.state import ToolCall
from functions.deadline import Deadline

MAX_REPLY = 8000
"""Characters of a reply: many minutes of speech."""

MAX_MODEL = 100
"""Characters of a model's name."""

LetOut: TypeAlias = Callable[[str], None]
"""Takes the next words of a reply while the model still writes: a clause or more, with the space before it. It returns
at once and raises nothing."""


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
    said: str = ""
    """With calls: the words that were let out before them, the beginning of `text`."""
    model: str = field(default="", compare=False)
    """The provider's name of the model that replied, at most MAX_MODEL characters; empty if the provider tells none. It
    may differ from the name that was asked: a provider's alias stands for a dated model, and moves."""


@dataclass(frozen=True, slots=True)
class Silent:
    """There is no usable reply."""

    error: str
    """The reason, in words for the flow's author."""
    cause: BaseException | None = field(default=None, compare=False, repr=False)
    """Set if an operator must know: the provider cannot be reached, throttles, or refuses the credentials."""
    said: str = ""
    """The words that were let out before the reply turned out to be unusable."""


ModelOutcome: TypeAlias = Replied | Silent


class Model(Protocol):
    """A language model."""

    def ask(self, effect: AskModel, *, deadline: Deadline, let_out: LetOut | None = None) -> ModelOutcome:
        """Ask the question of a node.

        Args:
            effect: The question. Its schemas are valid.
            deadline: The outcome is returned by then.
            let_out: Takes the words of the reply as they come. What it has taken, put together, is the beginning of
                `Replied.text`, or else it is `Silent.said`. It takes nothing after the outcome is returned. None if
                nobody can hear the words earlier.

        Returns:
            The reply, or why there is none. A model or a server causes no exception.
        """
        ...
