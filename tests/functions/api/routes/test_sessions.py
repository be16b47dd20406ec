"""A session as the API shows it, and the list of a flow's sessions."""

from __future__ import annotations

import re
import time
from itertools import pairwise
from typing import Any

import pytest

from flow_core.json import Json
from testing.api.documents import SURVEY
from testing.api.stack import Stack, assert_problem, of
from testing.api.webhooks import event, sent
from testing.flows import edge, flow, node

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")

CHOOSING: dict[str, Json] = flow(
    [
        node("start"),
        node("elicitation", "ask", prompt="Which?", variable="which", assign={"twice": "which + which"}),
        node(
            "decision",
            "choose",
            conditions=[
                {"id": "throws", "expression": "nothing.at.all"},
                {"id": "is-a", "expression": "which === 'a'"},
                {"id": "never", "expression": "true"},
            ],
        ),
        node("end", outcome="chosen"),
    ],
    [
        edge("start", "ask"),
        edge("ask", "choose"),
        edge("choose", "end"),
        edge("choose", "end", "is-a"),
        edge("choose", "end", "never"),
        edge("choose", "end", "throws"),
    ],
    variables={"nothing": {"type": "any"}},
    onFailure="end",
)


def test_a_session_has_the_fields_of_the_contract(stack: Stack, fresh: str) -> None:
    stack.publish("survey", SURVEY)
    first = stack.process("survey", fresh, userInput="Ann", turnId="t-1", userId="u-1")
    answer = stack.client.get(f"/api/flows/sessions/{first['sessionId']}")
    assert set(answer.json()) == {"session"}
    session = answer.json()["session"]
    assert {name: session[name] for name in ("sessionId", "organizationId", "flowId", "flowVersion", "status")} == {
        "sessionId": first["sessionId"],
        "organizationId": "demo",
        "flowId": "survey",
        "flowVersion": 1,
        "status": "waiting",
    }
    assert session["currentNodeId"] == "ask-city"
    assert "agentId" not in session
    assert "testMetadata" not in session
    assert _TIME.fullmatch(session["createdAt"])
    assert _TIME.fullmatch(session["updatedAt"])
    assert session["createdAt"] <= session["updatedAt"]
    assert set(session["context"]) == {"variables", "conversation"}
    assert session["context"]["variables"]["name"] == "Ann"


def test_the_conversation_has_role_text_time_and_turn(stack: Stack, fresh: str) -> None:
    stack.publish("survey", SURVEY)
    stack.process("survey", fresh, turnId="t-1")
    session_id = stack.process("survey", fresh, turnId="t-2", userInput="Ann")["sessionId"]
    said = stack.session(session_id)["context"]["conversation"]
    assert [(message["role"], message["content"], message["turnId"]) for message in said] == [
        ("assistant", "Hello. What is your name?", "t-1"),
        ("user", "Ann", "t-2"),
        ("assistant", "Which city, Ann?", "t-2"),
    ]
    for message in said:
        assert set(message) == {"role", "content", "at", "turnId"}
        assert _TIME.fullmatch(message["at"])
    assert all(one["at"] <= other["at"] for one, other in pairwise(said))


def test_an_interrupted_reply_shows_the_heard_part(stack: Stack, fresh: str) -> None:
    stack.publish("survey", SURVEY)
    stack.process("survey", fresh, turnId="t-1")
    cut: Json = {"turnId": "t-1", "heard": "Hello. What"}
    session_id = stack.process("survey", fresh, turnId="t-2", userInput="Ann", interrupted=cut)["sessionId"]
    first, *others = stack.session(session_id)["context"]["conversation"]
    assert (first["content"], first["interrupted"]) == ("Hello. What", True)
    assert all("interrupted" not in message for message in others)
    assert stack.session(session_id)["turns"][0]["response"] == "Hello. What is your name?"


def test_a_trace_has_the_nodes_and_changes_of_a_turn(stack: Stack, fresh: str) -> None:
    stack.publish("choosing", CHOOSING)
    stack.process("choosing", fresh, turnId="t-1")
    last = stack.process("choosing", fresh, turnId="t-2", userInput="a")
    session = stack.session(last["sessionId"])
    assert session["outcome"] == "chosen"
    first, second = session["turns"]
    for trace in (first, second):
        assert set(trace) == {
            *("turnId", "at", "input", "response", "nodes", "decisions", "effects", "variables", "action"),
        }
        assert _TIME.fullmatch(trace["at"])
    assert (first["turnId"], first["input"]) == ("t-1", None)
    assert first["action"] == {"type": "listen", "noInputSeconds": 8.0, "interruptible": True}
    assert (second["turnId"], second["input"], second["response"]) == ("t-2", "a", "Goodbye.")
    assert second["action"] == {"type": "hangup"}
    assert [(run["nodeId"], run["type"], run["outcome"]) for run in second["nodes"]][:2] == [
        ("ask", "elicitation", "default"),
        ("choose", "decision", "is-a"),
    ]
    assert all(set(run) == {"nodeId", "type", "outcome", "millis"} and run["millis"] >= 0 for run in second["nodes"])
    assert second["variables"] == {"changed": {"which": "a", "twice": "aa"}}


