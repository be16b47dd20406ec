"""The body of a request for a replay."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from functions.api.schemas.requests.fields import RequestModel
from functions.api.schemas.requests.rooms_and_agents import checked_version

MAX_SESSIONS = 1_000
"""Sessions that a request may name."""
MAX_LAST = 10_000
"""Sessions that a request may ask for by `last`."""


class ReplayRequest(RequestModel):
    """The version to replay calls through, and the calls: some sessions, or the last ones of the flow."""

    version: Annotated[int | Literal["latest", "draft"], checked_version("latest", "draft")] = "draft"
    sessions: Annotated[list[Annotated[str, Field(min_length=1, max_length=200)]], Field(max_length=MAX_SESSIONS)] = (
        Field(default_factory=list)
    )
    last: Annotated[int, Field(ge=1, le=MAX_LAST)] | None = None

    @model_validator(mode="after")
    def _one_choice(self) -> ReplayRequest:
        if self.sessions and self.last is not None:
            raise ValueError("sessions and last are two ways to choose calls; give one of them")
        return self
