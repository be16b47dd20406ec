"""Everything of another organization is a 404."""

from __future__ import annotations

import pytest

from testing.api.documents import SURVEY
from testing.api.stack import Stack, assert_problem, of


@pytest.fixture(scope="module")
def session_id(stack: Stack) -> str:
    """A session of acme, which also has a flow, an agent and a number."""
    stack.publish("flow", SURVEY, "acme")
    agent = {"name": "A", "flowId": "flow"}
    assert stack.client.put("/api/agents/agent", json=agent, headers=of("acme")).status_code == 200
    number = stack.client.put("/api/phone-numbers/+15550100", json={"agentId": "agent"}, headers=of("acme"))
    assert number.status_code == 200
    return str(stack.process("flow", "room", organization="acme")["sessionId"])


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/flows/flow"),
        ("GET", "/api/flows/flow?version=1"),
        ("GET", "/api/flows/flow?version=draft"),
        ("POST", "/api/flows/flow/publish"),
        ("DELETE", "/api/flows/flow"),
        ("GET", "/api/flows/flow/versions"),
        ("POST", "/api/flows/flow/versions/1/restore"),
        ("POST", "/api/flows/flow/process"),
        ("POST", "/api/flows/flow/test-chat"),
        ("POST", "/api/flows/flow/test-audio"),
        ("GET", "/api/flows/flow/sessions"),
        ("GET", "/api/flows/sessions/{session}"),
        ("GET", "/api/agents/agent"),
        ("DELETE", "/api/agents/agent"),
        ("GET", "/api/phone-numbers/+15550100"),
        ("DELETE", "/api/phone-numbers/+15550100"),
    ],
)
def test_a_thing_of_another_organization_is_not_found(stack: Stack, session_id: str, method: str, path: str) -> None:
    body = {"roomName": "room"} if path.endswith("process") else None
    there = path.format(session=session_id)
    theirs = assert_problem(stack.client.request(method, there, json=body, headers=of("umbrella")), 404)
    gone = there.replace(session_id, "session_none").replace("flow/", "none/").replace("agents/agent", "agents/none")
    absent = assert_problem(stack.client.request(method, gone, json=body, headers=of("nobody")), 404)
    assert set(theirs) == set(absent)


def test_the_owner_still_has_everything(stack: Stack, session_id: str) -> None:
    for path in ("flows/flow", "agents/agent", "phone-numbers/+15550100", f"flows/sessions/{session_id}"):
        assert stack.client.get(f"/api/{path}", headers=of("acme")).status_code == 200


def test_lists_show_only_the_organizations_own_items(stack: Stack, session_id: str) -> None:
    for path, field in (("flows", "flows"), ("agents", "agents"), ("phone-numbers", "phoneNumbers")):
        assert len(stack.client.get(f"/api/{path}", headers=of("acme")).json()[field]) == 1
        assert stack.client.get(f"/api/{path}", headers=of("umbrella")).json()[field] == []


def test_the_same_flow_and_room_are_another_session_in_another_organization(stack: Stack, session_id: str) -> None:
    stack.publish("flow", SURVEY, "initech")
    theirs = stack.process("flow", "room", organization="initech", userInput="Ann")
    assert theirs["sessionId"] != session_id
    assert stack.session(session_id, "acme")["status"] == "waiting"
    assert len(stack.session(session_id, "acme")["turns"]) == 1


def test_a_number_of_another_organization_is_in_conflict_when_it_is_put(stack: Stack, session_id: str) -> None:
    stack.publish("flow", SURVEY, "hooli")
    stack.client.put("/api/agents/agent", json={"name": "A", "flowId": "flow"}, headers=of("hooli"))
    answer = stack.client.put("/api/phone-numbers/+15550100", json={"agentId": "agent"}, headers=of("hooli"))
    problem = assert_problem(answer, 409)
    assert "acme" not in answer.text
    assert problem["title"] == "Conflict"
