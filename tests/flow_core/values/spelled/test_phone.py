"""Telephone numbers, typed, spoken and keyed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flow_core.values import NoMatch, Question, locale_of, read, read_keys

AT = 1_714_953_600_000


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("4155550123", "4155550123"),
        ("415 555 0123", "4155550123"),
        ("(415) 555-0123", "4155550123"),
        ("(415)555-0123.", "4155550123"),
        ("415.555.0123", "4155550123"),
        ("415-555-0123", "4155550123"),
        ("415, 555, 0123", "4155550123"),
        ("415‑555‑0123", "4155550123"),  # noqa: RUF001 - hyphens that do not break
        ("+1 415 555 0123", "+14155550123"),
        ("+14155550123", "+14155550123"),
        ("+44 (0)20 7946 0958", "+4402079460958"),
        ("plus one four one five five five five oh one two three", "+14155550123"),
        ("plus 1 415 555 0123", "+14155550123"),
        ("four one five five five five oh one two three", "4155550123"),
        ("four one five, five five five, oh one two three", "4155550123"),
        ("four one five triple five zero one two three", "4155550123"),
        ("four one five double five five oh one two three", "4155550123"),
        ("one eight hundred five five five one two three four", "18005551234"),
        ("five five five five thousand", "5555000"),
        ("five five five twelve thirty four", "5551234"),
        ("five five five twenty forty", "5552040"),
        ("4 1 5 5 5 5 o 1 2 3", "4155550123"),
        ("555 0123", "5550123"),
        ("123456789012345", "123456789012345"),
        ("٤١٥٥٥٥٠١٢٣", "4155550123"),
        ("double oh double four seven seven nine", "0044779"),
    ],
)
def test_a_number_alone_is_read_with_and_without_whole(said: str, value: str) -> None:
    assert read(said, Question("phone"), locale_of(), at=AT, whole=True) == value
    assert read(said, Question("phone"), locale_of(), at=AT, whole=False) == value


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("my number is 415-555-0123 thanks", "4155550123"),
        ("415 555 0123, no, sorry, 415 555 0199", "4155550199"),
        ("415 555 0123, no, sorry, 0124", "4155550124"),
        ("415 555 01 no wait 415 555 0123", "4155550123"),
        ("it's five five five oh one two three oh thanks", "5550123"),
        ("415 555 0123 yes 415 555 0123", "4155550123"),
    ],
)
def test_a_number_is_found_in_a_sentence_and_the_sentence_does_not_match(said: str, value: str) -> None:
    assert read(said, Question("phone"), locale_of(), at=AT, whole=False) == value
    assert isinstance(read(said, Question("phone"), locale_of(), at=AT, whole=True), NoMatch)


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize(
    "said",
    [
        "",
        "hello",
        "+",
        "plus",
        "123456",
        "1234567890123456",
        "9" * 4000,
        "double",
        "double trouble",
        "415 555 0123 or 415 555 0199",
        "+14155550123 +14155550199",
        "415 555 0123 no sorry 9876",
        "3714 496353 98431",
        "555-CALL-NOW",
        "zero hundred",
        "not 415 555 0123",
        "-",
    ],
)
def test_an_utterance_without_exactly_one_number_does_not_match(said: str, whole: bool) -> None:
    assert isinstance(read(said, Question("phone"), locale_of(), at=AT, whole=whole), NoMatch)


@pytest.mark.parametrize(
    ("pressed", "value"), [("4155550123#", "4155550123"), ("5550123", "5550123"), ("004420794609", "004420794609")]
)
def test_a_keyed_phone_number_is_its_digits(pressed: str, value: str) -> None:
    assert read_keys(pressed, Question("phone"), locale_of(), at=AT) == value


@pytest.mark.parametrize("pressed", ["", "123", "1" * 16, "555*0123", "+5550123"])
def test_other_keys_are_not_a_number(pressed: str) -> None:
    assert isinstance(read_keys(pressed, Question("phone"), locale_of(), at=AT), NoMatch)


DIGITS = st.text("0123456789", min_size=7, max_size=13)
WORDS = "zero one two three four five six seven eight nine".split()


@given(DIGITS, st.sampled_from(["", "+"]), st.integers(1, 4))
def test_any_written_number_is_read(digits: str, plus: str, size: int) -> None:
    groups = " ".join(digits[start : start + size] for start in range(0, len(digits), size))
    assert read(plus + groups, Question("phone"), locale_of(), at=AT, whole=True) == plus + digits


@given(DIGITS, st.sampled_from(["zero", "oh"]))
def test_any_spoken_number_is_read(digits: str, zero: str) -> None:
    said = " ".join(WORDS[int(digit)] if digit != "0" else zero for digit in digits)
    assert read(said, Question("phone"), locale_of(), at=AT, whole=True) == digits
    assert read(f"well it is {said}", Question("phone"), locale_of(), at=AT, whole=False) == digits


@pytest.mark.parametrize(
    "said",
    [
        "415 555 0123 extension 12",
        "call me at 5 on 415 555 0123",
        "plus, it's 415 555 0123",
        "plus +14155550123",
    ],
)
def test_a_word_that_is_not_understood_makes_no_match(said: str) -> None:
    assert isinstance(read(said, Question("phone"), locale_of(), at=AT), NoMatch)
