"""The gate of a flow in responses, and what refuses a draft."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict

from functions.api.schemas.responses.replay import ReplayGroup


class Gate(TypedDict):
    """What a publication must pass. A field that asks for nothing is left out."""

    tests: bool
    replayLast: NotRequired[int]
    mostDiffering: NotRequired[int]
    wordsMayDiffer: NotRequired[bool]
    leastNodeCoverage: NotRequired[float]


class FailedTest(TypedDict):
    """A test that failed, with the place of its first failure. A run of the tests shows all of it."""

    testId: str
    turn: int
    field: str


class GateTests(TypedDict):
    """What the tests of a flow led to. `failures` has at most 50 of the failed tests."""

    passed: int
    failed: int
    failures: list[FailedTest]


class GateCoverage(TypedDict):
    """The part of the flow's nodes that its tests reach, and the nodes that none reaches."""

    nodes: float
    missed: list[str]


class GateReplay(TypedDict):
    """What the replay of the newest calls led to. `sessions` has at most 100 of the calls that count as differing.

    `left` counts the calls for which the time did not suffice, and `job` is the id of the replay that folds them.
    """

    same: int
    differ: int
    cannot: int
    left: int
    job: NotRequired[str]
    counted: int
    sessions: list[str]
    groups: list[ReplayGroup]


class GateResult(TypedDict):
    """The gate, and the results of what it asks for."""

    gate: Gate
    tests: NotRequired[GateTests]
    coverage: NotRequired[GateCoverage]
    replay: NotRequired[GateReplay]
