"""Agents and phone numbers through the API: put, get, delete and list."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from flow_core.json import Json
from testing.api.stack import Stack, assert_problem, of

AGENT: dict[str, Json] = {"name": "Support", "flowId": "customer-support"}


def test_an_agent_is_put_read_replaced_and_deleted(client: TestClient, fresh: str) -> None:
    path = f"/api/agents/{fresh}"
    answer = client.put(
        path, json={**AGENT, "flowVersion": 3, "voice": "alloy", "language": "en-GB", "timeZone": "Europe/London"}
    )
    assert answer.status_code == 200
    full = {
        "agentId": fresh,
        **AGENT,
        "flowVersion": 3,
        "voice": "alloy",
        "language": "en-GB",
        "timeZone": "Europe/London",
    }
    assert answer.json() == full == client.get(path).json()
    assert client.put(path, json=AGENT).json() == {"agentId": fresh, **AGENT, "flowVersion": "latest"}
    assert client.get(path).json() == {"agentId": fresh, **AGENT, "flowVersion": "latest"}
    gone = client.delete(path)
    assert (gone.status_code, gone.content) == (204, b"")
    assert gone.headers["x-request-id"]
    assert_problem(client.get(path), 404)
    assert_problem(client.delete(path), 404)


def test_an_agent_splits_its_sessions_between_versions(client: TestClient, fresh: str) -> None:
    path, split = f"/api/agents/{fresh}", {"split": [{"version": 1, "percent": 90}, {"version": 2, "percent": 10}]}
    answer = client.put(path, json={**AGENT, "flowVersion": split}, headers=of(fresh))
    assert answer.json() == {"agentId": fresh, **AGENT, "flowVersion": split}
    assert client.get(path, headers=of(fresh)).json() == answer.json()
    assert client.get("/api/agents", headers=of(fresh)).json()["agents"] == [answer.json()]
    (entry,) = client.get("/api/audit", headers=of(fresh)).json()["entries"]
    assert entry["detail"]["flowVersion"] == split


def test_an_agent_points_to_an_environment(client: TestClient, fresh: str) -> None:
    path, version = f"/api/agents/{fresh}", {"environment": "staging"}
    answer = client.put(path, json={**AGENT, "flowVersion": version}, headers=of(fresh))
    assert answer.json() == {"agentId": fresh, **AGENT, "flowVersion": version}
    assert client.get(path, headers=of(fresh)).json() == answer.json()
    (entry,) = client.get("/api/audit", headers=of(fresh)).json()["entries"]
    assert entry["detail"]["flowVersion"] == version


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": None}, "name"),
        ({"name": "a\n"}, "name"),
        ({"flowId": None}, "flowId"),
        ({"flowId": "a b"}, "flowId"),
        ({"flowId": "f" * 129}, "flowId"),
        ({"flowVersion": 0}, "flowVersion"),
        ({"flowVersion": 1.5}, "flowVersion"),
        ({"flowVersion": True}, "flowVersion"),
        ({"flowVersion": "draft"}, "flowVersion"),
        ({"flowVersion": 10**400}, "flowVersion"),
        ({"flowVersion": None}, "flowVersion"),
        ({"flowVersion": {}}, "flowVersion"),
        ({"flowVersion": {"environment": ""}}, "flowVersion"),
        ({"flowVersion": {"environment": "Staging"}}, "flowVersion"),
        ({"flowVersion": {"environment": "e" * 41}}, "flowVersion"),
        ({"flowVersion": {"environment": 1}}, "flowVersion"),
        ({"flowVersion": {"environment": "staging", "split": []}}, "flowVersion"),
        ({"flowVersion": {"split": []}}, "flowVersion"),
        ({"flowVersion": {"split": [{"version": 1, "percent": 100}], "more": 1}}, "flowVersion"),
        ({"flowVersion": {"split": [{"version": 0, "percent": 100}]}}, "flowVersion"),
        ({"flowVersion": {"split": [{"version": 1, "percent": 90}, {"version": 2, "percent": 11}]}}, "flowVersion"),
        ({"flowVersion": {"split": [{"version": 1, "percent": 50}, {"version": 1, "percent": 50}]}}, "flowVersion"),
        ({"flowVersion": {"split": [{"version": 1, "percent": 110}, {"version": 2, "percent": -10}]}}, "flowVersion"),
        ({"flowVersion": {"split": [{"version": 1, "percent": True}]}}, "flowVersion"),
        ({"voice": 5}, "voice"),
        ({"language": ""}, "language"),
        ({"language": "British English"}, "language"),
        ({"language": "e" * 36}, "language"),
        ({"timeZone": ""}, "timeZone"),
        ({"timeZone": "Mars/Olympus"}, "timeZone"),
        ({"timeZone": "../etc/passwd"}, "timeZone"),
        ({"agentId": "other"}, "agentId"),
        ({"prompt": "x"}, "prompt"),
    ],
    ids=lambda body: str(body)[:40],
)
def test_an_invalid_field_is_named_and_nothing_is_saved(
    client: TestClient, fresh: str, fields: dict[str, Json], field: str
) -> None:
    problem = assert_problem(client.put(f"/api/agents/{fresh}", json={**AGENT, **fields}), 422, field)
    assert len(problem["problems"]) == 1
    assert_problem(client.get(f"/api/agents/{fresh}"), 404)


@pytest.mark.parametrize("name", ["a b", "-a", "a" * 129, "%00", "ü"])
def test_an_agent_id_is_a_plain_name(client: TestClient, name: str) -> None:
    assert_problem(client.put(f"/api/agents/{name}", json=AGENT), 422, "agentId")
    assert_problem(client.get(f"/api/agents/{name}"), 404)
    assert_problem(client.delete(f"/api/agents/{name}"), 404)


def test_agents_are_listed_in_pages(stack: Stack, fresh: str) -> None:
    names = [f"agent-{number}" for number in range(5)]
    for name in names:
        stack.client.put(f"/api/agents/{name}", json=AGENT, headers=of(fresh))
    # A phone number between them is not an agent.
    stack.client.put("/api/phone-numbers/+15550199", json={"agentId": names[0]}, headers=of(fresh))
    seen = [agent["agentId"] for agent in _all(stack, "agents", "agents", fresh)]
    assert seen == names


def test_a_number_is_put_read_moved_and_deleted(client: TestClient, fresh: str) -> None:
    for agent in (fresh, f"{fresh}-2"):
        client.put(f"/api/agents/{agent}", json=AGENT)
    path = "/api/phone-numbers/+15550101"
    answer = client.put(path, json={"agentId": fresh})
    assert (answer.status_code, answer.json()) == (200, {"e164": "+15550101", "agentId": fresh})
    assert client.get(path).json() == {"e164": "+15550101", "agentId": fresh}
    client.put(path, json={"agentId": f"{fresh}-2"})
    assert client.get(path).json()["agentId"] == f"{fresh}-2"
    assert client.delete(path).status_code == 204
    assert_problem(client.get(path), 404)
    assert_problem(client.delete(path), 404)


@pytest.mark.parametrize(
    "number",
    ["+1-555-0102", "+1 (555) 0102", "%2B15550102", "15550102", "0015550102", "tel:+1.555.0102", "+1%205550102"],
)
def test_a_number_in_any_notation_is_stored_as_e164(client: TestClient, number: str) -> None:
    client.put("/api/agents/agent", json=AGENT)
    assert client.put(f"/api/phone-numbers/{number}", json={"agentId": "agent"}).json()["e164"] == "+15550102"
    assert client.get(f"/api/phone-numbers/{number}").json()["e164"] == "+15550102"
    assert client.get("/api/phone-numbers").json()["phoneNumbers"] == [{"e164": "+15550102", "agentId": "agent"}]
    assert client.delete(f"/api/phone-numbers/{number}").status_code == 204


@pytest.mark.parametrize("number", ["abc", "+", "+123", "+0155501234", "+1234567890123456", "+1555010x", "%00"])
def test_a_malformed_number_is_422(client: TestClient, number: str) -> None:
    client.put("/api/agents/agent", json=AGENT)
    assert_problem(client.put(f"/api/phone-numbers/{number}", json={"agentId": "agent"}), 422, "e164")
    assert_problem(client.get(f"/api/phone-numbers/{number}"), 422, "e164")
    assert_problem(client.delete(f"/api/phone-numbers/{number}"), 422, "e164")


@pytest.mark.parametrize(
    "body", [{"agentId": "none"}, {"agentId": "a b"}, {"agentId": None}, {}, {"agentId": "a" * 129}]
)
def test_a_number_needs_an_existing_agent(client: TestClient, body: dict[str, Json]) -> None:
    assert_problem(client.put("/api/phone-numbers/+15550103", json=body), 422, "agentId")
    assert_problem(client.get("/api/phone-numbers/+15550103"), 404)


def test_a_released_number_is_free(client: TestClient, fresh: str) -> None:
    for organization in (fresh, f"{fresh}-2"):
        client.put("/api/agents/agent", json=AGENT, headers=of(organization))
    path, body = "/api/phone-numbers/+15550104", {"agentId": "agent"}
    client.put(path, json=body, headers=of(fresh))
    assert_problem(client.put(path, json=body, headers=of(f"{fresh}-2")), 409)
    assert client.get(path, headers=of(fresh)).json()["agentId"] == "agent"
    client.delete(path, headers=of(fresh))
    assert client.put(path, json=body, headers=of(f"{fresh}-2")).status_code == 200
    assert_problem(client.get(path, headers=of(fresh)), 404)


def test_numbers_are_listed_in_pages(stack: Stack, fresh: str) -> None:
    stack.client.put("/api/agents/agent", json=AGENT, headers=of(fresh))
    numbers = [f"+1555020{number}" for number in range(5)]
    for number in numbers:
        stack.client.put(f"/api/phone-numbers/{number}", json={"agentId": "agent"}, headers=of(fresh))
    assert [number["e164"] for number in _all(stack, "phone-numbers", "phoneNumbers", fresh)] == numbers


def _all(stack: Stack, path: str, field: str, organization: str) -> list[dict[str, str]]:
    """All items, read in pages of two."""
    found: list[dict[str, str]] = []
    cursor: str | None = ""
    while cursor is not None:
        params = {"limit": "2", **({"cursor": cursor} if cursor else {})}
        page = stack.client.get(f"/api/{path}", params=params, headers=of(organization)).json()
        assert set(page) == {field, "cursor"}
        assert len(page[field]) <= 2
        found += page[field]
        cursor = page["cursor"]
    return found
