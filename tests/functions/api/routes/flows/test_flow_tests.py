"""The tests of a flow through the API: stored, listed, run, made from a session, and refused where they are wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest

from flow_core.json import Json
from functions.api.routes import flow_tests
from testing.api.documents import SURVEY, calling
from testing.api.stack import ApiResponse, Stack, assert_problem, of
from testing.fakes.loopback import Exchange, Loopback
from testing.flows import line, node

GOOD: dict[str, Json] = {
    "name": "A name and a city",
    "turns": [
        {"expect": {"says": "What is your name?"}},
        {"say": "Ann", "expect": {"node": "ask-city", "variables": {"name": "Ann"}}},
        {"say": "Rome", "expect": {"action": "hangup", "status": "completed"}},
    ],
}
BAD: dict[str, Json] = {"name": "Another city", "turns": [{"say": "Ann", "expect": {"says": "Which country"}}]}


class Api:
    """The routes of one flow's tests."""

    def __init__(self, stack: Stack, flow_id: str, organization: str = "demo") -> None:
        self.stack, self.flow_id, self.organization = stack, flow_id, organization

    def __call__(self, method: str, path: str = "", body: Json = None) -> ApiResponse:
        url = f"/api/flows/{self.flow_id}/tests{path}"
        return self.stack.client.request(method, url, json=body, headers=of(self.organization))

    def put(self, test_id: str, test: Json) -> dict[str, Any]:
        answer = self("PUT", f"/{test_id}", test)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def run(self, **body: Json) -> dict[str, Any]:
        answer = self("POST", "/run", body)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())


@pytest.fixture
def survey(stack: Stack, fresh: str) -> Api:
    stack.save(fresh, SURVEY)
    return Api(stack, fresh)


def test_a_test_is_read_as_it_was_written(survey: Api) -> None:
    shown = survey.put("good", GOOD)
    assert shown.pop("updatedAt")
    assert shown == {"testId": "good", **GOOD}
    read = survey("GET", "/good").json()
    assert {name: read[name] for name in GOOD} == GOOD
    replaced = survey.put("good", BAD)
    assert replaced["name"] == BAD["name"]
    assert survey("DELETE", "/good").status_code == 204
    assert_problem(survey("GET", "/good"), 404)
    assert_problem(survey("DELETE", "/good"), 404)


def test_tests_are_listed_in_pages(survey: Api) -> None:
    for test_id in ("c", "a", "b"):
        survey.put(test_id, GOOD)
    first = survey("GET", "?limit=2").json()
    second = survey("GET", f"?limit=2&cursor={first['cursor']}").json()
    assert [test["testId"] for test in [*first["tests"], *second["tests"]]] == ["a", "b", "c"]
    assert second["cursor"] is None
    assert_problem(survey("GET", "?cursor=x"), 422, "cursor")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": None}, "name"),
        ({"turns": []}, "turns"),
        ({"turns": [{"say": "a", "press": "1"}]}, "turns.0"),
        ({"turns": [{}]}, "turns.0"),
        ({"turns": [{"say": " "}]}, "turns.0.say"),
        ({"turns": [{"say": "a" * 4001}]}, "turns.0.say"),
        ({"turns": [{"press": "x"}]}, "turns.0.press"),
        ({"turns": [{"silence": False}]}, "turns.0.silence"),
        ({"turns": [{"say": "a", "expects": {}}]}, "turns.0.expects"),
        ({"turns": [{"say": "a", "expect": {"says": "/(/"}}]}, "turns.0.expect.says"),
        ({"turns": [{"say": "a", "expect": {"notSays": "/a/x"}}]}, "turns.0.expect.notSays"),
        ({"turns": [{"say": "a", "expect": {"action": "wait"}}]}, "turns.0.expect.action"),
        ({"turns": [{"say": "a", "expect": {"action": {"to": "+1"}}}]}, "turns.0.expect.action"),
        ({"turns": [{"say": "a", "expect": {"status": "done"}}]}, "turns.0.expect.status"),
        ({"turns": [{"say": "a", "expect": {"node": 1}}]}, "turns.0.expect.node"),
        ({"mocks": {"look-up": []}}, "mocks.look-up"),
        ({"mocks": {"look-up": [{}]}}, "mocks.look-up.0"),
        ({"mocks": {"look-up": [{"body": 1}]}}, "mocks.look-up.0"),
        ({"mocks": {"look-up": [{"status": 200, "reply": "a"}]}}, "mocks.look-up.0"),
        ({"mocks": {"look-up": [{"status": 99}]}}, "mocks.look-up.0.status"),
        ({"mocks": {"look-up": [{"error": "a", "body": 1}]}}, "mocks.look-up.0"),
        ({"at": "yesterday"}, "at"),
        ({"at": "2026-06-01T12:00:00"}, "at"),
        ({"channel": "fax"}, "channel"),
        ({"variables": {"not a name": 1}}, "variables"),
        ({"callerNumber": 1}, "callerNumber"),
        ({"simulate": {"caller": "A man", "goal": "A refund."}}, "simulate.judge"),
        ({"other": 1}, "other"),
    ],
)
def test_a_wrong_field_is_named_with_its_remedy(survey: Api, change: dict[str, Json], field: str) -> None:
    problem = assert_problem(survey("PUT", "/wrong", {**GOOD, **change}), 422, field)
    assert {each["field"] for each in problem["problems"]} == {field}
    assert_problem(survey("GET", "/wrong"), 404)


