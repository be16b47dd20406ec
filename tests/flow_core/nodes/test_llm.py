"""llm: a model speaks once or until a condition is true, and the caller always hears a reply."""

from __future__ import annotations

import pytest

from flow_core.json import Json
from flow_core.prompts import MAX_WHISPERS
from flow_core.state import Hangup, Listen, Status
from testing.flows import edge, flow, line, node
from tests.flow_core.conversations import Conversation, assistant, user

_GO_ON = user("(The caller waits for you to go on.)")
_SILENCE = user("(The caller says nothing.)")


def chats(*, greeting: str = "Hello.", **data: Json) -> Conversation:
    """Build a conversation at an llm node, not begun. Each exit of the node has an edge."""
    fields: dict[str, Json] = {"until": "topic !== null", "extract": {"topic": {"type": "string"}}, **data}
    nodes = [
        node("start", message=greeting),
        node("llm", "chat", **fields),
        node("end"),
        node("end", "broken", message="Broken."),
        node("end", "long", message="Too long."),
    ]
    edges = [
        edge("start", "chat"),
        edge("chat", "end"),
        edge("chat", "broken", "error"),
        edge("chat", "long", "maxTurns"),
    ]
    return Conversation(flow(nodes, edges))


# A single reply


def test_an_llm_without_until_speaks_once() -> None:
    talk = Conversation(line(node("llm", "sum", instructions="Sum up for {{ session.channel }}.")))
    talk.begin()
    question = talk.question()
    assert question.instructions == "Sum up for chat."
    assert question.messages == (_GO_ON, assistant("Hello."), _GO_ON)
    assert (question.id, question.node_id, question.speak) == ("session-1:1", "sum", True)
    assert talk.replies(" All is well. ").then == Hangup()
    assert talk.spoken == ["All is well.", "Goodbye."]
    assert talk.path == [("sum", "default"), ("end", "hangup")]
    assert talk.said == [("assistant", "Hello. All is well. Goodbye.")]


def test_the_authors_settings_are_in_the_effect() -> None:
    settings: dict[str, Json] = {"model": "aws/nova", "temperature": 1, "maxTokens": 50, "timeoutSeconds": 3}
    talk = Conversation(line(node("llm", **settings)))
    talk.begin()
    question = talk.question()
    assert (question.model, question.temperature, question.max_tokens) == ("aws/nova", 1, 50)
    assert question.timeout_seconds == 3
    assert question.extract == {}


def test_an_llm_with_speak_false_extracts_and_says_nothing() -> None:
    schema: Json = {"mood": {"type": "string"}}
    talk = Conversation(line(node("llm", speak=False, extract=schema, assign={"upset": "mood === 'angry'"})))
    talk.begin()
    assert talk.question().speak is False
    talk.replies("I should not be heard.", mood="angry")
    assert talk.spoken == ["Goodbye."]
    assert talk.state.variables == {"mood": "angry", "upset": True}


def test_a_model_sets_only_the_variables_of_extract() -> None:
    talk = Conversation(
        line(node("llm", extract={"mood": {"type": "string"}}), variables={"admin": {"default": False}})
    )
    talk.begin()
    talk.replies("Fine.", mood="calm", admin=True, session="x")
    assert talk.state.variables == {"admin": False, "mood": "calm"}


def test_an_extracted_value_that_is_too_large_is_not_stored_and_has_an_error() -> None:
    talk = Conversation(line(node("llm", extract={"mood": {"type": "string"}})))
    talk.begin()
    talk.replies("Fine.", mood="x" * 40_000)
    assert talk.state.variables == {}
    assert talk.errors[0][0] == "extract.mood"


def test_words_that_were_let_out_before_a_failure_come_before_the_fallback() -> None:
    talk = chats(until=None, fallback="Sorry.", greeting="")
    talk.begin()
    talk.model_fails(said="I was about to")
    assert talk.spoken[:2] == ["I was about to", "Sorry."]


