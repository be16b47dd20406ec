"""Versions of a flow: their list, their restoration, and their existence after the flow is deleted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from flow_core.json import Json
from functions.api.schemas.responses.flows import FlowRead
from testing.api.documents import SURVEY, saying
from testing.api.events import answered, rest, user
from testing.api.stack import LOCAL, Stack, assert_problem, of

BROKEN: dict[str, Json] = {"name": "broken", "nodes": [], "edges": []}


def versions(client: TestClient, flow_id: str, query: str = "", organization: str = "demo") -> dict[str, Any]:
    answer = client.get(f"/api/flows/{flow_id}/versions{query}", headers=of(organization))
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def audited(client: TestClient, organization: str) -> list[tuple[str, str, dict[str, Any]]]:
    entries = client.get("/api/audit", headers=of(organization)).json()["entries"]
    changes = [entry for entry in entries if entry["action"] != "flow.saved"]
    return [(entry["action"], entry["subject"], entry["detail"]) for entry in changes]


def test_versions_are_listed_newest_first_with_who_published_them(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, saying("one"))
    stack.save(fresh, saying("two"))
    answer = stack.client.post(f"/api/flows/{fresh}/publish", json={"note": "Friendlier."})
    assert (answer.status_code, answer.json()) == (201, {"flowId": fresh, "version": 2})
    for room in ("a", "b"):
        stack.process(fresh, f"{fresh}-{room}")
    listed = versions(stack.client, fresh)
    second, first = listed["versions"]
    assert listed["cursor"] is None
    assert second.pop("at") >= first.pop("at")
    assert second.pop("settings") == first.pop("settings")
    assert second == {"version": 2, "by": "local", "note": "Friendlier.", "sessions": 2}
    assert first == {"version": 1, "by": "local", "sessions": 0}


def test_on_aws_a_version_names_the_user(stack: Stack, fresh: str) -> None:
    on_aws = stack.served(settings=replace(LOCAL, auth="aws"))
    context = user(fresh)
    context["authorizer"]["claims"]["email"] = "ann@example.com"
    assert answered(on_aws, rest("PUT", "/api/flows/survey", context, body=SURVEY)).status_code == 200
    assert answered(on_aws, rest("POST", "/api/flows/survey/publish", context)).status_code == 201
    (version,) = answered(on_aws, rest("GET", "/api/flows/survey/versions", context)).json()["versions"]
    assert version["by"] == "ann@example.com"


def test_versions_come_in_pages(stack: Stack, fresh: str) -> None:
    for number in range(5):
        stack.publish(fresh, saying(str(number)))
    found: list[int] = []
    query, page = "?limit=2", dict[str, Any]()
    for _ in range(3):
        page = versions(stack.client, fresh, query)
        found += [each["version"] for each in page["versions"]]
        query = f"?limit=2&cursor={page['cursor']}"
    assert found == [5, 4, 3, 2, 1]
    assert page["cursor"] is None
    assert_problem(stack.client.get(f"/api/flows/{fresh}/versions?cursor=x"), 422, "cursor")


def test_a_flow_without_a_version_lists_none_and_an_unknown_flow_is_404(stack: Stack, fresh: str) -> None:
    stack.save(fresh, SURVEY)
    assert versions(stack.client, fresh) == {"versions": [], "cursor": None}
    assert_problem(stack.client.get(f"/api/flows/{fresh}-none/versions"), 404)
    assert_problem(stack.client.get(f"/api/flows/{fresh}/versions", headers=of("other")), 404)


@pytest.mark.parametrize(
    ("body", "field"), [({"notes": "x"}, "notes"), ({"note": 1}, "note"), ({"note": "x" * 501}, "note")]
)
def test_a_publish_with_a_wrong_body_names_the_field_and_publishes_nothing(
    stack: Stack, fresh: str, body: Json, field: str
) -> None:
    stack.save(fresh, SURVEY)
    assert_problem(stack.client.post(f"/api/flows/{fresh}/publish", json=body), 422, field)
    assert versions(stack.client, fresh)["versions"] == []
    assert stack.client.post(f"/api/flows/{fresh}/publish", json={}).status_code == 201


def test_a_restored_version_is_the_draft_again(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, saying("one"))
    stack.publish(fresh, saying("two"))
    answer = stack.client.post(f"/api/flows/{fresh}/versions/1/restore")
    assert (answer.status_code, answer.json()) == (200, {"flowId": fresh, "revision": 3, "problems": []})
    draft = stack.client.get(f"/api/flows/{fresh}?version=draft").json()
    assert (draft["definition"], draft["latestVersion"]) == (saying("one"), 2)
    again = stack.client.post(f"/api/flows/{fresh}/versions/1/restore")
    assert again.json()["revision"] == 3
    assert stack.client.post(f"/api/flows/{fresh}/publish").json()["version"] == 3


@pytest.mark.parametrize("version", ["3", "0", "-1", "draft", "latest", "1.0", "9999999999", "%00"])
def test_a_missing_version_cannot_be_restored(stack: Stack, fresh: str, version: str) -> None:
    stack.publish(fresh, SURVEY)
    assert_problem(stack.client.post(f"/api/flows/{fresh}/versions/{version}/restore"), 404)
    assert_problem(stack.client.post(f"/api/flows/{fresh}/versions/1/restore", headers=of("other")), 404)
    assert stack.client.get(f"/api/flows/{fresh}").json()["draftRevision"] == 1


def test_a_version_with_errors_is_not_restored(stack: Stack, fresh: str) -> None:
    """An earlier release has published the version, because a flow with errors cannot be saved."""
    flows = stack.services.flows
    flows.save_draft("demo", fresh, "broken", BROKEN, 1)
    draft = flows.draft("demo", fresh)
    assert draft is not None
    flows.publish("demo", draft, "broken", 1)
    stack.save(fresh, SURVEY)
    problem = assert_problem(stack.client.post(f"/api/flows/{fresh}/versions/1/restore"), 422)
    assert problem["problems"]
    assert stack.client.get(f"/api/flows/{fresh}?version=draft").json()["definition"] == SURVEY


def test_a_deleted_flow_is_gone_and_its_versions_and_sessions_can_be_read(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, SURVEY)
    running = stack.process(fresh, f"{fresh}-running")
    answer = stack.client.delete(f"/api/flows/{fresh}")
    assert (answer.status_code, answer.text) == (204, "")
    for query in ("", "?version=draft", "?version=latest", "?version=2"):
        assert_problem(stack.client.get(f"/api/flows/{fresh}{query}"), 404)
    assert_problem(stack.client.get(f"/api/flows/{fresh}?version=x"), 422, "version")
    assert fresh not in [flow["flowId"] for flow in stack.client.get("/api/flows?limit=100").json()["flows"]]
    read: FlowRead = stack.client.get(f"/api/flows/{fresh}?version=1").json()
    assert (read["definition"], read["version"], read["latestVersion"]) == (SURVEY, 1, None)
    assert read["deletedAt"] == read["updatedAt"]
    (version,) = versions(stack.client, fresh)["versions"]
    assert (version["version"], version["sessions"]) == (1, 1)
    (listed,) = stack.client.get(f"/api/flows/{fresh}/sessions").json()["sessions"]
    assert listed["sessionId"] == running["sessionId"]
    assert stack.session(running["sessionId"])["status"] == "waiting"


def test_an_open_session_of_a_deleted_flow_continues_and_no_session_begins(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, SURVEY)
    room = f"{fresh}-running"
    stack.process(fresh, room)
    assert stack.client.delete(f"/api/flows/{fresh}").status_code == 204
    stack.services.pinned._cached.clear()  # type: ignore[attr-defined]  # as a process that never ran the flow
    assert stack.process(fresh, room, userInput="Ann")["status"] == "waiting"
    assert stack.process(fresh, room, userInput="Rome")["completed"]
    body: Json = {"roomName": f"{fresh}-new"}
    assert_problem(stack.client.post(f"/api/flows/{fresh}/process", json=body), 404)
    for mode in ("test-chat", "test-audio"):
        for which in ("latest", "draft", 1):
            assert_problem(stack.client.post(f"/api/flows/{fresh}/{mode}", json={"version": which}), 404)
    assert_problem(stack.client.post(f"/api/flows/{fresh}/publish"), 404)


def test_a_flow_is_deleted_once(stack: Stack, fresh: str) -> None:
    stack.save(fresh, SURVEY)
    assert stack.client.delete(f"/api/flows/{fresh}").status_code == 204
    assert_problem(stack.client.delete(f"/api/flows/{fresh}"), 404)
    assert_problem(stack.client.delete(f"/api/flows/{fresh}-none"), 404)


def test_another_organizations_flow_cannot_be_deleted(stack: Stack, fresh: str) -> None:
    stack.save(fresh, SURVEY)
    assert_problem(stack.client.delete(f"/api/flows/{fresh}", headers=of("other")), 404)
    assert stack.client.get(f"/api/flows/{fresh}").status_code == 200


def test_a_flow_that_agents_use_is_not_deleted_and_the_response_names_them(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, SURVEY, fresh)
    for number in range(7):
        agent: dict[str, Json] = {"name": "Ann", "flowId": fresh, "flowVersion": 1 if number else "latest"}
        stack.client.put(f"/api/agents/a{number}", json=agent, headers=of(fresh))
    stack.client.put("/api/agents/other", json={"name": "Ben", "flowId": "another"}, headers=of(fresh))
    problem = assert_problem(stack.client.delete(f"/api/flows/{fresh}", headers=of(fresh)), 409, "agentId")
    assert "a0, a1, a2, a3, a4 and 2 more" in problem["detail"]
    assert len(problem["problems"]) == 7
    assert stack.client.get(f"/api/flows/{fresh}", headers=of(fresh)).status_code == 200
    for number in range(7):
        stack.client.delete(f"/api/agents/a{number}", headers=of(fresh))
    assert stack.client.delete(f"/api/flows/{fresh}", headers=of(fresh)).status_code == 204


def test_a_deleted_flow_can_be_saved_again_and_its_numbers_continue(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, saying("one"))
    old = stack.process(fresh, f"{fresh}-old")
    stack.client.delete(f"/api/flows/{fresh}")
    assert stack.save(fresh, saying("two"))["revision"] == 2
    read = stack.client.get(f"/api/flows/{fresh}").json()
    assert (read["version"], read["latestVersion"]) == ("draft", None)
    assert "deletedAt" not in read
    assert_problem(stack.client.post(f"/api/flows/{fresh}/process", json={"roomName": f"{fresh}-new"}), 404)
    assert stack.client.post(f"/api/flows/{fresh}/publish").json()["version"] == 2
    assert stack.client.get(f"/api/flows/{fresh}?version=1").json()["definition"] == saying("one")
    assert stack.session(old["sessionId"])["flowVersion"] == 1


def test_a_deleted_flow_can_be_restored_from_a_version(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, SURVEY)
    stack.client.delete(f"/api/flows/{fresh}")
    assert stack.client.post(f"/api/flows/{fresh}/versions/1/restore").json()["revision"] == 2
    assert stack.client.get(f"/api/flows/{fresh}").json()["definition"] == SURVEY


def test_the_audit_has_each_publish_restore_and_delete(stack: Stack, fresh: str) -> None:
    client = stack.client
    stack.publish("survey", saying("one"), fresh)
    stack.save("survey", saying("two"), fresh)
    for _ in range(2):  # the second changes nothing
        client.post("/api/flows/survey/publish", json={"note": "Better."}, headers=of(fresh))
    for _ in range(2):
        client.post("/api/flows/survey/versions/1/restore", headers=of(fresh))
    for _ in range(2):
        client.delete("/api/flows/survey", headers=of(fresh))
    assert audited(client, fresh) == [
        ("flow.deleted", "survey", {"name": "saying", "latestVersion": 2}),
        ("flow.restored", "survey", {"version": 1, "revision": 3}),
        ("flow.published", "survey", {"version": 2, "note": "Better."}),
        ("flow.published", "survey", {"version": 1}),
    ]
