"""A value with `confirm` is taken after the caller has said that it is right."""

from __future__ import annotations

import pytest

from flow_core.json import Json
from flow_core.state import Hangup, Listen
from tests.flow_core.conversations import Conversation
from tests.flow_core.nodes.asking.questions import asks


def confirms(**data: Json) -> Conversation:
    talk = asks("phone", has_model=False, **{"valueType": "integer", "confirm": "{{ value }}, is that right?", **data})
    talk.says("six")
    return talk


def test_a_value_is_read_back_before_it_is_stored() -> None:
    talk = confirms()
    assert talk.spoken == ["6, is that right?"]
    assert talk.value("count") is None
    talk.says("yes, that's right")
    assert (talk.value("count"), talk.spoken) == (6, ["Goodbye."])


def test_a_no_asks_again_and_is_an_attempt() -> None:
    talk = confirms()
    talk.says("no")
    assert talk.spoken == ["How many?"]
    assert talk.state.visit.misses == 1
    talk.says("seven")
    talk.says("yes")
    assert talk.value("count") == 7


def test_a_correction_replaces_the_value_and_is_read_back() -> None:
    talk = confirms()
    talk.says("no, seven")
    assert talk.spoken == ["7, is that right?"]
    assert talk.state.visit.misses == 0
    talk.says("yes")
    assert talk.value("count") == 7


def test_a_correction_is_validated_and_asked_again_if_it_is_not_allowed() -> None:
    talk = confirms(validation="value !== 13")
    talk.says("no, thirteen")
    assert talk.spoken == ["Once more?"]
    talk.says("five")
    talk.says("yes")
    assert talk.value("count") == 5


def test_an_answer_that_is_neither_a_yes_nor_a_no_hears_the_value_again() -> None:
    talk = confirms()
    talk.says("the weather is nice")
    assert talk.spoken == ["6, is that right?"]
    assert talk.state.visit.misses == 1
    talk.says("say that again")
    assert talk.spoken == ["6, is that right?"]
    assert talk.state.visit.misses == 1


@pytest.mark.parametrize("said", ["no", "the weather is nice"])
def test_nobody_is_trapped_at_a_confirmation(said: str) -> None:
    talk = confirms(maxAttempts=1)
    talk.says(said)
    assert (talk.spoken, talk.value("count")) == (["No match."], None)


def test_silence_reads_the_value_again_and_then_leaves_by_no_input() -> None:
    talk = confirms(maxAttempts=2, noInputPrompts=["Are you there?"])
    talk.silent()
    assert talk.spoken == ["6, is that right?"]
    talk.silent()
    assert talk.spoken == ["No input."]


def test_keys_answer_a_confirmation() -> None:
    talk = confirms(keys={"length": 4})
    assert talk.last.then == Listen(8)
    talk.keys("2")
    assert talk.spoken == ["How many?"]
    talk.says("seven")
    talk.keys("1")
    assert talk.value("count") == 7


def test_other_keys_at_a_confirmation_replace_the_value() -> None:
    talk = confirms()
    talk.keys("12#")
    assert talk.spoken == ["12, is that right?"]
    talk.keys("*")
    assert talk.state.visit.misses == 1


def test_endless_corrections_come_to_an_end() -> None:
    talk = confirms()
    for _ in range(40):
        if talk.says("no, seven").then == Hangup():
            break
    assert talk.spoken == ["No match."]


def test_a_confirmed_value_that_cannot_be_stored_is_asked_again() -> None:
    talk = asks(confirm="Is that right?")
    talk.says("x" * 33_000)
    talk.says("yes")
    assert talk.spoken == ["Once more?"]
    assert talk.state.visit.held is None


@pytest.mark.parametrize("said", ["Smith", "no, Smith", "seven " * 1000])
def test_a_text_is_confirmed_by_a_yes_or_a_no_only(said: str) -> None:
    talk = asks(confirm="{{ value }}, is that right?")
    talk.says("Miller")
    assert talk.spoken == ["Miller, is that right?"]
    talk.says(said)
    assert (talk.spoken, talk.state.visit.misses) == (["Miller, is that right?"], 1)
    talk.says("yes")
    assert talk.value("count") == "Miller"
