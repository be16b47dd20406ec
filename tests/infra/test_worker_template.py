"""infra/worker.yaml agrees with the worker's Dockerfile and with what the worker reports."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from agent_worker.process.report_load import report
from infra.permissions.allowed import Template

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "agent_worker/Dockerfile").read_text()
DIMENSIONS = [{"Name": "stack", "Value": "Stack"}, {"Name": "agent", "Value": "AgentName"}]


def template(name: str) -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.load((ROOT / name).read_text(), Template)
    return loaded


RESOURCES: Mapping[str, Any] = template("infra/worker.yaml")["Resources"]
CONTAINERS = {each["Name"]: each for each in RESOURCES["Task"]["Properties"]["ContainerDefinitions"]}


def of_kind(kind: str) -> list[Mapping[str, Any]]:
    return [each["Properties"] for each in RESOURCES.values() if each["Type"] == kind]


def reported() -> dict[str, int]:
    """Return the metrics of a worker and their resolution in seconds."""
    worker = {"agent_name": "callflow", "calls": 3, "places": 10, "free": 7, "takes_calls": True}
    [kind] = json.loads(str(report(worker, "prod", 0)))["_aws"]["CloudWatchMetrics"]
    return {each["Name"]: each["StorageResolution"] for each in kind["Metrics"]}


def test_each_writable_mount_of_the_task_is_a_volume_of_the_image() -> None:
    """Fargate lets only root write to a mount that the image does not name."""
    volumes = [path for line in re.findall(r"^VOLUME (.*)$", DOCKERFILE, re.MULTILINE) for path in json.loads(line)]
    mounts = [mount for each in CONTAINERS.values() for mount in each.get("MountPoints", []) if not mount["ReadOnly"]]
    assert mounts
    assert {mount["ContainerPath"] for mount in mounts} <= set(volumes)
    before_user = DOCKERFILE[: DOCKERFILE.rindex("\nUSER ")]
    assert all(f"chmod 1777 {path}" in before_user for path in volumes)


def test_the_task_and_the_image_have_one_health_check() -> None:
    [written] = re.findall(r"HEALTHCHECK .*\\\n\s*CMD (.*)$", DOCKERFILE, re.MULTILINE)
    kind, *command = CONTAINERS["worker"]["HealthCheck"]["Command"]
    assert kind == "CMD"
    assert json.loads(written) == command


def test_a_service_that_scales_has_no_desired_count() -> None:
    """Each update would set a scaled service back to it."""
    assert of_kind("AWS::ApplicationAutoScaling::ScalableTarget")
    assert all("DesiredCount" not in each for each in of_kind("AWS::ECS::Service"))


def test_both_containers_know_the_stack() -> None:
    for each in CONTAINERS.values():
        assert {"Name": "CALLFLOW_STACK", "Value": "Stack"} in each["Environment"]
    resources = template("template.yaml")["Resources"]
    [worker] = [each for each in resources.values() if each["Properties"].get("TemplateURL") == "infra/worker.yaml"]
    assert worker["Properties"]["Parameters"]["Stack"] == "AWS::StackName"


def test_scaling_reads_metrics_that_this_stacks_workers_report() -> None:
    policies = [
        each["TargetTrackingScalingPolicyConfiguration"]["CustomizedMetricSpecification"] | {"Period": 60}
        for each in of_kind("AWS::ApplicationAutoScaling::ScalingPolicy")
        if each["PolicyType"] == "TargetTrackingScaling"
    ]
    alarms = of_kind("AWS::CloudWatch::Alarm")
    assert (len(policies), len(alarms)) == (1, 1)
    for read in [*policies, *alarms]:
        assert (read["Namespace"], read["Dimensions"]) == ("Callflow", DIMENSIONS)
        assert reported()[read["MetricName"]] <= read["Period"]


def test_a_worker_that_reports_its_load_is_started_again() -> None:
    assert CONTAINERS["load"]["RestartPolicy"]["Enabled"]
    assert CONTAINERS["load"]["EntryPoint"] == ["python", "-m", report.__module__]


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        *(("callflow/livekit", True), ("callflow/prod/livekit", True), ("", True), ("callflow-livekit", True)),
        *(("callflow-secret", False), ("a-b1c2D3", False), ("arn:aws:secretsmanager:us-east-1:1:secret:x", False)),
    ],
)
def test_the_name_of_livekits_secret_is_one_that_ecs_finds(name: str, allowed: bool) -> None:
    pattern = template("template.yaml")["Parameters"]["LiveKitSecret"]["AllowedPattern"]
    assert bool(re.fullmatch(pattern, name)) == allowed


def test_there_is_always_a_worker_whose_load_can_be_read() -> None:
    assert template("template.yaml")["Parameters"]["LeastWorkers"]["MinValue"] == 1