@pytest.mark.parametrize("test_id", ["run", "from-session", "a" * 129, "a%20b"])
def test_an_id_that_no_test_can_have_is_refused(survey: Api, test_id: str) -> None:
    assert_problem(survey("PUT", f"/{test_id}", GOOD), 422, "testId")


def test_a_test_that_is_too_large_is_refused(survey: Api) -> None:
    mocks: Json = {"look-up": [{"status": 200, "body": "a" * flow_tests.MAX_TEST_BYTES}]}
    assert_problem(survey("PUT", "/large", {**GOOD, "mocks": mocks}), 413)


def test_a_flow_has_only_so_many_tests(survey: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow_tests, "MAX_TESTS", 1)
    survey.put("one", GOOD)
    assert "1 tests" in assert_problem(survey("PUT", "/two", GOOD), 409)["detail"]
    survey.put("one", BAD)


def test_nothing_of_another_organization_is_there(survey: Api) -> None:
    survey.put("good", GOOD)
    survey.stack.publish(survey.flow_id, SURVEY)
    session_id = survey.stack.process(survey.flow_id, "room", userInput="Ann")["sessionId"]
    other = Api(survey.stack, survey.flow_id, "other")
    for method, path, body in _requests(session_id):
        assert_problem(other(method, path, body), 404)
    other.stack.save(survey.flow_id, SURVEY, "other")
    for method, path, body in (("GET", "/good", None), ("DELETE", "/good", None), _requests(session_id)[-2]):
        assert_problem(other(method, path, body), 404)
    assert other("GET").json()["tests"] == []
    assert other.run()["results"] == []


def _requests(session_id: str) -> list[tuple[str, str, Json]]:
    return [
        ("PUT", "/good", GOOD),
        ("GET", "/good", None),
        ("DELETE", "/good", None),
        ("GET", "", None),
        ("POST", "/from-session", {"sessionId": session_id}),
        ("POST", "/run", {}),
    ]


def test_a_deleted_flow_has_no_tests_and_none_when_it_is_created_again(survey: Api) -> None:
    survey.put("good", GOOD)
    assert survey.stack.client.delete(f"/api/flows/{survey.flow_id}").status_code == 204
    assert_problem(survey("GET"), 404)
    survey.stack.save(survey.flow_id, SURVEY)
    assert survey("GET").json()["tests"] == []


