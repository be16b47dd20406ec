"""The report of a flow: what its parameters choose, and what it shows of real sessions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.adapters.dynamodb.items import Table
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.wiring.post_call import count_session
from testing.api.documents import SURVEY
from testing.api.stack import Stack, assert_problem, of
from testing.flows import edge, node

ASK: Any = {
    "name": "asked",
    "nodes": [
        node("start"),
        node(
            "elicitation", "ask", prompt="Left or right?", variable="way", valueType="choice", choices=["left", "right"]
        ),
        node("decision", "which", conditions=[{"id": "to-left", "expression": "way === 'left'"}]),
        node("end", "left", outcome="left"),
        node("end", "right", outcome="right"),
    ],
    "edges": [
        edge("start", "ask"),
        edge("ask", "which"),
        edge("ask", "right", "noMatch"),
        edge("ask", "right", "noInput"),
        edge("which", "left", "to-left"),
        edge("which", "right"),
    ],
}


def call(stack: Stack, flow_id: str, *turns: Any, organization: str = "demo") -> str:
    """Hold a conversation, and count it as the stream's function does."""
    room = f"room-{flow_id}-{len(turns)}-{turns[-1]}"
    session_id = ""
    for number, turn in enumerate(turns):
        fields = {"noInput": True} if turn is None else {"userInput": turn} if turn else {}
        answer = stack.process(flow_id, room, organization=organization, turnId=str(number), **fields)
        session_id = answer["sessionId"]
    head = stack.services.sessions.head(session_id)
    assert head is not None
    settings = stack.services.settings
    if head.state.status.ended:
        table = Table(settings.sessions_table, settings.region)
        count_session(table, DynamoSessions(table, keep_days=1))(head)
    return session_id


def report(stack: Stack, flow_id: str, organization: str = "demo", **query: str) -> Any:
    answer = stack.client.get(f"/api/flows/{flow_id}/report", params=query, headers=of(organization))
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_report_shows_what_calls_did_at_each_node(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, ASK)
    call(stack, fresh, "", "left")
    call(stack, fresh, "", "up", None, "right")
    call(stack, fresh, "", "up", "up", "up")
    call(stack, fresh, "", "up")
    shown = report(stack, fresh)
    nodes = {each.pop("nodeId"): each for each in shown["nodes"]}
    none = {"exits": {}, "abandonedHere": 0, "endedHere": 0, "noMatch": 0, "noInput": 0}
    assert nodes == {
        "start": {**none, "entered": 3, "exits": {"default": 3}},
        "ask": {**none, "entered": 3, "exits": {"default": 2, "noMatch": 1}, "noMatch": 4, "noInput": 1},
        "which": {**none, "entered": 2, "exits": {"default": 1, "to-left": 1}},
        "right": {**none, "entered": 2, "endedHere": 2},
        "left": {**none, "entered": 1, "endedHere": 1},
    }
    assert (shown["sessions"], shown["complete"], shown["errors"], shown["cutSessions"]) == (3, True, [], 0)
    assert shown["byStatus"] == {"completed": 3}
    assert shown["byOutcome"] == {"right": 2, "left": 1}
    assert shown["turns"] == {"median": 4, "p95": 4}
    assert shown["byVersion"]["1"]["byOutcome"] == shown["byOutcome"]
    assert shown["byChannel"]["chat"]["sessions"] == 3
    assert list(shown["byDay"]) == [shown["to"][:10]]


def test_a_report_shows_versions_side_by_side_and_one_alone(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, ASK)
    call(stack, fresh, "", "left")
    stack.publish(fresh, {**ASK, "name": "renamed"})
    call(stack, fresh, "", "right")
    shown = report(stack, fresh)
    assert {version: part["byOutcome"] for version, part in shown["byVersion"].items()} == {
        "2": {"right": 1},
        "1": {"left": 1},
    }
    assert list(shown["byVersion"]) == ["2", "1"]
    assert report(stack, fresh, version="latest")["byOutcome"] == {"right": 1}
    assert report(stack, fresh, version="1")["byOutcome"] == {"left": 1}
    assert [node["nodeId"] for node in report(stack, fresh, version="1")["nodes"]] == ["ask", "left", "start", "which"]
    assert report(stack, fresh, version="draft")["sessions"] == 0
    assert report(stack, fresh, channel="phone")["byVersion"] == {}
    assert report(stack, fresh, channel="chat", version="2")["sessions"] == 1


