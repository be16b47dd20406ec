"""The replay of recorded calls over HTTP."""

from __future__ import annotations

import time
from typing import Any

import pytest

from flow_core.json import Json
from functions.api.routes import replay as route
from testing.api.documents import SURVEY, calling, saying
from testing.api.stack import Stack, assert_problem, of
from testing.flows import edge, flow, node


def doors(left: str) -> dict[str, Json]:
    """Build a flow that asks for a door and says which room is behind it. `left` is the condition of one door."""
    return flow(
        [
            node("start"),
            node("elicitation", "ask", prompt="Which door?", variable="door"),
            node("decision", "which", conditions=[{"id": "left", "expression": left}]),
            node("end", "kitchen", message="The kitchen.", outcome="kitchen"),
            node("end", "cellar", message="The cellar.", outcome="cellar"),
        ],
        [edge("start", "ask"), edge("ask", "which"), edge("which", "kitchen", "left"), edge("which", "cellar")],
        name="doors",
        onFailure="cellar",
    )


def replayed(stack: Stack, flow_id: str, body: Json = None, organization: str = "demo") -> dict[str, Any]:
    answer = stack.client.post(f"/api/flows/{flow_id}/replay", json=body, headers=of(organization))
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def talk(stack: Stack, flow_id: str, room: str, *said: str) -> str:
    session = stack.process(flow_id, room, turnId="t0")["sessionId"]
    for number, words in enumerate(said, 1):
        stack.process(flow_id, room, turnId=f"t{number}", userInput=words)
    return str(session)


def read(stack: Stack, flow_id: str, job: str, **query: str) -> dict[str, Any]:
    answer = stack.client.get(f"/api/flows/{flow_id}/replay", params={"job": job, **query})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def finished(stack: Stack, flow_id: str, job: str) -> dict[str, Any]:
    """Wait until a replay has ended, and return it."""
    found = read(stack, flow_id, job)
    for _ in range(600):
        if found["state"] != "running":
            break
        time.sleep(0.1)
        found = read(stack, flow_id, job)
    assert found["state"] == "done"
    return found


def test_calls_replayed_through_an_unchanged_draft_are_the_same(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, SURVEY)
    ids = [talk(stack, fresh, f"{fresh}-{number}", "Ann", "Rome") for number in range(3)]
    assert replayed(stack, fresh) == {
        "version": "draft",
        "revision": 1,
        "same": 3,
        "differ": 0,
        "cannot": 0,
        "left": 0,
        "groups": [],
        "results": [{"sessionId": each, "verdict": "same"} for each in reversed(ids)],
    }


def test_a_condition_that_is_turned_round_is_one_line_that_names_the_calls(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, doors("door === 'left'"))
    ids = {talk(stack, fresh, f"{fresh}-{number}", said) for number, said in enumerate(("left", "right", "left"))}
    waiting = talk(stack, fresh, f"{fresh}-waiting")
    stack.save(fresh, doors("door !== 'left'"))
    found = replayed(stack, fresh)
    assert (found["same"], found["differ"], found["cannot"]) == (1, 3, 0)
    (group,) = found["groups"]
    assert (group["verdict"], group["nodeId"], group["count"], group["mild"]) == ("differs", "which", 3, False)
    assert set(group["sessions"]) == ids
    assert [each["sessionId"] for each in found["results"] if each["verdict"] == "same"] == [waiting]
    result = next(each for each in found["results"] if each["verdict"] == "differs")
    assert (result["turn"], result["nodeId"]) == (2, "which")
    assert {result["recorded"]["words"], result["now"]["words"]} == {"The kitchen.", "The cellar."}
    assert result["now"]["action"] == {"type": "hangup"}


def test_the_version_and_the_calls_can_be_chosen(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, doors("door === 'left'"))
    first = talk(stack, fresh, f"{fresh}-first", "left")
    stack.publish(fresh, doors("door !== 'left'"))
    second = talk(stack, fresh, f"{fresh}-second", "left")
    stack.save(fresh, SURVEY)

    def verdicts(body: Json) -> list[tuple[str, str]]:
        return [(each["sessionId"], each["verdict"]) for each in replayed(stack, fresh, body)["results"]]

    assert verdicts({"version": 1}) == [(second, "differs"), (first, "same")]
    assert verdicts({"version": "latest", "last": 1}) == [(second, "same")]
    assert verdicts({"version": 2, "sessions": [first, first]}) == [(first, "differs")]
    assert verdicts({"version": 1, "sessions": [first]}) == [(first, "same")]
    assert [each[1] for each in verdicts({"version": "draft"})] == ["differs", "differs"]


