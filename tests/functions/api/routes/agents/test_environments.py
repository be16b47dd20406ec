"""The environments of a flow: what agents that point to them give to new sessions."""

from __future__ import annotations

from typing import Any

import pytest

from flow_core.json import Json
from functions.api.routes.agents import environments
from testing.api.documents import SURVEY, saying
from testing.api.stack import ApiResponse, Stack, assert_problem, of
from tests.functions.api.routes.flows.test_gate import LEFT, RIGHT, TURNED, put_gate, put_test, refused

NUMBER = "+15550131"


def put(stack: Stack, flow_id: str, name: str, body: Json, organization: str = "demo") -> ApiResponse:
    path = f"/api/flows/{flow_id}/environments/{name}"
    answer: ApiResponse = stack.client.put(path, json=body, headers=of(organization))
    return answer


def given(stack: Stack, flow_id: str, name: str, version: int) -> Any:
    answer = put(stack, flow_id, name, {"version": version})
    assert answer.status_code == 200, answer.text
    return answer.json()


def point(stack: Stack, flow_id: str, name: str, number: str = NUMBER) -> None:
    """Let a number lead to an agent that points to an environment. The agent has the id of the flow."""
    agent: Json = {"name": "Ann", "flowId": flow_id, "flowVersion": {"environment": name}}
    assert stack.client.put(f"/api/agents/{flow_id}", json=agent).status_code == 200
    assert stack.client.put(f"/api/phone-numbers/{number}", json={"agentId": flow_id}).status_code == 200


def call(stack: Stack, room: str, number: str = NUMBER) -> ApiResponse:
    answer: ApiResponse = stack.client.post("/api/calls", json={"roomName": room, "calledNumber": number})
    return answer


def audited(stack: Stack, flow_id: str) -> list[tuple[str, dict[str, Json]]]:
    entries = stack.client.get("/api/audit?limit=100").json()["entries"]
    mine = [(entry["action"], entry["detail"]) for entry in entries if entry["subject"] == flow_id]
    return [each for each in mine if each[0].startswith("environment.")]


def test_an_environment_is_read_as_it_was_put_and_remembers_its_versions(stack: Stack, fresh: str) -> None:
    for message in ("one", "two", "three"):
        stack.publish(fresh, saying(message))
    path = f"/api/flows/{fresh}/environments"
    draft = {"name": "draft", "version": "draft"}
    assert stack.client.get(path).json() == {"environments": [draft]}
    assert stack.client.get(f"{path}/draft").json() == draft
    first = given(stack, fresh, "staging", 3)
    assert (first["name"], first["version"], first["by"], first["had"]) == ("staging", 3, "local", [3])
    split: Json = [{"version": 1, "percent": 90}, {"version": 3, "percent": 10}]
    second = put(stack, fresh, "staging", {"split": split}).json()
    assert ("version" in second, second["split"], second["had"]) == (False, split, [1, 3])
    assert stack.client.get(f"{path}/staging").json() == second
    production = given(stack, fresh, "production", 1)
    assert stack.client.get(path).json() == {"environments": [draft, production, second]}
    versions = stack.client.get(f"/api/flows/{fresh}/versions").json()["versions"]
    named = {each["version"]: each.get("environments") for each in versions}
    assert named == {3: ["staging"], 2: None, 1: ["production", "staging"]}
    assert audited(stack, fresh) == [
        ("environment.saved", {"environment": "production", "version": 1}),
        ("environment.saved", {"environment": "staging", "split": split}),
        ("environment.saved", {"environment": "staging", "version": 3}),
    ]


