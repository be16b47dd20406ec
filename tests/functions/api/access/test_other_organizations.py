"""Each route with an id, for another organization: 404."""

from __future__ import annotations

import re

import pytest

from flow_core.json import Json
from testing.api.documents import SURVEY
from testing.api.events import answered, rest, user
from testing.api.routes import every_route
from testing.api.stack import assert_problem
from tests.functions.api.access.conftest import Acme

OTHERS: dict[str, int] = {
    # The id is one of their own: nothing of acme is read or changed.
    "PUT /api/flows/{flowId}": 200,
    "POST /api/flows/{flowId}/check": 200,
    "PUT /api/agents/{agentId}": 200,
    # A number exists once for all organizations.
    "PUT /api/phone-numbers/{e164}": 409,
}
"""The routes that are not a 404, and their status."""
BODIES: dict[str, Json] = {
    "PUT /api/flows/{flowId}": SURVEY,
    "POST /api/flows/{flowId}/check": SURVEY,
    "PUT /api/agents/{agentId}": {"name": "A", "flowId": "survey"},
    "PUT /api/phone-numbers/{e164}": {"agentId": "mine"},
    "PUT /api/flows/{flowId}/environments/{name}": {"version": 1},
    "PUT /api/flows/{flowId}/tests/{testId}": {"name": "t", "turns": [{"say": "hi"}]},
    "PUT /api/flows/{flowId}/gate": {"tests": True},
    "POST /api/flows/{flowId}/tests/from-session": {"sessionId": "{sessionId}"},
    "POST /api/flows/{flowId}/process": {"roomName": "call"},
    "POST /api/flows/{flowId}/tools/test": {"tool": {"request": {"url": "https://example.com"}}},
    "POST /api/flows/sessions/{sessionId}/supervise": {"mode": "takeOver"},
    "POST /api/flows/sessions/{sessionId}/whisper": {"text": "Offer a discount."},
    "POST /api/flows/{flowId}/tools/list": {"server": "https://example.com/mcp"},
}
IDS = re.compile(r"{(flowId|agentId|sessionId|e164)}")


def _routes() -> list[tuple[str, str]]:
    # What creates a thing of their own comes last: it must not be found by the others.
    return sorted(
        (each for each in every_route() if IDS.search(each[1])), key=lambda each: (" ".join(each) in OTHERS, each)
    )


@pytest.mark.parametrize(("method", "path"), _routes(), ids=lambda each: each)
def test_a_thing_of_another_organization_is_not_found(acme: Acme, method: str, path: str) -> None:
    route = f"{method} {path}"
    there = path.format(**acme.ids)
    body = BODIES.get(route, None if method in ("GET", "DELETE") else {})
    if isinstance(body, dict) and body.get("sessionId"):
        body = {**body, "sessionId": acme.session_id}
    client, umbrella = acme.stack.client, user("umbrella", "callflow-admin")
    if "agentId" in path or route == "PUT /api/phone-numbers/{e164}":
        answered(client, rest("PUT", "/api/agents/mine", umbrella, body=BODIES["PUT /api/agents/{agentId}"]))
    answer = answered(client, rest(method, there, umbrella, body=body))
    if route in OTHERS:
        assert answer.status_code == OTHERS[route], answer.text
    else:
        assert_problem(answer, 404)
    assert "acme" not in answer.text


def test_the_owner_has_everything_unchanged(acme: Acme) -> None:
    admin = user("acme", "callflow-admin")
    for path in (
        "/api/flows/survey",
        "/api/flows/survey/tests/first",
        "/api/flows/survey/environments/staging",
        "/api/agents/anna",
        f"/api/phone-numbers/{acme.ids['e164']}",
        f"/api/flows/sessions/{acme.session_id}",
    ):
        answer = answered(acme.stack.client, rest("GET", path, admin))
        assert answer.status_code == 200, answer.text
