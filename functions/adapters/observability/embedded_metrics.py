"""Metrics as lines of CloudWatch's embedded metric format, on standard output.

aws-lambda-powertools is not used: it takes three times as long for the same line, and every turn writes one.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Unit: TypeAlias = Literal["Count", "Milliseconds"]


@dataclass(frozen=True, slots=True)
class EmbeddedMetrics:
    """Writes metrics of one namespace and service."""

    namespace: str = "Callflow"
    service: str = "callflow"
    """The dimension that every metric has."""

    def write(
        self,
        metrics: Mapping[str, tuple[Unit, float]],
        *,
        dimensions: Mapping[str, str] | None = None,
        properties: Mapping[str, str] | None = None,
    ) -> None:
        """Write one line. Nothing is written without metrics.

        Args:
            metrics: Name -> unit and value, at most 100.
            dimensions: Each value counts once under all of these and the service, and once under the service alone: an
                alarm cannot search across dimensions.
            properties: Fields by which a query of the logs finds the line. They are not dimensions.
        """
        if not metrics:
            return
        sets: Sequence[list[str]] = [[*dimensions, "service"], ["service"]] if dimensions else [["service"]]
        described = {
            "Namespace": self.namespace,
            "Dimensions": sets,
            "Metrics": [{"Name": name, "Unit": unit} for name, (unit, _) in metrics.items()],
        }
        line = {
            "_aws": {"Timestamp": time.time_ns() // 1_000_000, "CloudWatchMetrics": [described]},
            "service": self.service,
            **(dimensions or {}),
            **(properties or {}),
            **{name: value for name, (_, value) in metrics.items()},
        }
        sys.stdout.write(json.dumps(line, separators=(",", ":")) + "\n")
