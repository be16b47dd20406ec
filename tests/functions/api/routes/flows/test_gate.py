"""The gate of a flow: what a publication must pass."""

from __future__ import annotations

from typing import Any

import pytest

from flow_core.json import Json
from functions.api import publishing_gate
from functions.wiring import api as wiring
from testing.api.documents import SURVEY, saying
from testing.api.stack import ApiResponse, Stack, assert_problem, of
from testing.replay.held import Held
from tests.functions.api.routes.flows.test_replay import doors, talk

RIGHT = doors("door === 'left'")
TURNED = doors("door !== 'left'")
LEFT: Json = {
    "name": "left",
    "turns": [{"say": "left", "expect": {"node": "kitchen", "says": "The kitchen."}}],
}


def put_gate(stack: Stack, flow_id: str, gate: Json, organization: str = "demo") -> Any:
    answer = stack.client.put(f"/api/flows/{flow_id}/gate", json=gate, headers=of(organization))
    assert answer.status_code == 200, answer.text
    return answer.json()


def put_test(stack: Stack, flow_id: str, test: Json = LEFT, test_id: str = "left") -> None:
    answer = stack.client.put(f"/api/flows/{flow_id}/tests/{test_id}", json=test)
    assert answer.status_code == 200, answer.text


def publish(stack: Stack, flow_id: str, body: Json = None, organization: str = "demo") -> ApiResponse:
    answer: ApiResponse = stack.client.post(f"/api/flows/{flow_id}/publish", json=body, headers=of(organization))
    return answer


def refused(answer: ApiResponse, field: str) -> dict[str, Any]:
    """Assert that the gate refused a publication by one field, and return the member `gate` of the problem."""
    assert answer.status_code == 422, answer.text
    problem: dict[str, Any] = answer.json()
    assert set(problem) == {"type", "title", "status", "detail", "problems", "gate"}
    assert [item["field"] for item in problem["problems"]] == [field]
    assert problem["problems"][0]["message"] in problem["detail"]
    return dict(problem["gate"])


@pytest.mark.parametrize(
    "gate",
    [
        {"tests": False},
        {"tests": True, "replayLast": 10_000, "mostDiffering": 0, "leastNodeCoverage": 0.8},
        {"tests": True, "replayLast": 5, "wordsMayDiffer": True},
    ],
)
def test_a_gate_is_read_as_it_was_saved(stack: Stack, fresh: str, gate: Json) -> None:
    stack.save(fresh, SURVEY)
    assert stack.client.get(f"/api/flows/{fresh}/gate").json() == {"tests": False}
    assert put_gate(stack, fresh, gate) == gate
    assert stack.client.get(f"/api/flows/{fresh}/gate").json() == gate


@pytest.mark.parametrize(
    ("gate", "field"),
    [
        ({}, "tests"),
        ({"tests": 1}, "tests"),
        ({"tests": True, "replayLast": 0}, "replayLast"),
        ({"tests": True, "replayLast": 10_001}, "replayLast"),
        ({"tests": True, "mostDiffering": -1}, "mostDiffering"),
        ({"tests": True, "leastNodeCoverage": 1.1}, "leastNodeCoverage"),
        ({"tests": True, "more": 1}, "more"),
    ],
)
def test_a_wrong_gate_names_the_field(stack: Stack, fresh: str, gate: Json, field: str) -> None:
    stack.save(fresh, SURVEY)
    assert_problem(stack.client.put(f"/api/flows/{fresh}/gate", json=gate), 422, field)
    assert stack.client.get(f"/api/flows/{fresh}/gate").json() == {"tests": False}


def test_a_gate_belongs_to_a_flow_of_the_organization(stack: Stack, fresh: str) -> None:
    assert_problem(stack.client.get(f"/api/flows/{fresh}/gate"), 404)
    assert_problem(stack.client.put(f"/api/flows/{fresh}/gate", json={"tests": True}), 404)
    stack.save(fresh, SURVEY)
    assert_problem(stack.client.get(f"/api/flows/{fresh}/gate", headers=of("other")), 404)
    assert_problem(stack.client.put(f"/api/flows/{fresh}/gate", json={"tests": True}, headers=of("other")), 404)


def test_a_draft_that_fails_a_test_is_not_published_before_it_is_mended(stack: Stack, fresh: str) -> None:
    stack.save(fresh, TURNED)
    put_test(stack, fresh)
    put_gate(stack, fresh, {"tests": True})
    gate = refused(publish(stack, fresh), "tests")
    assert (gate["gate"], gate["tests"]["passed"], gate["tests"]["failed"]) == ({"tests": True}, 0, 1)
    assert (gate["tests"]["failures"][0]["testId"], gate["tests"]["failures"][0]["turn"]) == ("left", 1)
    assert stack.client.get(f"/api/flows/{fresh}").json()["latestVersion"] is None
    stack.save(fresh, RIGHT)
    assert publish(stack, fresh).json() == {"flowId": fresh, "version": 1}


