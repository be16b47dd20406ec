"""The routes that erase sessions, and how long sessions are stored."""

from __future__ import annotations

from typing import Any

import pytest

from flow_core.json import Json
from functions.adapters.dynamodb.items import Table
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.lifecycle.settings_at_start import SettingsAtStart
from functions.wiring.post_call import index_session
from testing.api.documents import SURVEY
from testing.api.stack import Stack, assert_problem, of

DAY = 86_400


def erased(stack: Stack, session_id: str, organization: str = "demo") -> Any:
    return stack.client.delete(f"/api/flows/sessions/{session_id}", headers=of(organization))


def call(stack: Stack, room: str, caller: str) -> str:
    """Prepare a phone call, and let searches find it as the stream's function does."""
    stack.publish("survey", SURVEY)
    for path, body in (("agents/a", {"name": "A", "flowId": "survey"}), ("phone-numbers/+15550107", {"agentId": "a"})):
        assert stack.client.put(f"/api/{path}", json=body).status_code == 200
    answered: Json = {"roomName": room, "calledNumber": "+15550107", "callerNumber": caller}
    answer = stack.client.post("/api/calls", json=answered)
    assert answer.status_code == 201, answer.text
    session_id = str(answer.json()["sessionId"])
    head = stack.services.sessions.head(session_id)
    assert head is not None
    settings = stack.services.settings
    table = Table(settings.sessions_table, settings.region)
    index_session(table, DynamoSessions(table, keep_days=1))(head)
    return session_id


def test_an_erased_session_is_404_and_in_no_list(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, SURVEY)
    session_id = stack.process(fresh, fresh, turnId="t-1", userInput="Ann")["sessionId"]
    answer = erased(stack, session_id)
    assert (answer.status_code, answer.json()) == (202, {"sessionId": session_id, "complete": True, "tests": []})
    assert_problem(stack.client.get(f"/api/flows/sessions/{session_id}"), 404)
    assert_problem(stack.client.get(f"/api/flows/sessions/{session_id}/speech"), 404)
    assert_problem(erased(stack, session_id), 404)
    for query in ("", "?status=waiting"):
        assert stack.client.get(f"/api/flows/{fresh}/sessions{query}").json()["sessions"] == []
    made = {"sessionId": session_id}
    assert_problem(stack.client.post(f"/api/flows/{fresh}/tests/from-session", json=made), 404)


def test_nobody_erases_another_organizations_session(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, SURVEY)
    session_id = stack.process(fresh, fresh)["sessionId"]
    assert_problem(erased(stack, session_id, organization="another"), 404)
    assert stack.session(session_id)["status"] == "waiting"
    assert erased(stack, session_id).status_code == 202
    assert_problem(erased(stack, session_id, organization="another"), 404)


@pytest.mark.parametrize("session_id", ["none", "QUIET", "FIND%23demo", "%00", "x" * 3000])
def test_an_unknown_session_is_404(stack: Stack, session_id: str) -> None:
    assert_problem(erased(stack, session_id), 404)


def test_the_audit_names_the_session_and_who_erased_it(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, SURVEY, organization=fresh)
    session_id = stack.process(fresh, fresh, organization=fresh, userInput="Ann")["sessionId"]
    erased(stack, session_id, organization=fresh)
    entry = stack.client.get("/api/audit", headers=of(fresh)).json()["entries"][0]
    assert (entry["action"], entry["subject"], entry["by"]) == ("session.erased", session_id, "local")
    assert entry["detail"] == {"flowId": fresh}


def test_a_late_turn_of_an_erased_session_hangs_up_and_stores_nothing(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, SURVEY)
    session_id = stack.process(fresh, fresh, turnId="t-1")["sessionId"]
    erased(stack, session_id)
    for turn_id in ("t-1", "t-2"):
        late = stack.process(fresh, fresh, turnId=turn_id, userInput="a word that comes late")
        assert (late["sessionId"], late["status"], late["response"]) == (session_id, "abandoned", "")
        assert (late["completed"], late["action"]) == (True, {"type": "hangup"})
    assert "a word that comes late" not in stack.stored()
    assert_problem(stack.client.get(f"/api/flows/sessions/{session_id}"), 404)


def test_all_sessions_of_a_caller_are_erased(stack: Stack, fresh: str) -> None:
    mine = [call(stack, f"{fresh}-{number}", "+15550144") for number in range(3)]
    other = call(stack, f"{fresh}-other", "+15550145")
    answer = stack.client.post("/api/callers/erase", json={"callerNumber": "+1 (555) 0144"})
    assert (answer.status_code, answer.json()) == (202, {"erased": 3, "more": False})
    assert all(stack.services.sessions.head(each) is None for each in mine)
    assert stack.session(other)["callerNumber"] == "+15550145"
    assert stack.client.post("/api/callers/erase", json={"callerNumber": "+15550144"}).json()["erased"] == 0
    assert "5550144" not in stack.stored()


@pytest.mark.parametrize(
    "body", [{}, {"callerNumber": ""}, {"callerNumber": 1}, {"callerNumber": "1" * 101}, {"callerNumber": "+1", "x": 1}]
)
def test_a_wrong_body_names_the_field(stack: Stack, body: Any) -> None:
    assert_problem(stack.client.post("/api/callers/erase", json=body), 422, "x" if "x" in body else "callerNumber")


def test_an_edited_test_keeps_the_note_of_its_session(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, SURVEY)
    session_id = stack.process(fresh, fresh, userInput="Ann")["sessionId"]
    made = stack.client.post(f"/api/flows/{fresh}/tests/from-session", json={"sessionId": session_id}).json()
    assert made["fromSession"] == session_id
    path = f"/api/flows/{fresh}/tests/{made['testId']}"
    edited = stack.client.put(path, json={"name": "Edited", "turns": [{"say": "Ann"}]}).json()
    assert (edited["name"], edited["fromSession"]) == ("Edited", session_id)
    assert erased(stack, session_id).json()["tests"] == [made["testId"]]
    assert_problem(stack.client.get(path), 404)


def test_a_session_is_stored_for_the_days_of_its_organization(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, SURVEY, organization=fresh)
    before = stack.process(fresh, "before", organization=fresh)["sessionId"]
    settings = stack.client.put("/api/settings", json={"retentionDays": 3}, headers=of(fresh))
    assert settings.status_code == 200, settings.text
    kept = getattr(stack.services.run_turn.keep_days, "__self__", None)
    assert isinstance(kept, SettingsAtStart)
    kept._known.clear()
    session_id = stack.process(fresh, "after", organization=fresh, turnId="t-1")["sessionId"]
    stack.process(fresh, "after", organization=fresh, turnId="t-2", userInput="Ann")
    test = stack.client.post(f"/api/flows/{fresh}/test-chat", headers=of(fresh)).json()["sessionId"]
    sessions = stack.tables[0]
    now = stack.services.now() // 1000
    for each, days in ((before, 90), (session_id, 3), (test, 3)):
        expiries = [int(item.expires_at) for item in sessions.query(each)]
        assert expiries
        assert all(abs(expiry - now - days * DAY) < 3600 for expiry in expiries), (each, expiries)
