"""The quotas of an account and region that calls use, and how much of each a stack needs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

VCPUS_PER_WORKER = 2
"""Processors of a task: Cpu in infra/worker.yaml."""
CALLS_PER_EXECUTION = 25
"""Calls for one concurrent execution: 6 turns a minute of 0.35 s, of which a third ask a model for a second."""
OTHER_EXECUTIONS = 50
"""Concurrent executions for webhooks, the dashboard and what follows a call."""


@dataclass(frozen=True, slots=True)
class Quota:
    """A quota, and what a stack needs of it."""

    service: str
    """The service's code in Service Quotas."""
    words: tuple[str, ...]
    """Words of the quota's name there, in small letters. A code is not used, because AWS documents names only."""
    needed: int
    reason: str
    """What needs it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A quota as the account has it."""

    code: str
    name: str
    value: float


def needed(parameters: Mapping[str, str]) -> list[Quota]:
    """Return the quotas that a stack with these parameters needs at its largest size."""
    workers = int(parameters["MostWorkers"]) if parameters["Worker"] == "yes" else 0
    calls = workers * int(parameters["CallsPerWorker"])
    executions = OTHER_EXECUTIONS + math.ceil(calls / CALLS_PER_EXECUTION)
    reason = f"for {calls} calls at once"
    quotas = [Quota("lambda", ("concurrent executions",), executions, reason)]
    if not workers:
        return quotas
    twice = "for MostWorkers, and as many during an update"
    quotas.append(Quota("fargate", ("on-demand", "vcpu"), 2 * VCPUS_PER_WORKER * workers, twice))
    if "aws" in parameters["SpeechToText"].split(","):
        quotas.append(Quota("transcribe", ("concurrent", "http2"), calls, f"{reason}, one stream each"))
    if {"aws", "aws/generative"} & set(parameters["TextToSpeech"].split(",")):
        quotas.append(
            Quota("polly", ("concurrent", "generative"), math.ceil(calls / 2), f"{reason}, half of them speaking")
        )
    return quotas


def find(client: Any, quota: Quota) -> Found | None:
    """Find a quota of the account.

    Args:
        client: boto3's client of service-quotas.
        quota: The quota.

    Returns:
        The account's value, or AWS's default if the account has none; None if Service Quotas knows no such name.

    Raises:
        ClientError: If Service Quotas refuses the request.
    """
    for operation in ("list_service_quotas", "list_aws_default_service_quotas"):
        try:
            for page in client.get_paginator(operation).paginate(ServiceCode=quota.service):
                for each in page["Quotas"]:
                    name = each["QuotaName"].lower().replace("http/2", "http2")
                    if all(word in name for word in quota.words):
                        return Found(each["QuotaCode"], each["QuotaName"], float(each["Value"]))
        except ClientError as error:
            if error.response["Error"]["Code"] != "NoSuchResourceException":
                raise
    return None


def request(quota: Quota, found: Found) -> str:
    """Return the command that requests the increase."""
    return (
        f"aws service-quotas request-service-quota-increase --service-code {quota.service} "
        f"--quota-code {found.code} --desired-value {quota.needed}"
    )