def test_a_trace_has_each_decision_and_the_error_of_one_that_threw(stack: Stack, fresh: str) -> None:
    stack.publish("choosing", CHOOSING)
    session_id = stack.process("choosing", fresh, userInput="a")["sessionId"]
    threw, chosen = stack.session(session_id)["turns"][-1]["decisions"]
    assert (threw["nodeId"], threw["conditionId"], threw["value"]) == ("choose", "throws", False)
    assert threw["error"]
    assert chosen == {"nodeId": "choose", "conditionId": "is-a", "value": True}


def test_reading_changes_nothing(stack: Stack, fresh: str) -> None:
    stack.publish("survey", SURVEY)
    session_id = stack.process("survey", fresh)["sessionId"]
    # The first reading of an hour is in the audit.
    first = stack.session(session_id)
    before = stack.stored()
    assert stack.session(session_id) == first
    stack.client.get("/api/flows/survey/sessions")
    assert stack.stored() == before


@pytest.mark.parametrize("session_id", ["session_none", "x", "%00", "s" * 3000, "%ED%A0%80"])
def test_a_missing_session_is_404(stack: Stack, session_id: str) -> None:
    assert_problem(stack.client.get(f"/api/flows/sessions/{session_id}"), 404)


def _listed(stack: Stack, flow_id: str, **params: str) -> tuple[list[dict[str, Any]], str | None]:
    answer = stack.client.get(f"/api/flows/{flow_id}/sessions", params=params)
    assert answer.status_code == 200, answer.text
    assert set(answer.json()) == {"sessions", "cursor"}
    return answer.json()["sessions"], answer.json()["cursor"]


def _begun(stack: Stack, flow_id: str, count: int) -> list[str]:
    """Create sessions in different milliseconds and return their ids, newest first."""
    stack.publish(flow_id, SURVEY)
    begun: list[str] = []
    for number in range(count):
        begun.append(stack.process(flow_id, f"room-{number}")["sessionId"])
        time.sleep(0.002)
    return begun[::-1]


def test_a_list_is_newest_first(stack: Stack, fresh: str) -> None:
    begun = _begun(stack, fresh, 4)
    stack.process(fresh, "room-0", userInput="Ann")
    sessions, cursor = _listed(stack, fresh)
    assert [session["sessionId"] for session in sessions] == begun
    assert cursor is None
    for session in sessions:
        assert session["status"] == "waiting"
        assert session["flowId"] == fresh
        assert _TIME.fullmatch(session["createdAt"])


def test_a_list_is_paged(stack: Stack, fresh: str) -> None:
    begun = _begun(stack, fresh, 5)
    seen: list[str] = []
    params = {"limit": "2"}
    for expected in (2, 2, 1):
        sessions, cursor = _listed(stack, fresh, **params)
        assert len(sessions) == expected
        seen += [session["sessionId"] for session in sessions]
        params = {"limit": "2", "cursor": cursor or ""}
    assert params["cursor"] == ""
    assert seen == begun


def test_a_list_is_filtered_by_status_page_by_page(stack: Stack, fresh: str) -> None:
    begun = _begun(stack, fresh, 6)
    for number in (1, 4):
        for words in ("Ann", "Rome"):
            stack.process(fresh, f"room-{number}", userInput=words)
    sent(stack.client, event("room_finished", "room-2"))
    stack.client.post(f"/api/flows/{fresh}/test-chat")
    counts = {"completed": 2, "abandoned": 1, "pending": 1, "waiting": 3, "failed": 0, "transferred": 0, "active": 0}
    for status, count in counts.items():
        sessions, _ = _listed(stack, fresh, status=status)
        assert [session["status"] for session in sessions] == [status] * count
    seen: list[str] = []
    params = {"status": "completed", "limit": "1"}
    for _ in range(10):
        sessions, cursor = _listed(stack, fresh, **params)
        seen += [session["sessionId"] for session in sessions]
        if cursor is None:
            break
        params["cursor"] = cursor
    assert seen == [begun[1], begun[4]]


def test_the_lists_parameters_are_checked(stack: Stack, fresh: str) -> None:
    _begun(stack, fresh, 2)
    path = f"/api/flows/{fresh}/sessions"
    assert_problem(stack.client.get(f"{path}?status=lost"), 422, "status")
    assert_problem(stack.client.get(f"{path}?status="), 422, "status")
    for limit in ("0", "101", "x"):
        assert_problem(stack.client.get(f"{path}?limit={limit}"), 422, "limit")
    for cursor in ("x", "bnVsbA==", ""):
        assert_problem(stack.client.get(f"{path}?cursor={cursor}"), 422, "cursor")
    _, following = _listed(stack, fresh, limit="1")
    _begun(stack, f"{fresh}-2", 1)
    assert_problem(
        stack.client.get(f"/api/flows/{fresh}-2/sessions", params={"cursor": following or ""}), 422, "cursor"
    )


def test_the_list_of_an_unknown_flow_is_404_and_of_a_new_one_empty(stack: Stack, fresh: str) -> None:
    assert_problem(stack.client.get("/api/flows/none/sessions"), 404)
    stack.save(fresh, SURVEY)
    assert _listed(stack, fresh) == ([], None)
    assert_problem(stack.client.get(f"/api/flows/{fresh}/sessions", headers=of("umbrella")), 404)
