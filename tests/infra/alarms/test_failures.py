"""Each failure raises its alarms, a healthy stack raises none, and no alarm is without a failure that raises it.

The figures of Callflow are lines that the real code writes. Those of AWS's services are what AWS documents for the
failure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from agent_worker.speech.failure import FALLBACK_METRIC, LOST_METRIC
from testing.cloudwatch.alarms import Alarm
from testing.cloudwatch.metrics import Metrics, metric
from tests.infra.alarms.watched import (
    ALARMS,
    FUNCTIONS,
    INDEXES,
    LEAST_WORKERS,
    PARAMETERS,
    STACK,
    alarms,
    counted,
    failure_line,
    load_line,
    turn_line,
    worker_line,
)

FIRST, FAILS, END = 30, 45, 90
"""Minutes: alarms are evaluated from FIRST on, a failure begins at FAILS and lasts."""
CALLS, PLACES = 5, 10
"""The calls of each worker, and how many it can hold."""


@dataclass
class Minute:
    """What happens in a minute. The defaults are a healthy stack."""

    minute: int
    turns: int = 60
    millis: float = 40.0
    workers: int = LEAST_WORKERS
    calls: int = CALLS
    requests: int = 60
    """Requests of the workers."""
    refused: int = 0
    failed: int = 0
    """The workers' requests with a 5xx status."""
    user_requests: int = 200
    user_failed: int = 0
    closed: int = 1
    """Idle sessions that the schedule closed."""
    runs: set[str] = field(default_factory=lambda: set(FUNCTIONS))
    """The functions that are invoked."""
    crashes: set[str] = field(default_factory=set)
    throttles: dict[str, int] = field(default_factory=dict)
    throttled: dict[tuple[str, str, str], int] = field(default_factory=dict)
    """Table, index or "", kind -> throttled requests. DynamoDB reports none as nothing."""
    dead_letters: int = 0
    waiting: int = 3
    dead_replays: int = 0
    replays_age: int = 20
    """Seconds that the oldest message of the queue of replays waits."""
    age: int = 500
    models_failed: int = 0
    agents_not_sent: int = 0
    speech_lost: int = 0
    speech_fallbacks: int = 0

    def put(self, metrics: Metrics) -> None:
        def put(namespace: str, name: str, *values: float, **dimensions: str) -> None:
            metrics.put(metric(namespace, name, **dimensions), self.minute, *values)

        def put_api(api: str, requests: int, refused: int, failed: int) -> None:
            name = str(PARAMETERS[api])
            put("AWS/ApiGateway", "Count", *[1] * requests, ApiName=name)
            put("AWS/ApiGateway", "4XXError", *[1] * refused, *[0] * (requests - refused), ApiName=name)
            put("AWS/ApiGateway", "5XXError", *[1] * failed, *[0] * (requests - failed), ApiName=name)

        put_api("WorkerApi", self.requests, self.refused, self.failed)
        put_api("Api", self.user_requests, 2, self.user_failed)
        for function in FUNCTIONS:
            if function in self.runs and (function != "IdleFunction" or self.minute % 5 == 0):
                name = str(PARAMETERS[function])
                put("AWS/Lambda", "Invocations", 1, FunctionName=name)
                put("AWS/Lambda", "Errors", int(function in self.crashes), FunctionName=name)
                put("AWS/Lambda", "Throttles", self.throttles.get(function, 0), FunctionName=name)
        for (table, index, kind), requests in self.throttled.items():
            dimensions = {"TableName": str(PARAMETERS[table]), **({"GlobalSecondaryIndexName": index} if index else {})}
            put("AWS/DynamoDB", f"{kind}ThrottleEvents", requests, **dimensions)
        visible = {
            "PostCallFailures": self.dead_letters,
            "PostCallQueue": self.waiting,
            "ReplayFailures": self.dead_replays,
        }
        for queue, messages in visible.items():
            put("AWS/SQS", "ApproximateNumberOfMessagesVisible", messages, QueueName=str(PARAMETERS[queue]))
        replays = str(PARAMETERS["ReplayQueue"])
        put("AWS/SQS", "ApproximateAgeOfOldestMessage", self.replays_age, QueueName=replays)
        put("AWS/Lambda", "IteratorAge", self.age, FunctionName=str(PARAMETERS["PostCallFunction"]))
        lines = [turn_line(self.millis)] * self.turns
        lines += [load_line(calls=self.calls, places=PLACES)] * self.workers
        lines += [failure_line("model-failed")] * self.models_failed
        lines += [failure_line("agent-not-sent")] * self.agents_not_sent
        lines += [worker_line(LOST_METRIC)] * self.speech_lost
        lines += [worker_line(FALLBACK_METRIC)] * self.speech_fallbacks
        if self.minute % 5 == 0 and {"IdleFunction"} <= self.runs - self.crashes:
            lines.append(counted(SessionsClosedQuiet=self.closed, SessionsNotClosed=0))
        for line in lines:
            metrics.put_line(line, self.minute)


