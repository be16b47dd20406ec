"""The evaluator of alarms agrees with the examples of CloudWatch's user guide."""

from __future__ import annotations

from dataclasses import replace

import pytest

from testing.cloudwatch.alarms import Alarm, alarm_of
from testing.cloudwatch.metric_math import evaluate
from testing.cloudwatch.metrics import Metrics, metric

ERRORS = metric("Test", "Errors", stack="demo")
ALARM = Alarm("errors", {"value": (ERRORS, "Sum")}, "value", 1, 3, 3, "GreaterThanThreshold", 0, "notBreaching")
"""Three of three data points above 0."""


def points(written: str) -> list[float | None]:
    """Read an example: 0 does not breach, X breaches, - is missing."""
    return [{"0": 0.0, "X": 1.0, "-": None}[each] for each in written.split()]


@pytest.mark.parametrize(
    ("needed", "written", "breaching", "not_breaching"),
    [
        (3, "0 - X - X", "OK", "OK"),
        (3, "0 - - - -", "OK", "OK"),
        (3, "- - - - -", "ALARM", "OK"),
        (3, "0 X X - X", "ALARM", "ALARM"),
        (3, "- - - - X", "ALARM", "OK"),
        (2, "0 - X - X", "ALARM", "ALARM"),
        (2, "0 0 X 0 X", "ALARM", "ALARM"),
        (2, "0 - X - -", "ALARM", "OK"),
        (2, "- - - - 0", "ALARM", "OK"),
        (2, "- - - - X", "ALARM", "OK"),
    ],
)
def test_missing_data_is_treated_as_in_the_user_guide(
    needed: int, written: str, breaching: str, not_breaching: str
) -> None:
    alarm = replace(ALARM, needed=needed)
    assert replace(alarm, missing="breaching").state_of(points(written)) == breaching
    assert replace(alarm, missing="notBreaching").state_of(points(written)) == not_breaching


@pytest.mark.parametrize(
    ("expression", "values", "value"),
    [
        ("a - 2 * b", {"a": 10.0, "b": 3.0}, 4.0),
        ("a - 2 * b", {"a": 10.0, "b": None}, 10.0),
        ("a - 2 * b", {"a": None, "b": 3.0}, -6.0),
        ("a - 2 * b", {"a": None, "b": None}, None),
        ("a + 1", {"a": None}, None),
        ("a / b", {"a": 1.0, "b": 0.0}, None),
        ("SUM(METRICS())", {"a": 1.0, "b": None, "c": 2.0}, 3.0),
        ("SUM(METRICS())", {"a": None, "b": None}, None),
    ],
)
def test_arithmetic_counts_a_missing_value_as_zero_beside_one_that_exists(
    expression: str, values: dict[str, float | None], value: float | None
) -> None:
    assert evaluate(expression, values) == value


@pytest.mark.parametrize("expression", ["FILL(a, 0)", "IF(a > 1, a)", "a ** 2", "unknown", "'text'"])
def test_an_unknown_expression_is_an_error(expression: str) -> None:
    with pytest.raises(ValueError, match="does not know"):
        evaluate(expression, {"a": 1.0})


def test_a_period_has_the_statistic_of_its_minutes() -> None:
    metrics = Metrics()
    metrics.put(ERRORS, 3, 5, 1)
    metrics.put(ERRORS, 4, 9)
    names = ("Sum", "Average", "Minimum", "Maximum", "SampleCount", "p50", "p99")
    assert [metrics.statistic(ERRORS, name, 0, 5) for name in names] == [15, 5, 1, 9, 3, 5, 9]
    assert metrics.statistic(ERRORS, "Sum", 0, 3) is None
    assert metrics.statistic(metric("Test", "Errors"), "Sum", 0, 5) is None, "other dimensions are another metric"
    with pytest.raises(ValueError, match="no statistic"):
        metrics.statistic(ERRORS, "TrimmedMean", 0, 5)


def test_the_last_whole_periods_are_evaluated() -> None:
    metrics = Metrics()
    for minute in range(5, 10):
        metrics.put(ERRORS, minute, 1)
    alarm = replace(ALARM, minutes=5, evaluated=1, needed=1)
    assert [alarm.state(metrics, now) for now in (5, 6, 10)] == ["OK", "ALARM", "ALARM"]


def test_an_alarm_with_a_default_for_missing_data_is_refused() -> None:
    with pytest.raises(AssertionError, match="errors: TreatMissingData is None"):
        alarm_of({"AlarmName": "errors"})
