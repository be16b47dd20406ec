"""message: say something and go on."""

from __future__ import annotations

from flow_core.state import Listen
from testing.flows import Document, line, node
from tests.flow_core.conversations import Conversation


def says(**data: Document | str | bool) -> Conversation:
    talk = Conversation(
        line(
            node("elicitation", "people", variable="people", valueType="integer", prompt="How many?"),
            node("message", message="Good, {{ people }}.", **data),
            node("elicitation", "day", variable="day", valueType="date", prompt="Which day?"),
        )
    )
    talk.begin()
    return talk


def test_the_message_is_said_before_the_next_question() -> None:
    talk = says()
    assert talk.says("four").then == Listen(8)
    assert talk.spoken == ["Good, 4.", "Which day?"]
    assert talk.path == [("people", "default"), ("message", "default"), ("day", "listen")]


def test_a_reply_with_a_message_that_must_be_heard_cannot_be_interrupted() -> None:
    talk = says(interruptible=False)
    assert talk.says("four").then == Listen(8, interruptible=False)
    assert talk.says("some day").then == Listen(8)


def test_the_message_must_be_heard_also_if_a_model_speaks_after_it() -> None:
    talk = Conversation(line(node("message", message="Recorded.", interruptible=False), node("llm", until="done")))
    talk.begin(done=False)
    assert talk.last.then == Listen(8, interruptible=False)
    talk.says("hello")
    assert talk.replies("Good day.").then == Listen(8)
