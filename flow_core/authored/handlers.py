"""What a caller may say at any time, beside the answer to a question."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field

from flow_core.authored.base import AuthoredModel, Expression, Id, InWords

RESUME = "resume"
"""The `outcome` of an end node at which the call comes back to the question that a handler interrupted."""


class Handler(AuthoredModel):
    """What a caller may say at any time, and the node to which it leads. It has phrases, words or an expression."""

    # As in a node, an editor may store fields of its own here.
    model_config = ConfigDict(extra="ignore")

    id: Id
    phrases: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=100)] = Field(default_factory=list)
    """What the caller says, in so many words. Words that change no answer may surround it."""
    when: InWords | None = None
    """What the caller wants, if a language model decides."""
    expression: Expression | None = None
    """Reads `value`, the caller's words, and the variables."""
    target: Id
    """The id of the node at which the call goes on."""
    resume: bool = False
    """Whether the call comes back to the open question at an end node with the outcome "resume"."""

    @property
    def words(self) -> str | None:
        """What the caller wants, if only a model can decide; None otherwise."""
        return self.when if self.expression is None and not self.phrases else None
