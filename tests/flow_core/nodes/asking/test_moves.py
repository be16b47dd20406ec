"""What callers do who do not answer costs no attempt, and leaves the question open."""

from __future__ import annotations

import pytest

from flow_core.nodes.moves import MAX_MOVES
from flow_core.state import Hangup, Listen
from testing.flows import edge, flow, node
from tests.flow_core.conversations import Conversation
from tests.flow_core.nodes.asking.questions import QUESTION, asks


@pytest.mark.parametrize("value_type", ["integer", "string", "boolean", "date", "email", "phone"])
@pytest.mark.parametrize("said", ["could you say that again please", "sorry, what did you say?", "pardon?"])
def test_a_caller_who_asks_for_it_hears_the_last_words_again(said: str, value_type: str) -> None:
    talk = asks(valueType=value_type)
    assert talk.says(said).then == Listen(8)
    assert talk.spoken == [QUESTION]
    assert (talk.state.visit.misses, talk.value("count")) == (0, None)


def test_after_a_no_match_the_words_that_were_said_last_are_repeated() -> None:
    talk = asks(valueType="integer")
    talk.says("a few")
    talk.says("what?")
    assert talk.spoken == ["Once more?"]
    assert talk.state.visit.misses == 1


@pytest.mark.parametrize("value_type", ["integer", "string", "date"])
def test_a_caller_who_needs_time_gets_it_and_then_can_hear_the_question_again(value_type: str) -> None:
    talk = asks(valueType=value_type, noInputSeconds=5)
    assert talk.says("hold on a second").then == Listen(60)
    assert talk.spoken == ["Take your time."]
    assert talk.says("sorry, say that again").then == Listen(5)
    assert talk.spoken == [QUESTION]
    assert talk.state.visit.misses == 0


def test_a_node_that_waits_long_waits_no_shorter_for_a_caller_who_needs_time() -> None:
    assert asks(valueType="integer", noInputSeconds=90).says("one moment please").then == Listen(90)


def test_the_first_hello_is_answered_and_the_second_one_is_an_attempt() -> None:
    talk = asks(valueType="integer")
    talk.says("hello? are you there?")
    assert talk.spoken == ["Hello, I'm here. Once more?"]
    assert talk.state.visit.misses == 0
    talk.says("hello?")
    assert talk.spoken == ["Once more?"]
    assert talk.state.visit.misses == 1


def test_a_caller_who_says_hello_first_hears_the_greeting_and_the_question() -> None:
    nodes = [node("start"), node("elicitation", prompt="How many?", valueType="integer"), node("end")]
    talk = Conversation(flow(nodes, [edge("start", "elicitation"), edge("elicitation", "end")]))
    talk.begin(caller_spoke=True)
    talk.says("hello?", same_turn=True)
    assert talk.spoken == [QUESTION]
    talk.says("hello?")
    assert talk.spoken == ["Hello, I'm here. How many?"]


@pytest.mark.parametrize("said", ["mm", "okay", "I see"])
def test_the_flow_goes_on_listening_to_a_caller_who_only_shows_attention(said: str) -> None:
    talk = asks(valueType="integer")
    assert talk.says(said).then == Listen(8)
    assert (talk.spoken, talk.state.visit.misses) == ([], 0)
    talk.says("what?")
    assert talk.spoken == [QUESTION]


def test_in_a_chat_the_question_is_shown_again_because_an_empty_reply_looks_like_a_failure() -> None:
    talk = asks("chat", valueType="integer")
    talk.says("okay")
    assert talk.spoken == [QUESTION]


@pytest.mark.parametrize(("value_type", "value"), [("boolean", True), ("string", "okay")])
def test_an_okay_is_an_answer_where_a_yes_may_be_asked(value_type: str, value: object) -> None:
    talk = asks(valueType=value_type)
    assert talk.says("okay").then == Hangup()
    assert talk.value("count") == value


def test_a_choice_with_the_name_of_a_move_can_be_chosen() -> None:
    talk = asks(valueType="choice", choices=["repeat", "wait"])
    talk.says("repeat, please")
    assert talk.value("count") == "repeat"


def test_many_moves_in_a_row_become_attempts_so_that_two_machines_come_to_an_end() -> None:
    talk = asks(valueType="integer")
    for _ in range(MAX_MOVES):
        assert talk.says("pardon?").then == Listen(8)
    assert talk.state.visit.misses == 0
    talk.says("pardon?")
    talk.says("pardon?")
    assert talk.says("pardon?").then == Hangup()
    assert talk.spoken == ["No match."]


def test_a_model_is_not_asked_about_a_move() -> None:
    talk = asks(valueType="integer", extraction="llm")
    assert talk.says("say that again").then == Listen(8)


def test_a_caller_without_such_a_value_leaves_by_declined_with_the_variable_null() -> None:
    talk = asks(valueType="email", optional=True)
    talk.says("I don't have one")
    assert talk.spoken == ["Without."]
    assert "count" in talk.state.variables
    assert talk.value("count") is None


def test_who_declines_a_value_that_is_needed_is_asked_again() -> None:
    talk = asks(valueType="email")
    talk.says("I don't have one")
    assert talk.spoken == ["Once more?"]


def test_a_no_is_the_answer_to_an_optional_yes_or_no_question() -> None:
    talk = asks(valueType="boolean", optional=True)
    talk.says("no")
    assert (talk.value("count"), talk.spoken) == (False, ["Goodbye."])


def test_an_optional_text_can_be_declined() -> None:
    talk = asks(optional=True)
    talk.says("no, I don't have one")
    assert talk.spoken == ["Without."]


def test_a_long_answer_in_any_script_is_no_move() -> None:
    said = "é" * 1000
    talk = asks()
    talk.says(said)
    assert talk.value("count") == said
