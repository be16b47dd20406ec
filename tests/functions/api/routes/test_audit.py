"""The audit through the API: the actor, the time and the subject of each change."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from flow_core.json import Json
from functions.api.http.identity import Caller, actor_of
from testing.api.events import WORKER, Event, answered, http_user, rest, user
from testing.api.stack import LOCAL, Stack, assert_problem, of

AGENT: dict[str, Json] = {"name": "Support", "flowId": "customer-support"}


def test_a_change_of_an_agent_is_in_the_audit(client: TestClient, fresh: str) -> None:
    assert client.get("/api/audit", headers=of(fresh)).json() == {"entries": [], "cursor": None}
    client.put("/api/agents/ann", json=AGENT, headers=of(fresh))
    client.delete("/api/agents/ann", headers=of(fresh))
    deleted, saved = client.get("/api/audit", headers=of(fresh)).json()["entries"]
    assert saved.pop("at") <= deleted.pop("at")
    detail = {"name": "Support", "flowId": "customer-support", "flowVersion": "latest"}
    assert saved == {"by": "local", "action": "agent.saved", "subject": "ann", "detail": detail}
    del detail["flowVersion"]
    assert deleted == {"by": "local", "action": "agent.deleted", "subject": "ann", "detail": detail}


def test_a_request_without_a_change_is_not_in_the_audit(client: TestClient, fresh: str) -> None:
    assert_problem(client.put("/api/agents/ann", json={}, headers=of(fresh)), 422)
    assert_problem(client.delete("/api/agents/ann", headers=of(fresh)), 404)
    client.get("/api/agents", headers=of(fresh))
    assert client.get("/api/audit", headers=of(fresh)).json()["entries"] == []


def test_the_audit_is_read_in_pages(client: TestClient, fresh: str) -> None:
    for number in range(5):
        client.put(f"/api/agents/a{number}", json=AGENT, headers=of(fresh))
    seen: list[str] = []
    cursor = ""
    while cursor is not None:
        query = f"?limit=2{f'&cursor={cursor}' if cursor else ''}"
        page = client.get(f"/api/audit{query}", headers=of(fresh)).json()
        assert len(page["entries"]) <= 2
        seen += [entry["subject"] for entry in page["entries"]]
        cursor = page["cursor"]
    assert seen == ["a4", "a3", "a2", "a1", "a0"]
    assert_problem(client.get("/api/audit?cursor=x", headers=of(fresh)), 422, "cursor")


def test_on_aws_the_audit_names_the_user(stack: Stack, fresh: str) -> None:
    on_aws = stack.served(settings=replace(LOCAL, auth="aws"))
    context = user(fresh)
    context["authorizer"]["claims"]["email"] = "ann@example.com"
    assert answered(on_aws, rest("PUT", "/api/agents/ann", context, body=AGENT)).status_code == 200
    entries = answered(on_aws, rest("GET", "/api/audit", user(fresh))).json()["entries"]
    assert [(entry["by"], entry["subject"]) for entry in entries] == [("ann@example.com", "ann")]


@pytest.mark.parametrize(
    ("context", "by"),
    [
        (user("acme"), "u-1"),
        (http_user("acme"), "u-1"),
        ({"authorizer": {"claims": {"sub": "u-1", "cognito:username": "ann"}}}, "ann"),
        (WORKER, "arn:aws:sts::123456789012:assumed-role/worker/i-1"),
        ({"authorizer": {"iam": {"userArn": "arn:aws:iam::1:user/x"}}}, "arn:aws:iam::1:user/x"),
        ({}, "unknown"),
    ],
)
def test_the_audit_names_the_caller(context: Event, by: str) -> None:
    assert actor_of(Caller("acme", {"requestContext": context}), local=False) == by


def test_a_caller_without_a_gateway_is_unknown() -> None:
    assert actor_of(Caller("acme", None), local=False) == "unknown"
