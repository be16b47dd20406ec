"""The command `python -m agent_worker.process.report_load`: reports the worker's calls to CloudWatch.

It runs in a container of its own, beside the worker's, and needs the standard library only. Each line of its log has
CloudWatch's embedded metric format, which CloudWatch Logs converts to metrics.
"""

from __future__ import annotations

import json
import os
import sys
import time
import urllib.request
from collections.abc import Mapping
from typing import Any

SECONDS = 10
"""Seconds between two reports of FreePercent, which decides whether the service needs more tasks."""
MINUTE = 60
"""Seconds between two reports of the other metrics. One value a minute and task: their SampleCount counts the tasks."""
_URL = "http://127.0.0.1:{}/worker"


def report(worker: Mapping[str, Any], stack: str, moment: int) -> str | None:
    """Return the line that reports a worker's calls at a moment, or None if there is nothing to report.

    A worker that takes no calls, because it is outdated or drains, has no places: it reports `Calls` alone.

    Args:
        worker: The answer of the worker's `GET /worker`.
        stack: The name of the stack.
        moment: Seconds since 1970, a multiple of SECONDS.
    """
    values: dict[str, tuple[str, float]] = {}
    if worker["takes_calls"]:
        values["FreePercent"] = ("Percent", 100 * worker["free"] / worker["places"])
    if moment % MINUTE == 0:
        values["Calls"] = ("Count", worker["calls"])
        if worker["takes_calls"]:
            values["FreeCalls"] = ("Count", worker["free"])
            values["Load"] = ("Percent", 100 * worker["calls"] / worker["places"])
    if not values:
        return None
    metrics = [
        {"Name": name, "Unit": unit, "StorageResolution": 1 if name == "FreePercent" else 60}
        for name, (unit, _) in values.items()
    ]
    kind = {"Namespace": "Callflow", "Dimensions": [["stack", "agent"]], "Metrics": metrics}
    return json.dumps(
        {
            "_aws": {"Timestamp": moment * 1000, "CloudWatchMetrics": [kind]},
            "stack": stack,
            "agent": worker["agent_name"],
            **{name: value for name, (_, value) in values.items()},
        }
    )


def line(url: str, stack: str, moment: int) -> str | None:
    """Ask the worker for its calls.

    Args:
        url: The address of the worker's `GET /worker`.
        stack: The name of the stack.
        moment: Seconds since 1970, a multiple of SECONDS.

    Returns:
        The line for the log, or None if there is nothing to report.
    """
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - an address of this task
            return report(json.load(answer), stack, moment)
    except (OSError, ValueError, LookupError, TypeError) as error:
        return json.dumps(
            {"level": "WARNING", "message": "the worker does not report its calls", "error": type(error).__name__}
        )


def main() -> None:
    """Report until the process ends."""
    url = _URL.format(os.environ.get("CALLFLOW_HEALTH_PORT") or 8081)
    stack = os.environ.get("CALLFLOW_STACK") or "local"
    while True:
        time.sleep(SECONDS - time.time() % SECONDS)
        text = line(url, stack, round(time.time() / SECONDS) * SECONDS)
        if text is not None:
            sys.stdout.write(f"{text}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
