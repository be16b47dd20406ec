"""What SAM makes of the template: the canary, the order of resources, and the size of a function's policy."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import pytest
import yaml

from infra.permissions.allowed import Template

ROOT = Path(__file__).parents[3]
PYTHON = ROOT / ".cache" / "deploy" / "bin" / "python"
MAX_POLICY_BYTES = 20_480
"""Lambda's limit of the policy of a function's alias."""
LAMBDA = "arn:aws:lambda:ap-southeast-2:123456789012:function"
PROGRAM = """
import json, sys
import boto3
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse
template = yaml_parse(open("template.yaml").read())
# The translator takes code in S3 only. `sam deploy` puts it there.
template["Globals"]["Function"]["CodeUri"] = "s3://bucket/key"
given = {name: each.get("Default", "") for name, each in template["Parameters"].items()} | json.loads(sys.argv[1])
made = Translator({}, Parser(), boto_session=boto3.Session(region_name="us-east-1"))
json.dump(made.translate(template, parameter_values=given), sys.stdout, default=str)
"""


@cache
def transformed(canary: str) -> Mapping[str, Any]:
    if not PYTHON.exists():
        why = "SAM is not installed; get it once: make .cache/deploy/.installed"
        pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)
    command = [str(PYTHON), "-c", PROGRAM, json.dumps({"Canary": canary})]
    environment = {**os.environ, "AWS_DEFAULT_REGION": "us-east-1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    resources: Mapping[str, Any] = json.loads(done.stdout)["Resources"]
    return resources


def referred(node: Any, names: frozenset[str]) -> Iterator[str]:
    """Yield the resources that a node refers to."""
    if isinstance(node, Mapping):
        for child in node.values():
            yield from referred(child, names)
    elif isinstance(node, list):
        for child in node:
            yield from referred(child, names)
    elif isinstance(node, str):
        for word in (node, *re.findall(r"\${(\w+)[}.]", node)):
            if word.split(".")[0] in names:
                yield word.split(".")[0]


@pytest.mark.parametrize("canary", ["true", "false"])
def test_no_resource_waits_for_itself(canary: str) -> None:
    resources = transformed(canary)
    names = frozenset(resources)
    waits = {name: set(referred(each, names)) - {name} for name, each in resources.items()}
    assert len(list(TopologicalSorter(waits).static_order())) == len(resources)


@pytest.mark.parametrize("function", ["TurnFunction", "ApiFunction"])
def test_a_new_version_that_somebody_waits_for_is_tried_on_a_tenth_of_the_requests(function: str) -> None:
    resources = transformed("true")
    update = resources[f"{function}Aliaslive"]["UpdatePolicy"]["CodeDeployLambdaAliasUpdate"]
    group = resources[update["DeploymentGroupName"]["Ref"]]["Properties"]
    assert group["DeploymentConfigName"]["Fn::Sub"][1] == {"ConfigName": "Canary10Percent5Minutes"}
    assert "DEPLOYMENT_STOP_ON_ALARM" in group["AutoRollbackConfiguration"]["Events"]
    condition, with_alarms, without = group["AlarmConfiguration"]["Fn::If"]
    assert (condition, without) == ("WithAlarms", {})
    (alarm,) = with_alarms["Alarms"]
    alarms = yaml.load((ROOT / "infra" / "alarms.yaml").read_text(), Template)["Resources"]
    named = {
        str(each.get("Properties", {}).get("AlarmName")).replace("${Stack}", "${AWS::StackName}")
        for each in alarms.values()
    }
    assert alarm["Name"]["Fn::Sub"] in named
    watch = yaml.load((ROOT / "template.yaml").read_text(), Template)["Resources"]["Watch"]["Properties"]["Parameters"]
    assert watch["Stack"] == "AWS::StackName"


def test_without_a_canary_there_is_nothing_of_codedeploy() -> None:
    resources = transformed("false")
    assert not [name for name, each in resources.items() if each["Type"].startswith("AWS::CodeDeploy")]
    assert not [name for name, each in resources.items() if "UpdatePolicy" in each]


@pytest.mark.parametrize("api", ["Api", "WorkerApi"])
def test_api_gateway_streams_turns_from_the_alias_and_nothing_else(api: str) -> None:
    resources = transformed("false")
    streamed = {}
    for path, methods in resources[api]["Properties"]["Body"]["paths"].items():
        for method in methods.values():
            integration = method["x-amazon-apigateway-integration"]
            if "responseTransferMode" in integration or "streaming" in integration["uri"]["Fn::Sub"]:
                streamed[path] = integration
    assert streamed.keys() == {"/api/flows/{flowId}/process"}
    (turn,) = streamed.values()
    assert turn["responseTransferMode"] == "STREAM"
    called = "lambda:path/2021-11-15/functions/${TurnFunctionAliaslive}/response-streaming-invocations"
    assert turn["uri"]["Fn::Sub"].endswith(called)
    # The stage takes the integrations and the variable in one step: both are properties of one resource.
    stage = resources[f"{api}Stage"]["Properties"]
    assert stage["Variables"] == {"responseTransferMode": "STREAM"}
    assert resources[stage["DeploymentId"]["Ref"]]["Type"] == "AWS::ApiGateway::Deployment"


def test_a_version_stays_for_a_rollback() -> None:
    versions = [each for each in transformed("false").values() if each["Type"] == "AWS::Lambda::Version"]
    assert versions
    assert {each["DeletionPolicy"] for each in versions} == {"Retain"}


@pytest.mark.parametrize("function", ["TurnFunction", "ApiFunction"])
def test_the_permissions_of_a_function_fit_into_its_policy(function: str) -> None:
    """SAM makes one permission for each route. If this fails, write an AWS::Lambda::Permission for each API instead."""
    resources = transformed("false")
    size = 0
    for name, each in resources.items():
        if each["Type"] != "AWS::Lambda::Permission" or each["Properties"]["FunctionName"] != {
            "Ref": f"{function}Aliaslive"
        }:
            continue
        path = (
            each["Properties"]["SourceArn"]["Fn::Sub"][1]["__Stage__"] + each["Properties"]["SourceArn"]["Fn::Sub"][0]
        )
        statement = {
            "Sid": f"callflow-production-{name}-{'X' * 12}",
            "Effect": "Allow",
            "Principal": {"Service": "apigateway.amazonaws.com"},
            "Action": "lambda:InvokeFunction",
            "Resource": f"{LAMBDA}:callflow-production-{function}-{'X' * 12}:live",
            "Condition": {"ArnLike": {"AWS:SourceArn": f"{path}{'X' * 20}"}},
        }
        size += len(json.dumps(statement)) + 1
    assert 0 < size < 0.9 * MAX_POLICY_BYTES