def test_a_run_says_what_passed_what_failed_and_what_no_test_reaches(survey: Api) -> None:
    survey.put("good", GOOD)
    survey.put("bad", BAD)
    run = survey.run()
    assert (run["passed"], run["failed"]) == (1, 1)
    bad, good = run["results"]
    assert (good["testId"], good["name"], good["passed"], good["failures"]) == ("good", GOOD["name"], True, [])
    assert [turn["turnId"] for turn in good["turns"]] == ["1", "2", "3"]
    assert good["turns"][1]["input"] == "Ann"
    assert good["millis"] > 0
    actual = "Which city, Ann?"
    assert bad["failures"] == [{"turn": 1, "field": "says", "expected": "Which country", "actual": actual}]
    coverage = run["coverage"]
    assert coverage["nodes"] == {"start": 2, "ask-name": 2, "ask-city": 2, "end": 1}
    assert coverage["exits"] == {"start/default": 2, "ask-name/default": 2, "ask-city/default": 1}
    assert coverage["missed"] == []


def test_only_the_chosen_tests_run(survey: Api) -> None:
    survey.put("good", GOOD)
    survey.put("bad", BAD)
    run = survey.run(tests=["good", "good"])
    assert [result["testId"] for result in run["results"]] == ["good"]
    assert_problem(survey("POST", "/run", {"tests": ["good", "none"]}), 404)
    assert_problem(survey("POST", "/run", {"tests": "good"}), 422, "tests")
    assert survey.run(tests=[])["coverage"]["missed"][0] == "start"


def test_a_version_the_draft_and_a_definition_are_tested(survey: Api) -> None:
    survey.put("bad", BAD)
    country = {**SURVEY, "nodes": _asking_for_the_country()}
    assert_problem(survey("POST", "/run", {"version": "latest"}), 404)
    survey.stack.publish(survey.flow_id, SURVEY)
    survey.stack.publish(survey.flow_id, country)
    survey.stack.save(survey.flow_id, SURVEY)
    expected: list[tuple[dict[str, Json], int]] = [
        ({}, 0),
        ({"version": "draft"}, 0),
        ({"version": 1}, 0),
        ({"version": 2}, 1),
        ({"version": "latest"}, 1),
        ({"definition": country}, 1),
        ({"definition": SURVEY}, 0),
    ]
    assert [survey.run(**body)["passed"] for body, _ in expected] == [passed for _, passed in expected]
    assert_problem(survey("POST", "/run", {"version": 9}), 404)
    assert_problem(survey("POST", "/run", {"version": "newest"}), 422, "version")
    assert_problem(survey("POST", "/run", {"version": 1, "definition": SURVEY}), 422, "version")
    broken = assert_problem(survey("POST", "/run", {"definition": {**SURVEY, "edges": []}}), 422)
    assert broken["problems"][0]["nodeId"]


def _asking_for_the_country() -> list[Json]:
    nodes = SURVEY["nodes"]
    assert isinstance(nodes, list)
    return [
        node("elicitation", "ask-city", prompt="Which country, {{ name }}?", variable="city")
        if isinstance(each, dict) and each["id"] == "ask-city"
        else each
        for each in nodes
    ]


def test_a_run_writes_no_session_and_calls_nothing_outside(stack: Stack, fresh: str) -> None:
    with Loopback(_found) as server:
        stack.save(fresh, calling(f"{server.origin}/orders"))
        api = Api(stack, fresh)
        api.put("unmocked", {"name": "Unmocked", "turns": [{"say": "1001"}]})
        mocks: Json = {"look-up": [{"status": 200, "body": {"state": "lost"}}]}
        api.put("mocked", {"name": "Mocked", "mocks": mocks, "turns": [{"say": "1001", "expect": {"says": "lost"}}]})
        mocked, unmocked = api.run()["results"]
        assert mocked["passed"]
        assert unmocked["failures"][0]["field"] == "mocks.look-up"
        assert server.received == []
    assert stack.client.get(f"/api/flows/{fresh}/sessions").json()["sessions"] == []


def _found(exchange: Exchange) -> None:
    exchange.answer(200, b'{"state": "shipped"}', {"Content-Type": "application/json"})


