"""What the alarms, the page and the scaling policy read is what the code and AWS report, for this stack alone."""

from __future__ import annotations

import contextlib
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from agent_worker.speech.failure import FALLBACK_METRIC, LOST_METRIC
from functions.adapters.observability.powertools import PowertoolsObserve
from infra.cost.calculation import ALARM_METRICS, METRICS
from infra.permissions.called import called
from testing.cloudformation import Tagged, resources
from testing.cloudwatch.metrics import Metric, values_of
from tests.infra.alarms.watched import (
    AGENT,
    ALARMS,
    FUNCTIONS,
    PARAMETERS,
    ROOT,
    STACK,
    alarms,
    load_line,
    turn_line,
    worker_line,
    written,
)

TEMPLATE: Mapping[str, Any] = yaml.load((ROOT / "template.yaml").read_text(), Tagged)
WATCH: Mapping[str, Any] = TEMPLATE["Resources"]["Watch"]["Properties"]["Parameters"]
WORKER: Mapping[str, object] = {"Image": "an-image", "AgentName": AGENT, "Stack": STACK}
"""Parameters of infra/worker.yaml."""

AWS: Mapping[str, tuple[frozenset[str], frozenset[frozenset[str]]]] = {
    namespace: (frozenset(names.split()), frozenset(frozenset(each.split()) for each in dimensions))
    for namespace, names, dimensions in (
        # "Amazon API Gateway dimensions and metrics": ApiName alone is the sum over stages and methods of a REST API.
        ("AWS/ApiGateway", "4XXError 5XXError Count Latency IntegrationLatency", ["ApiName", "ApiName Stage"]),
        # "Types of metrics for Lambda functions": FunctionName alone is the sum over versions and aliases.
        ("AWS/Lambda", "Invocations Errors Throttles Duration ConcurrentExecutions IteratorAge", ["FunctionName"]),
        # "DynamoDB metrics and dimensions": an index has its own throttle events, under both dimensions.
        ("AWS/DynamoDB", "ReadThrottleEvents WriteThrottleEvents", ["TableName", "TableName GlobalSecondaryIndexName"]),
        ("AWS/DynamoDB/Units", "ConsumedReadCapacityUnits ConsumedWriteCapacityUnits", ["TableName"]),
        # "Available CloudWatch metrics for Amazon SQS".
        ("AWS/SQS", "ApproximateNumberOfMessagesVisible ApproximateAgeOfOldestMessage", ["QueueName"]),
    )
}
"""Namespace -> its metrics, and the sets of dimensions under which AWS reports them. The comments name AWS's pages."""


class Read(NamedTuple):
    """A metric that something reads."""

    by: str
    metric: Metric


@cache
def reported() -> frozenset[Metric]:
    """Return the metrics that the handlers report when they run on embedded services, and those of the worker."""
    with pytest.MonkeyPatch.context() as environment, contextlib.redirect_stdout(out := io.StringIO()):
        environment.setenv("CALLFLOW_STACK", STACK)
        called()
    lines = [json.loads(line) for line in out.getvalue().splitlines() if line.startswith("{")]
    with written() as failures:
        # No handler of that run loses an agent, and no turn waits for another.
        PowertoolsObserve(STACK).failed("agent-not-sent", None)
    lines += [*failures, turn_line(1.0), load_line(calls=0, places=10)]
    lines += [worker_line(LOST_METRIC), worker_line(FALLBACK_METRIC)]
    return frozenset(metric for line in lines for metric, _ in values_of(line))


def read(path: Path = ALARMS) -> list[Read]:
    """Return what the alarms, the page and the scaling policies read."""
    found = [
        Read(f"alarm {name}", metric) for name, alarm in alarms(path).items() for metric, _ in alarm.reads.values()
    ]
    made = resources(path, **PARAMETERS)
    page = json.loads(made["Page"]["Properties"]["DashboardBody"])
    for widget in page["widgets"]:
        found += [
            Read(f"page {widget['properties']['title']}", each) for each in _rows(widget["properties"]["metrics"])
        ]
    return found + _scaling()


def _rows(rows: Sequence[Sequence[Any]]) -> Iterator[Metric]:
    """Read a widget's metrics. In a row, "." repeats the field above, and "..." all fields that are left out."""
    above: list[str] = []
    for row in rows:
        fields = [field for field in row if isinstance(field, str)]
        if fields[0] == "...":
            fields = above[: len(above) - len(fields) + 1] + fields[1:]
        above = [above[place] if field == "." else field for place, field in enumerate(fields)]
        namespace, name, *dimensions = above
        yield Metric(namespace, name, frozenset(zip(dimensions[::2], dimensions[1::2], strict=True)))