Change = Callable[[Minute], None]


def sets(**values: Any) -> Change:
    def change(minute: Minute) -> None:
        for name, value in values.items():
            assert hasattr(minute, name)
            setattr(minute, name, value)

    return change


NO_TURNS = {"turns": 0, "requests": 0}
ALL_FAIL = {"turns": 0, "failed": 60}

HEALTHY: dict[str, Change] = {
    "busy": sets(),
    "at night nobody calls": sets(**NO_TURNS, calls=0, user_requests=0, waiting=0, closed=0),
    "one quiet test room is open": sets(**NO_TURNS, workers=LEAST_WORKERS, calls=1),
    "more workers than the least run": sets(workers=5),
    "one model call in a hundred fails": sets(turns=100, models_failed=1),
    "a few turns are throttled by the store for a minute": lambda minute: sets(
        **({"throttled": {("SessionsTable", "by_flow", "Write"): 40}} if minute.minute == FAILS else {})
    )(minute),
    "an engine of speech fails now and then": sets(speech_fallbacks=1),
    "a stretch of a replay is delivered again": sets(replays_age=2 * 174 + 29),
    "a run of a job fails once": lambda minute: sets(crashes={"IdleFunction"} if minute.minute == FAILS else set())(
        minute
    ),
    "a worker reports a second late": lambda minute: sets(
        workers=LEAST_WORKERS - 1 if minute.minute == FAILS else LEAST_WORKERS + (minute.minute == FAILS + 1)
    )(minute),
    "a stranger tries the worker's API": sets(turns=0, requests=1, refused=1, calls=0),
}

FAILURES: dict[str, tuple[Change, set[str]]] = {
    "no worker runs, or none gets healthy": (sets(**NO_TURNS, workers=0), {"workers-missing"}),
    "one of two workers is gone": (sets(workers=1), {"workers-missing"}),
    "the workers are full": (sets(calls=PLACES), {"workers-full"}),
    "the workers do not reach the API": (sets(**NO_TURNS), {"calls-silent"}),
    "the worker's role is refused": (sets(turns=0, refused=60), {"turns-refused", "calls-silent"}),
    "the turn function raises": (
        sets(**ALL_FAIL, crashes={"TurnFunction"}),
        {"turn-crashes", "turn-errors", "calls-silent"},
    ),
    "two turns in a hundred fail": (sets(turns=98, requests=100, failed=2), {"turn-errors"}),
    "turns are throttled": (
        sets(turns=55, failed=5, throttles={"TurnFunction": 5}),
        {"turns-throttled", "turn-errors"},
    ),
    "turns are slow": (sets(millis=6000.0), {"turns-slow"}),
    "a model is away": (sets(models_failed=20), {"models-failed"}),
    "DynamoDB is down": (
        sets(**ALL_FAIL, user_failed=200, crashes={"IdleFunction"}),
        {"turn-errors", "calls-silent", "api-errors", "idle-crashes"},
    ),
    "the users' API fails": (sets(user_failed=20), {"api-errors"}),
    "the API's function takes too long": (sets(user_failed=20, crashes={"ApiFunction"}), {"api-errors", "api-crashes"}),
    "a flood of webhooks takes the concurrency": (
        sets(user_failed=100, throttles={"ApiFunction": 100}),
        {"functions-throttled", "api-errors"},
    ),
    "LiveKit's webhooks do not arrive": (sets(closed=15), {"sessions-silent"}),
    "speech to text has no place left": (sets(speech_lost=1), {"speech-lost"}),
    "a voice is away and another takes over": (sets(speech_fallbacks=5), {"speech-fallback"}),
    "no other agent is sent": (sets(agents_not_sent=1), {"agents-not-sent"}),
    "the schedule is off": (sets(runs=set(FUNCTIONS) - {"IdleFunction"}), {"idle-missed"}),
    "the job for idle sessions raises": (sets(crashes={"IdleFunction"}), {"idle-crashes"}),
    "a dead letter": (sets(dead_letters=1), {"post-call-failed"}),
    "the stream is late": (
        sets(age=2_000_000, crashes={"PostCallFunction"}),
        {"post-call-late", "post-call-crashes"},
    ),
    "a slow receiver takes all deliveries": (sets(waiting=5000), {"post-call-waiting"}),
    "a stretch of a replay crashes each time": (
        sets(dead_replays=1, crashes={"ApiFunction"}),
        {"replays-failed", "api-crashes"},
    ),
    "many long replays begin at once": (sets(replays_age=900), {"replays-waiting"}),
    "the function that delivers raises": (sets(crashes={"DeliverFunction"}), {"deliver-crashes"}),
    **{
        f"{kind.lower()}s of {index or 'the table'} are throttled": (
            sets(throttled={("SessionsTable", index, kind): 20}),
            {"sessions-throttled"},
        )
        for kind in ("Write", "Read")
        for index in ("", *INDEXES)
    },
    **{
        f"{kind.lower()}s of flows are throttled": (
            sets(throttled={("FlowsTable", "", kind): 20}),
            {"flows-throttled"},
        )
        for kind in ("Write", "Read")
    },
}


