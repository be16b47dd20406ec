"""transfer: allowed destinations, and the way after a failed transfer."""

from __future__ import annotations

import pytest

from flow_core.json import Json
from flow_core.nodes.transfer import destination
from flow_core.state import Hangup, Listen, Status, Transfer
from flow_core.step import APOLOGY, can_come_back
from testing.flows import edge, flow, node
from tests.flow_core.conversations import Conversation


def transfers(*, comes_back: bool = True, **data: Json) -> Conversation:
    nodes = [node("start"), node("transfer", "desk", **data), node("elicitation", "back", prompt="Still here?")]
    edges = [edge("start", "desk"), edge("back", "desk")]
    return Conversation(flow(nodes, [*edges, edge("desk", "back", "failed")] if comes_back else edges))


def test_a_transfer_says_its_message_and_ends_the_session() -> None:
    talk = transfers(message="I will put you through.")
    assert talk.begin().then == Transfer("+15550100000")
    assert talk.spoken == ["Hello.", "I will put you through."]
    assert talk.state.status is Status.TRANSFERRED
    assert talk.path[-1] == ("desk", "transfer")


def test_the_number_may_come_from_a_variable() -> None:
    talk = transfers(to="{{ number }}")
    assert talk.begin(number="tel:+1 (555) 010-0000").then == Transfer("+15550100000")


def test_a_number_that_cannot_be_dialed_is_a_failed_transfer() -> None:
    talk = transfers(to="{{ number }}", message="I will put you through.")
    assert talk.begin(number="nobody").then == Listen(8)
    assert talk.spoken == ["Hello.", "Still here?"]
    assert ("desk", "failed") in talk.path


def test_a_number_that_cannot_be_dialed_without_an_edge_for_failed_ends_the_session_with_the_apology() -> None:
    talk = transfers(comes_back=False, to="{{ number }}")
    assert talk.begin().then == Hangup()
    assert talk.spoken == ["Hello.", APOLOGY]
    assert talk.state.status is Status.FAILED
    assert talk.state.outcome == "node desk has no way on by failed"
    assert talk.path == [("start", "default"), ("desk", "failed")]


def test_a_failed_hole_in_a_text_is_recorded_with_its_field() -> None:
    talk = transfers(to="+15550100000{{ throw }}", message="{{ throw }}")
    assert talk.begin().then == Transfer("+15550100000")
    assert [field for field, _ in talk.errors] == ["to", "message"]


@pytest.mark.parametrize("how", ["goes_on", "silent", "says", "keys"])
def test_input_after_a_transfer_leaves_by_failed(how: str) -> None:
    talk = transfers(assign={"back": "true"})
    talk.begin()
    assert can_come_back(talk.flow, talk.state)
    step = {"goes_on": talk.goes_on, "silent": talk.silent}.get(how)
    result = step() if step else talk.says("Hello?") if how == "says" else talk.keys("1")
    assert result.then == Listen(8)
    assert talk.state.status is Status.WAITING
    assert talk.spoken == ["Still here?"]
    assert talk.state.response == "Still here?"
    assert talk.value("back") is True
    assert talk.path == [("desk", "failed"), ("back", "listen")]


def test_the_response_after_a_failed_transfer_begins_empty() -> None:
    nodes = [node("start"), node("transfer"), node("llm"), node("end")]
    edges = [edge("start", "transfer"), edge("transfer", "llm", "failed"), edge("llm", "end")]
    talk = Conversation(flow(nodes, edges))
    talk.begin()
    talk.goes_on()
    assert talk.question().node_id == "llm"
    assert talk.state.response == ""


def test_the_words_after_a_failed_transfer_join_the_conversation() -> None:
    talk = transfers()
    talk.begin()
    talk.says("Nobody answered.")
    assert ("user", "Nobody answered.") in talk.said


def test_a_caller_can_be_transferred_again() -> None:
    talk = transfers()
    talk.begin()
    talk.goes_on()
    assert talk.says("Ann").then == Transfer("+15550100000")


def test_a_transfer_without_an_edge_for_failed_ends_the_session() -> None:
    talk = transfers(comes_back=False)
    ended = talk.begin().state
    assert not can_come_back(talk.flow, ended)
    assert talk.says("Hello?").then == Hangup()
    assert talk.state == ended


def test_only_a_transferred_session_can_come_back() -> None:
    talk = transfers()
    assert not can_come_back(talk.flow, talk.state)
    talk.begin()
    talk.goes_on()
    assert not can_come_back(talk.flow, talk.state)


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        (" +15550100000 ", "+15550100000"),
        ("+49 (89) 123-456.7", "+49891234567"),
        ("tel:+15550100000", "+15550100000"),
        ("sip:desk@example.com", "sip:desk@example.com"),
        ("SIPS:desk@example.com;transport=tls", "SIPS:desk@example.com;transport=tls"),
        ("sip:example.com", "sip:example.com"),
        ("15550100000", None),
        ("+0555010000", None),
        ("+1234567", "+1234567"),
        ("+123456", None),
        ("+123456789012345", "+123456789012345"),
        ("+1234567890123456", None),
        ("+1\u0665\u0665\u0665\u0660\u0661\u0660\u0660", None),
        ("sip:a b@example.com", None),
        ("sip:a@b@c", None),
        ("sip:<a@example.com", None),
        ("sip:a>@example.com", None),
        ('sip:"a"@example.com', None),
        ("sip:a@b c", None),
        ("sip:a@<example.com", None),
        ("sip:a@example.com>", None),
        ('sip:a@"example.com"', None),
        ("https://example.com", None),
        ("", None),
    ],
)
def test_a_destination_is_a_number_with_its_country_code_or_a_sip_address(written: str, dialled: str | None) -> None:
    assert destination(written) == dialled