def _scaling() -> list[Read]:
    known = yaml.load((ROOT / "infra" / "worker.yaml").read_text(), Tagged)["Parameters"]
    worker = resources(ROOT / "infra" / "worker.yaml", **{name: each for name, each in WORKER.items() if name in known})
    found = []
    for name, resource in worker.items():
        for each in _within(resource):
            if {"Namespace", "MetricName"} <= each.keys():
                dimensions = frozenset((one["Name"], str(one["Value"])) for one in each.get("Dimensions", ()))
                found.append(Read(f"scaling {name}", Metric(each["Namespace"], each["MetricName"], dimensions)))
    return found


def _within(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        yield value
    for each in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from _within(each)


def problems(path: Path = ALARMS) -> list[str]:
    """Return each metric that is read and that nobody reports, or that is not of the stack."""
    found = []
    for by, metric in read(path):
        shown = f"{by}: {metric.namespace} {metric.name} {dict(metric.dimensions)}"
        if metric.namespace == "Callflow":
            if metric not in reported():
                found.append(f"{shown} is reported by no code")
            if ("stack", STACK) not in metric.dimensions:
                found.append(f"{shown} lacks the stack")
            continue
        if not _reports(metric):
            found.append(f"{shown} is not reported by AWS")
        owned = {value for name, value in metric.dimensions if name != "GlobalSecondaryIndexName"}
        if not owned <= {str(value) for value in PARAMETERS.values()}:
            found.append(f"{shown} is not of this stack")
    return found


def _reports(metric: Metric) -> bool:
    dimensions = frozenset(name for name, _ in metric.dimensions)
    return any(
        namespace.removesuffix("/Units") == metric.namespace and metric.name in names and dimensions in sets
        for namespace, (names, sets) in AWS.items()
    )


def test_what_is_read_is_reported_with_these_dimensions_and_has_the_stack() -> None:
    assert problems() == []
    assert {each.by.split()[0] for each in read()} == {"alarm", "page", "scaling"}


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        ("MetricName: TurnMillis", "MetricName: TurnMilliseconds", "is reported by no code"),
        ("Dimensions: [{Name: stack, Value: !Ref Stack}]", "Dimensions: []", "lacks the stack"),
        ('"Turns", "stack", "${Stack}"', '"Turns", "service", "callflow"', "lacks the stack"),
        ("Value: !Ref WorkerApi}]", "Value: callflow-dev-worker}]", "is not of this stack"),
        ("MetricName: IteratorAge", "MetricName: IteratorLag", "is not reported by AWS"),
    ],
)
def test_a_planted_defect_is_found(right: str, wrong: str, problem: str, tmp_path: Path) -> None:
    text = ALARMS.read_text()
    assert right in text
    (tmp_path / "alarms.yaml").write_text(text.replace(right, wrong))
    assert any(problem in each for each in problems(tmp_path / "alarms.yaml"))


def test_each_parameter_of_the_alarms_is_of_the_stack() -> None:
    """A literal, or a parameter of the operator, could name another stack's function or table."""
    for name, value in WATCH.items():
        if name in {"Email", "WorkerService", "LeastWorkers", "AgentName"}:
            continue
        assert "Ref" in value or "Fn::GetAtt" in value or "${AWS::StackName}" in value["Fn::Sub"], name
    assert WATCH["Stack"] == {"Ref": "AWS::StackName"}
    assert PARAMETERS.keys() == WATCH.keys()


def test_each_index_of_each_table_has_its_alarm() -> None:
    tables = yaml.load((ROOT / "infra" / "tables.yaml").read_text(), Tagged)["Resources"]
    wanted = set()
    for name, table in tables.items():
        if table["Type"] != "AWS::DynamoDB::Table":
            continue
        for index in (None, *(each["IndexName"] for each in table["Properties"].get("GlobalSecondaryIndexes", ()))):
            of = {
                ("TableName", str(PARAMETERS[f"{name}Table"])),
                *({("GlobalSecondaryIndexName", index)} if index else ()),
            }
            wanted |= {Metric("AWS/DynamoDB", f"{kind}ThrottleEvents", frozenset(of)) for kind in ("Read", "Write")}
    assert len(wanted) == 10
    for by in ("alarm", "page"):
        assert wanted == {
            each.metric for each in read() if each.by.startswith(by) and each.metric.name.endswith("ThrottleEvents")
        }


def test_each_function_has_alarms_for_errors_and_throttles() -> None:
    made = {name for name, each in TEMPLATE["Resources"].items() if each["Type"] == "AWS::Serverless::Function"}
    assert made == set(FUNCTIONS)
    assert all(WATCH[function] == {"Ref": function} for function in made)
    for name in ("Errors", "Throttles"):
        watched = {
            value
            for each in read()
            if each.metric.name == name and each.by.startswith("alarm")
            for _, value in each.metric.dimensions
        }
        assert watched == {PARAMETERS[function] for function in made}


