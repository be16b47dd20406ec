"""`make preflight`: what a deployment and calls need, checked before them. Each failed check names its remedy."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import yaml
from botocore.exceptions import ClientError

from infra.operate.deploy import values
from infra.operate.environment import Operation, assignments
from infra.operate.quotas import find, needed, request
from infra.operate.standing import Standing, standing
from infra.permissions.allowed import Template

INITIAL_ADDRESSES = 5
"""Elastic IP addresses of an account in a region, unless it asked for more."""
_LIVEKIT = ("url", "apiKey", "apiSecret")


@dataclass(frozen=True, slots=True)
class Check:
    """The result of a check."""

    result: Literal["ok", "warning", "error"]
    text: str
    remedy: str = ""

    def lines(self) -> list[str]:
        """Return the lines that show it."""
        shown = f"{self.result:8} {self.text}"
        return [shown, f"         {self.remedy}"] if self.remedy else [shown]


def preflight(operation: Operation) -> int:
    """Run all checks.

    Args:
        operation: The command's surroundings. Option SET: parameters of the next deployment.

    Returns:
        The exit status: 1 if a check has found an error. A warning is none.
    """
    stack = standing(operation)
    template = yaml.load((operation.root / "template.yaml").read_text(), Template)  # noqa: S506 - a SafeLoader
    named = assignments(operation.options.get("SET", ""))
    parameters = values(operation, stack, template["Parameters"], named)
    found = []
    for check in _checks(operation, stack, parameters):
        for line in check.lines():
            operation.say(line)
        found.append(check)
    errors = sum(check.result == "error" for check in found)
    warnings = sum(check.result == "warning" for check in found)
    operation.say(f"{len(found)} checks, {errors} errors, {warnings} warnings")
    return 1 if errors else 0


def _checks(operation: Operation, stack: Standing | None, parameters: Mapping[str, str]) -> Iterator[Check]:
    yield _account(operation, stack)
    prefix = parameters["SecretsPrefix"] or f"callflow/{parameters['Environment']}/"
    livekit = parameters["LiveKitSecret"] or f"{prefix}livekit"
    shape = '{"url": "wss://…", "apiKey": "…", "apiSecret": "…"}'
    yield _secret(operation, livekit, _LIVEKIT, shape)
    if parameters["OpenAiSecret"]:
        yield _secret(operation, parameters["OpenAiSecret"], ("apiKey",), '{"apiKey": "…"}')
    if parameters["TracesSecret"]:
        shape = '{"headers": "authorization=Bearer%20…"}'
        yield _secret(operation, parameters["TracesSecret"], ("headers",), shape)
    yield from _model(operation, parameters)
    yield from _quotas(operation, parameters)
    if stack is None and parameters["Worker"] == "yes" and not parameters["WorkerSubnets"]:
        yield _addresses(operation, int(parameters["NatGateways"]))
    if stack is None and parameters["ApiGatewayLogs"] == "yes":
        yield _gateway_logs(operation)


def _account(operation: Operation, stack: Standing | None) -> Check:
    identity = operation.client("sts").get_caller_identity()
    region = operation.client("cloudformation").meta.region_name
    state = f"which is {stack.status}" if stack else "which does not exist yet"
    name = operation.environment.stack
    text = f"account {identity['Account']}, region {region}, as {identity['Arn']}; stack {name}, {state}"
    return Check("ok", text)


def _secret(operation: Operation, name: str, keys: tuple[str, ...], shape: str) -> Check:
    try:
        text = operation.client("secretsmanager").get_secret_value(SecretId=name).get("SecretString", "")
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code == "ResourceNotFoundException":
            create = f"aws secretsmanager create-secret --name {name} --secret-string '{shape}'"
            return Check("error", f"the secret {name} does not exist in this region", create)
        return Check("error", f"the secret {name} cannot be read: {code}", "use credentials that may read it")
    try:
        stored = json.loads(text)
    except ValueError:
        stored = None
    put = f"aws secretsmanager put-secret-value --secret-id {name} --secret-string '{shape}'"
    if not isinstance(stored, dict):
        return Check("error", f"the secret {name} is not a JSON object", put)
    missing = [key for key in keys if not (isinstance(stored.get(key), str) and stored[key].strip())]
    if missing:
        return Check("error", f"the secret {name} has no {' and no '.join(missing)}", put)
    if "url" in keys and not stored["url"].startswith(("wss://", "ws://", "https://", "http://")):
        return Check("error", f"the url in the secret {name} is not an address", put)
    if "url" in keys and stored["url"].startswith(("ws://", "http://")):
        return Check("warning", f"the url in the secret {name} is not encrypted", "use wss://")
    if "previousApiKey" in stored:
        return Check("warning", f"the secret {name} still has the key before", "end the rotation: make rotate FINISH=1")
    return Check("ok", f"the secret {name} has {', '.join(keys)}")


def _model(operation: Operation, parameters: Mapping[str, str]) -> Iterator[Check]:
    model = parameters["Model"]
    if not model:
        yield Check("warning", "no default model: llm nodes without a model speak their fallback", "set Model")
    if model.startswith("openai/") and not parameters["OpenAiSecret"]:
        yield Check("error", f"Model is {model}, and no function has a key for it", "set OpenAiSecret")
    if not model.startswith("bedrock/"):
        return
    name, arns = model.removeprefix("bedrock/"), [each for each in parameters["BedrockModelArns"].split(",") if each]
    bedrock = operation.client("bedrock")
    try:
        try:
            profile: Mapping[str, Any] = bedrock.get_inference_profile(inferenceProfileIdentifier=name)
            wanted = [profile["inferenceProfileArn"], *(each["modelArn"] for each in profile["models"])]
        except ClientError as error:
            if error.response["Error"]["Code"] not in ("ResourceNotFoundException", "ValidationException"):
                raise
            details = bedrock.get_foundation_model(modelIdentifier=name)["modelDetails"]
            wanted = [details["modelArn"]]
    except ClientError as error:
        code = error.response["Error"]["Code"]
        remedy = "correct Model, or choose a region that has it: aws bedrock list-foundation-models"
        yield Check("error", f"Bedrock has no {name} here: {code}", remedy)
        return
    missing = [arn for arn in wanted if arn not in arns and "*" not in arns]
    if missing:
        remedy = f'make deploy SET="BedrockModelArns={",".join([*arns, *missing])}"'
        yield Check("error", f"the functions may not call {name}: BedrockModelArns lacks {len(missing)} ARNs", remedy)
    else:
        yield Check("ok", f"Bedrock has {name}, and the functions may call it")


def _quotas(operation: Operation, parameters: Mapping[str, str]) -> Iterator[Check]:
    client = operation.client("service-quotas")
    for quota in needed(parameters):
        found = find(client, quota)
        what = f"{quota.service}: {' '.join(quota.words)}"
        if found is None:
            remedy = f"look it up in the console of Service Quotas: {quota.needed} are needed {quota.reason}"
            yield Check("warning", f"{what}: Service Quotas does not tell", remedy)
        elif found.value < quota.needed:
            text = f"{found.name}: {found.value:g}, and {quota.needed} are needed {quota.reason}"
            yield Check("warning", text, f"lower MostWorkers, or request it: {request(quota, found)}")
        else:
            yield Check("ok", f"{found.name}: {found.value:g}, {quota.needed} are needed {quota.reason}")


def _addresses(operation: Operation, gateways: int) -> Check:
    used = len(operation.client("ec2").describe_addresses()["Addresses"])
    text = (
        f"{used} elastic IP addresses are used, NAT gateways need {gateways} more; an account has {INITIAL_ADDRESSES}"
    )
    if used + gateways > INITIAL_ADDRESSES:
        return Check("warning", text, "release unused ones, set WorkerSubnets, or request more (EC2-VPC Elastic IPs)")
    return Check("ok", text)


def _gateway_logs(operation: Operation) -> Check:
    role = operation.client("apigateway").get_account().get("cloudwatchRoleArn")
    if role:
        text = f"API Gateway writes logs in this region already, by {role}"
        return Check("warning", text, "set ApiGatewayLogs=no, or this stack replaces that role for every API here")
    return Check("ok", "API Gateway gets its log role from this stack")
