"""The flow knows its sensitive variables and nodes, and the conversation marks what a caller says there."""

from __future__ import annotations

from flow_core.events import ExchangeMissed
from flow_core.flow import Flow
from flow_core.json import Json
from flow_core.state import Message
from testing.flows import Document, line, node
from tests.flow_core.conversations import Conversation


def flow(*nodes: Document, **more: Json) -> Flow:
    return Flow.model_validate({**line(*nodes), **more})


CARD: dict[str, Json] = {"prompt": "Your card?", "variable": "card", "sensitive": True}


def test_a_question_makes_its_variable_and_its_node_sensitive() -> None:
    made = flow(node("elicitation", **CARD), node("message", message="Thanks."))
    assert made.sensitive_variables == {"card"}
    assert made.sensitive_nodes == {"elicitation"}


def test_a_slot_makes_the_whole_form_sensitive() -> None:
    made = flow(node("form", slots=[{"prompt": "Name?", "variable": "name"}, CARD]))
    assert made.sensitive_variables == {"card"}
    assert made.sensitive_nodes == {"form"}


def test_a_declared_variable_makes_the_nodes_sensitive_that_get_it_from_the_caller() -> None:
    extract: Json = {"card": {"type": "string"}}
    talk = node("llm", instructions="Talk.", extract=extract)
    made = flow(talk, node("elicitation", prompt="Name?", variable="name"), variables={"card": {"sensitive": True}})
    assert made.sensitive_variables == {"card"}
    assert made.sensitive_nodes == {"llm"}


def test_a_sensitive_conversation_with_a_model_makes_what_it_extracts_sensitive() -> None:
    made = flow(node("llm", instructions="Talk.", extract={"pin": {"type": "string"}}, sensitive=True))
    assert made.sensitive_variables == {"pin"}
    assert made.sensitive_nodes == {"llm"}


def test_a_flow_without_sensitive_parts_has_none() -> None:
    made = flow(node("elicitation"), node("llm", instructions="Talk."))
    assert (made.sensitive_variables, made.sensitive_nodes) == (frozenset(), frozenset())


def test_only_the_callers_words_at_a_sensitive_question_are_marked() -> None:
    talk = Conversation(
        line(node("elicitation", "first"), node("elicitation", "ask", **CARD), node("elicitation", "last"))
    )
    talk.begin()
    marked = [
        (message.content, message.sensitive)
        for said in ("Anna", "four one", "no")
        for message in talk.says(said).messages
        if message.role == "user"
    ]
    assert marked == [("Anna", False), ("four one", True), ("no", False)]
    assert not any(message.sensitive for message in talk.state.messages if message.role == "assistant")


def test_the_keys_of_a_sensitive_question_are_marked() -> None:
    talk = Conversation(line(node("elicitation", **CARD)))
    talk.begin()
    assert [message.sensitive for message in talk.keys("41").messages if message.role == "user"] == [True]


def test_what_a_caller_said_there_while_the_api_was_away_is_marked() -> None:
    talk = Conversation(line(node("elicitation", **CARD)))
    talk.begin()
    missed = (Message("user", "four one", "t2", missed=True), Message("assistant", "Go on.", "t2", missed=True))
    result = talk.fold(ExchangeMissed(messages=missed, turn_id="t2", at=0, seed=0))
    assert [(message.role, message.sensitive) for message in result.messages] == [("user", True), ("assistant", False)]
