"""`auto`: the rules of the language first, then the model, whose answer passes the same rules."""

from __future__ import annotations

import pytest

from flow_core.json import Json
from flow_core.state import Hangup, Listen
from tests.flow_core.nodes.asking.questions import asks


def test_a_typed_value_is_read_by_the_rules_and_no_model_is_asked() -> None:
    talk = asks(has_model=True, valueType="integer")
    assert talk.says("I would like 4 of them").then == Hangup()
    assert ("extraction", {"by": "rules"}) in [(told.condition_id, told.value) for told in talk.last.decisions]


def test_the_model_is_asked_where_the_rules_find_nothing() -> None:
    talk = asks(has_model=True, valueType="date", prompt="When?", format="the day of the delivery")
    talk.says("the day the shop reopens")
    told = next(told for told in talk.last.decisions if told.condition_id == "extraction")
    assert isinstance(told.value, dict)
    assert (told.value["by"], bool(told.value["noMatch"]), told.error) == ("rules", True, None)
    question = talk.question()
    assert question.extract == {"count": {"type": "string", "description": "YYYY-MM-DD"}}
    for words in ("When?", "Tuesday, 2023-11-14", "time zone UTC", "the day of the delivery"):
        assert words in question.instructions
    talk.replies("", count="2023-12-01")
    assert talk.value("count") == "2023-12-01"
    assert ("extraction", {"by": "model"}) in [(told.condition_id, told.value) for told in talk.last.decisions]


def test_the_answer_of_the_model_passes_the_same_rules() -> None:
    talk = asks(has_model=True, valueType="date")
    talk.says("the day the shop reopens")
    talk.replies("", count="some day in May or so")
    assert (talk.value("count"), talk.state.visit.misses) == (None, 1)


def test_the_answer_of_the_model_is_validated_and_read_back() -> None:
    talk = asks(has_model=True, valueType="integer", validation="value !== 13", confirm="{{ value }}?")
    talk.says("as many as the disciples")
    talk.replies("", count=12)
    assert talk.spoken == ["12?"]
    talk.says("yes")
    assert talk.value("count") == 12


@pytest.mark.parametrize("fails", [True, False])
def test_a_model_that_finds_nothing_is_a_no_match(fails: bool) -> None:
    talk = asks(has_model=True, valueType="integer")
    talk.says("as many as the disciples")
    talk.model_fails() if fails else talk.replies("")
    assert (talk.spoken, talk.state.visit.misses) == (["Once more?"], 1)


def test_without_a_configured_model_nobody_is_asked() -> None:
    talk = asks(valueType="integer")
    assert talk.says("as many as the disciples").then == Listen(8)
    assert talk.state.visit.misses == 1


def test_parse_asks_no_model() -> None:
    talk = asks(has_model=True, valueType="integer", extraction="parse")
    assert talk.says("as many as the disciples").then == Listen(8)


@pytest.mark.parametrize(
    ("found", "values"),
    [(["tea", "cake", "tea"], ["tea", "cake"]), ([], None), (["beer"], None)],
)
def test_a_list_of_the_model_holds_values_of_the_type(found: list[Json], values: Json) -> None:
    talk = asks(has_model=True, valueType="choice", choices=["tea", "cake"], many=True)
    talk.says("the usual things")
    assert talk.question().extract == {"count": {"type": "array", "items": {"type": "string", "enum": ["tea", "cake"]}}}
    talk.replies("", count=found)
    assert talk.value("count") == values


def test_several_values_in_one_answer_are_a_list() -> None:
    talk = asks(valueType="choice", choices=["order status", "complaint"], many=True, prompt="What is it about?")
    talk.says("order status and complaint")
    assert talk.value("count") == ["order status", "complaint"]
