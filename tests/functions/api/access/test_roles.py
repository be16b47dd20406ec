"""Each role and each route. The table is here once more, so that a change of a right is a change of a test."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from httpx import Response

from functions.api.http.identity import role_of
from functions.api.http.least_role import declared
from functions.roles import ROLES, Role
from functions.settings import Settings, SettingsError, from_environment
from testing.api.documents import SURVEY
from testing.api.events import Event, answered, http, rest, user
from testing.api.routes import PUBLIC, every_route
from testing.api.stack import LOCAL, Stack, assert_problem, of, stack_on
from tests.functions.api.access.conftest import Acme

LEAST: dict[Role, set[str]] = {
    "viewer": {
        "GET /api/me",
        "GET /api/flows",
        "GET /api/flows/{flowId}",
        "GET /api/flows/{flowId}/versions",
        "GET /api/flows/{flowId}/sessions",
        "GET /api/flows/{flowId}/report",
        "GET /api/report",
        "GET /api/flows/{flowId}/replay",
        "GET /api/flows/{flowId}/gate",
        "GET /api/flows/{flowId}/environments",
        "GET /api/flows/{flowId}/environments/{name}",
        "GET /api/flows/{flowId}/tests",
        "GET /api/flows/{flowId}/tests/{testId}",
        "POST /api/flows/{flowId}/check",
        "POST /api/flows/sessions/{sessionId}/supervise",
        "GET /api/calls",
        "GET /api/flows/sessions/{sessionId}",
        "GET /api/flows/sessions/{sessionId}/speech",
        "GET /api/flows/sessions/{sessionId}/transcript",
        "GET /api/flows/sessions/{sessionId}/cost",
        "GET /api/flows/sessions/{sessionId}/scores",
        "GET /api/agents",
        "GET /api/agents/{agentId}",
        "GET /api/phone-numbers",
        "GET /api/phone-numbers/{e164}",
        "GET /api/settings",
        "GET /api/settings/secrets",
        "GET /api/settings/webhook/deliveries",
        "GET /api/audit",
        "GET /api/voices/list",
    },
    "author": {
        "PUT /api/flows/{flowId}",
        "POST /api/flows/import",
        "POST /api/flows/{flowId}/versions/{version}/restore",
        "POST /api/flows/{flowId}/tools/test",
        "POST /api/flows/{flowId}/tools/list",
        "POST /api/flows/{flowId}/replay",
        "PUT /api/flows/{flowId}/tests/{testId}",
        "DELETE /api/flows/{flowId}/tests/{testId}",
        "POST /api/flows/{flowId}/tests/from-session",
        "POST /api/flows/{flowId}/tests/run",
        "POST /api/flows/{flowId}/process",
        "POST /api/flows/{flowId}/test-chat",
        "POST /api/flows/{flowId}/test-audio",
        "POST /api/calls",
        "POST /api/voices/preview",
    },
    "publisher": {
        "POST /api/flows/{flowId}/publish",
        "DELETE /api/flows/{flowId}",
        "PUT /api/flows/{flowId}/environments/{name}",
        "DELETE /api/flows/{flowId}/environments/{name}",
        "PUT /api/agents/{agentId}",
        "POST /api/flows/sessions/{sessionId}/whisper",
    },
    "admin": {
        "PUT /api/flows/{flowId}/gate",
        "DELETE /api/agents/{agentId}",
        "PUT /api/phone-numbers/{e164}",
        "DELETE /api/phone-numbers/{e164}",
        "PUT /api/settings",
        "DELETE /api/flows/sessions/{sessionId}",
        "POST /api/callers/erase",
        "PUT /api/settings/secrets/{name}",
        "DELETE /api/settings/secrets/{name}",
        "PUT /api/settings/webhook/secret",
        "DELETE /api/settings/webhook/secret",
        "POST /api/settings/webhook/test",
        "POST /api/settings/webhook/deliveries/{eventId}/redeliver",
        "GET /api/keys",
        "POST /api/keys",
        "DELETE /api/keys/{keyId}",
    },
}


ROUTES = [route for route in every_route() if route not in PUBLIC]


def least(method: str, path: str) -> Role:
    """Return the role of the table. A route that is not in it is read by viewers and changed by admins."""
    for role, listed in LEAST.items():
        if f"{method} {path}" in listed:
            return role
    return "viewer" if method == "GET" else "admin"


@pytest.fixture(scope="module")
def empty() -> Iterator[Stack]:
    """The API as on AWS, with nothing stored, and without a role for users without a group."""
    with stack_on(replace(LOCAL, auth="aws", role_without_group="none")) as made:
        yield made


def _asked(stack: Stack, method: str, path: str, context: Event) -> Response:
    there = re.sub(r"{\w+}", "nobodys", path)
    return answered(stack.client, rest(method, there, context, body=None if method == "GET" else {}))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("method", "path"), ROUTES, ids=lambda each: each)
def test_a_role_opens_the_routes_of_its_table_and_no_others(empty: Stack, method: str, path: str, role: Role) -> None:
    answer = _asked(empty, method, path, user("acme", f"callflow-{role}"))
    needed = least(method, path)
    if ROLES.index(role) >= ROLES.index(needed):
        assert answer.status_code not in (401, 403), answer.text
    else:
        detail = assert_problem(answer, 403)["detail"]
        assert f"needs the role {needed}" in detail
        assert f"you have the role {role}" in detail


@pytest.mark.parametrize(("method", "path"), ROUTES, ids=lambda each: each)
def test_a_user_without_a_role_may_do_nothing(empty: Stack, method: str, path: str) -> None:
    for groups in ((), ("admins", "callflow", "callflow-", "callflow-owner", "Callflow-Admin", "acallflow-admin")):
        problem = assert_problem(_asked(empty, method, path, user("acme", *groups)), 403)
        assert "you have none" in problem["detail"]


@pytest.mark.parametrize("role", ROLES)
def test_a_caller_reads_which_requests_its_role_does_not_allow(empty: Stack, role: Role) -> None:
    me = _asked(empty, "GET", "/api/me", user("acme", f"callflow-{role}")).json()
    assert me["roles"] == list(ROLES[: ROLES.index(role) + 1])
    # Every request of the API, so that a page never offers what the API refuses.
    assert me["refused"] == {
        f"{method} {path}": least(method, path)
        for method, path in ROUTES
        if ROLES.index(least(method, path)) > ROLES.index(role)
    }


def test_the_table_names_routes_that_exist() -> None:
    assert set(declared()) <= set(every_route())
    assert {tuple(each.split(" ")) for listed in LEAST.values() for each in listed} <= set(every_route())


def test_a_refused_change_changes_nothing(acme: Acme) -> None:
    viewer = user("acme", "callflow-viewer")
    client = acme.stack.client
    before = answered(client, rest("GET", "/api/flows/survey?version=draft", viewer)).json()
    assert before["name"] == SURVEY["name"]
    assert_problem(answered(client, rest("PUT", "/api/flows/survey", viewer, body={**SURVEY, "name": "x"})), 403)
    assert_problem(answered(client, rest("DELETE", "/api/flows/survey", viewer)), 403)
    assert answered(client, rest("GET", "/api/flows/survey?version=draft", viewer)).json() == before


def test_who_has_no_right_to_a_thing_does_not_learn_whether_it_exists(acme: Acme) -> None:
    viewer = user("acme", "callflow-viewer")
    for agent in ("anna", "nobody"):
        assert_problem(answered(acme.stack.client, rest("DELETE", f"/api/agents/{agent}", viewer)), 403)


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        ("callflow-author", "author"),
        ("[callflow-author]", "author"),
        ("[admins callflow-author staff]", "author"),
        ("admins,callflow-publisher,callflow-viewer", "publisher"),
        (["callflow-viewer", "callflow-admin"], "admin"),
        ([5, None, "callflow-viewer"], "viewer"),
        ("callflow-admins", None),
        ("", None),
        ([], None),
        (None, None),
        ({"callflow-admin": True}, None),
    ],
    ids=str,
)
def test_the_highest_group_is_the_role(groups: object, role: Role | None) -> None:
    assert role_of(groups, Settings(role_without_group="none")) == role
    assert role_of(groups, Settings(role_without_group="viewer")) == (role or "viewer")


def test_the_groups_of_an_http_api_give_the_role(empty: Stack) -> None:
    claims = {"sub": "u-1", "custom:organizationId": "acme", "cognito:groups": "[callflow-viewer staff]"}
    event = http("GET", "/api/me", {"authorizer": {"jwt": {"claims": claims, "scopes": None}}})
    me = answered(empty.client, event).json()
    assert (me["user"], me["organizationId"], me["role"]) == ("u-1", "acme", "viewer")


@pytest.mark.parametrize(
    ("written", "role"), [(None, "admin"), ("", "admin"), ("viewer", "viewer"), ("author", "author"), ("none", "none")]
)
def test_the_environment_names_the_role_of_users_without_a_group(written: str | None, role: str) -> None:
    environment = {} if written is None else {"CALLFLOW_ROLE_WITHOUT_GROUP": written}
    assert from_environment(environment).role_without_group == role


def test_an_unknown_role_of_users_without_a_group_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"CALLFLOW_ROLE_WITHOUT_GROUP.*viewer, author, publisher, admin"):
        from_environment({"CALLFLOW_ROLE_WITHOUT_GROUP": "owner"})


def test_the_header_of_the_local_stack_has_no_effect_on_aws(empty: Stack) -> None:
    event = rest("PUT", "/api/settings", user("acme", "callflow-viewer"), body={}, headers={"X-Callflow-Role": "admin"})
    assert_problem(answered(empty.client, event), 403)
    assert_problem(empty.client.get("/api/me", headers={"X-Callflow-Role": "admin", **of("acme")}), 401)


def test_in_the_local_stack_everybody_is_an_admin_unless_a_header_names_another_role() -> None:
    with stack_on(LOCAL) as local:
        assert local.client.get("/api/me").json() == {
            "user": "local",
            "organizationId": "demo",
            "role": "admin",
            "roles": list(ROLES),
            "refused": {},
        }
        viewer = {"X-Callflow-Role": "viewer", **of("acme")}
        assert local.client.get("/api/me", headers=viewer).json()["role"] == "viewer"
        assert_problem(local.client.put("/api/flows/survey", json=SURVEY, headers=viewer), 403)
        local.publish("survey", SURVEY, "acme")
        assert_problem(local.client.post("/api/flows/survey/process", json={"roomName": "r"}, headers=viewer), 403)
        call = {"roomName": "r", "calledNumber": "+15550100"}
        assert_problem(local.client.post("/api/calls", json=call, headers=viewer), 403)
        wrong = local.client.get("/api/me", headers={"X-Callflow-Role": "root"})
        assert_problem(wrong, 422, "X-Callflow-Role")
