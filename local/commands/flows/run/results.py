"""What tests of a flow led to, wherever they ran: in memory or on a server. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from flow_core.json import Json
from functions.flow_tests.run import Result

_MAX_SHOWN = 2_000
"""Characters of a value in a text."""


@dataclass(frozen=True, slots=True)
class Failed:
    """One thing that is not as expected."""

    turn: int
    """The number of the turn in the test, from 1."""
    field: str
    expected: Json
    actual: Json

    @property
    def text(self) -> str:
        """The failure as a line."""
        return f"turn {self.turn}: {self.field}: expected {_shown(self.expected)}, came {_shown(self.actual)}"


@dataclass(frozen=True, slots=True)
class TestOutcome:
    """What one test led to."""

    __test__ = False

    test_id: str
    name: str
    failures: tuple[Failed, ...]
    millis: float
    way: tuple[str, ...] = ()
    """The nodes of the last turn: where a failed test went."""
    skipped: str | None = None
    """Why the test did not run; None if it ran."""
    session_id: str | None = None
    """The session of a simulated call; None for other tests."""

    @property
    def passed(self) -> bool:
        """Whether everything was as expected."""
        return not self.failures and self.skipped is None


@dataclass(frozen=True, slots=True)
class Covered:
    """What the tests of a flow reach."""

    nodes: Mapping[str, int]
    """Node id -> tests that reach it."""
    exits: Mapping[str, int]
    """`node/exit` -> tests that leave by it."""
    missed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlowOutcome:
    """What the tests of one flow led to."""

    flow_id: str
    tests: tuple[TestOutcome, ...] = ()
    covered: Covered | None = None
    problems: tuple[str, ...] = ()
    """Why the flow does not pass, beside its tests: the errors of its definition, or its gate."""
    notes: tuple[str, ...] = ()
    """What is told beside the results, such as the tokens of simulated callers."""

    @property
    def passed(self) -> bool:
        """Whether nothing failed."""
        return not self.problems and not any(test.failures for test in self.tests)


def outcome_in_memory(result: Result, name: str) -> TestOutcome:
    """Return a result of `RunTests`."""
    failures = tuple(Failed(each.turn, each.field, each.expected, each.actual) for each in result.failures)
    requests = [(turn.turn_id, [node.node_id for node in turn.nodes]) for turn in result.turns]
    return TestOutcome(result.test_id, name, failures, result.millis, last_way(requests))


def last_way(requests: Sequence[tuple[str, Sequence[str]]]) -> tuple[str, ...]:
    """Return the nodes of a test's last turn.

    Args:
        requests: The id and the nodes of each request. `3+1` is the first request with which turn 3 went on by itself.
    """
    last = requests[-1][0].partition("+")[0] if requests else ""
    nodes = [node_id for turn_id, ids in requests if turn_id.partition("+")[0] == last for node_id in ids]
    # A node that asks runs twice: once for the question, once for the answer.
    return tuple(node_id for node_id, _ in groupby(nodes))


def _shown(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)[:_MAX_SHOWN]
