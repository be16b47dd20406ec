"""Metrics as lines of CloudWatch's embedded metric format, on standard output.

aws-lambda-powertools is not used: it takes three times as long for the same line, and every turn writes one.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Unit: TypeAlias = Literal["Count", "Milliseconds"]


@dataclass(frozen=True, slots=True)
class EmbeddedMetrics:
    """Writes the metrics of one stack.

    The stack is their only dimension, unless the operator asks for more (decision 88). Each value of a dimension makes
    a metric that is paid for, and an alarm reads exactly one set of dimensions (decision 36).
    """

    stack: str
    """The name of the stack. Stacks of one account and region share a namespace."""
    namespace: str = "Callflow"

    def write(
        self,
        metrics: Mapping[str, tuple[Unit, float]],
        *,
        properties: Mapping[str, str] | None = None,
        further: tuple[Sequence[str], Collection[str]] | None = None,
    ) -> None:
        """Write one line. Nothing is written without metrics.

        Args:
            metrics: Name -> unit and value, at most 100.
            properties: Fields by which a query of the logs finds and groups lines. They are not dimensions.
            further: Properties that are dimensions in a second set beside the stack's, and the metrics of that set.
        """
        if not metrics:
            return
        described = [self._described(metrics, ())]
        if further is not None:
            dimensions, names = further
            described.append(self._described({name: metrics[name] for name in metrics if name in names}, dimensions))
        line = {
            "_aws": {"Timestamp": time.time_ns() // 1_000_000, "CloudWatchMetrics": described},
            "stack": self.stack,
            **(properties or {}),
            **{name: value for name, (_, value) in metrics.items()},
        }
        sys.stdout.write(json.dumps(line, separators=(",", ":")) + "\n")

    def _described(self, metrics: Mapping[str, tuple[Unit, float]], dimensions: Sequence[str]) -> dict[str, object]:
        return {
            "Namespace": self.namespace,
            "Dimensions": [["stack", *dimensions]],
            "Metrics": [{"Name": name, "Unit": unit} for name, (unit, _) in metrics.items()],
        }