@pytest.mark.parametrize(
    ("name", "body", "field"),
    [
        ("Staging", {"version": 1}, "name"),
        ("1", {"version": 1}, "name"),
        ("a" * 41, {"version": 1}, "name"),
        ("draft", {"version": 1}, "name"),
        ("latest", {"version": 1}, "name"),
        ("staging", {}, "version"),
        ("staging", {"version": 1, "split": [{"version": 1, "percent": 100}]}, "version"),
        ("staging", {"version": 0}, "version"),
        ("staging", {"version": "draft"}, "version"),
        ("staging", {"version": 2}, "version"),
        ("staging", {"split": [{"version": 2, "percent": 100}]}, "split"),
        ("staging", {"split": [{"version": 1, "percent": 100}, {"version": 2, "percent": 0}]}, "split"),
        ("staging", {"split": [{"version": 1, "percent": 99}]}, "split"),
        ("staging", {"split": []}, "split"),
        ("staging", {"version": 1, "override": ""}, "override"),
        ("staging", {"version": 1, "more": 1}, "more"),
    ],
)
def test_a_wrong_environment_names_the_field(stack: Stack, fresh: str, name: str, body: Json, field: str) -> None:
    stack.publish(fresh, SURVEY)
    assert_problem(put(stack, fresh, name, body), 422, field)
    assert len(stack.client.get(f"/api/flows/{fresh}/environments").json()["environments"]) == 1
    assert audited(stack, fresh) == []


def test_an_environment_belongs_to_a_flow_of_the_organization(stack: Stack, fresh: str) -> None:
    path = f"/api/flows/{fresh}/environments"
    for answer in (stack.client.get(path), stack.client.get(f"{path}/draft"), put(stack, fresh, "a", {"version": 1})):
        assert_problem(answer, 404)
    stack.publish(fresh, SURVEY)
    given(stack, fresh, "staging", 1)
    other = of("other")
    assert_problem(stack.client.get(path, headers=other), 404)
    assert_problem(stack.client.get(f"{path}/staging", headers=other), 404)
    assert_problem(stack.client.delete(f"{path}/staging", headers=other), 404)
    assert_problem(put(stack, fresh, "staging", {"version": 1}, "other"), 404)
    assert_problem(stack.client.get(f"{path}/none"), 404)
    assert_problem(stack.client.delete(f"{path}/none"), 404)


def test_a_flow_has_a_bounded_number_of_environments(stack: Stack, fresh: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environments, "MAX_ENVIRONMENTS", 2)
    stack.publish(fresh, SURVEY)
    for name in ("one", "two", "one"):
        given(stack, fresh, name, 1)
    assert_problem(put(stack, fresh, "three", {"version": 1}), 422, "name")


def test_calls_get_what_the_environment_has_when_they_begin_and_keep_it(stack: Stack, fresh: str) -> None:
    for message in ("one", "two"):
        stack.publish(fresh, saying(message))
    given(stack, fresh, "production", 1)
    point(stack, fresh, "production")
    first = call(stack, f"{fresh}-1").json()
    assert first["flowVersion"] == 1
    put(stack, fresh, "production", {"version": 2})
    assert call(stack, f"{fresh}-1").json() == first
    assert call(stack, f"{fresh}-2").json()["flowVersion"] == 2
    for room, words in ((f"{fresh}-1", "one"), (f"{fresh}-2", "two")):
        assert stack.process(fresh, room, turnId="t")["response"] == f"Hello. {words}"
    assert put(stack, fresh, "production", {"version": 1}).status_code == 200
    assert call(stack, f"{fresh}-3").json()["flowVersion"] == 1


def test_an_environment_splits_sessions_as_an_agent_does(stack: Stack, fresh: str) -> None:
    for message in ("one", "two"):
        stack.publish(fresh, saying(message))
    for version in (1, 2):
        given(stack, fresh, "staging", version)
    split: Json = {"split": [{"version": 1, "percent": 50}, {"version": 2, "percent": 50}]}
    assert put(stack, fresh, "staging", split).status_code == 200
    point(stack, fresh, "staging")
    by_environment = [call(stack, f"{fresh}-{room}").json() for room in range(12)]
    assert {answer["flowVersion"] for answer in by_environment} == {1, 2}
    agent: Json = {"name": "Ann", "flowId": fresh, "flowVersion": split}
    stack.client.put(f"/api/agents/{fresh}", json=agent)
    assert [call(stack, f"{fresh}-{room}", NUMBER).json() for room in range(12)] == by_environment


