"""start and end: the greeting, the first variables of a session, and the goodbye."""

from __future__ import annotations

from dataclasses import replace

from flow_core.json import Json
from flow_core.state import Hangup, Listen, Status
from flow_core.trace import Decision
from testing.flows import edge, flow, line, node
from tests.flow_core.conversations import Conversation

_ENDS = edge("start", "end")


def test_the_greeting_is_said_and_the_next_node_asks_in_the_same_turn() -> None:
    talk = Conversation(line(node("elicitation", "name", noInputSeconds=5)))
    assert talk.begin().then == Listen(5)
    assert talk.spoken == ["Hello.", "What is your name?"]
    assert talk.path == [("start", "default"), ("name", "listen")]
    assert talk.state.status is Status.WAITING
    assert talk.state.node_id == "name"


def test_a_start_without_a_message_says_nothing() -> None:
    talk = Conversation(line(node("start", "quiet", message="")))
    talk.begin()
    assert talk.spoken == ["Hello.", "Goodbye."]


def test_a_start_without_data_is_valid() -> None:
    document = flow([{"id": "start", "type": "start"}, {"id": "end", "type": "end"}], [edge("start", "end")])
    talk = Conversation(document)
    assert talk.begin().then == Hangup()
    assert talk.spoken == []


def test_the_greeting_is_remembered_as_one_message_of_its_turn() -> None:
    talk = Conversation(line(node("elicitation")))
    talk.begin()
    assert talk.said == [("assistant", "Hello. What is your name?")]
    assert talk.state.messages[0].turn_id == talk.turn_id
    assert talk.state.response == "Hello. What is your name?"


def test_a_session_begins_with_the_defaults_and_the_supplied_variables_replace_them() -> None:
    declared: Json = {
        "plan": {"type": "string", "default": "basic"},
        "city": {"default": "Ulm"},
        "unset": {"type": "any"},
    }
    talk = Conversation(line(node("elicitation"), variables=declared))
    talk.begin(plan="gold", orderNumber=2**53)
    assert talk.state.variables == {"plan": "gold", "city": "Ulm", "orderNumber": 2**53}


def test_a_variable_that_nothing_has_set_is_null_and_not_undefined() -> None:
    document = line(node("elicitation", "e", prompt="[{{ name }}] [{{ unset }}]"), variables={"unset": {}})
    talk = Conversation(document)
    talk.begin()
    assert talk.spoken == ["Hello.", "[] []"]
    assert talk.errors == []


def test_a_supplied_variable_that_is_too_large_is_left_out_with_an_error() -> None:
    deep: Json = []
    for _ in range(150):
        deep = [deep]
    talk = Conversation(line(node("elicitation")))
    talk.begin(deep=deep, large="x" * 40_000, plan="gold")
    assert talk.state.variables == {"plan": "gold"}
    assert [name for name, _ in talk.errors] == ["variables.deep", "variables.large"]
    assert {told.node_id for told in talk.last.decisions} == {"start"}


def test_a_failed_hole_in_a_text_is_recorded_as_empty() -> None:
    talk = Conversation(flow([node("start", message="Hi{{ throw }}."), node("end")], [_ENDS]))
    talk.begin()
    assert talk.spoken == ["Hi.", "Goodbye."]
    assert talk.last.decisions == (Decision("start", "message", "", "SyntaxError: throw"),)


def test_the_start_node_assigns_when_the_flow_leaves_it() -> None:
    start = node("start", assign={"a": "'Good day'", "greeting": "a + '!'"})
    talk = Conversation(flow([start, node("elicitation", prompt="{{ greeting }}")], [edge("start", "elicitation")]))
    talk.begin()
    assert talk.spoken == ["Hello.", "Good day!"]


def test_the_facts_of_the_session_can_be_read_everywhere() -> None:
    facts = "{{ session.id }} {{ session.channel }} {{ session.callerNumber }} {{ session.calledNumber }} "
    message = facts + "{{ session.turn }} {{ session.startedAt }}"
    talk = Conversation(line(node("elicitation"), node("start", "again", message=message)))
    talk.begin()
    talk.says("Ann")
    assert talk.spoken[0] == (
        "session-1 chat plus 1, 5 5 5, 0 1 0, 0 0 0 1 plus 1, 5 5 5, 0 1 0, 0 0 0 2 "
        "2 Tuesday, November 14, 2023 at 10:13 PM"
    )


def test_no_variable_replaces_session_in_expressions() -> None:
    talk = Conversation(line(node("elicitation", "e", prompt="{{ session.id }}")))
    talk.begin(session={"id": "mine"})
    assert talk.spoken == ["Hello.", "session-1"]


def test_the_end_says_goodbye_hangs_up_and_stores_its_outcome() -> None:
    talk = Conversation(flow([node("start"), node("end", message="Bye {{ 'now' }}.", outcome="solved")], [_ENDS]))
    assert talk.begin().then == Hangup()
    assert talk.spoken == ["Hello.", "Bye now."]
    assert (talk.state.status, talk.state.outcome) == (Status.COMPLETED, "solved")


def test_after_the_end_every_turn_hangs_up_and_changes_nothing() -> None:
    talk = Conversation(flow([node("start"), node("end")], [_ENDS]))
    ended = talk.begin().state
    for step in (talk.says("Wait!"), talk.keys("1"), talk.silent(), talk.goes_on(), talk.begin()):
        assert (step.then, step.messages, step.state) == (Hangup(), (), ended)


def test_a_session_that_was_abandoned_before_its_first_request_does_not_begin() -> None:
    talk = Conversation(line(node("elicitation")))
    abandoned = talk.state = replace(talk.state, status=Status.ABANDONED)
    assert talk.begin().then == Hangup()
    assert talk.says("Hello?").then == Hangup()
    assert talk.state == abandoned


def test_an_unclosed_hole_is_spoken_unchanged() -> None:
    talk = Conversation(line(node("elicitation", prompt="Say {{ this")))
    talk.begin()
    assert talk.spoken == ["Hello.", "Say {{ this"]