def world(change: Change) -> Metrics:
    """Return the metrics of a stack that is healthy until FAILS."""
    metrics = Metrics()
    for number in range(END):
        minute = Minute(number)
        if number >= FAILS:
            change(minute)
        minute.put(metrics)
    return metrics


def raised(metrics: Metrics, watched: dict[str, Alarm]) -> dict[str, int]:
    """Return the alarms that are raised, with the first minute in which each is."""
    return {
        name: minutes[0]
        for name, alarm in watched.items()
        if (minutes := [now for now in range(FIRST, END) if alarm.state(metrics, now) == "ALARM"])
    }


@pytest.fixture(scope="module")
def watched() -> dict[str, Alarm]:
    return alarms()


@pytest.mark.parametrize("case", HEALTHY)
def test_a_healthy_stack_raises_no_alarm(case: str, watched: dict[str, Alarm]) -> None:
    assert raised(world(HEALTHY[case]), watched) == {}


@pytest.mark.parametrize("case", FAILURES)
def test_a_failure_raises_its_alarms_within_twenty_minutes(case: str, watched: dict[str, Alarm]) -> None:
    change, expected = FAILURES[case]
    found = raised(world(change), watched)
    assert found.keys() == expected
    assert all(FAILS < minute <= FAILS + 20 for minute in found.values()), found


def test_every_alarm_is_raised_by_some_failure(watched: dict[str, Alarm]) -> None:
    assert set().union(*(expected for _, expected in FAILURES.values())) == watched.keys()


@pytest.mark.parametrize("case", ["DynamoDB is down", "no worker runs, or none gets healthy", "a model is away"])
def test_a_failure_of_another_stack_of_the_account_raises_no_alarm(case: str, watched: dict[str, Alarm]) -> None:
    metrics = world(HEALTHY["busy"])
    change, _ = FAILURES[case]
    for theirs, minutes in world(change).minutes.items():
        dimensions = {(name, value.replace(STACK, "other")) for name, value in theirs.dimensions}
        for minute, values in minutes.items():
            metrics.put(theirs._replace(dimensions=frozenset(dimensions)), minute, *values)
    assert raised(metrics, watched) == {}


PLANTED: dict[str, tuple[str, str, str]] = {
    "missing data of the workers breaches nothing": (
        "TreatMissingData: breaching\n      Namespace: Callflow",
        "TreatMissingData: notBreaching\n      Namespace: Callflow",
        "no worker runs, or none gets healthy",
    ),
    "an index is left out": ("Value: by_flow}", "Value: by_other}", "writes of by_flow are throttled"),
    "the stack is left out": (
        "MetricName: SessionsClosedQuiet\n      Dimensions: [{Name: stack, Value: !Ref Stack}]",
        "MetricName: SessionsClosedQuiet\n      Dimensions: []",
        "LiveKit's webhooks do not arrive",
    ),
    "the wrong function": (
        "MetricName: Errors\n      Dimensions: [{Name: FunctionName, Value: !Ref DeliverFunction}]",
        "MetricName: Errors\n      Dimensions: [{Name: FunctionName, Value: !Ref ApiFunction}]",
        "the function that delivers raises",
    ),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_defect_hides_its_failure(planted: str, tmp_path: Path) -> None:
    right, wrong, case = PLANTED[planted]
    text = ALARMS.read_text()
    assert right in text
    (tmp_path / "alarms.yaml").write_text(text.replace(right, wrong))
    change, expected = FAILURES[case]
    assert raised(world(change), alarms(tmp_path / "alarms.yaml")).keys() != expected
