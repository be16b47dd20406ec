"""What a caller says at any time leads to the target of a handler, before the node that listens reads it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flow_core.check import read_flow
from flow_core.json import Json
from flow_core.state import Hangup, Listen, Status, Transfer
from testing.flows import Document, node
from tests.flow_core.conversations import Conversation
from tests.flow_core.handlers.flows import HOURS, PERSON, asks, with_handlers

FORM: Document = node(
    "form",
    "ask",
    slots=[
        {"prompt": "How many?", "variable": "count", "valueType": "integer"},
        {"prompt": "Which day?", "variable": "day", "valueType": "date"},
    ],
)
LLM: Document = node("llm", "ask", until="false")


def begun(talk: Conversation, *, has_model: bool = False) -> Conversation:
    talk.begin(has_model=has_model)
    if talk.state.awaiting is not None:
        talk.replies("How can I help?")
    return talk


@pytest.mark.parametrize("asked", [asks(), asks(valueType="string"), FORM, LLM], ids=["number", "open", "form", "llm"])
def test_a_phrase_leads_to_the_target_from_every_node_that_listens(asked: Document) -> None:
    talk = begun(with_handlers(asked))
    talk.says("can I speak to a person please")
    assert isinstance(talk.last.then, Transfer)
    assert talk.path == [("ask", "handlers.person"), ("desk", "transfer")]
    assert [(each.node_id, each.condition_id, each.value) for each in talk.last.decisions] == [
        ("ask", "handlers.person", True)
    ]
    assert talk.value("count") is None


def test_the_answer_of_an_interrupted_question_sets_nothing_and_its_assign_does_not_run() -> None:
    talk = begun(with_handlers(asks(assign={"seen": "1"})))
    talk.says("an operator")
    assert talk.state.variables == {}


def test_an_answer_that_reaches_no_handler_is_read_by_the_node() -> None:
    talk = begun(with_handlers(asks()))
    talk.says("four please")
    assert talk.value("count") == 4
    # The expression of a handler was false.
    assert [(each.condition_id, each.value) for each in talk.steps[-1].decisions if each.value is False] == [
        ("handlers.late", False)
    ]


def test_a_phrase_that_is_a_choice_leads_to_the_handler() -> None:
    talk = begun(with_handlers(asks(valueType="choice", choices=["operator", "hours"])))
    talk.says("operator")
    assert talk.state.node_id == "desk"


def test_an_expression_reads_the_words_as_value_and_the_variables() -> None:
    talk = with_handlers(
        asks(),
        handlers=[{"id": "late", "expression": "calls", "target": "desk"}],
        answers={"calls": lambda names, at, seed: names["value"] == f"help {names['topic']}"},
    )
    talk.begin(topic="me")
    talk.says("help you")
    assert talk.state.node_id == "ask"
    talk.says("help me")
    assert talk.state.node_id == "desk"


def test_expressions_are_tried_in_order_after_the_phrases() -> None:
    first: Document = {"id": "first", "expression": "value === 'operator'", "target": "hours"}
    second: Document = {"id": "second", "expression": "true", "target": "refund"}
    talk = begun(with_handlers(asks(), handlers=[first, second, PERSON]))
    talk.says("operator")
    assert talk.state.node_id == "desk"
    talk = begun(with_handlers(asks(), handlers=[first, second]))
    talk.says("operator")
    assert talk.state.node_id == "hours"
    talk = begun(with_handlers(asks(), handlers=[first, second]))
    talk.says("anything")
    assert talk.state.node_id == "refund"


@pytest.mark.parametrize("expression", ["throw", "overrun", "value = 'x'"])
def test_an_expression_that_fails_reaches_nothing_and_stands_in_the_trace(expression: str) -> None:
    talk = begun(with_handlers(asks(), handlers=[{"id": "broken", "expression": expression, "target": "desk"}]))
    talk.says("four")
    assert talk.value("count") == 4
    assert [field for field, _ in talk.errors] == ["handlers.broken"]


def test_keys_and_silence_reach_no_handler() -> None:
    talk = begun(with_handlers(asks(), handlers=[{"id": "all", "expression": "true", "target": "desk"}]))
    talk.silent()
    assert talk.state.node_id == "ask"
    talk.keys("4")
    assert talk.value("count") == 4


def test_a_caller_who_speaks_first_can_reach_a_handler() -> None:
    talk = with_handlers(asks())
    talk.begin(caller_spoke=True)
    assert isinstance(talk.says("an operator", same_turn=True).then, Transfer)


def test_words_during_a_tool_reach_no_handler() -> None:
    talk = with_handlers(node("tool", "look", message="One moment."), asks())
    talk.begin()
    talk.says("an operator")
    assert talk.tool_call().node_id == "look"


def test_the_nodes_behind_a_handler_are_limited_like_all_others() -> None:
    ring = [node("message", "round", message="Again.")]
    talk = with_handlers(asks(), *ring, handlers=[{"id": "round", "phrases": ["round"], "target": "round"}])
    document = talk.flow.model_dump(mode="json", by_alias=True)
    document["edges"] = [each for each in document["edges"] if each["source"] != "round"]
    document["edges"].append({"id": "ring", "source": "round", "target": "round"})
    talk = begun(Conversation(document))
    assert talk.says("round").then == Hangup()
    assert talk.state.outcome == "more than 50 nodes ran without the caller"


@pytest.mark.parametrize("said", ["say that again", "hold on a second", "hello?"])
def test_a_move_that_is_no_handler_stays_a_move(said: str) -> None:
    talk = begun(with_handlers(asks()))
    assert isinstance(talk.says(said).then, Listen)
    assert talk.state.visit.misses == 0


def test_a_phrase_may_be_a_move() -> None:
    again: Document = {"id": "again", "phrases": ["say that again"], "target": "desk"}
    talk = begun(with_handlers(asks(), handlers=[again]))
    talk.says("sorry, say that again please")
    assert talk.state.node_id == "desk"


def test_a_handler_is_heard_where_a_value_was_read_back() -> None:
    talk = begun(with_handlers(asks(confirm="{{ value }}?")))
    talk.says("four")
    talk.says("what time do you close")
    assert talk.spoken == ["We close at six.", "4?"]
    talk.says("yes")
    assert talk.value("count") == 4


def test_a_session_of_earlier_rules_has_no_handlers() -> None:
    document: Json = with_handlers(asks(), handlers=[HOURS]).flow.model_dump(mode="json", by_alias=True)
    read, _ = read_flow(document, 1)
    assert read is not None
    assert read.handlers == []


def test_words_at_a_node_that_does_not_listen_reach_no_handler() -> None:
    talk = begun(with_handlers(asks()))
    talk.state = replace(talk.state, node_id="start", status=Status.ACTIVE, awaiting="x")
    assert talk.says("an operator").then == Hangup()
    assert talk.state.status is Status.FAILED