def test_a_condition_that_is_turned_round_is_refused_by_recorded_calls_and_they_are_named(
    stack: Stack, fresh: str
) -> None:
    stack.publish(fresh, RIGHT)
    ids = {talk(stack, fresh, f"{fresh}-{number}", said) for number, said in enumerate(("left", "right"))}
    talk(stack, fresh, f"{fresh}-waiting")
    put_gate(stack, fresh, {"tests": False, "replayLast": 10, "mostDiffering": 1})
    stack.save(fresh, TURNED)
    gate = refused(publish(stack, fresh), "mostDiffering")
    replay = gate["replay"]
    assert set(replay["sessions"]) == ids
    assert (replay["same"], replay["differ"], replay["cannot"], replay["counted"]) == (1, 2, 0, 2)
    assert [(group["nodeId"], group["count"]) for group in replay["groups"]] == [("which", 2)]
    put_gate(stack, fresh, {"tests": False, "replayLast": 10, "mostDiffering": 2})
    assert publish(stack, fresh).json()["version"] == 2


def test_a_draft_that_changes_only_words_passes_where_the_gate_allows_it(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, saying("Who?"))
    talk(stack, fresh, fresh, "Ann")
    stack.save(fresh, saying("Who is it?"))
    put_gate(stack, fresh, {"tests": False, "replayLast": 10})
    group = refused(publish(stack, fresh), "mostDiffering")["replay"]["groups"][0]
    assert (group["recorded"]["words"], group["now"]["words"]) == ("Hello. Who?", "Hello. Who is it?")
    put_gate(stack, fresh, {"tests": False, "replayLast": 10, "wordsMayDiffer": True})
    assert publish(stack, fresh).status_code == 201


def test_the_tests_must_reach_enough_nodes(stack: Stack, fresh: str) -> None:
    stack.save(fresh, RIGHT)
    put_test(stack, fresh)
    put_gate(stack, fresh, {"tests": False, "leastNodeCoverage": 0.81})
    gate = refused(publish(stack, fresh), "leastNodeCoverage")
    assert gate["coverage"] == {"nodes": 0.8, "missed": ["cellar"]}
    assert "tests" not in gate
    put_gate(stack, fresh, {"tests": False, "leastNodeCoverage": 0.8})
    assert publish(stack, fresh).status_code == 201


def test_an_override_publishes_what_the_gate_refuses_and_the_audit_keeps_why(stack: Stack, fresh: str) -> None:
    stack.save("doors", TURNED, fresh)
    test = stack.client.put("/api/flows/doors/tests/left", json=LEFT, headers=of(fresh))
    assert test.status_code == 200
    put_gate(stack, "doors", {"tests": True}, fresh)
    for wrong in ("", 1, "x" * 501):
        assert_problem(publish(stack, "doors", {"override": wrong}, fresh), 422, "override")
    answer = publish(stack, "doors", {"override": "The kitchen moved.", "note": "Moved."}, fresh)
    assert answer.json() == {"flowId": "doors", "version": 1}
    (version,) = stack.client.get("/api/flows/doors/versions", headers=of(fresh)).json()["versions"]
    assert (version["note"], version["override"]) == ("Moved.", "The kitchen moved.")
    entries = stack.client.get("/api/audit", headers=of(fresh)).json()["entries"]
    entries = [entry for entry in entries if entry["action"] not in ("flow.saved", "test.saved")]
    assert [entry["action"] for entry in entries] == ["flow.published", "gate.saved"]
    assert entries[0]["detail"] == {
        "version": 1,
        "note": "Moved.",
        "override": "The kitchen moved.",
        "refused": ["1 of 1 tests failed: left"],
    }
    assert entries[1]["detail"] == {"tests": True}


