"""events/*.json are what AWS's services send: they have the fields of AWS's own samples, which SAM prints."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from moto.events.models import EventPattern

from functions.adapters.dynamodb.items import Table
from functions.adapters.dynamodb.sessions.stream import DynamoStreamHeads
from functions.post_call.summary import summary_json
from testing.aws_lambda.described import ROOT, resources_of_template
from testing.aws_lambda.events import event, read
from testing.aws_lambda.sam_local import SAM, required_sam

SAMPLES = {
    "turn": ("apigateway", "aws-proxy"),
    "worker_turn": ("apigateway", "aws-proxy"),
    "api": ("apigateway", "aws-proxy"),
    "post_call": ("dynamodb", "update"),
    "deliver": ("sqs", "receive-message"),
    "idle": ("cloudwatch", "scheduled-event"),
}
# The samples are older than these fields.
NEWER = {
    "requestContext.authorizer",
    "requestContext.deploymentId",
    "requestContext.domainName",
    "requestContext.domainPrefix",
    "requestContext.extendedRequestId",
    "requestContext.identity.principalOrgId",
    "version",
}
# Their fields depend on the request or on the table.
OPEN = {
    *("headers", "multiValueHeaders", "pathParameters", "queryStringParameters", "multiValueQueryStringParameters"),
    *("stageVariables", "authorizer", "Keys", "NewImage", "OldImage"),
}


@pytest.fixture(scope="module")
def samples() -> dict[str, Any]:
    required_sam()
    environment = {**os.environ, "SAM_CLI_TELEMETRY": "0"}
    running = {
        names: subprocess.Popen([SAM, "local", "generate-event", *names], env=environment, stdout=subprocess.PIPE)
        for names in set(SAMPLES.values())
    }
    printed = {names: process.communicate()[0] for names, process in running.items()}
    return {name: json.loads(printed[names]) for name, names in SAMPLES.items()}


def fields(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield the path and the type of each field. `Records` is its second record, which has a new and an old image."""
    for name, item in value.items():
        here = f"{path}.{name}" if path else name
        yield here, type(item).__name__
        if name == "Records":
            yield from fields(item[min(1, len(item) - 1)], here)
        elif isinstance(item, dict) and name not in OPEN:
            yield from fields(item, here)


def test_every_event_has_a_sample() -> None:
    assert {path.stem for path in (ROOT / "events").iterdir()} == set(SAMPLES)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_an_event_has_the_fields_of_awss_sample(samples: dict[str, Any], name: str) -> None:
    ours, theirs = dict(fields(read(name))), dict(fields(samples[name]))
    if name == "post_call":  # the stream's view is NEW_IMAGE
        del theirs["Records.dynamodb.OldImage"]
    assert set(ours) - NEWER == set(theirs)
    differing = {field for field, kind in theirs.items() if field in ours and ours[field] not in (kind, "NoneType")}
    # The sample's body is base64, and nobody signed its request.
    assert differing <= {field for field in theirs if field.startswith("requestContext.identity.")}


def test_the_example_of_the_stream_passes_the_filter_of_the_template() -> None:
    mapping = resources_of_template()["PostCallFunction"]["Properties"]["Events"]["SessionEnded"]["Properties"]
    patterns = [EventPattern.load(each["Pattern"]) for each in mapping["FilterCriteria"]["Filters"]]
    [record] = event("PostCallFunction")["Records"]
    assert [pattern.matches_event(record) for pattern in patterns] == [True, False, False, False], (
        "the present format, and no other"
    )
    record["dynamodb"]["NewImage"]["session_status"] = {"S": "waiting"}
    assert not any(pattern.matches_event(record) for pattern in patterns)


def test_the_example_of_the_queue_is_the_summary_of_the_example_of_the_stream() -> None:
    [record] = event("PostCallFunction")["Records"]
    head = DynamoStreamHeads(Table("callflow-sessions", "us-east-1"))(record)
    assert head is not None
    [message] = event("DeliverFunction")["Records"]
    address = json.loads(message["body"])["transcriptUrl"].partition("/api/")[0]
    assert message["body"] == summary_json(head, address)
    assert message["md5OfBody"] == hashlib.md5(message["body"].encode(), usedforsecurity=False).hexdigest()
