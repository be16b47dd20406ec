"""Flows through the API: drafts and their problems, versions and lists."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient

from flow_core.json import Json
from testing.api.documents import SURVEY, saying
from testing.api.stack import Stack, assert_problem, of
from testing.flows import edge, flow, line, node


def test_saving_gives_the_revision_and_no_problems(stack: Stack, fresh: str) -> None:
    assert stack.save(fresh, SURVEY) == {"flowId": fresh, "revision": 1, "problems": []}


def test_only_a_changed_definition_gets_a_new_revision(stack: Stack, fresh: str) -> None:
    assert [stack.save(fresh, document)["revision"] for document in (SURVEY, SURVEY, saying("Hi"), SURVEY)] == [
        1,
        1,
        2,
        3,
    ]


def test_every_error_is_reported_together_and_nothing_is_saved(client: TestClient, fresh: str) -> None:
    wrong = flow(
        [
            node("start"),
            node("start", "start-2"),
            node("decision", conditions=[{"id": "c", "expression": "1 +"}]),
            node("elicitation", variable="a b"),
            {"id": "x", "type": "dance", "data": {}},
        ],
        [edge("start", "decision"), edge("decision", "nowhere")],
    )
    problem = assert_problem(client.put(f"/api/flows/{fresh}", json=wrong), 422)
    errors = [item for item in problem["problems"] if item["severity"] == "error"]
    assert len(errors) >= 5
    for item in problem["problems"]:
        assert {"severity", "code", "message", "place", "text", "remedy", "field", "path"} <= set(item)
        assert item["message"].startswith(f"{item['place']}: ")
        assert item["message"].endswith(item["text"])
    assert_problem(client.get(f"/api/flows/{fresh}"), 404)
    assert_problem(client.get(f"/api/flows/{fresh}?version=draft"), 404)


def test_an_invalid_draft_does_not_replace_the_valid_one(stack: Stack, fresh: str) -> None:
    stack.save(fresh, SURVEY)
    assert_problem(stack.client.put(f"/api/flows/{fresh}", json={**SURVEY, "nodes": []}), 422)
    draft = stack.client.get(f"/api/flows/{fresh}?version=draft").json()
    assert (draft["revision"], draft["definition"]) == (1, SURVEY)


def test_warnings_come_with_the_200(stack: Stack, fresh: str) -> None:
    lonely = line(node("elicitation"))
    assert isinstance(lonely["nodes"], list)
    lonely["nodes"].append(node("end", "never-reached"))
    saved = stack.save(fresh, lonely)
    assert saved["problems"]
    assert {item["severity"] for item in saved["problems"]} == {"warning"}
    assert stack.client.post(f"/api/flows/{fresh}/publish").status_code == 201


def test_publishing_counts_versions_which_never_change(stack: Stack, fresh: str) -> None:
    first = stack.publish(fresh, saying("one"))
    second = stack.publish(fresh, saying("two"))
    stack.save(fresh, saying("three"))
    assert (first, second) == (1, 2)
    for asked, said, version in (("1", "one", 1), ("2", "two", 2), ("latest", "two", 2), ("draft", "three", "draft")):
        read = stack.client.get(f"/api/flows/{fresh}?version={asked}").json()
        assert (read["definition"], read["version"]) == (saying(said), version)
    assert stack.client.get(f"/api/flows/{fresh}").json()["version"] == 2


def test_publishing_returns_flow_and_version_and_the_same_draft_is_one_version(stack: Stack, fresh: str) -> None:
    stack.save(fresh, SURVEY)
    answers = [stack.client.post(f"/api/flows/{fresh}/publish") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert [answer.json() for answer in answers] == [{"flowId": fresh, "version": 1}] * 2


def test_additional_fields_of_an_editor_are_returned(stack: Stack, fresh: str) -> None:
    document: dict[str, Json] = {**SURVEY, "viewport": {"x": 1.5, "zoom": 2}}
    stack.save(fresh, document)
    assert stack.client.get(f"/api/flows/{fresh}").json()["definition"] == document


def test_an_unknown_flow_is_404(client: TestClient) -> None:
    assert_problem(client.get("/api/flows/none"), 404)
    assert_problem(client.get("/api/flows/none?version=latest"), 404)
    assert_problem(client.post("/api/flows/none/publish"), 404)


def test_an_unknown_version_is_404(stack: Stack, fresh: str) -> None:
    stack.save(fresh, SURVEY)
    assert_problem(stack.client.get(f"/api/flows/{fresh}?version=latest"), 404)
    assert_problem(stack.client.get(f"/api/flows/{fresh}?version=1"), 404)
    stack.publish(fresh, SURVEY)
    assert_problem(stack.client.get(f"/api/flows/{fresh}?version=2"), 404)


@pytest.mark.parametrize("version", ["0", "-1", "1.0", "one", "DRAFT", "٣", "00000000012", "1" * 30, "1%00", "true"])
def test_a_malformed_version_is_422(stack: Stack, version: str) -> None:
    stack.publish("versions", SURVEY)
    assert_problem(stack.client.get(f"/api/flows/versions?version={version}"), 422, "version")


@pytest.mark.parametrize("name", ["customer-support", "a", "A.b_c~d-9", "9", "a" * 128])
def test_a_flow_id_is_a_plain_name(stack: Stack, name: str) -> None:
    stack.save(name, SURVEY)
    assert stack.client.get(f"/api/flows/{name}").json()["flowId"] == name


@pytest.mark.parametrize("name", ["sessions", "a b", "-a", "a" * 129, "ü", "a%00", "a%23b", "%F0%9F%98%80"])
def test_any_other_flow_id_is_422(client: TestClient, name: str) -> None:
    assert_problem(client.put(f"/api/flows/{name}", json=SURVEY), 422, "flowId")


@pytest.mark.parametrize("path", ["", "/publish", "/check", "/process", "/test-chat", "/test-audio", "/sessions"])
def test_a_malformed_flow_id_is_not_found(client: TestClient, path: str) -> None:
    """The store refuses keys of more than 2048 bytes, so it is never asked for one."""
    for name in ("x" * 3000, "%00", "%F0%9F%98%80" * 200):
        method = "GET" if path in ("", "/sessions") else "POST"
        body = {"roomName": "r"} if path == "/process" else None
        assert_problem(client.request(method, f"/api/flows/{name}{path}", json=body), 404)


def test_a_flow_over_a_mebibyte_is_413_and_one_below_is_saved(client: TestClient, fresh: str) -> None:
    room = 1024 * 1024 - len(json.dumps({**SURVEY, "notes": ""}))
    exact = json.dumps({**SURVEY, "notes": "n" * room})
    assert client.put(f"/api/flows/{fresh}", content=exact).status_code == 200
    assert_problem(client.put(f"/api/flows/{fresh}", content=exact + " "), 413)
    assert client.get(f"/api/flows/{fresh}").json()["definition"]["notes"] == "n" * room


def test_a_list_is_paged_by_its_cursor(stack: Stack, fresh: str) -> None:
    names = [f"f{number}" for number in range(5)]
    for name in names:
        stack.save(name, SURVEY, fresh)
    stack.publish("f3", SURVEY, fresh)
    seen: list[dict[str, Json]] = []
    cursor: str | None = None
    for expected in (2, 2, 1):
        params = {"limit": "2", **({} if cursor is None else {"cursor": cursor})}
        page = stack.client.get("/api/flows", params=params, headers=of(fresh)).json()
        assert len(page["flows"]) == expected
        seen += page["flows"]
        cursor = page["cursor"]
    assert cursor is None
    assert [line["flowId"] for line in seen] == names
    assert {line["name"] for line in seen} == {"survey"}
    assert [line["latestVersion"] for line in seen] == [None, None, None, 1, None]


@pytest.mark.parametrize("query", ["cursor=x", "cursor=", "cursor=bnVsbA==", "cursor=W10=", "cursor=%ED%A0%80"])
def test_an_unknown_cursor_is_422(client: TestClient, query: str) -> None:
    for path in ("/api/flows", "/api/agents", "/api/phone-numbers"):
        assert_problem(client.get(f"{path}?{query}"), 422, "cursor")


@pytest.mark.parametrize("limit", ["0", "101", "-1", "x", "1.5", ""])
def test_a_limit_is_1_to_100(client: TestClient, limit: str) -> None:
    for path in ("/api/flows", "/api/agents", "/api/phone-numbers"):
        assert_problem(client.get(f"{path}?limit={limit}"), 422, "limit")
        assert client.get(f"{path}?limit=100").status_code == 200


def test_the_cursor_of_another_organization_is_422(stack: Stack, fresh: str) -> None:
    for name in ("a", "b"):
        stack.save(name, SURVEY, fresh)
    cursor = stack.client.get("/api/flows?limit=1", headers=of(fresh)).json()["cursor"]
    assert_problem(stack.client.get("/api/flows", params={"cursor": cursor}, headers=of("else")), 422, "cursor")


def test_a_list_and_a_flow_have_the_number_of_warnings(stack: Stack, fresh: str) -> None:

    lonely = line(node("elicitation"))
    assert isinstance(lonely["nodes"], list)
    lonely["nodes"].append(node("end", "never-reached"))

    for document in (lonely, SURVEY, lonely):
        warnings = len(stack.save(fresh, document, fresh)["problems"])
        assert (warnings > 0) is (document is lonely)
        read = stack.client.get(f"/api/flows/{fresh}", headers=of(fresh)).json()
        listed = stack.client.get("/api/flows", headers=of(fresh)).json()["flows"]
        assert (read["warnings"], [one["warnings"] for one in listed]) == (warnings, [warnings])


def test_a_draft_of_an_earlier_release_has_null_warnings(stack: Stack, fresh: str) -> None:
    stack.services.flows.save_draft("demo", fresh, "old", SURVEY, 1_000)
    assert stack.client.get(f"/api/flows/{fresh}").json()["warnings"] is None


def test_a_check_returns_every_problem_and_saves_nothing(stack: Stack, fresh: str) -> None:
    lonely = line(node("elicitation"))
    assert isinstance(lonely["nodes"], list)
    lonely["nodes"] += [node("end", "never-reached"), node("decision", conditions=[{"id": "c", "expression": "1 +"}])]
    before = stack.stored()
    answer = stack.client.post(f"/api/flows/{fresh}/check", json=lonely)
    assert answer.status_code == 200
    assert set(answer.json()) == {"problems"}
    problems = answer.json()["problems"]
    assert [item["severity"] for item in problems] == sorted(item["severity"] for item in problems)
    assert {item["severity"] for item in problems} == {"error", "warning"}
    assert problems == stack.client.put(f"/api/flows/{fresh}", json=lonely).json()["problems"]
    assert stack.stored() == before
    assert_problem(stack.client.get(f"/api/flows/{fresh}"), 404)


def test_a_check_of_a_valid_flow_finds_nothing_in_any_organization(stack: Stack, fresh: str) -> None:
    stack.save(fresh, SURVEY)
    for organization in ("demo", "umbrella"):
        answer = stack.client.post(f"/api/flows/{fresh}/check", json=SURVEY, headers=of(organization))
        assert (answer.status_code, answer.json()) == (200, {"problems": []})


@pytest.mark.parametrize("definition", [{}, {"nodes": 1}, {"name": [], "nodes": [[]], "edges": {}, "variables": None}])
def test_a_check_takes_any_object(client: TestClient, definition: Json) -> None:
    answer = client.post("/api/flows/any/check", json=definition)
    assert answer.status_code == 200
    assert answer.json()["problems"]


@pytest.mark.parametrize("sent", ["", "{", "[]", "1", "null", '"flow"', '{"name": NaN}', '{"name": "\\ud800"}', "\xff"])
def test_a_check_of_something_else_than_an_object_is_422(client: TestClient, sent: str) -> None:
    assert_problem(client.post("/api/flows/any/check", content=sent.encode("latin-1")), 422, "body")


def test_a_check_of_more_than_a_mebibyte_is_413(client: TestClient) -> None:
    room = 1024 * 1024 - len(json.dumps({**SURVEY, "notes": ""}))
    exact = json.dumps({**SURVEY, "notes": "n" * room})
    assert client.post("/api/flows/any/check", content=exact).status_code == 200
    assert_problem(client.post("/api/flows/any/check", content=exact + " "), 413)
