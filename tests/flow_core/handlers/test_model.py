"""Handlers in words are put to the model in the question that the node asks anyway. Rules decide before a model."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flow_core.effects import Choice
from flow_core.handlers.resuming import MAX_MOVES
from flow_core.json import Json
from flow_core.state import Listen, State, Status, ToolCall
from flow_core.step import fold
from testing.flows import Document, node
from tests.flow_core.conversations import Conversation, session
from tests.flow_core.fake_evaluate import FakeEvaluate
from tests.flow_core.handlers.flows import HOURS, PERSON, REFUND, asks, with_handlers

MONEY = "I want my money back"
OTHER: Document = {"id": "angry", "when": "the caller\nis upset", "target": "desk"}
CHOICE: Json = {"type": "string", "enum": ["refund", "angry", "none"]}


def begun(asked: Document, *, has_model: bool = True) -> Conversation:
    talk = with_handlers(asked, handlers=[PERSON, HOURS, REFUND, OTHER])
    talk.begin(has_model=has_model)
    return talk


def chooses(talk: Conversation, choice: Json, text: str = "", **extracted: Json) -> None:
    talk.replies(text, **{"chosen-id": choice}, **extracted)


# Elicitations


def test_one_question_holds_the_value_and_all_handlers_in_words() -> None:
    talk = begun(asks())
    talk.says(MONEY)
    question = talk.question()
    assert question.extract == {"chosen-id": CHOICE, "count": {"type": "integer"}}
    assert question.choice is None
    assert question.instructions.splitlines()[-2:] == [
        '- "refund": the caller wants the money back',
        '- "angry": the caller is upset',
    ]
    assert (question.temperature, question.speak, question.node_id) == (0.0, False, "ask")
    assert MONEY not in question.instructions
    assert question.messages[-1].content == MONEY


def test_the_choice_of_the_model_leads_to_the_handler_and_back() -> None:
    talk = begun(asks())
    talk.says("blue")
    talk.replies("")
    talk.says(MONEY)
    chooses(talk, "refund", count=4)
    assert talk.spoken == ["Refunds take a week.", "How many?"]
    assert (talk.value("count"), talk.state.visit.misses) == (None, 1)
    assert [(each.condition_id, each.value) for each in talk.last.decisions] == [("handlers.refund", True)]
    assert talk.path == [("ask", "handlers.refund"), ("refund", "resume"), ("ask", "listen")]


def test_an_answer_for_the_question_is_stored_if_no_handler_is_chosen() -> None:
    for choice in ("none", None):
        talk = begun(asks())
        talk.says("as many as last time")
        chooses(talk, choice, count=4)
        assert talk.value("count") == 4


def test_an_answer_that_the_rules_take_asks_no_model() -> None:
    talk = begun(asks())
    talk.says("four")
    assert talk.state.awaiting is None
    assert talk.value("count") == 4


@pytest.mark.parametrize("said", ["say that again", "what time do you close?"])
def test_a_move_and_a_phrase_ask_no_model(said: str) -> None:
    talk = begun(asks())
    assert isinstance(talk.says(said).then, Listen)


@pytest.mark.parametrize("choice", ["nonsense", "person", "default", 7, ["refund"]])
def test_a_choice_that_is_not_on_offer_is_none_with_an_error(choice: Json) -> None:
    talk = begun(asks())
    talk.says(MONEY)
    chooses(talk, choice)
    assert (talk.state.node_id, talk.state.visit.misses) == ("ask", 1)
    assert talk.errors == [("handlers", "the model chose something that is not on offer")]


def test_without_a_model_no_handler_in_words_is_reached() -> None:
    talk = begun(asks(), has_model=False)
    assert isinstance(talk.says(MONEY).then, Listen)
    assert talk.state.visit.misses == 1


@pytest.mark.parametrize("extraction", ["verbatim", "parse"])
def test_where_only_rules_read_the_value_the_model_is_asked_about_handlers_alone(extraction: str) -> None:
    talk = begun(asks(extraction=extraction))
    talk.says(MONEY)
    assert talk.question().extract == {"chosen-id": CHOICE}
    assert talk.question().instructions.splitlines()[0] == "The caller was asked: How many?"
    chooses(talk, "none", count=4)
    assert (talk.value("count"), talk.state.visit.misses) == (None, 1)
    talk.says(MONEY)
    talk.model_fails()
    assert talk.state.visit.misses == 2
    talk.says(MONEY)
    chooses(talk, "angry")
    assert talk.state.node_id == "desk"


@pytest.mark.parametrize("extraction", ["verbatim", "parse", "auto"])
def test_at_an_open_question_the_model_is_asked_because_any_words_are_an_answer(extraction: str) -> None:
    talk = begun(asks(valueType="string", extraction=extraction))
    talk.says(MONEY)
    assert talk.question().extract == {"chosen-id": CHOICE}
    chooses(talk, "refund")
    assert (talk.spoken[-1], talk.value("count")) == ("How many?", None)
    talk.says("My screen is black")
    chooses(talk, "none")
    assert talk.value("count") == "My screen is black"


def test_a_model_that_fails_at_an_open_question_leaves_the_words_as_the_answer() -> None:
    talk = begun(asks(valueType="string"))
    talk.says(MONEY)
    talk.model_fails()
    assert talk.value("count") == MONEY


@pytest.mark.parametrize("extraction", ["auto", "llm"])
def test_a_model_that_finds_a_text_is_asked_for_it_and_for_handlers(extraction: str) -> None:
    talk = begun(asks(valueType="string", extraction=extraction))
    talk.says("  " if extraction == "auto" else MONEY)
    assert set(talk.question().extract) == {"chosen-id", "count"}
    chooses(talk, "none", count="money")
    assert talk.value("count") == "money"


def test_at_a_confirmation_the_model_is_asked_about_handlers() -> None:
    talk = begun(asks(confirm="{{ value }}?"))
    talk.says("four")
    talk.says(MONEY)
    assert talk.question().extract == {"chosen-id": CHOICE}
    chooses(talk, "refund")
    assert talk.spoken == ["Refunds take a week.", "4?"]
    talk.says("the blue one")
    chooses(talk, "none")
    assert (talk.spoken, talk.state.visit.misses) == (["4?"], 1)
    talk.says("the blue one")
    talk.model_fails()
    assert talk.state.visit.misses == 2
    talk.says("yes")
    assert talk.value("count") == 4


# Forms

NUMBER: Json = {"prompt": "How many?", "variable": "count", "valueType": "integer"}
OPEN: Json = {"prompt": "What is it?", "variable": "text"}


def form(*slots: Json, **data: Json) -> Document:
    return node("form", "ask", slots=[*slots], **data)


def test_a_form_asks_one_question_for_its_slots_and_the_handlers() -> None:
    talk = begun(form(NUMBER, prompt="What do you need?"))
    talk.says(MONEY)
    assert set(talk.question().extract) == {"chosen-id", "count"}
    chooses(talk, "refund")
    assert talk.spoken == ["Refunds take a week.", "What do you need?"]
    talk.says("quite some")
    chooses(talk, "none", count=4)
    assert talk.value("count") == 4


@pytest.mark.parametrize("extraction", ["verbatim", "parse"])
def test_a_slot_that_only_rules_read_asks_about_handlers_alone(extraction: str) -> None:
    talk = begun(form({"prompt": "How many?", "variable": "count", "valueType": "integer", "extraction": extraction}))
    talk.says(MONEY)
    assert set(talk.question().extract) == {"chosen-id"}
    chooses(talk, "none")
    assert talk.state.visit.misses == 1
    talk.says(MONEY)
    talk.model_fails()
    assert talk.state.visit.misses == 2
    talk.says("four")
    assert talk.value("count") == 4


@pytest.mark.parametrize("extraction", ["verbatim", "parse", "auto"])
def test_at_an_open_slot_the_words_are_the_value_if_no_handler_is_chosen(extraction: str) -> None:
    talk = begun(form({"prompt": "What is it?", "variable": "text", "extraction": extraction}))
    talk.says(MONEY)
    assert set(talk.question().extract) == {"chosen-id"}
    chooses(talk, "refund")
    assert talk.spoken[-1] == "What is it?"
    talk.says("a bag")
    chooses(talk, "none")
    assert (talk.value("text"), talk.state.status) == ("a bag", Status.COMPLETED)


def test_blank_words_at_an_open_slot_are_no_answer() -> None:
    talk = begun(form(OPEN))
    talk.says("  ")
    chooses(talk, "none")
    assert (talk.state.node_id, talk.value("text")) == ("ask", None)


def test_a_slot_that_a_model_reads_stays_empty_if_the_model_finds_nothing() -> None:
    talk = begun(form({"prompt": "What is it?", "variable": "text", "extraction": "llm"}))
    talk.says("a bag")
    chooses(talk, "none")
    assert (talk.state.node_id, talk.value("text")) == ("ask", None)


@pytest.mark.parametrize("slot", [NUMBER, {"prompt": "?", "variable": "text", "extraction": "verbatim"}])
def test_at_the_confirmation_of_a_form_the_model_is_asked_about_handlers(slot: Json) -> None:
    talk = begun(form(slot, confirm="Is that right?"))
    talk.says("four")
    if talk.state.awaiting is not None:
        chooses(talk, "none")
    talk.says(MONEY)
    assert "chosen-id" in talk.question().extract
    chooses(talk, "refund")
    assert talk.spoken == ["Refunds take a week.", "Is that right?"]
    talk.says(MONEY)
    chooses(talk, "none")
    assert (talk.spoken, talk.state.visit.misses) == (["Is that right?"], 1)


# llm nodes


def llm(**data: Json) -> Document:
    return node("llm", "ask", until="topic !== null", extract={"topic": {"type": "string"}}, **data)


def test_an_llm_node_asks_one_question_for_its_reply_and_the_handlers() -> None:
    talk = begun(llm())
    talk.says(MONEY)
    assert set(talk.question().extract) == {"chosen-id", "topic"}
    assert talk.question().choice == Choice("chosen-id", "none")
    chooses(talk, "refund", "I cannot do that.", topic="money")
    assert talk.spoken[0] == "Refunds take a week."
    assert talk.value("topic") is None
    assert "I cannot do that." not in talk.spoken


def test_an_llm_node_says_the_words_again_to_which_the_caller_replied() -> None:
    talk = begun(llm())
    talk.says("Hi")
    talk.replies("How can I help?")
    for _ in range(2):
        talk.says(MONEY)
        chooses(talk, "refund")
        assert talk.spoken == ["Refunds take a week.", "How can I help?"]
    talk.says("a bag")
    chooses(talk, "none", "Which one?")
    assert talk.spoken == ["Which one?"]
    talk.says(MONEY)
    chooses(talk, "refund")
    assert talk.spoken == ["Refunds take a week.", "Which one?"]


def test_an_llm_node_with_a_model_of_its_own_asks_it_about_handlers_too() -> None:
    talk = begun(llm(model="openai/small"), has_model=False)
    talk.says(MONEY)
    assert (talk.question().model, "chosen-id" in talk.question().extract) == ("openai/small", True)


def test_a_model_that_speaks_unasked_hears_of_no_handlers() -> None:
    talk = begun(node("llm", "ask", until="false"))
    talk.silent()
    assert "chosen-id" not in talk.question().extract


# llm nodes with tools

TOOL: Document = {"name": "find", "description": "Finds an order.", "request": {"url": "https://shop.example"}}


def calls_and_chooses(talk: Conversation, choice: Json) -> None:
    talk.model_calls(ToolCall("find", {}), extracted={"chosen-id": choice})


def test_a_handler_comes_before_the_tools_that_a_model_calls_in_the_same_reply() -> None:
    talk = begun(llm(tools=[TOOL]))
    talk.says(MONEY)
    calls_and_chooses(talk, "refund")
    assert talk.spoken[0] == "Refunds take a week."
    assert talk.errors == [("tools.find", "nothing was called: the model chose a handler in the same reply")]
    assert (talk.state.node_id, talk.state.visit.calls) == ("ask", ())
    talk.says("a bag")
    assert talk.question().calls == ()


@pytest.mark.parametrize("choice", ["none", "person", None])
def test_a_model_that_chooses_no_handler_calls_its_tools(choice: Json) -> None:
    talk = begun(llm(tools=[TOOL]))
    talk.says(MONEY)
    calls_and_chooses(talk, choice)
    assert talk.tool_call().tool == "find"


def test_a_choice_counts_only_where_the_model_was_asked_for_it() -> None:
    talk = begun(llm(tools=[TOOL]))
    talk.says(MONEY)
    calls_and_chooses(talk, "none")
    talk.answers(200, "shipped")
    assert "chosen-id" not in talk.question().extract
    chooses(talk, "refund", "It is shipped.")
    assert (talk.spoken, talk.errors, talk.state.node_id) == (["It is shipped."], [], "ask")
    talk.silent()
    chooses(talk, "refund", "Are you there?")
    assert talk.spoken == ["Are you there?"]


def test_a_question_without_handlers_leaves_nothing_in_a_session_that_waits() -> None:
    talk = begun(llm(tools=[TOOL]))
    talk.says(MONEY)
    assert not talk.state.visit.unasked
    calls_and_chooses(talk, "none")
    talk.answers(200, "shipped")
    assert talk.state.visit.unasked
    talk.replies("It is shipped.")
    assert not talk.state.visit.unasked
    talk.silent()
    talk.model_fails()
    assert all(each.state.awaiting is not None or not each.state.visit.unasked for each in talk.steps)


def test_a_choice_of_a_condition_in_words_is_no_handler() -> None:
    talk = begun(node("decision", "sort", conditions=[{"id": "refund", "when": "the caller is upset"}]))
    chooses(talk, "refund")
    assert talk.path[0] == ("sort", "refund")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["says", "silent", "keys"]), st.booleans(), st.booleans()), max_size=20))
def test_a_model_leads_to_a_handler_exactly_where_it_was_asked_about_some(turns: list[tuple[str, bool, bool]]) -> None:
    talk = begun(llm(tools=[TOOL]))
    reached = 0
    for kind, calls_first, calls_beside in turns:
        if kind == "says":
            talk.says(MONEY)
        elif kind == "keys":
            talk.keys("1")
        else:
            talk.silent()
        if calls_first:
            calls_and_chooses(talk, "none")
            talk.answers(200, "shipped")
        asked = "chosen-id" in talk.question().extract
        assert asked == (kind == "says" and not calls_first)
        if calls_beside:
            calls_and_chooses(talk, "refund")
        else:
            chooses(talk, "refund", "It is shipped.")
        led = ("ask", "handlers.refund") in talk.path
        reached += led
        assert led == (asked and reached <= MAX_MOVES)
        if talk.state.awaiting is not None:
            talk.answers(200, "shipped")
            talk.replies("It is shipped.")


# All nodes


def test_a_handler_that_came_back_often_enough_is_not_offered() -> None:
    talk = begun(asks(maxAttempts=20))
    for _ in range(20):
        talk.says(MONEY)
        chooses(talk, "refund")
    talk.says(MONEY)
    assert talk.question().extract["chosen-id"] == {"type": "string", "enum": ["angry", "none"]}
    chooses(talk, "refund")
    assert talk.state.visit.misses == 1


def test_a_recorded_choice_leads_to_the_handler_again_without_a_model() -> None:
    talk = begun(asks())
    talk.says(MONEY)
    chooses(talk, "refund")
    talk.says(MONEY)
    chooses(talk, "angry")
    assert fold(talk.flow, State(session()), talk.events, FakeEvaluate()) == talk.steps