def test_a_model_failure_says_the_fallback_and_leaves_by_error() -> None:
    talk = chats(until=None, fallback="One moment, {{ session.channel }}.", greeting="")
    talk.begin()
    assert talk.model_fails().then == Hangup()
    assert talk.spoken == ["One moment, chat.", "Broken."]
    assert talk.path == [("chat", "error"), ("broken", "hangup")]


def test_a_failed_hole_in_a_text_is_recorded_with_its_field() -> None:
    talk = chats(until=None, instructions="{{ throw }}", fallback="{{ throw }}")
    talk.begin()
    assert [field for field, _ in talk.errors] == ["instructions"]
    talk.model_fails()
    assert [field for field, _ in talk.errors] == ["fallback"]


def test_a_reply_without_words_is_a_failure_but_its_values_are_stored() -> None:
    talk = chats(until=None)
    talk.begin()
    talk.replies("  ", topic="billing")
    assert talk.spoken == ["One moment.", "Broken."]
    assert talk.value("topic") == "billing"


# A conversation


def test_after_a_greeting_the_caller_speaks_first() -> None:
    talk = chats()
    assert talk.begin().then == Listen(8)
    assert talk.spoken == ["Hello."]
    talk.says("My computer is broken.")
    assert talk.question().messages == (_GO_ON, assistant("Hello."), user("My computer is broken."))


def test_without_a_greeting_the_model_speaks_first() -> None:
    talk = chats(greeting="")
    talk.begin()
    assert talk.question().messages == (_GO_ON,)
    assert talk.replies("Hi, what is it about?").then == Listen(8)
    assert talk.spoken == ["Hi, what is it about?"]


def test_the_model_does_not_speak_first_if_the_caller_has_spoken() -> None:
    talk = chats(greeting="")
    assert talk.begin(caller_spoke=True).then == Listen(8)
    talk.says("My computer is broken.", same_turn=True)
    assert talk.question().messages == (user("My computer is broken."),)
    assert talk.state.turn == 1


def test_after_an_answer_to_another_node_the_model_speaks_at_once() -> None:
    document = line(node("elicitation"), node("llm", until="done"))
    talk = Conversation(document)
    talk.begin()
    talk.says("Ann")
    assert talk.question().messages[-1] == user("Ann")


def test_a_conversation_goes_on_until_its_condition_is_true() -> None:
    talk = chats()
    talk.begin()
    talk.says("Hi.")
    assert talk.replies("What is it about?").then == Listen(8)
    assert [(told.condition_id, told.value) for told in talk.last.decisions] == [("until", False)]
    talk.says("My bill.")
    assert talk.replies("I see.", topic="billing").then == Hangup()
    assert talk.spoken == ["I see.", "Goodbye."]


def test_a_reply_without_words_is_no_failure_once_the_condition_is_true() -> None:
    talk = chats()
    talk.begin()
    talk.says("My bill.")
    talk.replies("", topic="billing")
    assert talk.spoken == ["Goodbye."]
    assert talk.path[0] == ("chat", "default")


def test_in_a_conversation_a_reply_without_words_is_a_failure() -> None:
    talk = chats()
    talk.begin()
    talk.says("Hi.")
    talk.replies("")
    assert talk.spoken == ["One moment.", "Broken."]


def test_an_until_that_throws_is_false_with_an_error() -> None:
    talk = chats(until="throw")
    talk.begin()
    talk.says("Hi.")
    assert talk.replies("Yes?").then == Listen(8)
    assert talk.errors == [("until", "SyntaxError: throw")]


def test_a_conversation_ends_after_the_last_of_max_turns_replies() -> None:
    talk = chats(maxTurns=2)
    talk.begin()
    talk.says("Hi.")
    talk.replies("Yes?")
    talk.says("Well.")
    assert talk.replies("Well?").then == Hangup()
    assert talk.spoken == ["Well?", "Too long."]
    assert talk.path == [("chat", "maxTurns"), ("long", "hangup")]


