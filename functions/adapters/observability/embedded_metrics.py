"""Metrics as lines of CloudWatch's embedded metric format, on standard output.

aws-lambda-powertools is not used: it takes three times as long for the same line, and every turn writes one.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Unit: TypeAlias = Literal["Count", "Milliseconds"]


@dataclass(frozen=True, slots=True)
class EmbeddedMetrics:
    """Writes the metrics of one stack.

    The stack is their only dimension. Each value of a dimension makes a metric that is paid for, and an alarm reads
    exactly one set of dimensions (decision 36).
    """

    stack: str
    """The name of the stack. Stacks of one account and region share a namespace."""
    namespace: str = "Callflow"

    def write(
        self,
        metrics: Mapping[str, tuple[Unit, float]],
        *,
        properties: Mapping[str, str] | None = None,
    ) -> None:
        """Write one line. Nothing is written without metrics.

        Args:
            metrics: Name -> unit and value, at most 100.
            properties: Fields by which a query of the logs finds and groups lines. They are not dimensions.
        """
        if not metrics:
            return
        described = {
            "Namespace": self.namespace,
            "Dimensions": [["stack"]],
            "Metrics": [{"Name": name, "Unit": unit} for name, (unit, _) in metrics.items()],
        }
        line = {
            "_aws": {"Timestamp": time.time_ns() // 1_000_000, "CloudWatchMetrics": [described]},
            "stack": self.stack,
            **(properties or {}),
            **{name: value for name, (_, value) in metrics.items()},
        }
        sys.stdout.write(json.dumps(line, separators=(",", ":")) + "\n")
