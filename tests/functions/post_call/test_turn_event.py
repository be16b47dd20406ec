"""The event of a turn: what it says, its id, and its size."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from flow_core.state import Message, Status
from functions.post_call.deliver import read_message
from functions.post_call.summary import LARGEST, events_of
from functions.post_call.turn_event import turn_event_id, turn_event_json
from functions.records import Head, Interruption, ToolLease, TurnCall
from testing.post_call.ended import ended
from tests.functions.adapters.dynamodb.test_sessions_contract import record_of

URL = "https://api.example/prod"


def told(status: Status = Status.WAITING, **others: Any) -> Head:
    return replace(ended(status=status), tells_turns=True, recent=("t1", "t2", "t3"), **others)


def turn_record(**others: Any) -> Any:
    messages = (Message("user", "Rome", "t3"), Message("assistant", "When?", "t3"))
    reply = json.dumps({"status": "waiting", "currentNodeId": "when", "response": "When?"})
    record = replace(record_of("t3", 3), messages=messages, reply=reply, action={"type": "listen"})
    return replace(record, changed={"city": "Rome"}, at=1_780_315_210_000, **others)


def test_it_has_the_words_the_node_and_the_changed_variables_of_the_turn() -> None:
    assert json.loads(turn_event_json(told(), turn_record(), URL)) == {
        "eventId": turn_event_id("session_1", 3),
        "type": "session.turn",
        "organizationId": "acme",
        "sessionId": "session_1",
        "flowId": "support",
        "flowVersion": 4,
        "agentId": "agent-1",
        "channel": "phone",
        "turn": 3,
        "turnId": "t3",
        "at": "2026-06-01T12:00:10.000Z",
        "status": "waiting",
        "nodeId": "when",
        "messages": [{"role": "user", "content": "Rome"}, {"role": "assistant", "content": "When?"}],
        "changedVariables": {"city": "Rome"},
        "action": "listen",
        "transcriptUrl": "https://api.example/prod/api/flows/sessions/session_1",
    }


def test_it_says_how_much_of_an_earlier_reply_the_caller_heard() -> None:
    record = turn_record(interrupted=Interruption("t2", "Which ci"))
    assert json.loads(turn_event_json(told(), record, URL))["interrupted"] == {"turnId": "t2", "heard": "Which ci"}


@given(st.text(max_size=8), st.integers(1, 400), st.text(max_size=8), st.integers(1, 400))
def test_each_turn_of_each_session_has_its_own_id(session: str, number: int, other: str, another: int) -> None:
    assert (turn_event_id(session, number) == turn_event_id(other, another)) == ((session, number) == (other, another))


def test_the_event_is_that_of_the_turn_also_after_the_session_went_on() -> None:
    later = replace(told(Status.COMPLETED), turns=9, version=12, recent=("t9",))
    assert turn_event_json(later, turn_record(), URL) == turn_event_json(told(), turn_record(), URL)


def test_what_does_not_fit_is_left_out_variables_first() -> None:
    long = "ü" * 30_000  # six bytes each in ASCII
    one = turn_record(messages=(Message("user", long, "t3"),))
    text = turn_event_json(told(), replace(one, changed={"long": long}), URL)
    body = json.loads(text)
    assert len(text) <= LARGEST
    assert (body["changedVariables"], body["changedVariablesOmitted"]) == ({}, True)
    assert body["messages"] == [{"role": "user", "content": long}]
    two = replace(one, messages=(*one.messages, *one.messages), changed={"short": 1})
    text = turn_event_json(told(), two, URL)
    body = json.loads(text)
    assert len(text) <= LARGEST
    assert (body["messages"], body["messagesOmitted"], body["changedVariables"]) == ([], True, {})


def test_the_queue_reads_it_as_an_event_of_its_time() -> None:
    message = read_message(turn_event_json(told(), turn_record(), URL))
    assert (message.event, message.at, message.session_id) == ("session.turn", "2026-06-01T12:00:10.000Z", "session_1")


def test_only_a_head_that_commits_a_turn_brings_the_event() -> None:
    assert events_of(told(), is_first=False) == ("session.turn",)
    assert events_of(told(Status.COMPLETED), is_first=True) == ("session.started", "session.turn", "session.ended")
    assert events_of(told(lease=ToolLease(TurnCall("t"), "e", 1, (), "r")), is_first=False) == ()
    assert events_of(replace(told(), turns=0), is_first=True) == ("session.started",)
    assert events_of(told(Status.ABANDONED), is_first=False) == ("session.ended",)
    assert events_of(replace(told(), tells_turns=False), is_first=False) == ()
