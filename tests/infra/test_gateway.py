"""API Gateway's own answers and its access log, and the shares of Lambda's concurrency."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
import yaml

from functions.api.http.identity import CLAIM
from functions.api.http.problems import MEDIA_TYPE, ProblemError
from testing.cloudformation import Tagged

ROOT = Path(__file__).parents[2]
TEMPLATE: Mapping[str, Any] = yaml.load((ROOT / "template.yaml").read_text(), Tagged)
RESOURCES: Mapping[str, Any] = TEMPLATE["Resources"]
GLOBALS: Mapping[str, Any] = TEMPLATE["Globals"]["Api"]
TYPES = frozenset(
    """
    DEFAULT_4XX DEFAULT_5XX ACCESS_DENIED API_CONFIGURATION_ERROR AUTHORIZER_CONFIGURATION_ERROR AUTHORIZER_FAILURE
    BAD_REQUEST_PARAMETERS BAD_REQUEST_BODY EXPIRED_TOKEN INTEGRATION_FAILURE INTEGRATION_TIMEOUT INVALID_API_KEY
    INVALID_SIGNATURE MISSING_AUTHENTICATION_TOKEN QUOTA_EXCEEDED REQUEST_TOO_LARGE RESOURCE_NOT_FOUND THROTTLED
    UNAUTHORIZED UNSUPPORTED_MEDIA_TYPE WAF_FILTERED
    """.split()
)
"""The types of API Gateway's developer guide, "Gateway response types"."""
DEFAULTS = {"DEFAULT_4XX", "DEFAULT_5XX"}


def responses(api: str) -> dict[str, Mapping[str, Any]]:
    """Return the gateway responses of an API: SAM adds those of Globals to its own."""
    return {**GLOBALS["GatewayResponses"], **RESOURCES[api]["Properties"].get("GatewayResponses", {})}


def problems(of: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return what is not in the form of the API's own problems."""
    found = [f"{name} is missing" for name in sorted(TYPES - of.keys())]
    for name, response in of.items():
        body = json.loads(response["ResponseTemplates"]["application/json"])
        headers = response["ResponseParameters"]["Headers"]
        own = json.loads(ProblemError(HTTPStatus.BAD_REQUEST, "detail").body())
        # A default answers for several statuses. Setting one would replace that of each type without its own.
        wanted = own.keys() - {"status"} if name in DEFAULTS else own.keys()
        if body.keys() != wanted or body["type"] != own["type"] or not (body["title"] and body["detail"]):
            found.append(f"{name} has not the fields of a problem")
        if str(body.get("status", "")) != response.get("StatusCode", ""):
            found.append(f"{name} says another status than it has")
        if headers["Content-Type"] != f"'{MEDIA_TYPE}'" or headers["X-Request-Id"] != "context.requestId":
            found.append(f"{name} lacks a header")
        if response.get("StatusCode") == "401" and "WWW-Authenticate" not in headers:
            found.append(f"{name} says not how to authenticate")
    return found


@pytest.mark.parametrize("api", ["Api", "WorkerApi", "KeysApi"])
def test_each_answer_of_api_gateway_has_the_form_of_the_apis_problems(api: str) -> None:
    assert problems(responses(api)) == []


def test_a_wrong_answer_of_api_gateway_is_found() -> None:
    of = responses("Api")
    right = of["THROTTLED"]
    wrong = {
        **right,
        "StatusCode": "503",
        "ResponseParameters": {"Headers": {**right["ResponseParameters"]["Headers"]}},
    }
    wrong["ResponseParameters"]["Headers"]["Content-Type"] = "'application/json'"
    del of["EXPIRED_TOKEN"]
    assert problems({**of, "THROTTLED": wrong}) == [
        "EXPIRED_TOKEN is missing",
        "THROTTLED says another status than it has",
        "THROTTLED lacks a header",
    ]


def test_the_access_log_says_who_called_and_what_but_no_path_and_no_words() -> None:
    written = GLOBALS["AccessLogSetting"]["Format"]
    line = json.loads(re.sub(r"(?<=:)\$context[\w.]+", "0", written))
    assert line["user"] == "$context.authorizer.claims.sub"
    assert line["organization"] == f"$context.authorizer.claims.{CLAIM}"
    assert line["signer"] == "$context.identity.userArn"
    assert line["address"] == "$context.identity.sourceIp"
    assert line["route"] == "$context.httpMethod $context.resourcePath"
    assert not {"$context.path", "$context.identity.user", "$context.authorizer.claims.email"} & set(line.values())
    for api in ("Api", "WorkerApi", "KeysApi"):
        assert "AccessLogSetting" not in RESOURCES[api]["Properties"], "all have that of Globals"


def test_slow_receivers_cannot_take_the_concurrency_of_turns() -> None:
    mapping = RESOURCES["DeliverFunction"]["Properties"]["Events"]["Letter"]["Properties"]
    assert mapping["ScalingConfig"] == {"MaximumConcurrency": {"Ref": "DeliveriesAtOnce"}}
    most = TEMPLATE["Parameters"]["DeliveriesAtOnce"]
    # Lambda takes 2 to 1,000. A new account has 10 executions at once in all.
    assert (most["MinValue"], most["MaxValue"]) == (2, 1000)
    assert most["Default"] <= 5


def test_turns_alone_can_have_a_reserved_concurrency_and_have_none_by_default() -> None:
    reserved = {
        name: each["Properties"]["ReservedConcurrentExecutions"]
        for name, each in RESOURCES.items()
        if "ReservedConcurrentExecutions" in each.get("Properties", {})
    }
    assert reserved == {
        "TurnFunction": {"Fn::If": ["ReservesTurns", {"Ref": "ReservedTurns"}, {"Ref": "AWS::NoValue"}]}
    }
    assert TEMPLATE["Parameters"]["ReservedTurns"]["Default"] == 0
    assert TEMPLATE["Conditions"]["ReservesTurns"] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "ReservedTurns"}, 0]}]}


def test_a_failed_run_for_idle_sessions_is_not_repeated_before_the_next() -> None:
    idle = RESOURCES["IdleFunction"]["Properties"]
    assert idle["EventInvokeConfig"] == {"MaximumRetryAttempts": 0, "MaximumEventAgeInSeconds": 300}
    (schedule,) = idle["Events"].values()
    assert schedule["Properties"]["RetryPolicy"] == {"MaximumRetryAttempts": 0}