def test_a_date_is_a_whole_day_and_a_time_is_exact(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, ASK)
    session_id = call(stack, fresh, "", "left")
    head = stack.services.sessions.head(session_id)
    assert head is not None
    began = datetime.fromtimestamp(head.state.session.started_at / 1000, UTC)
    day, millisecond = began.date(), timedelta(milliseconds=1)
    for begins, ends, sessions in (
        (day.isoformat(), day.isoformat(), 1),
        ((day - timedelta(days=9)).isoformat(), (day - timedelta(days=1)).isoformat(), 0),
        ((day + timedelta(days=1)).isoformat(), (day + timedelta(days=2)).isoformat(), 0),
        (began.isoformat(), (began + millisecond).isoformat(), 1),
        ((began - timedelta(hours=1)).isoformat(), began.isoformat(), 0),
        ((began + millisecond).isoformat(), (began + timedelta(hours=1)).isoformat(), 0),
    ):
        shown = report(stack, fresh, **{"from": begins, "to": ends})
        assert shown["sessions"] == sessions, (begins, ends)


def test_a_report_without_sessions_has_no_medians(stack: Stack, fresh: str) -> None:
    stack.save(fresh, SURVEY)
    shown = report(stack, fresh)
    assert (shown["sessions"], shown["nodes"], shown["byDay"]) == (0, [], {})
    assert shown["turns"] == shown["durationSeconds"] == shown["turnMillis"] == {"median": None, "p95": None}
    days = datetime.fromisoformat(shown["to"]) - datetime.fromisoformat(shown["from"])
    assert days == timedelta(days=30)
    assert report(stack, fresh, version="latest")["sessions"] == 0


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from": "yesterday"}, "from"),
        ({"to": "2026-13-01"}, "to"),
        ({"to": "9999-12-31"}, "to"),
        ({"to": "0001-01-01"}, "to"),
        ({"from": "2026-11-30T12:00:00"}, "from"),
        ({"from": "2026-12-02", "to": "2026-12-01"}, "from"),
        ({"from": "2024-01-01", "to": "2026-01-01"}, "from"),
        ({"to": "1970-01-01T00:00:00Z"}, "from"),
        ({"version": "0"}, "version"),
        ({"version": "first"}, "version"),
        ({"channel": "fax"}, "channel"),
        ({"agentId": "no agent"}, "agentId"),
        ({"calledNumber": "reception"}, "calledNumber"),
        ({"format": "xlsx"}, "format"),
        ({"format": "csv", "rows": "turns"}, "rows"),
        ({"to": "9999-12-31T23:00:00Z"}, "to"),
        ({"from": "2" * 41}, "from"),
    ],
)
def test_a_wrong_parameter_is_named(stack: Stack, fresh: str, query: dict[str, str], field: str) -> None:
    stack.save(fresh, SURVEY)
    assert_problem(stack.client.get(f"/api/flows/{fresh}/report", params=query), 422, field)


def test_the_report_of_a_deleted_flow_stays(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, ASK)
    call(stack, fresh, "", "left")
    assert stack.client.delete(f"/api/flows/{fresh}").status_code == 204
    assert report(stack, fresh)["sessions"] == 1
    assert report(stack, fresh, version="latest")["sessions"] == 0


def test_another_organization_has_its_own_report_or_none(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, ASK)
    call(stack, fresh, "", "left")
    assert_problem(stack.client.get(f"/api/flows/{fresh}/report", headers=of("other")), 404)
    assert_problem(stack.client.get("/api/flows/no-such-flow/report"), 404)
    stack.publish(fresh, ASK, organization="other")
    assert report(stack, fresh, organization="other")["sessions"] == 0
    assert report(stack, fresh)["sessions"] == 1
