"""The body of a request that saves the gate of a flow."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from functions.api.schemas.requests.fields import RequestModel

MAX_REPLAYED = 10_000
"""Calls that a gate may ask for. Those for which the time of a publication does not suffice are replayed after it."""


class GateBody(RequestModel):
    """What a publication must pass.

    `tests`: every test of the flow. `replayLast` replays so many of the newest calls, of which `mostDiffering` may go
    another way; with `wordsMayDiffer`, a call in which only words differ counts as the same. `leastNodeCoverage` is the
    part of the flow's nodes that its tests must reach.
    """

    tests: bool
    replay_last: Annotated[int, Field(ge=1, le=MAX_REPLAYED)] | None = None
    most_differing: Annotated[int, Field(ge=0, le=MAX_REPLAYED)] | None = None
    words_may_differ: bool = False
    least_node_coverage: Annotated[float, Field(ge=0, le=1)] | None = None
