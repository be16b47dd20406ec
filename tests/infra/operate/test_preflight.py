"""`make preflight` finds what a deployment or its calls lack, and names the remedy."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from infra.operate.preflight import preflight
from infra.operate.quotas import Found, Quota, find, needed
from infra.permissions.allowed import ROOT
from tests.infra.operate.stage import Pages, Said, operation, refusal

KEYS = {"url": "wss://livekit.test", "apiKey": "k", "apiSecret": "s"}
PROFILE = "us.amazon.nova-lite-v1:0"
ARNS = ("arn:profile", "arn:model-1", "arn:model-2")


class Bedrock:
    """Bedrock with one inference profile and one model."""

    def get_inference_profile(self, inferenceProfileIdentifier: str) -> Mapping[str, Any]:  # noqa: N803 - AWS's name
        if inferenceProfileIdentifier != PROFILE:
            raise refusal("ResourceNotFoundException")
        return {"inferenceProfileArn": ARNS[0], "models": [{"modelArn": arn} for arn in ARNS[1:]]}

    def get_foundation_model(self, modelIdentifier: str) -> Mapping[str, Any]:  # noqa: N803 - AWS's name
        if modelIdentifier != "a-model":
            raise refusal("ValidationException")
        return {"modelDetails": {"modelArn": "arn:a-model"}}


class Quotas:
    """Service Quotas of a new account."""

    values: Mapping[str, tuple[tuple[str, str, float], ...]] = {
        "lambda": (("L-1", "Function and layer storage", 75), ("L-2", "Concurrent executions", 10)),
        "fargate": (("L-3", "Fargate On-Demand vCPU resource count", 6),),
        "transcribe": (("L-4", "Number of concurrent HTTP/2 streams for streaming transcription", 25),),
        "polly": (),
    }

    def get_paginator(self, name: str) -> Pages:
        def page(ServiceCode: str) -> Mapping[str, Any]:  # noqa: N803 - AWS's name
            if name == "list_service_quotas" and ServiceCode == "transcribe":
                raise refusal("NoSuchResourceException")
            found = self.values[ServiceCode]
            return {"Quotas": [{"QuotaCode": code, "QuotaName": text, "Value": value} for code, text, value in found]}

        return Pages(page)


class Gateway:
    role = ""

    def get_account(self) -> Mapping[str, str]:
        return {"cloudwatchRoleArn": self.role} if self.role else {}


class Stage:
    def __init__(self) -> None:
        self.gateway = Gateway()
        self.clients: dict[str, Any] = {
            **{name: boto3.client(name, region_name="us-east-1") for name in ("sts", "secretsmanager", "ec2")},
            "cloudformation": boto3.client("cloudformation", region_name="us-east-1"),
            "bedrock": Bedrock(),
            "service-quotas": Quotas(),
            "apigateway": self.gateway,
        }

    def store(self, **changed: str) -> None:
        value = json.dumps({**KEYS, **changed})
        self.clients["secretsmanager"].create_secret(Name="callflow/prod/livekit", SecretString=value)

    def run(self, expected: int, **options: str) -> str:
        done: Said = operation(ROOT, self.clients, options)
        assert preflight(done) == expected, done.lines
        return "\n".join(done.lines)


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        yield Stage()


def test_a_new_account_gets_warnings_with_the_commands_of_their_requests(stage: Stage) -> None:
    stage.store()
    said = stage.run(0, SET="MostWorkers=10")
    assert "account 123456789012, region us-east-1" in said
    assert "which does not exist yet" in said
    assert "warning  Concurrent executions: 10, and 54 are needed for 100 calls at once" in said
    assert "request-service-quota-increase --service-code fargate --quota-code L-3 --desired-value 40" in said
    assert "--service-code transcribe --quota-code L-4 --desired-value 100" in said
    assert "polly: concurrent generative: Service Quotas does not tell" in said
    assert "0 errors" in said


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"apiSecret": " "}, "has no apiSecret"),
        ({"url": "livekit.test"}, "is not an address"),
    ],
)
def test_a_malformed_secret_is_an_error(stage: Stage, changed: dict[str, str], text: str) -> None:
    stage.store(**changed)
    said = stage.run(1)
    assert text in said
    assert "put-secret-value --secret-id callflow/prod/livekit" in said


def test_a_missing_secret_is_an_error_with_the_command_that_creates_it(stage: Stage) -> None:
    assert "aws secretsmanager create-secret --name callflow/prod/livekit --secret-string" in stage.run(1)


def test_an_unfinished_rotation_is_a_warning(stage: Stage) -> None:
    stage.store(previousApiKey="k0")
    assert "make rotate FINISH=1" in stage.run(0)


def test_an_inference_profile_needs_its_own_arn_and_those_of_its_models(stage: Stage) -> None:
    stage.store()
    said = stage.run(1, SET=f"Model=bedrock/{PROFILE} BedrockModelArns={ARNS[0]}")
    assert f'make deploy SET="BedrockModelArns={",".join(ARNS)}"' in said
    said = stage.run(0, SET=f"Model=bedrock/{PROFILE} BedrockModelArns={','.join(ARNS)}")
    assert f"ok       Bedrock has {PROFILE}" in said
    assert "ok       Bedrock has a-model" in stage.run(0, SET="Model=bedrock/a-model BedrockModelArns=arn:a-model")
    assert "Bedrock has no other here" in stage.run(1, SET="Model=bedrock/other BedrockModelArns=arn:x")


def test_a_model_of_openai_needs_its_secret(stage: Stage) -> None:
    stage.store()
    assert "set OpenAiSecret" in stage.run(1, SET="Model=openai/m")
    said = stage.run(1, SET="Model=openai/m OpenAiSecret=callflow/prod/openai")
    assert "create-secret --name callflow/prod/openai" in said


def test_the_secret_of_a_collector_of_traces_needs_headers(stage: Stage) -> None:
    stage.store()
    chosen = "TracesCollector=https://collector.example TracesSecret=callflow/prod/traces"
    assert "create-secret --name callflow/prod/traces" in stage.run(1, SET=chosen)
    stage.clients["secretsmanager"].create_secret(Name="callflow/prod/traces", SecretString="{}")
    assert "the secret callflow/prod/traces has no headers" in stage.run(1, SET=chosen)


def test_a_log_role_of_another_stack_is_a_warning(stage: Stage) -> None:
    stage.store()
    assert "API Gateway gets its log role from this stack" in stage.run(0)
    stage.gateway.role = "arn:aws:iam::1:role/other"
    assert "set ApiGatewayLogs=no" in stage.run(0)


def test_without_a_worker_only_lambda_is_counted() -> None:
    parameters = {"Worker": "no", "MostWorkers": "10", "CallsPerWorker": "10"}
    assert [quota.service for quota in needed(parameters)] == ["lambda"]


def test_local_speech_needs_no_quota() -> None:
    speech = {"SpeechToText": "openai", "TextToSpeech": "aws/neural"}
    parameters = {"Worker": "yes", "MostWorkers": "2", "CallsPerWorker": "10", **speech}
    assert [(quota.service, quota.needed) for quota in needed(parameters)] == [("lambda", 51), ("fargate", 8)]


def test_a_quota_that_the_account_never_changed_has_awss_default() -> None:
    found = find(Quotas(), Quota("transcribe", ("concurrent", "http2"), 9, "for this test"))
    assert found == Found("L-4", "Number of concurrent HTTP/2 streams for streaming transcription", 25)


def test_a_quota_has_the_fields_that_preflight_reads() -> None:
    """moto lists AWS's own defaults of some services; the vpc list shows that the form of an answer is as expected."""
    with mock_aws():
        pages = boto3.client("service-quotas", region_name="us-east-1")
        [first, *_] = pages.list_aws_default_service_quotas(ServiceCode="vpc")["Quotas"]
    assert {"QuotaCode", "QuotaName", "Value"} <= first.keys()
