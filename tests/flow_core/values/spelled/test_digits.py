"""Identifiers of digits, spoken, typed and keyed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flow_core.values import NoMatch, Question, locale_of, read, read_keys

AT = 1_714_953_600_000
WORDS = "zero one two three four five six seven eight nine".split()
DIGITS = st.text("0123456789", min_size=1, max_size=20)


@given(DIGITS, st.sampled_from(["zero", "oh"]), st.booleans())
def test_digits_that_are_said_one_by_one_keep_their_zeros(digits: str, zero: str, whole: bool) -> None:
    said = " ".join(WORDS[int(digit)] if digit != "0" else zero for digit in digits)
    assert read(said, Question("digits"), locale_of(), at=AT, whole=whole) == digits


@given(DIGITS, st.integers(1, 5))
def test_digits_in_groups_are_one_value(digits: str, size: int) -> None:
    groups = ", ".join(digits[start : start + size] for start in range(0, len(digits), size))
    assert read(f"um, it's {groups}, thanks", Question("digits"), locale_of(), at=AT) == digits


@given(DIGITS, st.integers(1, 25))
def test_digits_of_another_length_are_no_match(digits: str, length: int) -> None:
    said = " ".join(WORDS[int(digit)] for digit in digits)
    value = read(said, Question("digits", length=length), locale_of(), at=AT)
    assert value == digits if len(digits) == length else value != digits


def test_a_filler_makes_more_of_an_answer_that_must_be_whole() -> None:
    assert isinstance(read("415 um 555", Question("digits"), locale_of(), at=AT, whole=True), NoMatch)


def test_the_reason_names_the_length_that_is_wanted() -> None:
    assert read_keys("123#", Question("digits", length=4), locale_of(), at=AT) == NoMatch("4 digits are wanted, not 3")
    assert read_keys("123", Question("digits", min_length=4), locale_of(), at=AT) == NoMatch(
        "4 digits at least are wanted, not 3"
    )
    assert read_keys("123", Question("digits", max_length=2), locale_of(), at=AT) == NoMatch(
        "2 digits at most are wanted, not 3"
    )


def test_keyed_digits_keep_their_zeros() -> None:
    assert read_keys("0012#", Question("digits", length=4), locale_of(), at=AT) == "0012"
    assert isinstance(read_keys("12*4", Question("digits"), locale_of(), at=AT), NoMatch)
    assert isinstance(read_keys("1234", Question("digits", pattern="0.*"), locale_of(), at=AT), NoMatch)


@pytest.mark.parametrize("pattern", ["(", "a" * 501, "(?=1)1234", "\ud800"])
def test_a_pattern_that_cannot_be_used_matches_nothing(pattern: str) -> None:
    assert isinstance(read("1234", Question("digits", pattern=pattern), locale_of(), at=AT), NoMatch)


@pytest.mark.parametrize(("length", "value"), [(5, "10055"), (4, "1055")])
def test_the_length_decides_whether_hundreds_in_one_word_end_before_the_digits(length: int, value: str) -> None:
    assert read("cent cinq cinq", Question("digits", length=length), locale_of("fr"), at=AT) == value


def test_hundreds_in_one_word_before_digits_are_unclear_without_a_length() -> None:
    assert isinstance(read("cent cinq cinq", Question("digits"), locale_of("fr"), at=AT), NoMatch)
