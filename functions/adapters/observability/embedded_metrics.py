"""Metrics as lines of CloudWatch's embedded metric format, on standard output.

By hand: aws-lambda-powertools takes three times as long for the same line, and it is written at every turn.
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
    namespace: str = "Callflow"
    service: str = "callflow"

    def tell(
        self,
        metrics: Mapping[str, tuple[Unit, float]],
        *,
        dimensions: Mapping[str, str] | None = None,
        found_by: Mapping[str, str] | None = None,
    ) -> None:
        """One line, unless there are no metrics (at most a hundred).

        dimensions: each figure counts once under all of these and the service, and once under the service alone: an
        alarm cannot search through dimensions.
        found_by: what a query of the logs finds the line by, and no metric is counted by.
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
            **(found_by or {}),
            **{name: value for name, (_, value) in metrics.items()},
        }
        sys.stdout.write(json.dumps(line, separators=(",", ":")) + "\n")