def test_the_model_replies_to_no_input_up_to_max_turns() -> None:
    talk = chats(maxTurns=3)
    talk.begin()
    for _ in range(3):
        talk.silent()
        assert talk.question().messages[-1] == _SILENCE
        talk.replies("Are you there?")
    assert talk.state.status is Status.COMPLETED


def test_the_model_replies_to_keys() -> None:
    talk = chats()
    talk.begin()
    talk.keys("1")
    assert talk.question().messages[-1] == user("1")


def test_words_during_the_models_reply_ask_the_model_again() -> None:
    talk = chats()
    talk.begin()
    talk.says("My bill.")
    first = talk.awaited
    talk.says("And my line.")
    assert talk.replies("Your bill?", first).then is None
    assert talk.replies("Both, then.").then == Listen(8)


def test_on_a_second_visit_the_model_listens_first() -> None:
    nodes = [node("start"), node("llm", "one", until="true"), node("llm", "two", until="true")]
    talk = Conversation(flow(nodes, [edge("start", "one"), edge("one", "two"), edge("two", "one")]))
    talk.begin()
    talk.says("Hi.")
    talk.replies("I am one.")
    assert talk.question().node_id == "two"
    assert talk.replies("I am two.").then == Listen(8)
    assert talk.state.node_id == "one"


@pytest.mark.parametrize("until", ["true", None])
def test_a_failure_of_the_model_without_an_edge_leads_to_the_node_for_failures(until: str | None) -> None:
    talk = Conversation(line(node("llm", until=until), node("end", "sorry", message="Sorry."), onFailure="sorry"))
    talk.begin()
    if until:
        talk.says("Hi.")
    assert talk.model_fails().then == Hangup()
    assert talk.spoken == ["One moment.", "Sorry."]


def test_the_author_says_how_long_the_flow_listens_and_whether_the_model_may_be_interrupted() -> None:
    talk = Conversation(line(node("llm", until="done", noInputSeconds=20, interruptible=False)))
    talk.begin(done=False)
    assert talk.last.then == Listen(20, interruptible=False)


def test_the_action_names_the_language_of_the_call() -> None:
    talk = Conversation({**line(node("llm", until="done")), "language": "en-GB"})
    talk.begin(done=False)
    assert talk.last.then == Listen(8, language="en-GB")


# What a supervisor whispers


def test_a_whisper_is_an_instruction_of_the_models_from_then_on_and_no_message() -> None:
    talk = chats(instructions="Be kind.")
    talk.begin()
    talk.whispers("Offer the\nblue one.")
    talk.says("Which one?")
    instructions = talk.question().instructions
    assert instructions.startswith("Be kind.\n\nA supervisor of the company listens")
    assert instructions.endswith("\n- Offer the blue one.")
    assert user("Offer the\nblue one.") not in talk.question().messages
    talk.replies("The blue one.")
    talk.whispers("Say goodbye.", "Be quick.")
    talk.says("Why?")
    assert talk.question().instructions.endswith("\n- Offer the blue one.\n- Say goodbye.\n- Be quick.")


def test_the_last_whispers_are_remembered() -> None:
    talk = chats(instructions="Be kind.")
    talk.begin()
    for number in range(MAX_WHISPERS + 2):
        talk.whispers(f"hint {number}")
    talk.says("Which one?")
    lines = talk.question().instructions.splitlines()
    assert [each for each in lines if each.startswith("- ")] == [f"- hint {n}" for n in range(2, MAX_WHISPERS + 2)]


def test_a_question_for_a_value_hears_no_whisper() -> None:
    talk = Conversation(line(node("elicitation", valueType="string", extraction="llm", variable="name", prompt="Who?")))
    talk.begin()
    talk.whispers("Offer the blue one.")
    talk.says("Ann")
    assert "blue" not in talk.question().instructions
