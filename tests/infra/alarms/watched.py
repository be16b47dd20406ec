"""The alarms of a stack `demo` with a worker, and what its handlers and its worker report."""

from __future__ import annotations

import contextlib
import io
import json
import logging
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

from agent_worker.process.logs import JsonLines
from agent_worker.process.report_load import report
from functions.adapters.observability.powertools import PowertoolsObserve
from functions.failures.codes import Failure
from functions.records import Phase
from testing.cloudformation import resources
from testing.cloudwatch.alarms import Alarm, alarm_of
from tests.functions.adapters.dynamodb.test_sessions_contract import head_of

ROOT = Path(__file__).parents[3]
ALARMS = ROOT / "infra" / "alarms.yaml"
STACK, AGENT, LEAST_WORKERS = "demo", "callflow", 2
FUNCTIONS = ("TurnFunction", "ApiFunction", "PostCallFunction", "DeliverFunction", "IdleFunction")
INDEXES = ("by_flow", "by_room", "by_open")
PARAMETERS: Mapping[str, object] = {
    "Stack": STACK,
    "Email": "operator@example.com",
    **{function: f"{STACK}-{function}" for function in FUNCTIONS},
    "Api": f"{STACK}-dashboard",
    "WorkerApi": f"{STACK}-worker",
    "SessionsTable": f"{STACK}-sessions",
    "FlowsTable": f"{STACK}-flows",
    "PostCallQueue": f"{STACK}-queue",
    "PostCallFailures": f"{STACK}-dead-letters",
    "ReplayQueue": f"{STACK}-replays",
    "ReplayFailures": f"{STACK}-dead-replays",
    "AgentName": AGENT,
    "WorkerService": f"{STACK}-workers",
    "LeastWorkers": LEAST_WORKERS,
}
"""The parameters of infra/alarms.yaml."""


def alarms(path: Path = ALARMS, **parameters: object) -> dict[str, Alarm]:
    """Return the alarms by their names without the stack's."""
    made = resources(path, **{**PARAMETERS, **parameters}).values()
    found = [alarm_of(each["Properties"]) for each in made if each["Type"] == "AWS::CloudWatch::Alarm"]
    return {alarm.name.removeprefix(f"{STACK}-"): alarm for alarm in found}


@cache
def turn_line(millis: float) -> dict[str, Any]:
    """Return the line of metrics of a turn that had every phase."""
    timings = dict.fromkeys(get_args(Phase), 1.0)
    with written() as lines:
        PowertoolsObserve(STACK).turn(
            head_of("session_1"), None, turn_id="t", millis=millis, timings=timings, again=False
        )
    return next(line for line in lines if "_aws" in line)


@cache
def failure_line(failure: Failure) -> dict[str, Any]:
    """Return the line of metrics of a failure."""
    with written() as lines:
        PowertoolsObserve(STACK).failed(failure, None)
    return next(line for line in lines if "_aws" in line)


@cache
def worker_line(metric: str) -> dict[str, Any]:
    """Return a line of the worker's log that counts as a metric."""
    record = logging.LogRecord("agent_worker", logging.ERROR, __file__, 0, "a message", (), None)
    record.metric = metric
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("CALLFLOW_STACK", STACK)
        line: dict[str, Any] = json.loads(JsonLines().format(record))
    return line


@contextlib.contextmanager
def written() -> Iterator[list[dict[str, Any]]]:
    """Collect the lines of JSON that a block writes to standard output. The list is filled at the end."""
    lines: list[dict[str, Any]] = []
    with contextlib.redirect_stdout(out := io.StringIO()):
        yield lines
    lines += [json.loads(line) for line in out.getvalue().splitlines() if line.startswith("{")]


@cache
def counted(**counts: int) -> dict[str, Any]:
    """Return the line of metrics that a job writes."""
    with written() as lines:
        PowertoolsObserve(STACK).counted("job", counts, {})
    return next(line for line in lines if "_aws" in line)


@cache
def load_line(*, calls: int, places: int) -> dict[str, Any]:
    """Return the line that the container `load` of infra/worker.yaml writes each minute for a worker's state."""
    worker = {"agent_name": AGENT, "takes_calls": True, "calls": calls, "free": places - calls, "places": places}
    line = report(worker, STACK, 0)
    assert line is not None
    loaded: dict[str, Any] = json.loads(line)
    return loaded
