"""The same expression on the same values is evaluated once in a run, and never where that could change a result."""

from __future__ import annotations

import pytest

from flow_core.evaluate import Overran, Value
from flow_core.json import Json, Variables
from functions.deadline import NEVER
from functions.ports.javascript import Limits, Ran
from functions.remembered import Remembered

LIMITS = Limits("acme", 0.25, NEVER)


class Counting:
    """Answers with the number of the evaluation."""

    def __init__(self, *, overruns: bool = False) -> None:
        self.count = 0
        self._overruns = overruns

    def evaluate(self, expression: str, variables: Variables, at: int, seed: int, limits: Limits) -> Ran:
        self.count += 1
        return Ran(Overran("too slow") if self._overruns else Value(self.count, truthy=True), 0.1)


def twice(
    expression: str, one: dict[str, Json], other: dict[str, Json], at: tuple[int, int] = (0, 0), overruns: bool = False
) -> int:
    """Evaluate an expression twice, with another seed each time. Return how often the engine was asked."""
    counting = Counting(overruns=overruns)
    engine = Remembered(counting)
    first = engine.evaluate(expression, one, at[0], 1, LIMITS)
    second = engine.evaluate(expression, other, at[1], 2, LIMITS)
    assert counting.count == 2 or first.evaluated == second.evaluated
    return counting.count


@pytest.mark.parametrize(
    ("expression", "one", "other", "asked"),
    [
        ("n + 1", {"n": 1}, {"n": 1}, 1),
        ("n + 1", {"n": 1, "m": 1}, {"n": 1, "m": 2}, 1),
        ("n + 1", {"n": 1}, {"n": 2}, 2),
        ("n + 1", {"n": 1}, {"n": True}, 2),
        ("n + 1", {"n": 1}, {}, 2),
        ("n.length", {"n": "a" * 100_000}, {"n": "a" * 100_000}, 1),
        ("n + Math.random()", {"n": 1}, {"n": 1}, 2),
        ("eval('M' + 'ath.random()')", {}, {}, 2),
        ("[].constructor.constructor('return n')()", {"n": 1}, {"n": 2}, 2),
        ("\\u006e + 1", {"n": 1}, {"n": 2}, 2),
    ],
)
def test_an_expression_is_evaluated_again_only_for_other_values(
    expression: str, one: dict[str, Json], other: dict[str, Json], asked: int
) -> None:
    assert twice(expression, one, other) == asked


@pytest.mark.parametrize(
    "expression", ["new Date()", "Intl.DateTimeFormat('de').format()", "this.Date.now()", "eval('new Da' + 'te()')"]
)
def test_another_time_is_another_value_of_an_expression_that_can_read_it(expression: str) -> None:
    assert twice(expression, {}, {}, at=(1, 2)) == 2


def test_the_time_does_not_matter_to_an_expression_that_cannot_read_it() -> None:
    assert twice("n + 1", {"n": 1}, {"n": 1}, at=(1, 2)) == 1
    assert twice("n + Math.PI", {"n": 1}, {"n": 1}, at=(1, 2)) == 2  # with another seed


def test_an_expression_that_passed_its_limit_is_tried_again() -> None:
    assert twice("n", {"n": 1}, {"n": 1}, overruns=True) == 2


def test_a_remembered_result_takes_no_time_of_the_turn() -> None:
    engine = Remembered(Counting())
    assert [engine.evaluate("n", {"n": 1}, 0, 0, LIMITS).seconds for _ in range(2)] == [0.1, 0.0]


@pytest.mark.parametrize(("most", "characters", "asked"), [(20, 10_000, 3), (2, 10_000, 4), (20, 90, 4)])
def test_results_are_forgotten_before_they_fill_the_memory(
    most: int, characters: int, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("functions.remembered.MOST", most)
    monkeypatch.setattr("functions.remembered.MOST_CHARACTERS", characters)
    counting = Counting()
    engine = Remembered(counting)
    for name in ("a", "b", "c", "a"):
        engine.evaluate("n + 1", {"n": name * 20}, 0, 0, LIMITS)
    assert counting.count == asked
