"""Metrics as CloudWatch keeps them: the values of each minute, under a namespace, a name and a set of dimensions."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Metric(NamedTuple):
    """The identity of a metric. Another set of dimensions is another metric."""

    namespace: str
    name: str
    dimensions: frozenset[tuple[str, str]]


def metric(namespace: str, name: str, **dimensions: str) -> Metric:
    """Return a metric's identity."""
    return Metric(namespace, name, frozenset(dimensions.items()))


@dataclass(slots=True)
class Metrics:
    """The values of each metric in each minute."""

    minutes: dict[Metric, dict[int, list[float]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )

    def put(self, of: Metric, minute: int, *values: float) -> None:
        """Add values of a minute."""
        self.minutes[of][minute] += values

    def put_line(self, line: Mapping[str, Any], minute: int) -> None:
        """Add the values of a line in the embedded metric format, under each of its sets of dimensions."""
        for of, value in values_of(line):
            self.put(of, minute, value)

    def statistic(self, of: Metric, statistic: str, first: int, end: int) -> float | None:
        """Return a statistic.

        Args:
            of: The metric.
            statistic: `Sum`, `Average`, `Minimum`, `Maximum`, `SampleCount` or a percentile such as `p99`.
            first: The first minute.
            end: The minute after the last.

        Returns:
            The statistic; None without any value.
        """
        held = self.minutes.get(of, {})
        values = sorted(value for minute in range(first, end) for value in held.get(minute, ()))
        return _statistic(statistic, values) if values else None


def values_of(line: Mapping[str, Any]) -> Iterable[tuple[Metric, float]]:
    """Yield the metrics of a line in the embedded metric format; nothing for another line."""
    for described in line.get("_aws", {}).get("CloudWatchMetrics", ()):
        for names in described["Dimensions"]:
            dimensions = frozenset((name, str(line[name])) for name in names)
            for each in described["Metrics"]:
                yield Metric(described["Namespace"], each["Name"], dimensions), float(line[each["Name"]])


def _statistic(statistic: str, values: Sequence[float]) -> float:
    match statistic:
        case "Sum":
            return sum(values)
        case "Average":
            return sum(values) / len(values)
        case "Minimum":
            return values[0]
        case "Maximum":
            return values[-1]
        case "SampleCount":
            return len(values)
    if not statistic.startswith("p"):
        raise ValueError(f"CloudWatch has no statistic {statistic!r} that this evaluator knows")
    return values[math.ceil(float(statistic[1:]) / 100 * len(values)) - 1]