def test_a_session_becomes_a_test_that_passes_and_that_fails_if_the_flow_takes_another_way(
    stack: Stack, fresh: str
) -> None:
    with Loopback(_found) as server:
        document = calling(f"{server.origin}/orders")
        stack.publish(fresh, document)
        for fields in ({}, {"userInput": "1001"}, {}):
            stack.process(fresh, "room", **fields)
        reply = stack.process(fresh, "room", userInput="no, thank you")
    assert reply["completed"]
    api = Api(stack, fresh)
    made = api("POST", "/from-session", {"sessionId": reply["sessionId"], "testId": "call", "name": "A call"})
    assert made.status_code == 201
    test = made.json()
    assert (test["testId"], test["name"], test["channel"]) == ("call", "A call", "chat")
    assert test["mocks"] == {"look-up": [{"status": 200, "body": {"state": "shipped"}}]}
    assert [turn.get("say") for turn in test["turns"]] == [None, "1001", "no, thank you"]
    assert test["turns"][1]["expect"]["variables"] == {"order": "1001", "found": {"state": "shipped"}}
    assert api("GET", "/call").json() == test
    run = api.run()
    assert (run["passed"], run["failed"]) == (1, 0), run["results"]
    changed = line(node("elicitation", "ask", prompt="Which order?", variable="order"))
    (result,) = api.run(definition=changed)["results"]
    failure = result["failures"][0]
    assert (failure["turn"], failure["field"]) == (2, "node")


def test_a_session_that_began_with_words_becomes_a_test_that_passes(survey: Api) -> None:
    survey.stack.publish(survey.flow_id, SURVEY)
    reply = survey.stack.process(survey.flow_id, "room", userInput="Ann", variables={"city": "Oslo"})
    made = survey("POST", "/from-session", {"sessionId": reply["sessionId"]}).json()
    assert made["testId"] == reply["sessionId"]
    assert made["name"].startswith("Call of 20")
    assert made["variables"] == {"city": "Oslo"}
    assert survey.run()["passed"] == 1
    again = survey("POST", "/from-session", {"sessionId": reply["sessionId"]}).json()
    assert again["testId"] == f"{reply['sessionId']}-2"
    survey.put("taken", GOOD)
    assert_problem(survey("POST", "/from-session", {"sessionId": reply["sessionId"], "testId": "taken"}), 409)


def test_a_session_that_cannot_become_a_test_is_refused(survey: Api) -> None:
    assert_problem(survey("POST", "/from-session", {"sessionId": "session_0"}), 404)
    assert_problem(survey("POST", "/from-session", {"sessionId": "no such / id"}), 404)
    assert_problem(survey("POST", "/from-session", {}), 422, "sessionId")
    survey.stack.publish(survey.flow_id, SURVEY)
    pending = survey.stack.client.post(f"/api/flows/{survey.flow_id}/test-chat", json={}).json()["sessionId"]
    assert_problem(survey("POST", "/from-session", {"sessionId": pending}), 422, "sessionId")
    assert_problem(survey("POST", "/from-session", {"sessionId": pending, "testId": "run"}), 422, "testId")


def test_traces_that_are_too_large_are_left_out_and_the_results_stay(
    survey: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    for test_id in ("a", "b", "c"):
        survey.put(test_id, GOOD)
    size = len(json.dumps(survey.run()["results"][0]["turns"], separators=(",", ":")))
    monkeypatch.setattr(flow_tests, "_MAX_TRACES", size * 3 // 2)
    run = survey.run()
    assert run["passed"] == 3
    assert [bool(result["turns"]) for result in run["results"]] == [True, False, False]
    assert [result.get("cut") for result in run["results"]] == [None, True, True]


def test_an_organization_runs_tests_only_so_often_in_a_minute(survey: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow_tests, "MAX_RUNS_A_MINUTE", 0)
    answer = survey("POST", "/run", {})
    assert_problem(answer, 429)
    assert 1 <= int(answer.headers["retry-after"]) <= 60
