"""The body of a request for a replay."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from flow_core.state import Status
from functions.api.schemas.requests.fields import RequestModel
from functions.api.schemas.requests.rooms_and_agents import checked_version
from functions.ports.changes.replays import Choice

MAX_SESSIONS = 1_000
"""Sessions that a request may name."""
MAX_LAST = 10_000
"""Sessions that a request may ask for by `last`."""
LAST = 100
"""Calls of a request that names none."""
MAX_RECORDED_VERSIONS = 100
"""Versions that a request may name."""


class ReplayRequest(RequestModel):
    """The version to replay calls through, and the calls: some sessions, or the last ones of the flow.

    `recordedVersions` and `statuses` leave out calls that ran other versions or have another status. `sample` takes so
    many of the last calls, of each version and status in turn.
    """

    version: Annotated[int | Literal["latest", "draft"], checked_version("latest", "draft")] = "draft"
    sessions: Annotated[list[Annotated[str, Field(min_length=1, max_length=200)]], Field(max_length=MAX_SESSIONS)] = (
        Field(default_factory=list)
    )
    last: Annotated[int, Field(ge=1, le=MAX_LAST)] | None = None
    recorded_versions: Annotated[
        list[Annotated[int | Literal["draft"], checked_version("draft")]], Field(max_length=MAX_RECORDED_VERSIONS)
    ] = Field(default_factory=list)
    statuses: Annotated[
        list[Literal["active", "waiting", "completed", "transferred", "failed", "abandoned"]], Field(max_length=6)
    ] = Field(default_factory=list)
    sample: Annotated[int, Field(ge=1, le=MAX_LAST)] | None = None

    @model_validator(mode="after")
    def _one_choice(self) -> ReplayRequest:
        if self.sessions and self.last is not None:
            raise ValueError("sessions and last are two ways to choose calls; give one of them")
        if self.sessions and (self.recorded_versions or self.statuses or self.sample is not None):
            raise ValueError("sessions names the calls themselves; leave out recordedVersions, statuses and sample")
        return self

    @property
    def choice(self) -> Choice:
        """The calls of a request that names no sessions."""
        statuses = tuple(Status(each) for each in self.statuses)
        return Choice(self.last or LAST, tuple(self.recorded_versions), statuses, self.sample)