def test_an_override_that_was_not_needed_is_not_kept(stack: Stack, fresh: str) -> None:
    stack.save("survey", SURVEY, fresh)
    assert publish(stack, "survey", {"override": "To be sure."}, fresh).status_code == 201
    entry, *_ = stack.client.get("/api/audit", headers=of(fresh)).json()["entries"]
    assert (entry["action"], entry["detail"]) == ("flow.published", {"version": 1})
    (version,) = stack.client.get("/api/flows/survey/versions", headers=of(fresh)).json()["versions"]
    assert "override" not in version


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A publication has no time for a replay."""
    monkeypatch.setattr(publishing_gate, "SECONDS", 0.0)


@pytest.mark.usefixtures("slow")
def test_a_replay_that_takes_too_long_is_no_proof_until_it_has_ended(stack: Stack, fresh: str) -> None:
    held = Held()
    client = stack.served(replay_queue=held)
    stack.publish(fresh, RIGHT)
    ids = {talk(stack, fresh, f"{fresh}-{number}", "left") for number in range(2)}
    talk(stack, fresh, f"{fresh}-waiting")
    stack.save(fresh, TURNED)
    put_gate(stack, fresh, {"tests": False, "replayLast": 10})
    replay = refused(client.post(f"/api/flows/{fresh}/publish"), "replayLast")["replay"]
    assert (replay["left"], replay["same"], replay["groups"]) == (3, 0, [])
    again = refused(client.post(f"/api/flows/{fresh}/publish"), "replayLast")["replay"]
    assert (again["left"], again["job"], len(held.messages)) == (3, replay["job"], 1)
    held.run(stack)
    replay = refused(client.post(f"/api/flows/{fresh}/publish"), "mostDiffering")["replay"]
    assert (replay["left"], replay["same"], replay["differ"], set(replay["sessions"])) == (0, 1, 2, ids)
    assert [(group["nodeId"], group["count"]) for group in replay["groups"]] == [("which", 2)]
    put_gate(stack, fresh, {"tests": False, "replayLast": 10, "mostDiffering": 2})
    assert client.post(f"/api/flows/{fresh}/publish").json()["version"] == 2
    assert len(held.messages) == 0


@pytest.mark.usefixtures("slow")
def test_the_replay_of_one_draft_is_no_proof_for_another(stack: Stack, fresh: str) -> None:
    held = Held()
    client = stack.served(replay_queue=held)
    stack.publish(fresh, RIGHT)
    talk(stack, fresh, fresh, "left")
    put_gate(stack, fresh, {"tests": False, "replayLast": 10})
    stack.save(fresh, {**RIGHT, "name": "the same doors"})
    first = refused(client.post(f"/api/flows/{fresh}/publish"), "replayLast")["replay"]["job"]
    held.run(stack)
    stack.save(fresh, TURNED)
    second = refused(client.post(f"/api/flows/{fresh}/publish"), "replayLast")["replay"]["job"]
    held.run(stack)
    assert first != second
    refused(client.post(f"/api/flows/{fresh}/publish"), "mostDiffering")


@pytest.mark.usefixtures("slow")
@pytest.mark.parametrize("later", [16 * 60_000, 25 * 3_600_000])
def test_a_replay_that_nobody_works_on_or_that_is_a_day_old_begins_again(
    stack: Stack, fresh: str, later: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held()
    client = stack.served(replay_queue=held)
    stack.publish(fresh, SURVEY)
    talk(stack, fresh, fresh, "Ann")
    put_gate(stack, fresh, {"tests": False, "replayLast": 10})
    stack.save(fresh, {**SURVEY, "name": "another"})
    refused(client.post(f"/api/flows/{fresh}/publish"), "replayLast")
    now = wiring._now
    monkeypatch.setattr(wiring, "_now", lambda: now() + later)
    refused(client.post(f"/api/flows/{fresh}/publish"), "replayLast")
    assert len(held.messages) == 2


def test_a_flow_without_calls_passes_when_its_slow_list_has_been_read(
    stack: Stack, fresh: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held()
    client = stack.served(replay_queue=held)
    monkeypatch.setattr(publishing_gate, "_LIST_SECONDS", 0.0)
    stack.save(fresh, SURVEY)
    put_gate(stack, fresh, {"tests": False, "replayLast": 10})
    replay = refused(client.post(f"/api/flows/{fresh}/publish"), "replayLast")["replay"]
    assert replay["left"] == 10
    held.run(stack)
    assert client.post(f"/api/flows/{fresh}/publish").status_code == 201


@pytest.mark.usefixtures("slow")
def test_an_override_waits_for_no_replay(stack: Stack, fresh: str) -> None:
    held = Held()
    client = stack.served(replay_queue=held)
    stack.publish(fresh, SURVEY)
    talk(stack, fresh, fresh, "Ann")
    put_gate(stack, fresh, {"tests": False, "replayLast": 10})
    stack.save(fresh, {**SURVEY, "name": "another"})
    assert client.post(f"/api/flows/{fresh}/publish", json={"override": "Now."}).status_code == 201
    assert held.messages == []


def test_a_flow_that_is_deleted_loses_its_gate(stack: Stack, fresh: str) -> None:
    stack.save(fresh, SURVEY)
    put_gate(stack, fresh, {"tests": True})
    assert stack.client.delete(f"/api/flows/{fresh}").status_code == 204
    stack.save(fresh, SURVEY)
    assert stack.client.get(f"/api/flows/{fresh}/gate").json() == {"tests": False}
