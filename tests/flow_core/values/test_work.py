"""The work of a reader has a limit: Python calls are counted, and no time is measured."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flow_core.authored.asked import ValueType
from flow_core.languages import LANGUAGE_CODES
from flow_core.languages.utterance import words_of
from flow_core.values import Choice, Question, locale_of, read, read_slots
from flow_core.values.understand import MAX_CHARACTERS, MAX_WORDS
from testing.utterances import files, utterances

AT = 1_714_953_600_000
MOST_CALLS = 30_000
"""Calls of one reading. 30,000 take 2 to 3 ms. The longest of any answer in utterances/ has 4,400."""
MOST_CALLS_OF_A_FORM = 90_000
"""Calls of one reading for ten questions of ten types. The most that a search over each language's words found is
75,000: days and times that overlap other values are read again."""
TYPES: list[ValueType] = list(get_args(ValueType))
CHOICES = (Choice("sales"), Choice("support", ("help",)))
MARKS = ("a-", "1/", "5/6 ", "7 30 ", "19:30 ", "٣ ", "ß", "界", "1.234,5 ", "@ ", ". ", "a b ", "(1", "12 ", "i ")


def words_said(code: str) -> list[str]:
    """Return the words of all answers in a language."""
    said = (each.said for path in files() if path.parent.name == code for each in utterances(path))
    return sorted({word for text in said for word in text.lower().split()})


FORM: list[ValueType] = [
    "date", "time", "datetime", "duration", "money", "number", "digits", "postcode", "phone", "email"
]  # fmt: skip


def longest(unit: str) -> str:
    """Return the longest answer that is searched: a unit, again and again."""
    # A hyphen divides words, and so a text may have more of them than spaces.
    count = min(MAX_CHARACTERS // (len(unit) + 1), MAX_WORDS // max(len(words_of(unit)), 1))
    return " ".join([unit] * count)


WORDS = {code: words_said(code) for code in LANGUAGE_CODES}


def calls_of(run: Callable[[], object]) -> int:
    """Return how many functions a call runs, of Python and of C."""
    count = 0

    def counted(_: FrameType, event: str, __: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        run()
    finally:
        sys.setprofile(before)
    return count


def calls_to_read(said: str, value_type: ValueType, code: str) -> int:
    question = Question(value_type, choices=CHOICES)
    read("one", question, locale_of(code), at=AT)
    return calls_of(lambda: read(said, question, locale_of(code), at=AT))


def calls_to_read_a_form(said: str, code: str) -> int:
    """Return the calls of a reading for ten questions, without those of the first time that such words are read."""
    slots: dict[str, Question] = {each: Question(each, prompt=each) for each in FORM}
    read_slots(said, slots, locale_of(code), at=AT)
    return calls_of(lambda: read_slots(said, slots, locale_of(code), at=AT))


@pytest.mark.parametrize("code", LANGUAGE_CODES)
@settings(deadline=None)
@given(st.data())
def test_no_words_of_a_language_take_a_reader_long(code: str, data: st.DataObject) -> None:
    words = data.draw(st.lists(st.sampled_from(WORDS[code]), min_size=1, max_size=4))
    value_type = data.draw(st.sampled_from(TYPES))
    assert calls_to_read(longest(" ".join(words)), value_type, code) < MOST_CALLS


@pytest.mark.parametrize("code", LANGUAGE_CODES)
@settings(deadline=None, max_examples=40)
@given(st.data())
def test_no_words_of_a_language_take_a_form_long(code: str, data: st.DataObject) -> None:
    said = longest(" ".join(data.draw(st.lists(st.sampled_from(WORDS[code]), min_size=1, max_size=4))))
    assert calls_to_read_a_form(said, code) < MOST_CALLS_OF_A_FORM


@settings(deadline=None)
@given(st.text(st.characters(codec=None), min_size=1, max_size=8) | st.sampled_from(MARKS), st.sampled_from(TYPES))
def test_no_text_in_any_script_takes_a_reader_long(unit: str, value_type: ValueType) -> None:
    assert calls_to_read((unit * MAX_CHARACTERS)[:MAX_CHARACTERS], value_type, "en") < MOST_CALLS
    assert calls_to_read(longest(unit), value_type, "en") < MOST_CALLS


@pytest.mark.parametrize(
    ("code", "unit", "value_type"),
    [
        ("de", "de", "name"),
        ("en", "double", "code"),
        ("it", "doppia", "postcode"),
        ("nl", "met", "number"),
        ("nl", "met", "money"),
        ("fr", "zéro", "datetime"),
        ("es", "cero", "datetime"),
        ("fr", "cinq", "date"),
        ("es", "un", "money"),
        ("en", "my", "postcode"),
        ("de", "tausend", "date"),
        ("de", "fünfhundert", "duration"),
        ("fr", "le prie", "name"),
        ("nl", "5- 5- gisterochtend", "datetime"),
    ],
)
def test_words_said_again_and_again_take_a_reader_no_longer(code: str, unit: str, value_type: ValueType) -> None:
    assert calls_to_read(longest(unit), value_type, code) < MOST_CALLS


@pytest.mark.parametrize(
    ("code", "unit"),
    [
        ("nl", "elf elf 5/6 elf elf"),
        ("en", "fourteen fourteen"),
        ("en", "tomorrow evening at eight"),
        ("en", "not 3.5 not 13/13"),
        ("it", "quindici"),
        ("es", "90. 19h"),
    ],
)
def test_words_said_again_and_again_take_a_form_no_longer(code: str, unit: str) -> None:
    assert calls_to_read_a_form(longest(unit), code) < MOST_CALLS_OF_A_FORM


def test_letters_are_doubled_once() -> None:
    assert read("double x seven", Question("code"), locale_of(), at=AT) == "XX7"
    # Doubled a hundred times, one letter would fill the memory.
    assert calls_to_read("double " * 100 + "a", "code", "en") < MOST_CALLS


def test_a_form_searches_an_answer_once_for_all_its_questions() -> None:
    def calls(count: int) -> int:
        slots = {f"day{number}": Question("datetime", prompt=f"When is visit {number}?") for number in range(count)}
        said = "on Friday at half past seven, and on Saturday at eight, please"
        read_slots(said, slots, locale_of(), at=AT)
        return calls_of(lambda: read_slots(said, slots, locale_of(), at=AT))

    assert calls(10) < 3 * calls(1)