def test_an_agent_of_the_draft_gives_it_as_it_is_when_the_call_begins(stack: Stack, fresh: str) -> None:
    stack.save(fresh, saying("one"))
    point(stack, fresh, "draft")
    first = call(stack, f"{fresh}-1").json()
    assert first["flowVersion"] == "draft"
    stack.save(fresh, saying("two"))
    assert call(stack, f"{fresh}-1").json() == first
    assert call(stack, f"{fresh}-2").json()["flowVersion"] == "draft"
    for room, words in ((f"{fresh}-1", "one"), (f"{fresh}-2", "two")):
        assert stack.process(fresh, room, turnId="t")["response"] == f"Hello. {words}"
    assert stack.session(first["sessionId"])["flowVersion"] == "draft"


def test_a_call_for_what_cannot_run_is_404_and_says_what_is_missing(stack: Stack, fresh: str) -> None:
    point(stack, fresh, "draft")
    assert f"no draft of the flow {fresh}" in assert_problem(call(stack, fresh), 404)["detail"]
    stack.publish(fresh, SURVEY)
    point(stack, fresh, "staging")
    assert f"no environment staging of the flow {fresh}" in assert_problem(call(stack, fresh), 404)["detail"]
    given(stack, fresh, "staging", 1)
    assert call(stack, fresh).status_code == 201


def test_an_environment_that_an_agent_points_to_is_not_deleted(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, SURVEY)
    for name in ("staging", "production"):
        given(stack, fresh, name, 1)
    point(stack, fresh, "staging")
    path = f"/api/flows/{fresh}/environments"
    problem = assert_problem(stack.client.delete(f"{path}/staging"), 409, "agentId")
    assert fresh in problem["detail"]
    assert stack.client.delete(f"{path}/production").status_code == 204
    assert_problem(stack.client.delete(f"{path}/draft"), 422, "name")
    stack.client.delete(f"/api/phone-numbers/{NUMBER}")
    stack.client.delete(f"/api/agents/{fresh}")
    assert stack.client.delete(f"{path}/staging").status_code == 204
    assert [action for action, _ in audited(stack, fresh)] == ["environment.deleted"] * 2 + ["environment.saved"] * 2


def test_a_version_passes_the_gate_before_it_comes_into_an_environment(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, RIGHT)
    stack.publish(fresh, TURNED)
    given(stack, fresh, "production", 1)
    put_test(stack, fresh, LEFT)
    put_gate(stack, fresh, {"tests": True})
    gate = refused(put(stack, fresh, "production", {"version": 2}), "tests")
    assert gate["tests"]["failed"] == 1
    assert stack.client.get(f"/api/flows/{fresh}/environments/production").json()["version"] == 1
    split: dict[str, Json] = {"split": [{"version": 1, "percent": 90}, {"version": 2, "percent": 10}]}
    refused(put(stack, fresh, "production", split), "tests")
    answer = put(stack, fresh, "production", {**split, "override": "the test is wrong"})
    assert answer.status_code == 200
    (_, detail), *_ = audited(stack, fresh)
    assert detail["override"] == "the test is wrong"
    assert detail["refused"]


def test_a_version_that_an_environment_had_comes_back_without_the_gate(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, TURNED)
    stack.publish(fresh, RIGHT)
    for version in (1, 2):
        given(stack, fresh, "production", version)
    put_test(stack, fresh, LEFT)
    put_gate(stack, fresh, {"tests": True})
    assert given(stack, fresh, "production", 1)["had"] == [2, 1]
    refused(put(stack, fresh, "staging", {"version": 1}), "tests")
    given(stack, fresh, "staging", 2)
    (_, detail), *_ = audited(stack, fresh)
    assert "override" not in detail


def test_a_split_brings_one_version_at_a_time_through_a_gate(stack: Stack, fresh: str) -> None:
    for message in ("one", "two"):
        stack.publish(fresh, saying(message))
    split: Json = {"split": [{"version": 1, "percent": 90}, {"version": 2, "percent": 10}]}
    assert put(stack, fresh, "open", split).json()["had"] == [1, 2]
    put_gate(stack, fresh, {"tests": False, "replayLast": 1})
    assert "1 and 2" in assert_problem(put(stack, fresh, "staging", split), 422, "split")["detail"]
    given(stack, fresh, "staging", 1)
    assert put(stack, fresh, "staging", split).json()["had"] == [1, 2]
