"""The summary of an ended session, and its event id."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flow_core.state import Status
from functions.post_call.summary import LARGEST, event_id, events_of, has_ended, summary_json
from functions.records import ToolLease, TurnCall
from testing.post_call.ended import ended

URL = "https://api.example/prod"


def test_a_summary_describes_the_session() -> None:
    head = ended()
    assert json.loads(summary_json(head, URL)) == {
        "eventId": event_id(head),
        "type": "session.ended",
        "organizationId": "acme",
        "sessionId": "session_1",
        "flowId": "support",
        "flowVersion": 4,
        "agentId": "agent-1",
        "channel": "phone",
        "status": "completed",
        "outcome": "solved",
        "variables": {"city": "Rome"},
        "startedAt": "2026-06-01T12:00:00.000Z",
        "endedAt": "2026-06-01T12:01:01.500Z",
        "durationSeconds": 61.5,
        "turns": 3,
        "callerNumber": "+15550111",
        "calledNumber": "+15550100",
        "transcriptUrl": "https://api.example/prod/api/flows/sessions/session_1",
    }


def test_the_summary_of_a_session_that_never_began_has_its_initial_variables() -> None:
    head = ended(status=Status.ABANDONED, turns=0)
    head = replace(head, state=replace(head.state, node_id=None, variables={}), given_variables={"name": "Ann"})
    assert json.loads(summary_json(head, URL))["variables"] == {"name": "Ann"}


def test_a_browser_session_has_no_numbers_and_a_draft_is_named() -> None:
    head = ended()
    session = replace(head.state.session, channel="chat", caller_number=None, called_number=None)
    head = replace(head, state=replace(head.state, session=session), pin=replace(head.pin, version=None), agent_id=None)
    summary = json.loads(summary_json(head, URL + "/"))
    assert "callerNumber" not in summary
    assert "calledNumber" not in summary
    assert (summary["flowVersion"], summary["agentId"]) == ("draft", None)
    assert summary["transcriptUrl"] == "https://api.example/prod/api/flows/sessions/session_1"


def test_variables_that_are_too_long_for_a_queue_are_omitted_and_marked() -> None:
    summary = summary_json(ended(variables={"long": "ü" * LARGEST}), URL)
    assert len(summary.encode()) < LARGEST
    assert (json.loads(summary)["variables"], json.loads(summary)["variablesOmitted"]) == ({}, True)


def test_every_event_of_a_session_has_the_same_summary_and_its_own_id() -> None:
    head = ended(status=Status.FAILED)
    events = events_of(head, is_first=True)
    assert events == ("session.started", "session.ended", "session.failed")
    summaries = {event: json.loads(summary_json(head, URL, event)) for event in events}
    assert [summaries[event]["type"] for event in events] == list(events)
    assert len({summary["eventId"] for summary in summaries.values()}) == 3
    apart = {"eventId", "type"}
    whole = {name: value for name, value in summaries["session.ended"].items() if name not in apart}
    assert {name: value for name, value in summaries["session.failed"].items() if name not in apart} == whole
    started = {name: value for name, value in summaries["session.started"].items() if name not in apart}
    assert started == {name: value for name, value in whole.items() if name not in {"endedAt", "durationSeconds"}}


def test_a_session_starts_once_however_it_goes_on() -> None:
    first, later = ended(status=Status.WAITING, turns=0), ended(status=Status.FAILED, turns=9)
    assert event_id(first, "session.started") == event_id(later, "session.started")
    assert event_id(first, "session.started") != event_id(ended("session_2"), "session.started")


@pytest.mark.parametrize("status", list(Status))
def test_only_a_session_with_a_final_status_has_ended(status: Status) -> None:
    head = ended(status=status)
    assert has_ended(head) is status.ended
    assert not has_ended(replace(head, lease=ToolLease(TurnCall("t"), "e", 1, (), "r")))


def test_a_transferred_caller_who_came_back_ends_twice() -> None:
    transferred = ended(status=Status.TRANSFERRED, turns=3)
    assert event_id(transferred) == event_id(replace(transferred, version=9, updated_at=5))
    assert event_id(replace(transferred, turns=4)) != event_id(transferred)
    assert event_id(ended("session_2", status=Status.TRANSFERRED)) != event_id(transferred)


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3))


@given(st.dictionaries(st.text(), JSON, max_size=5))
def test_any_variables_arrive_whole_and_in_ascii(variables: dict[str, object]) -> None:
    summary = summary_json(ended(variables=variables), URL)  # type: ignore[arg-type]  # JSON of that shape
    assert summary.isascii()
    assert json.loads(summary)["variables"] == (variables or {"city": "Rome"})
