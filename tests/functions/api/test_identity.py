"""The caller's identity: API Gateway has checked it on AWS, and a header names it in the local stack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from flow_core.json import Json
from functions.settings import SettingsError, from_environment
from testing.api.documents import SURVEY
from testing.api.events import WORKER, Event, answered, http, http_user, rest, user
from testing.api.stack import LOCAL, Stack, assert_problem, of, stack_on


@pytest.fixture(scope="module")
def aws() -> Iterator[Stack]:
    """The API as on AWS, with two organizations, acme and umbrella. Each has a flow with its own name."""
    with stack_on(replace(LOCAL, auth=from_environment({}).auth)) as made:
        for organization in ("acme", "umbrella"):
            for method, path, body in (
                ("PUT", f"/api/flows/{organization}-flow", SURVEY),
                ("POST", f"/api/flows/{organization}-flow/publish", None),
            ):
                assert answered(made.client, rest(method, path, user(organization), body=body)).status_code < 300
        yield made


def _flows(client: TestClient, event: Event) -> list[str]:
    answer = answered(client, event)
    assert answer.status_code == 200, answer.text
    return [flow["flowId"] for flow in answer.json()["flows"]]


def test_unset_means_aws() -> None:
    assert from_environment({}).auth == "aws"
    assert from_environment({"CALLFLOW_AUTH": "local"}).auth == "local"


@pytest.mark.parametrize("written", ["", "none", "Local", "off"])
def test_any_other_setting_is_refused(written: str) -> None:
    with pytest.raises(SettingsError, match="CALLFLOW_AUTH"):
        from_environment({"CALLFLOW_AUTH": written})


@pytest.mark.parametrize(
    ("environment", "numbers"),
    [
        ({}, "granted"),
        ({"CALLFLOW_AUTH": "aws"}, "granted"),
        ({"CALLFLOW_AUTH": "local"}, "open"),
        ({"CALLFLOW_AUTH": "local", "CALLFLOW_NUMBERS": "granted"}, "granted"),
        ({"CALLFLOW_NUMBERS": "open"}, "open"),
    ],
)
def test_numbers_need_a_grant_except_in_the_local_stack(environment: dict[str, str], numbers: str) -> None:
    assert from_environment(environment).numbers == numbers


def test_an_unknown_setting_of_numbers_is_refused() -> None:
    with pytest.raises(SettingsError, match="CALLFLOW_NUMBERS"):
        from_environment({"CALLFLOW_NUMBERS": "free"})


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/flows"),
        ("GET", "/api/flows/acme-flow"),
        ("PUT", "/api/flows/acme-flow"),
        ("POST", "/api/flows/acme-flow/publish"),
        ("POST", "/api/flows/acme-flow/tools/test"),
        ("POST", "/api/flows/acme-flow/tools/list"),
        ("GET", "/api/flows/acme-flow/replay"),
        ("POST", "/api/flows/acme-flow/replay"),
        ("GET", "/api/flows/acme-flow/gate"),
        ("PUT", "/api/flows/acme-flow/gate"),
        ("GET", "/api/flows/acme-flow/tests"),
        ("GET", "/api/flows/acme-flow/tests/a"),
        ("PUT", "/api/flows/acme-flow/tests/a"),
        ("DELETE", "/api/flows/acme-flow/tests/a"),
        ("POST", "/api/flows/acme-flow/tests/from-session"),
        ("POST", "/api/flows/acme-flow/tests/run"),
        ("POST", "/api/flows/acme-flow/process"),
        ("POST", "/api/flows/acme-flow/test-chat"),
        ("POST", "/api/flows/acme-flow/test-audio"),
        ("GET", "/api/flows/acme-flow/sessions"),
        ("GET", "/api/flows/sessions/session_1"),
        ("POST", "/api/calls"),
        ("GET", "/api/agents"),
        ("PUT", "/api/agents/a"),
        ("GET", "/api/agents/a"),
        ("DELETE", "/api/agents/a"),
        ("GET", "/api/phone-numbers"),
        ("PUT", "/api/phone-numbers/+15550100"),
        ("GET", "/api/phone-numbers/+15550100"),
        ("DELETE", "/api/phone-numbers/+15550100"),
    ],
)
def test_without_api_gateway_a_header_opens_nothing(aws: Stack, method: str, path: str) -> None:
    bodies = {"process": {"roomName": "r"}, "calls": {"roomName": "r", "calledNumber": "+15550100"}}
    body = bodies.get(path.rsplit("/", 1)[-1], {"agentId": "a"} if "phone" in path else {"name": "a", "flowId": "f"})
    sent = None if method == "GET" else body
    answer = aws.client.request(method, path, json=sent, headers={**of("acme"), "Authorization": "Bearer x"})
    assert_problem(answer, 401)
    assert answer.headers["www-authenticate"]


def test_health_and_the_webhook_need_no_organization(aws: Stack) -> None:
    assert aws.client.get("/api/health").status_code == 200
    assert "LiveKit API secret" in assert_problem(aws.client.post("/api/livekit/webhook"), 401)["detail"]


def test_the_claim_of_a_rest_api_is_the_organization(aws: Stack) -> None:
    assert _flows(aws.client, rest("GET", "/api/flows", user("acme"))) == ["acme-flow"]


def test_the_claim_of_an_http_api_is_the_organization(aws: Stack) -> None:
    assert _flows(aws.client, http("GET", "/api/flows", http_user("umbrella"))) == ["umbrella-flow"]


def test_a_worker_that_signed_does_not_choose_its_organization(aws: Stack) -> None:
    """test_call_capability.py has what a worker may do."""
    for method, path in (("GET", "/api/flows"), ("POST", "/api/flows/acme-flow/process"), ("GET", "/api/agents/a")):
        event = rest(method, path, WORKER, body={"roomName": "r"}, headers=of("acme"))
        assert "X-Call-Capability" in assert_problem(answered(aws.client, event), 403)["detail"]


def test_a_worker_without_an_organization_is_a_401(aws: Stack) -> None:
    assert_problem(answered(aws.client, rest("GET", "/api/flows", WORKER)), 401)


@pytest.mark.parametrize(
    "context",
    [
        {},
        {"authorizer": {}},
        {"authorizer": None},
        {"authorizer": {"claims": {"sub": "u-1"}}},
        {"authorizer": {"claims": None}},
        {"authorizer": {"claims": "custom:organizationId"}},
        {"identity": {"userArn": None}},
        {"identity": {"userArn": ""}},
        {**WORKER, "authorizer": {"claims": {"sub": "u-1"}}},
    ],
    ids=str,
)
def test_a_header_alone_is_never_enough(aws: Stack, context: Event) -> None:
    assert_problem(answered(aws.client, rest("GET", "/api/flows", context, headers=of("acme"))), 401)


@pytest.mark.parametrize("claim", [None, "", 5, ["acme"]])
def test_a_claim_that_is_not_a_name_is_refused(aws: Stack, claim: Json) -> None:
    assert_problem(answered(aws.client, rest("GET", "/api/flows", user(claim), headers=of("acme"))), 401)


@pytest.mark.parametrize("as_user", [user("acme"), {**user("acme"), **WORKER}])
def test_a_user_cannot_name_another_organization_by_header(aws: Stack, as_user: Event) -> None:
    assert _flows(aws.client, rest("GET", "/api/flows", as_user, headers=of("umbrella"))) == ["acme-flow"]
    assert _flows(aws.client, http("GET", "/api/flows", http_user("acme"), headers=of("umbrella"))) == ["acme-flow"]


@pytest.mark.parametrize("name", ["a b", "a/b", "ü", "a" * 129, "a\n"])
def test_a_malformed_organization_is_refused(aws: Stack, name: str) -> None:
    assert_problem(answered(aws.client, rest("GET", "/api/flows", user(name))), 422, "X-Organization-Id")


def test_a_turn_runs_behind_api_gateway(aws: Stack) -> None:
    event = rest("POST", "/api/flows/acme-flow/process", user("acme"), body={"roomName": "r"})
    answer = answered(aws.client, event)
    assert answer.status_code == 200
    assert answer.json()["response"] == "Hello. What is your name?"
    assert answer.headers["x-request-id"]


def test_in_the_local_stack_the_header_names_the_organization_and_demo_is_the_default(stack: Stack, fresh: str) -> None:
    stack.save("of-demo", SURVEY)
    stack.save("of-another", SURVEY, fresh)
    assert "of-demo" in [flow["flowId"] for flow in stack.client.get("/api/flows").json()["flows"]]
    assert "of-demo" in [flow["flowId"] for flow in stack.client.get("/api/flows", headers=of("demo")).json()["flows"]]
    theirs = stack.client.get("/api/flows", headers=of(fresh)).json()["flows"]
    assert [flow["flowId"] for flow in theirs] == ["of-another"]
