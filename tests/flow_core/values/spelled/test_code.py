"""Codes of letters and digits, spelled, typed and keyed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flow_core.values import NoMatch, Question, locale_of, read, read_keys

AT = 1_714_953_600_000
WORDS = "zero one two three four five six seven eight nine".split()
ALPHABET = """alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec
    romeo sierra tango uniform victor whiskey xray yankee zulu""".split()
CODES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=2, max_size=10)


@given(CODES, st.booleans())
def test_a_code_that_is_spelled_by_an_alphabet_is_read(code: str, whole: bool) -> None:
    said = " ".join(WORDS[int(each)] if each.isdigit() else ALPHABET[ord(each) - ord("A")] for each in code)
    assert read(said, Question("code"), locale_of(), at=AT, whole=whole) == code


@given(CODES)
def test_a_code_that_is_spelled_by_examples_is_read(code: str) -> None:
    said = " ".join(each if each.isdigit() else f"{each} as in {ALPHABET[ord(each) - ord('A')]}" for each in code)
    assert read(said, Question("code"), locale_of(), at=AT) == code


@given(st.from_regex(r"[A-Z]{2}[0-9]{1,4}[A-Z]", fullmatch=True))
def test_a_typed_code_is_read_in_upper_case(code: str) -> None:
    question = Question("code", pattern="[A-Z]{2}[0-9]{1,4}[A-Z]")
    assert read(code.lower(), question, locale_of(), at=AT) == code
    assert read(f"it's {' '.join(code)}", question, locale_of(), at=AT) == code


def test_the_letter_o_and_a_zero_are_told_apart_by_the_pattern() -> None:
    assert read("A oh 1", Question("code", pattern="[A-Z]{2}[0-9]"), locale_of(), at=AT) == "AO1"
    assert read("A oh 1", Question("code", pattern="[A-Z][0-9]{2}"), locale_of(), at=AT) == "A01"


@pytest.mark.parametrize("code", ["0EA", "BEO", "B7KEA", "BEA7"])
def test_capital_letters_that_would_be_words_are_letters(code: str) -> None:
    """In Portuguese, "e a" is "and the"."""
    assert read(" ".join(code), Question("code"), locale_of("pt-BR"), at=AT) == code


def test_a_phrase_of_small_letters_is_no_part_of_a_code() -> None:
    assert isinstance(read("B 7 K e a", Question("code"), locale_of("pt-BR"), at=AT), NoMatch)
    assert read("B 7 K I think", Question("code"), locale_of(), at=AT) == "B7K"


def test_a_pattern_takes_linear_time() -> None:
    said = "a" * 30 + "1"
    assert isinstance(read(said, Question("code", pattern="^(A+)+$"), locale_of(), at=AT), NoMatch)


def test_a_keyed_code_has_digits_only() -> None:
    assert read_keys("4711#", Question("code"), locale_of(), at=AT) == "4711"
    assert isinstance(read_keys("4711", Question("code", pattern="[A-Z]+"), locale_of(), at=AT), NoMatch)