def test_each_api_has_an_alarm_for_its_errors() -> None:
    watched = {metric.dimensions for by, metric in read() if metric.name == "5XXError" and by.startswith("alarm")}
    assert watched == {frozenset({("ApiName", str(PARAMETERS[api]))}) for api in ("Api", "WorkerApi")}
    for api, name in (("Api", "dashboard"), ("WorkerApi", "worker")):
        assert (
            TEMPLATE["Resources"][api]["Properties"]["Name"] == WATCH[api] == {"Fn::Sub": f"${{AWS::StackName}}-{name}"}
        )


def test_the_workers_have_alarms_exactly_where_the_service_exists() -> None:
    of_workers = {"workers-missing", "workers-full", "calls-silent", "speech-lost", "speech-fallback"}
    assert alarms().keys() - alarms(WorkerService="none").keys() == of_workers
    assert WATCH["WorkerService"] == {"Fn::If": ["WithWorker", {"Fn::GetAtt": "Workers.Outputs.Service"}, "none"]}
    assert TEMPLATE["Resources"]["Workers"]["Condition"] == "WithWorker"
    worker = yaml.load((ROOT / "infra" / "worker.yaml").read_text(), Tagged)
    condition = worker["Resources"]["Service"]["Condition"]
    output = worker["Outputs"]["Service"]["Value"]
    assert output == {"Fn::If": [condition, {"Fn::GetAtt": "Service.Name"}, "none"]}
    workers = TEMPLATE["Resources"]["Workers"]["Properties"]["Parameters"]
    assert all(WATCH[name] == workers[name] for name in ("LeastWorkers", "AgentName"))


def test_an_alarm_of_no_worker_needs_a_least_number_of_one() -> None:
    assert TEMPLATE["Parameters"]["LeastWorkers"]["MinValue"] >= 1


def test_the_functions_and_the_workers_know_the_stack() -> None:
    assert TEMPLATE["Globals"]["Function"]["Environment"]["Variables"]["CALLFLOW_STACK"] == {"Ref": "AWS::StackName"}
    assert TEMPLATE["Resources"]["Workers"]["Properties"]["Parameters"]["Stack"] == {"Ref": "AWS::StackName"}
    task = resources(ROOT / "infra" / "worker.yaml", **WORKER)["Task"]["Properties"]
    (load,) = [each for each in task["ContainerDefinitions"] if each["Name"] == "load"]
    assert {"Name": "CALLFLOW_STACK", "Value": STACK} in load["Environment"]


def test_each_alarm_tells_the_operator_and_says_when_it_is_over() -> None:
    made = resources(ALARMS, **PARAMETERS)
    for name, each in made.items():
        if each["Type"] == "AWS::CloudWatch::Alarm":
            told = each["Properties"]
            assert told["AlarmActions"] == told["OKActions"] == ["<Topic>"], name
            assert told["AlarmName"].startswith(f"{STACK}-"), name
            assert told["AlarmDescription"], name
    assert "Told" not in resources(ALARMS, **{**PARAMETERS, "Email": ""})


def test_the_page_on_deployments_explains_each_alarm() -> None:
    text = (ROOT / "docs" / "deploy.md").read_text()
    (table,) = re.findall(r"^## Alarms\n(.*?)(?=^## |^The dashboard:)", text, re.MULTILINE | re.DOTALL)
    rows = re.findall(r"^\| (`[^|]+) \|", table, re.MULTILINE)
    # Those of other templates, such as the one of the nightly copy, and those of infra/alarms.yaml.
    texts = (each.read_text() for each in (ROOT / "infra").rglob("*.yaml"))
    made = [name for text in texts for name in re.findall(r"AlarmName: !Sub \$\{\w+\}-([a-z-]+)", text)]
    assert set(alarms()) <= set(made)
    assert sorted(name for row in rows for name in re.findall(r"`([a-z-]+)`", row)) == sorted(made)


def test_the_page_of_costs_counts_the_metrics() -> None:
    assert len(reported()) == METRICS
    assert sum(len(alarm.reads) for alarm in alarms().values()) <= ALARM_METRICS


def test_a_new_version_is_judged_by_alarms_that_exist() -> None:
    judged = {
        each["Fn::Sub"].removeprefix("${AWS::StackName}-")
        for resource in TEMPLATE["Resources"].values()
        for each in _within(resource.get("Properties", {}).get("DeploymentPreference", {}).get("Alarms", {}))
        if "Fn::Sub" in each
    }
    assert judged
    assert judged <= alarms().keys()
