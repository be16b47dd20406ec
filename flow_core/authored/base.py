"""The parts that all nodes of a flow share."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel


class AuthoredModel(BaseModel):
    # Pydantic builds a model at its first use: building all of them takes longer than loading this package.
    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, frozen=True, strict=True, defer_build=True
    )


Id: TypeAlias = Annotated[str, Field(min_length=1, max_length=200)]
"""The id of a node or an edge."""
Expression: TypeAlias = Annotated[str, Field(min_length=1, max_length=4000)]
"""A JavaScript expression."""
Template: TypeAlias = Annotated[str, Field(max_length=8000)]
"""Text that may hold `{{ expression }}`."""
InWords: TypeAlias = Annotated[str, Field(min_length=1, max_length=1000)]
"""A condition in words, which a language model decides. It holds no expression."""
Seconds: TypeAlias = Annotated[float, Field(gt=0, le=3600, strict=False)]
"""More than 0, at most an hour."""
DEFAULT_NO_INPUT_SECONDS = 8.0
"""Seconds that a node waits for the caller if its author names no number."""


class Data(AuthoredModel):
    """The fields that the data of every node has."""

    label: str | None = None
    assign: dict[str, Expression] = Field(default_factory=dict)
    """Variable -> expression. The expressions run in order when the flow leaves the node."""
