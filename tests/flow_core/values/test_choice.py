"""Choices by name, synonym and position."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flow_core.values import Choice, NoMatch, Question, locale_of, read, read_keys

AT = 1_714_953_600_000
DESKS = (
    Choice("Sales", ("new order", "credit card")),
    Choice("Support", ("tech support", "help", "Wendy's")),
    Choice("billing", ("card", "AT&T", "pay-as-you-go", "")),
)
SIZES = (Choice("5"), Choice("10"), Choice("twenty"))


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("sales", "Sales"),
        ("SALES!", "Sales"),
        ('"Sales"', "Sales"),
        ("Support.", "Support"),
        ("tech support", "Support"),
        ("tech-support", "Support"),
        ("Billing", "billing"),
        ("new order", "Sales"),
        ("credit card", "Sales"),
        ("card", "billing"),
        ("wendys", "Support"),
        ("at and t", "billing"),
        ("AT&T", "billing"),
        ("pay as you go", "billing"),
        ("the first one", "Sales"),
        ("first", "Sales"),
        ("the second", "Support"),
        ("2nd option", "Support"),
        ("third choice", "billing"),
        ("option two", "Support"),
        ("option 1", "Sales"),
        ("number 3", "billing"),
        ("#3", "billing"),
        ("the last one", "billing"),
        ("two", "Support"),
        ("2", "Support"),
    ],
)
def test_a_choice_alone_is_read_with_and_without_whole(said: str, value: str) -> None:
    assert read(said, Question("choice", choices=DESKS), locale_of(), at=AT, whole=True) == value
    assert read(said, Question("choice", choices=DESKS), locale_of(), at=AT, whole=False) == value


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("I'd like sales please", "Sales"),
        ("can I get some help", "Support"),
        ("not sales, support", "Support"),
        ("I don't want sales, I want billing", "billing"),
        ("sales, no, sorry, support", "Support"),
        ("sales, actually support", "Support"),
        ("sales I mean support", "Support"),
        ("my credit card please", "Sales"),
        ("first of all, support", "Support"),
        ("the first one, sales", "Sales"),
        ("I'll take the first one please", "Sales"),
        ("give me option two", "Support"),
        ("support, not billing", "Support"),
    ],
)
def test_a_choice_is_found_in_a_sentence_and_the_sentence_does_not_match(said: str, value: str) -> None:
    assert read(said, Question("choice", choices=DESKS), locale_of(), at=AT, whole=False) == value
    assert isinstance(read(said, Question("choice", choices=DESKS), locale_of(), at=AT, whole=True), NoMatch)


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize(
    "said",
    ["", "hello", "salesman", "sales or support", "not sales", "number 7", "option", "the ninth one", "0", "9999", "7"],
)
def test_an_utterance_without_exactly_one_choice_does_not_match(said: str, whole: bool) -> None:
    assert isinstance(read(said, Question("choice", choices=DESKS), locale_of(), at=AT, whole=whole), NoMatch)


def test_a_number_is_a_name_before_it_is_a_position() -> None:
    assert read("five", Question("choice", choices=SIZES), locale_of(), at=AT, whole=True) == "5"
    assert isinstance(read("2", Question("choice", choices=SIZES), locale_of(), at=AT, whole=True), NoMatch)
    assert read("option two", Question("choice", choices=SIZES), locale_of(), at=AT, whole=True) == "10"


def test_without_choices_nothing_matches() -> None:
    assert isinstance(read("sales", Question("choice"), locale_of(), at=AT, whole=False), NoMatch)
    assert isinstance(read("the last one", Question("choice"), locale_of(), at=AT, whole=False), NoMatch)
    assert isinstance(read_keys("1", Question("choice"), locale_of(), at=AT), NoMatch)


def test_keys_choose_by_position() -> None:
    assert read_keys("2#", Question("choice", choices=DESKS), locale_of(), at=AT) == "Support"
    for pressed in ("0", "4", "*", "9" * 5000):
        assert isinstance(read_keys(pressed, Question("choice", choices=DESKS), locale_of(), at=AT), NoMatch)


@given(st.permutations(["apples", "pears", "green apples", "dried plums"]), st.integers(0, 3))
def test_every_choice_is_read_by_name_and_by_position(names: list[str], index: int) -> None:
    choices = [Choice(name) for name in names]
    for said in (names[index], names[index].upper() + "?", f"option {index + 1}"):
        assert read(said, Question("choice", tuple(choices)), locale_of(), at=AT, whole=True) == names[index]
        assert read(f"I want {said} please", Question("choice", tuple(choices)), locale_of(), at=AT) == names[index]


@pytest.mark.parametrize(
    "said", ["the second floor, billing", "anything but sales", "sales or billing", "no sales please"]
)
def test_a_word_that_is_not_understood_makes_no_match(said: str) -> None:
    assert isinstance(read(said, Question("choice", choices=DESKS), locale_of(), at=AT), NoMatch)


def test_the_plural_of_a_choice_is_the_choice() -> None:
    question = Question("choice", (Choice("company"), Choice("invoice"), Choice("glass"), Choice("bus")))
    said = {"companies": "company", "invoices": "invoice", "glass": "glass", "bus": "bus"}
    assert {name: read(name, question, locale_of(), at=AT) for name in said} == said
