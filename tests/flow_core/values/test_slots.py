"""Several questions answered in one sentence."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from flow_core.json import Json
from flow_core.values import Choice, NoMatch, Question, locale_of
from flow_core.values.slots import read_slots

AT = 1_714_953_600_000
"""Monday, May 6, 2024."""
SLOTS = {
    "people": Question("integer", prompt="For how many people?"),
    "day": Question("date", prompt="Which day?"),
    "seat": Question("choice", (Choice("inside"), Choice("outside")), prompt="Inside or outside?"),
}


def heard(said: str, asked: str | None = None) -> Mapping[str, Json] | NoMatch:
    return read_slots(said, SLOTS, locale_of(), at=AT, asked=asked, prompt="What can I book for you?")


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("a table for four this friday please", {"people": 4, "day": "2024-05-10"}),
        ("four", {"people": 4}),
        ("this friday", {"day": "2024-05-10"}),
        ("four on friday, no, saturday", {"people": 4, "day": "2024-05-11"}),
        ("tomorrow evening", {"day": "2024-05-07"}),
        ("four on friday, no, six", {"people": 6, "day": "2024-05-10"}),
        ("inside please, for two on the 7th", {"seat": "inside", "people": 2, "day": "2024-05-07"}),
        ("no the day should be friday", {"day": "2024-05-10"}),
        ("not inside, outside", {"seat": "outside"}),
        ("four people, four", {"people": 4}),
    ],
)
def test_each_value_goes_to_its_slot(said: str, values: Mapping[str, Json]) -> None:
    assert heard(said) == values


@pytest.mark.parametrize(
    "said",
    [
        "a taxi for four",
        "a table for three and five",
        "for three, five people",
        "anything but inside",
        "four on friday, but",
        "four on friday with a dog",
        "",
        "hello",
        "four, no, not four",
    ],
)
def test_a_word_that_no_slot_understands_makes_no_match(said: str) -> None:
    assert isinstance(heard(said), NoMatch)


def test_a_part_of_the_day_goes_to_the_time_beside_it() -> None:
    slots = {**SLOTS, "time": Question("time", prompt="At what time?")}
    values = {"people": 2, "day": "2024-05-07", "time": "20:00"}
    assert read_slots("for two tomorrow evening at eight", slots, locale_of(), at=AT) == values


def test_a_number_is_a_choice_only_for_the_question_that_was_asked() -> None:
    assert heard("two") == {"people": 2}
    only_seat = {"day": SLOTS["day"], "seat": SLOTS["seat"]}
    assert read_slots("two", only_seat, locale_of(), at=AT, asked="seat") == {"seat": "outside"}
    assert isinstance(read_slots("two", only_seat, locale_of(), at=AT, asked="day"), NoMatch)


def test_a_string_takes_the_whole_answer_of_its_own_question() -> None:
    slots = {"note": Question("string"), **SLOTS}
    assert read_slots("for four on friday", slots, locale_of(), at=AT, asked="note") == {"note": "for four on friday"}
    assert read_slots("four", slots, locale_of(), at=AT) == {"people": 4}


TABLE = {
    "people": Question("integer", prompt="How many people?"),
    "day": Question("date", prompt="Which day?"),
    "time": Question("time", prompt="At what time?"),
}


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("a table for four this friday at half seven", {"people": 4, "day": "2024-05-10", "time": "19:30"}),
        ("friday at seven for four", {"people": 4, "day": "2024-05-10", "time": "19:00"}),
        ("tomorrow at eight for two people", {"people": 2, "day": "2024-05-07", "time": "20:00"}),
        ("six people at six on the eighth", {"people": 6, "day": "2024-05-08", "time": "18:00"}),
        ("at seven for two times two", None),
        ("two times two at seven", None),
    ],
)
def test_the_number_of_one_slot_is_not_reckoned_with_that_of_another(said: str, values: dict[str, Json] | None) -> None:
    given = read_slots(said, TABLE, locale_of(), at=AT)
    assert (None if isinstance(given, NoMatch) else given) == values


def test_a_slot_that_takes_many_gets_a_list() -> None:
    slots = {"people": SLOTS["people"], "days": Question("date", many=True)}
    read = read_slots("four on friday and saturday", slots, locale_of(), at=AT)
    assert read == {"people": 4, "days": ["2024-05-10", "2024-05-11"]}


def test_a_number_is_an_account_number_only_if_it_is_named_or_asked_for() -> None:
    slots = {"people": SLOTS["people"], "account": Question("digits", prompt="Your account number?")}
    assert read_slots("four", slots, locale_of(), at=AT) == {"people": 4}
    assert read_slots("my account number is 4471", slots, locale_of(), at=AT) == {"account": "4471"}
    assert read_slots("four", slots, locale_of(), at=AT, asked="account") == {"account": "4"}


def test_words_beside_a_yes_that_answer_nothing_are_no_value() -> None:
    slots = {"sure": Question("boolean"), **SLOTS}
    assert read_slots("sure, no problem", slots, locale_of(), at=AT, asked="sure") == {"sure": True}


def test_a_number_alone_is_no_time_beside_a_question_for_a_number() -> None:
    slots = {**SLOTS, "time": Question("time", prompt="At what time?")}
    assert isinstance(read_slots("a table for three and for five", slots, locale_of(), at=AT), NoMatch)
    assert read_slots("four at seven", slots, locale_of(), at=AT) == {"people": 4, "time": "19:00"}
    assert read_slots("seven", slots, locale_of(), at=AT, asked="time") == {"time": "19:00"}


BOOKING = {"people": Question("integer"), "day": Question("date"), "time": Question("time")}


def booked(said: str, language: str = "en") -> Mapping[str, Json] | NoMatch:
    return read_slots(said, BOOKING, locale_of(language), at=AT)


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("friday seven thirty four people", "en"),
        ("friday seven four people", "en"),
        ("may twenty four people at seven", "en"),
        ("el viernes a las siete treinta y cuatro personas", "es"),
        ("venerdì alle sette e trentaquattro persone", "it"),
        ("sexta às sete e trinta e quatro pessoas", "pt"),
    ],
)
def test_a_number_that_may_belong_to_two_values_is_asked_again(said: str, language: str) -> None:
    assert isinstance(booked(said, language), NoMatch)


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("friday seven thirty for four people", {"people": 4, "day": "2024-05-10", "time": "19:30"}),
        ("friday seven thirty, four people", {"people": 4, "day": "2024-05-10", "time": "19:30"}),
        ("four people friday seven thirty four", {"people": 4, "day": "2024-05-10", "time": "19:34"}),
        ("at seven for twenty four people", {"people": 24, "time": "19:00"}),
        ("at seven thirty people four", {"people": 4, "time": "19:30"}),
    ],
)
def test_a_number_beside_the_words_of_one_value_belongs_to_it(said: str, values: Mapping[str, Json]) -> None:
    assert booked(said) == values


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("not friday at seven", "en"),
        ("no el viernes a las siete", "es"),
        ("nicht Freitag um sieben", "de"),
        ("Freitag nicht um sieben", "de"),
        ("not four but four people", "en"),
    ],
)
def test_a_negation_whose_reach_is_unclear_is_asked_again(said: str, language: str) -> None:
    assert isinstance(booked(said, language), NoMatch)


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("not friday but saturday at seven", {"day": "2024-05-11", "time": "19:00"}),
        ("four not five on friday at seven", {"people": 4, "day": "2024-05-10", "time": "19:00"}),
        ("not friday, at seven", {"time": "19:00"}),
    ],
)
def test_a_negation_reaches_no_value_after_a_pause_or_a_contrast(said: str, values: Mapping[str, Json]) -> None:
    assert booked(said) == values


@pytest.mark.parametrize(
    ("count", "reason"),
    [(1, "every value was ruled out"), (2, "every value was ruled out"), (3, "there is no such date")],
)
def test_values_that_are_none_are_read_again_three_times_at_most(count: int, reason: str) -> None:
    said = ", ".join(["not 13/13", "not 3.5"] * count)
    assert booked(said) == NoMatch(reason)
