"""The messages for a model: limited for any length of call, alternating, and framed by the caller."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from flow_core.prompts import MAX_REMEMBERED_CHARACTERS, MAX_REMEMBERED_MESSAGES, conversation, joined, remember
from flow_core.state import Message
from tests.flow_core.conversations import assistant, user

_GO_ON = user("(The caller waits for you to go on.)")
_SILENCE = user("(The caller says nothing.)")
_MESSAGES = st.lists(
    st.builds(
        Message,
        role=st.sampled_from(["user", "assistant"]),
        content=st.text(max_size=400),
        turn_id=st.sampled_from(["t1", "t2"]),
    ),
    max_size=60,
)


def message(role: Literal["user", "assistant"], content: str, turn_id: str = "t1") -> Message:
    return Message(role, content, turn_id)


def test_the_words_of_the_flow_in_one_turn_are_one_message() -> None:
    said = [message("assistant", "a"), message("assistant", "b"), message("user", "c"), message("assistant", "d")]
    assert joined(said) == (message("assistant", "a b"), message("user", "c"), message("assistant", "d"))


def test_the_words_of_the_flow_in_two_turns_are_two_messages() -> None:
    said = (message("assistant", "a"), message("assistant", "b", "t2"))
    assert joined(said) == said


def test_two_utterances_of_the_caller_are_two_messages() -> None:
    said = (message("user", "a"), message("user", "b"))
    assert joined(said) == said


def test_the_oldest_messages_are_dropped_whole() -> None:
    said = [message("user", str(number)) for number in range(100)]
    assert remember(said) == tuple(said[-MAX_REMEMBERED_MESSAGES:])


def test_long_messages_are_dropped_earlier() -> None:
    said = [message("user", str(number) * (MAX_REMEMBERED_CHARACTERS // 2)) for number in range(5)]
    assert remember(said) == tuple(said[-2:])


def test_the_last_message_is_remembered_at_any_length() -> None:
    said = [message("user", "short"), message("user", "x" * (MAX_REMEMBERED_CHARACTERS + 1))]
    assert remember(said) == tuple(said[-1:])


def test_an_empty_conversation_stays_empty() -> None:
    assert remember(()) == ()


def test_a_model_that_speaks_first_reads_a_message_of_the_caller() -> None:
    assert conversation((), silent=False) == (_GO_ON,)
    assert conversation((), silent=True) == (_SILENCE,)


def test_consecutive_messages_of_one_role_are_joined() -> None:
    said = [message("user", "a"), message("user", "b"), message("assistant", "c"), message("user", "d")]
    assert conversation(said, silent=False) == (user("a\nb"), assistant("c"), user("d"))


def test_a_silent_caller_is_a_message_for_the_model() -> None:
    said = [message("user", "a"), message("assistant", "b")]
    assert conversation(said, silent=True)[-1] == _SILENCE
    assert conversation(said, silent=False)[-1] == _GO_ON


def test_an_empty_reply_is_not_a_message_for_the_model() -> None:
    said = [message("user", "a"), message("assistant", ""), message("user", "b"), message("assistant", " \n")]
    assert conversation(said, silent=False) == (user("a\nb"),)


@given(_MESSAGES)
def test_the_end_of_the_conversation_is_remembered_up_to_a_limit(said: list[Message]) -> None:
    kept = remember(said)
    assert len(kept) <= MAX_REMEMBERED_MESSAGES
    assert kept == tuple(said[len(said) - len(kept) :])
    assert bool(kept) == bool(said)
    assert len(kept) <= 1 or sum(len(one.content) for one in kept) <= MAX_REMEMBERED_CHARACTERS


@given(_MESSAGES)
def test_joining_is_idempotent(said: list[Message]) -> None:
    assert joined(joined(said)) == joined(said)


@given(_MESSAGES, st.booleans())
def test_the_messages_for_a_model_alternate_and_begin_and_end_with_the_caller(
    said: list[Message], silent: bool
) -> None:
    read = conversation(said, silent=silent)
    assert (read[0].role, read[-1].role) == ("user", "user")
    assert all(one.role != other.role for one, other in pairwise(read))
    assert all(one.content.strip() for one in read)
