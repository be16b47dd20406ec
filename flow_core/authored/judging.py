"""The questions about a call that a judge model answers after its end."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import ConfigDict, Field

from flow_core.authored.base import AuthoredModel
from flow_core.state import Channel

Scale: TypeAlias = Literal["yesNo", "1to5"]
"""How a question is answered: yes or no, or a whole number from 1 (bad) to 5 (good)."""
MAX_QUESTIONS = 10
"""Questions about a call."""


def _of_calls() -> list[Channel]:
    return ["phone", "audio"]


class JudgeQuestion(AuthoredModel):
    """One question about a call."""

    id: Annotated[str, Field(min_length=1, max_length=40)]
    """Names the question in scores and reports."""
    ask: Annotated[str, Field(min_length=1, max_length=500)]
    """The question in words."""
    scale: Scale = "yesNo"


class Judging(AuthoredModel):
    """Which calls are scored, by which questions. Only the outermost flow of a call counts."""

    # As in a node, an editor may store fields of its own here.
    model_config = ConfigDict(extra="ignore")

    questions: Annotated[list[JudgeQuestion], Field(min_length=1, max_length=MAX_QUESTIONS)]
    share: Annotated[float, Field(ge=0, le=1, strict=False)] = 1.0
    """The share of the calls that are scored."""
    model: Annotated[str, Field(max_length=200)] | None = None
    """`provider/name`; None for the model of the flow's other questions."""
    channels: Annotated[list[Channel], Field(min_length=1, max_length=3)] = Field(default_factory=_of_calls)
    """The channels whose sessions are scored. By default those with sound."""
