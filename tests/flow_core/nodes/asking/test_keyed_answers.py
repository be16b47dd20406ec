"""Keys of one answer that arrive in pieces are one answer, and how to listen stands in the action."""

from __future__ import annotations

import pytest

from flow_core.json import Json
from flow_core.state import Listen, ListenKeys
from testing.flows import edge, flow, node
from tests.flow_core.conversations import Conversation
from tests.flow_core.nodes.asking.questions import QUESTION, asks


@pytest.mark.parametrize(
    ("keys", "pieces"),
    [
        ({"length": 8}, ["0012", "3456"]),
        ({"length": 8}, ["0012", "3456#"]),
        ({"end": "#"}, ["0012", "3456#"]),
        ({"end": "*"}, ["00", "12", "3456*"]),
        ({"length": 8, "end": "#"}, ["0012", "34", "56"]),
    ],
)
def test_keys_that_arrive_in_pieces_are_joined_at_no_cost(keys: Json, pieces: list[str]) -> None:
    talk = asks(keys=keys)
    for piece in pieces[:-1]:
        assert isinstance(talk.keys(piece).then, Listen)
        assert (talk.spoken, talk.state.visit.misses) == ([], 0)
    talk.keys(pieces[-1])
    assert talk.value("count") == "00123456"


def test_without_keys_each_input_is_one_answer() -> None:
    talk = asks()
    talk.keys("0012")
    assert talk.value("count") == "0012"


def test_a_pause_of_the_authors_own_length_ends_an_answer() -> None:
    talk = asks(keys={"seconds": 3})
    assert talk.steps[0].then == Listen(8, keys=ListenKeys(seconds=3))
    talk.keys("0012")
    assert talk.value("count") == "0012"


def test_the_action_says_how_many_keys_are_left() -> None:
    talk = asks(keys={"length": 8, "end": "#", "seconds": 5})
    assert talk.last.then == Listen(8, keys=ListenKeys(8, "#", 5))
    assert talk.keys("0012").then == Listen(8, keys=ListenKeys(4, "#", 5))


def test_keys_of_known_length_that_stop_early_are_a_no_match() -> None:
    talk = asks(keys={"length": 8})
    talk.keys("0012")
    talk.silent()
    assert (talk.spoken, talk.state.visit.misses, talk.state.visit.silences) == (["Once more?"], 1, 0)
    assert talk.state.visit.keyed == ""


def test_keys_without_a_known_length_are_whole_when_the_caller_stops() -> None:
    talk = asks(keys={"end": "#"})
    talk.keys("0012")
    talk.silent()
    assert talk.value("count") == "0012"


def test_a_caller_who_needs_time_between_two_keys_keeps_what_was_keyed() -> None:
    talk = asks(keys={"length": 4})
    talk.keys("00")
    assert talk.says("one moment").then == Listen(60, keys=ListenKeys(2))
    talk.keys("12")
    assert talk.value("count") == "0012"


def test_a_caller_who_asks_between_two_keys_hears_the_question() -> None:
    talk = asks(keys={"length": 4})
    talk.keys("00")
    talk.says("pardon?")
    assert talk.spoken == [QUESTION]


def test_words_are_an_answer_of_their_own() -> None:
    talk = asks(valueType="integer", keys={"length": 4})
    talk.keys("00")
    talk.says("seven")
    assert talk.value("count") == 7


def test_keys_without_an_end_are_read_at_last() -> None:
    talk = asks(valueType="integer", keys={"end": "*"})
    talk.keys("1" * 101)
    assert talk.state.visit.misses == 1


def test_the_action_has_what_the_author_says_about_listening() -> None:
    talk = asks(interruptible=False, hints=["Harbour", "terrace"])
    assert talk.last.then == Listen(8, interruptible=False, hints=("Harbour", "terrace"))


def test_the_action_names_a_language_other_than_the_default() -> None:
    nodes = [node("start"), node("elicitation"), node("end")]
    document = flow(nodes, [edge("start", "elicitation"), edge("elicitation", "end")])
    talk = Conversation({**document, "language": "en-GB"})
    assert talk.begin().then == Listen(8, language="en-GB")


def test_a_keyed_value_is_a_list_where_many_are_asked() -> None:
    talk = asks(valueType="integer", many=True)
    talk.keys("12#")
    assert talk.value("count") == [12]


def test_many_texts_are_one_text() -> None:
    talk = asks(many=True)
    talk.keys("12#")
    assert talk.value("count") == "12"
