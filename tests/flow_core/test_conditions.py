"""Conditions whose authors mean something else than JavaScript reads."""

from __future__ import annotations

import pytest

from flow_core.conditions import applied, assigned
from flow_core.evaluate import Threw, Value


@pytest.mark.parametrize("expression", ["x = 'a'", " x=1", "(x = 'a')", "x = y === 1", "x = /a/"])
def test_an_assignment_is_told_by_its_variable(expression: str) -> None:
    assert assigned(expression) == "x"


@pytest.mark.parametrize(
    "expression", ["x == 1", "x === 'a = b'", "x => x", "x >= 1", "x <= 1", "x != 1", "'x = 1'", "f(x = 1)"]
)
def test_a_comparison_is_no_assignment(expression: str) -> None:
    assert assigned(expression) is None


def test_a_function_and_a_pattern_are_tried_on_the_value() -> None:
    assert applied("v => v > 0", Value(None, truthy=True)) == "(v => v > 0)(value)"
    assert applied("/^a$/", Value({}, truthy=True)) == "(/^a$/).test(value)"


@pytest.mark.parametrize(
    "result", [Value(True, truthy=True), Value(None, truthy=False), Value([], truthy=True), Threw("no")]
)
def test_any_other_result_stands(result: Value | Threw) -> None:
    assert applied("x", result) is None