def test_a_request_that_no_call_sent_cannot_be_told(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, calling("http://127.0.0.1:9/orders/{{ order }}"))
    talk(stack, fresh, fresh, "seven")
    stack.process(fresh, fresh, turnId="t9")
    assert replayed(stack, fresh)["same"] == 1
    stack.save(fresh, calling("http://127.0.0.1:9/all-orders/{{ order }}"))
    found = replayed(stack, fresh)
    (group,) = found["groups"]
    assert (found["cannot"], group["verdict"], group["nodeId"], group["count"]) == (1, "cannot", "look-up", 1)
    assert (
        group["why"]
        == found["results"][0]["why"]
        == "the tool of node look-up is asked what it was not asked in the call"
    )
    assert "recorded" not in group


def _without_audit(stack: Stack) -> list[str]:
    """Return all stored items but the entries of the audit, which say that calls were replayed."""
    return [item for item in stack.stored().splitlines() if "AUDIT#" not in item]


def test_nothing_is_written_and_no_session_moves(stack: Stack, fresh: str) -> None:
    version = stack.publish(fresh, SURVEY)
    session = talk(stack, fresh, fresh, "Ann")
    replayed(stack, fresh, {"version": version})
    stored = _without_audit(stack)
    replayed(stack, fresh, {"version": version})
    assert _without_audit(stack) == stored
    assert stack.session(session)["status"] == "waiting"


def test_a_session_that_has_not_begun_is_no_call(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, SURVEY)
    stack.client.post(f"/api/flows/{fresh}/test-chat", json={})
    assert replayed(stack, fresh)["results"] == []


def test_what_there_was_no_time_for_is_counted(stack: Stack, fresh: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stack.publish(fresh, SURVEY)
    talk(stack, fresh, fresh, "Ann")
    monkeypatch.setattr(route, "SECONDS", 0.0)
    found = replayed(stack, fresh)
    assert (found["left"], found["results"]) == (1, [])
    assert finished(stack, fresh, found["job"])["same"] == 1


def test_more_calls_than_are_read_at_once_are_all_replayed(
    stack: Stack, fresh: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack.publish(fresh, SURVEY)
    for number in range(5):
        talk(stack, fresh, f"{fresh}-{number}")
    monkeypatch.setattr("functions.replay.run.AT_ONCE", 2)
    monkeypatch.setattr("functions.replay.choice.LISTED", 2)
    assert replayed(stack, fresh, {"last": 4})["same"] == 4
    assert replayed(stack, fresh)["same"] == 5


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"version": 0}, "version"),
        ({"version": "next"}, "version"),
        ({"last": 0}, "last"),
        ({"last": 10_001}, "last"),
        ({"sessions": [""]}, "sessions.0"),
        ({"sessions": ["a"], "last": 5}, "body"),
        ({"calls": 5}, "calls"),
        ({"recordedVersions": [0]}, "recordedVersions.0"),
        ({"recordedVersions": ["latest"]}, "recordedVersions.0"),
        ({"statuses": ["pending"]}, "statuses.0"),
        ({"sample": 0}, "sample"),
        ({"sessions": ["a"], "sample": 5}, "body"),
    ],
)
def test_a_wrong_body_names_the_field(stack: Stack, fresh: str, body: Json, field: str) -> None:
    stack.publish(fresh, SURVEY)
    assert_problem(stack.client.post(f"/api/flows/{fresh}/replay", json=body), 422, field)


def test_what_is_not_there_is_404(stack: Stack, fresh: str) -> None:
    assert_problem(stack.client.post(f"/api/flows/{fresh}/replay"), 404)
    stack.publish(fresh, SURVEY)
    stack.publish(f"{fresh}-other", saying("Hello."))
    other = talk(stack, f"{fresh}-other", f"{fresh}-other")
    assert_problem(stack.client.post(f"/api/flows/{fresh}/replay", headers=of("other")), 404)
    for body in ({"version": 9}, {"sessions": ["session_none"]}, {"sessions": [other]}):
        assert_problem(stack.client.post(f"/api/flows/{fresh}/replay", json=body), 404)


def test_a_draft_with_errors_is_not_replayed(stack: Stack, fresh: str) -> None:
    """An earlier release has saved the draft, because a flow with errors cannot be saved."""
    stack.publish(fresh, SURVEY)
    stack.services.flows.save_draft("demo", fresh, "broken", {"name": "broken", "nodes": [], "edges": []}, 1)
    assert assert_problem(stack.client.post(f"/api/flows/{fresh}/replay"), 422)["problems"]
