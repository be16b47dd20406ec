"""Properties of every type of value, for any utterance."""

from __future__ import annotations

import json
import math
import re
from datetime import date, datetime
from typing import cast, get_args

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from flow_core.json import Json
from flow_core.values import Choice, NoMatch, Question, ValueType, locale_of, read, read_keys
from flow_core.values.types import finder_of

AT = 1_714_953_600_000
TYPES: list[ValueType] = list(get_args(ValueType))
CHOICES = (Choice("sales"), Choice("support", ("help",)))

ANYTHING = st.text(st.characters(codec=None), max_size=200)
SPEECH = st.lists(
    st.sampled_from(
        """a an and at dot com double five fifty first friday half hundred in is it may minus next no not of oh on one
        option plus point sales support the thousand today tuesday twenty two week yes , . - @ # $ % 5 05 6th 2024
        1,234.5 5/6 +1 john i mean from ago after day month or past quarter to at morning evening pm o'clock 19:30 7pm
        hours minutes last before christmas midnight for""".split()
    ),
    max_size=25,
).map(" ".join)


def is_of(value: Json, value_type: ValueType) -> bool:
    match value_type:
        case "integer":
            return type(value) is int
        case "number":
            return type(value) is int or (isinstance(value, float) and math.isfinite(value))
        case "boolean":
            return isinstance(value, bool)
        case "date":
            return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
        case "time":
            return isinstance(value, str) and re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", value) is not None
        case "datetime":
            return isinstance(value, str) and datetime.fromisoformat(value).isoformat(timespec="minutes") == value
        case "duration":
            return isinstance(value, str) and re.fullmatch(r"P([0-9]+[YMWD])*(T([0-9]+[HMS])+)?", value) is not None
        case "choice":
            return value in {choice.value for choice in CHOICES}
        case "money":
            return isinstance(value, dict) and value.keys() == {"amount", "currency"}
        case _:
            return isinstance(value, str)


@given(ANYTHING | SPEECH, st.sampled_from(TYPES), st.booleans())
@example("\ud800", "email", True)
@example("\0", "number", True)
@example("\u202e5", "integer", True)
@example("👍", "boolean", False)
def test_any_utterance_gives_a_value_of_the_type_or_no_match(said: str, value_type: ValueType, whole: bool) -> None:
    value = read(said, Question(value_type, choices=CHOICES), locale_of(), at=AT, whole=whole)
    if isinstance(value, NoMatch):
        assert value.reason
    else:
        assert is_of(value, value_type)
        json.dumps(value, allow_nan=False)


@given(ANYTHING | st.text("0123456789*#ABCD", max_size=40), st.sampled_from(TYPES))
def test_any_keys_give_a_value_of_the_type_or_no_match(digits: str, value_type: ValueType) -> None:
    value = read_keys(digits, Question(value_type, choices=CHOICES), locale_of(), at=AT)
    assert isinstance(value, NoMatch) or is_of(value, value_type)


@given(SPEECH, st.sampled_from([kind for kind in TYPES if kind != "string"]))
def test_a_whole_value_has_no_other_words_around_it(said: str, value_type: ValueType) -> None:
    # "walrus, at b dot com" is an address, and any word may be a name.
    assume(value_type != "name")
    assume(value_type != "email" or not said.casefold().startswith(("at", "@")))
    for surrounded in (f"walrus {said}, walrus", f"walrus, {said}", f"{said} walrus"):
        assert isinstance(
            read(surrounded, Question(value_type, choices=CHOICES), locale_of(), at=AT, whole=True), NoMatch
        )


@given(SPEECH, st.sampled_from(TYPES))
def test_a_whole_value_is_also_found_without_whole(said: str, value_type: ValueType) -> None:
    value = read(said, Question(value_type, choices=CHOICES), locale_of(), at=AT, whole=True)
    if not isinstance(value, NoMatch):
        assert read(said, Question(value_type, choices=CHOICES), locale_of(), at=AT, whole=False) == value


@pytest.mark.parametrize("value_type", TYPES)
@pytest.mark.parametrize("unit", ["a", "1", "-", "@", "5 ", "a-", "a dot ", "1/", "(1", "\ud800", "\0", "thousand "])
def test_a_very_long_utterance_is_read_without_an_error(unit: str, value_type: ValueType) -> None:
    said = (unit * 4000)[:4000]
    for whole in (True, False):
        value = read(said, Question(value_type, choices=CHOICES), locale_of(), at=AT, whole=whole)
        assert isinstance(value, NoMatch) or is_of(value, value_type)


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("my computer won't start", "my computer won't start"),
        ("  Hello, there!  ", "Hello, there!"),
        ("forty two", "forty two"),
        ("yes.", "yes."),
        ("שלום\u200f", "שלום\u200f"),
        ("👍", "👍"),
        ("\ud800", "\ud800"),
        ("a\0b", "a\0b"),
        ("#", "#"),
    ],
)
def test_a_string_is_the_utterance_without_the_space_around_it(said: str, value: str, whole: bool) -> None:
    assert read(said, Question("string"), locale_of(), at=AT, whole=whole) == value


@pytest.mark.parametrize("said", ["", "  ", "\n\t"])
def test_an_empty_utterance_is_not_a_string(said: str) -> None:
    assert read(said, Question("string"), locale_of(), at=AT, whole=True) == NoMatch("nothing was said")


def test_the_keys_are_a_string_unchanged() -> None:
    assert read_keys("*12#3#", Question("string"), locale_of(), at=AT) == "*12#3"
    assert read_keys("007#", Question("string"), locale_of(), at=AT) == "007"
    assert read_keys("#", Question("string"), locale_of(), at=AT) == NoMatch("no key was pressed")


def test_an_unknown_type_is_an_error() -> None:
    colour = cast(ValueType, "colour")
    with pytest.raises(AssertionError):
        read("red", Question(colour), locale_of(), at=AT, whole=True)
    with pytest.raises(AssertionError):
        read_keys("1", Question(colour), locale_of(), at=AT)


def test_no_words_of_a_string_are_searched() -> None:
    with pytest.raises(ValueError, match="whole answer"):
        finder_of("string")
