"""An alarm and its state, as "Using CloudWatch alarms" in CloudWatch's user guide describes them.

CloudWatch retrieves more data points than it evaluates. Real ones count before missing ones are filled in, so an alarm
on silence is raised only when the old data points have left this range. AWS does not say how long the range is; its
tables of examples have two data points more, and so has this evaluator.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from testing.cloudwatch.metric_math import evaluate
from testing.cloudwatch.metrics import Metric, Metrics

State: TypeAlias = Literal["OK", "ALARM"]
RETRIEVED_MORE = 2
"""Data points that are retrieved in addition to those that are evaluated."""
_BREACHES: Mapping[str, Callable[[float, float], bool]] = {
    "GreaterThanThreshold": lambda value, threshold: value > threshold,
    "GreaterThanOrEqualToThreshold": lambda value, threshold: value >= threshold,
    "LessThanThreshold": lambda value, threshold: value < threshold,
    "LessThanOrEqualToThreshold": lambda value, threshold: value <= threshold,
}


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm, read from the properties of an `AWS::CloudWatch::Alarm` whose references are resolved."""

    name: str
    reads: Mapping[str, tuple[Metric, str]]
    """Id -> metric and statistic."""
    expression: str
    minutes: int
    """Minutes of a period."""
    evaluated: int
    """Periods that are evaluated."""
    needed: int
    """Data points that must breach."""
    comparison: str
    threshold: float
    missing: str

    def state(self, metrics: Metrics, now: int) -> State:
        """Return the state at the beginning of a minute. Earlier states have no influence on it."""
        points = [self._point(metrics, now, back) for back in range(self.evaluated + RETRIEVED_MORE, 0, -1)]
        return self.state_of(points)

    def state_of(self, points: Sequence[float | None]) -> State:
        """Return the state for the retrieved data points, the oldest first. None is missing."""
        breaches = [_BREACHES[self.comparison](point, self.threshold) for point in points if point is not None]
        breaching = sum(breaches[-self.evaluated :])
        if self.missing == "breaching":
            breaching += max(0, self.evaluated - len(breaches))
        return "ALARM" if breaching >= self.needed else "OK"

    def _point(self, metrics: Metrics, now: int, back: int) -> float | None:
        first = now - back * self.minutes
        values = {
            name: metrics.statistic(metric, statistic, first, first + self.minutes)
            for name, (metric, statistic) in self.reads.items()
        }
        return evaluate(self.expression, values)


def alarm_of(properties: Mapping[str, Any]) -> Alarm:
    """Read an alarm. AssertionError if it leaves something to a default that AWS may change, or has what is unknown."""
    missing = properties.get("TreatMissingData")
    assert missing in ("breaching", "notBreaching"), f"{properties['AlarmName']}: TreatMissingData is {missing}"
    reads: dict[str, tuple[Metric, str]] = {}
    expression, periods = "value", set[int]()
    if "Metrics" in properties:
        for query in properties["Metrics"]:
            if "Expression" in query:
                expression = query["Expression"]
                continue
            assert query["ReturnData"] is False, "an alarm has one series that returns data"
            stat = query["MetricStat"]
            reads[query["Id"]] = (_metric(stat["Metric"]), stat["Stat"])
            periods.add(stat["Period"])
    else:
        reads["value"] = (_metric(properties), properties.get("Statistic") or properties["ExtendedStatistic"])
        periods.add(properties["Period"])
    (period,) = periods
    evaluated = int(properties["EvaluationPeriods"])
    return Alarm(
        properties["AlarmName"],
        reads,
        expression,
        period // 60,
        evaluated,
        int(properties.get("DatapointsToAlarm", evaluated)),
        properties["ComparisonOperator"],
        float(properties["Threshold"]),
        missing,
    )


def _metric(written: Mapping[str, Any]) -> Metric:
    dimensions = frozenset((each["Name"], each["Value"]) for each in written.get("Dimensions", ()))
    return Metric(written["Namespace"], written["MetricName"], dimensions)
