"""Tests of a flow in responses: the stored test, and what a run led to."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from flow_core.json import Json
from functions.api.schemas.responses.sessions import Turn
from functions.flow_tests.authored import FlowTest


class StoredFlowTest(FlowTest):
    """A test as its author wrote it, with its id and the time of its last change."""

    test_id: str
    updated_at: str


class Failure(TypedDict):
    """One thing that is not as expected.

    `turn` is the number of the turn in the test, from 1. `field` is `node`, `says`, `notSays`, `variables.<name>`,
    `action` or `status`; `mocks.<node>` if a tool or a model has no usable answer; `turns` if the turn did not run.
    """

    turn: int
    field: str
    expected: Json
    actual: Json


class TestResult(TypedDict):
    """What one test led to. It ends with the first turn that has failures.

    `turns` has a trace of each request: `turnId` is the number of the turn in the test, with `+1` and so on for the
    requests with which it went on. `cut` is present if the traces are left out, because the response is too large.
    """

    testId: str
    name: str
    passed: bool
    failures: list[Failure]
    turns: list[Turn]
    millis: float
    cut: NotRequired[Literal[True]]


class Coverage(TypedDict):
    """The number of tests that reach each node and each exit. `missed` has those that no test reaches.

    `nodes` has every node of the flow, and `exits` every exit with an edge, as `node/exit`. A node of an inner flow has
    its path as its id, and is there if a test reaches it.
    """

    nodes: dict[str, int]
    exits: dict[str, int]
    missed: list[str]


class Usage(TypedDict):
    """Tokens of models. `dollars` is null if the price of a model is not known."""

    inputTokens: int
    outputTokens: int
    dollars: float | None


class JudgedLine(TypedDict):
    """The answer to one line of `judge`, with the words of the call that show it. `words` may be empty.

    `answer` is `unknown` if the model did not answer the line.
    """

    line: str
    answer: Literal["yes", "no", "unknown"]
    words: str


class SimulatedCall(TypedDict):
    """One simulated call. `sessionId` is its session: `POST …/tests/from-session` makes it a test with fixed words.

    `ended` is null while the call goes on, and `passed` is null until it is judged. A call passes if the answer to each
    line is yes. `failures` says why a call could not go on; `field` is `mocks.<node>` if the test has no answer of a
    tool or a model.
    """

    testId: str
    name: str
    sessionId: str
    passed: bool | None
    ended: (
        Literal[
            "goalReached",
            "callerHungUp",
            "flowEnded",
            "turnsUsedUp",
            "bothSilent",
            "budgetUsedUp",
            "noAnswer",
            "failed",
        ]
        | None
    )
    turns: int
    judged: list[JudgedLine]
    failures: list[Failure]
    used: Usage


class Simulation(TypedDict):
    """Simulated calls of a run. While `left` is not 0, a request with `{"simulate": {"run": …}}` goes on with them.

    `estimate` is what all calls use if each takes all its turns. `used` is what they have used until now. Without a
    run, nothing has run: the request asked for an estimate.
    """

    run: str | None
    version: int | Literal["draft"]
    left: int
    budgetTokens: int
    estimate: Usage
    used: Usage
    calls: list[SimulatedCall]


class TestRun(TypedDict):
    """What a run led to.

    `simulation` is there if the request asked for simulated callers. Then `passed` and `failed` count their calls that
    are done, and `results` and `coverage` are empty.
    """

    passed: int
    failed: int
    results: list[TestResult]
    coverage: Coverage
    simulation: NotRequired[Simulation]


class FlowTestList(TypedDict):
    """A page of a flow's tests, by id. `cursor` is null on the last page."""

    tests: list[StoredFlowTest]
    cursor: str | None
