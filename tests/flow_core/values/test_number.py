"""Numbers as callers say them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flow_core.values import NoMatch, Question, locale_of, read, read_keys

AT = 1_714_953_600_000

UNITS = "zero one two three four five six seven eight nine".split()
TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def in_words(number: int, *, joint: str = " ", conjunction: str = "") -> str:
    if number < 0:
        return "minus " + in_words(-number, joint=joint, conjunction=conjunction)
    for size, scale in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if number >= size:
            head, rest = divmod(number, size)
            said = f"{in_words(head, joint=joint, conjunction=conjunction)} {scale}"
            if not rest:
                return said
            link = conjunction if rest < 100 else " "
            return said + (link or " ") + in_words(rest, joint=joint, conjunction=conjunction)
    if number >= 100:
        said = f"{UNITS[number // 100]} hundred"
        return said + (conjunction or " ") + in_words(number % 100, joint=joint) if number % 100 else said
    if number >= 20:
        said = TENS[number // 10 - 2]
        return said + joint + UNITS[number % 10] if number % 10 else said
    return (UNITS + TEENS)[number]


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("forty two", 42),
        ("Forty-two.", 42),
        ("minus three point five", -3.5),
        ("negative ten", -10),
        ("one hundred and five", 105),
        ("a hundred", 100),
        ("twelve hundred", 1200),
        ("1,234.5", 1234.5),
        ("-3", -3),
        ("−3", -3),  # noqa: RUF001 - a phone's keyboard types this minus
        ("- 3", -3),
        ("+7", 7),
        (".5", 0.5),
        ("point five", 0.5),
        ("three point one four", 3.14),
        ("three point twenty five", 3.25),
        ("3 point 25", 3.25),
        ("a dozen", 12),
        ("dozen", 12),
        ("half a dozen", 6),
        ("two dozen", 24),
        ("two and a half", 2.5),
        ("one two three four", 1234),
        ("one oh five", 105),
        ("double five two", 552),
        ("1 2 3 4", 1234),
        ("3.5 million", 3_500_000),
        ("2 thousand and five", 2005),
        ("one thousand, two hundred and five", 1205),
        ("thousand", 1000),
        ("hundred", 100),
        ("a million", 1_000_000),
        ("٤٢", 42),
        ("３", 3),  # noqa: RUF001 - a wide digit
        ("3.0", 3),
        ("five oh", 50),
    ],
)
def test_a_number_alone_is_read_with_and_without_whole(said: str, value: float) -> None:
    assert read(said, Question("number"), locale_of(), at=AT, whole=True) == value
    assert read(said, Question("number"), locale_of(), at=AT, whole=False) == value


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("I'd like forty two please", 42),
        ("five, no, sorry, seven", 7),
        ("five. actually seven", 7),
        ("five I mean seven", 7),
        ("five, make that seven", 7),
        ("it's five, yes five", 5),
        ("not five, seven", 7),
        ("five - no - seven", 7),
        ("a five", 5),
        ("just one", 1),
    ],
)
def test_a_number_is_found_in_a_sentence_and_the_sentence_does_not_match(said: str, value: float) -> None:
    assert read(said, Question("number"), locale_of(), at=AT, whole=False) == value
    assert isinstance(read(said, Question("number"), locale_of(), at=AT, whole=True), NoMatch)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "hello",
        "between five and seven",
        "between one hundred and two hundred",
        "two thousand three million",
        "five or six",
        "5, 7",
        "1.2.1.2",
        "5-7",
        "5pm",
        "12/05",
        "1,23",
        "½",
        "twenty first",
        "I want that one",
        "one moment please",
        "not five",
        "9" * 39,
        "9 " * 39,
        "9" * 4000,
        "0." + "1" * 39,
        "zero point " + "one " * 39,
        "inf",
        "nan",
        "1e400",
        "minus",
        "-",
        "+",
        "point",
        "point taken",
    ],
)
@pytest.mark.parametrize("whole", [True, False])
def test_an_utterance_without_exactly_one_number_does_not_match(said: str, whole: bool) -> None:
    assert isinstance(read(said, Question("number"), locale_of(), at=AT, whole=whole), NoMatch)


def test_a_fraction_is_not_rounded_to_an_integer() -> None:
    assert read("3.5", Question("integer"), locale_of(), at=AT, whole=True) == NoMatch(
        "a whole number is wanted, not 3.5"
    )
    value = read("3.0", Question("integer"), locale_of(), at=AT, whole=True)
    assert (value, type(value)) == (3, int)


@pytest.mark.parametrize(
    ("pressed", "value_type", "value"),
    [
        ("42#", "integer", 42),
        ("007", "integer", 7),
        ("3*5#", "number", 3.5),
        ("*5", "number", 0.5),
        ("12", "number", 12),
    ],
)
def test_the_star_key_is_the_decimal_point(pressed: str, value_type: str, value: float) -> None:
    assert read_keys(pressed, Question("number" if value_type == "number" else "integer"), locale_of(), at=AT) == value


@pytest.mark.parametrize("pressed", ["", "#", "*", "3*5*1", "5*", "A", "3#4", "٣", "1" * 39])
def test_other_keys_are_not_a_number(pressed: str) -> None:
    assert isinstance(read_keys(pressed, Question("number"), locale_of(), at=AT), NoMatch)


def test_a_star_is_not_a_part_of_an_integer() -> None:
    assert isinstance(read_keys("3*0", Question("integer"), locale_of(), at=AT), NoMatch)


@given(
    st.integers(-(10**12), 10**12),
    st.sampled_from([" ", "-"]),
    st.sampled_from(["", " and "]),
    st.booleans(),
)
def test_any_number_in_words_is_read(number: int, joint: str, conjunction: str, whole: bool) -> None:
    said = in_words(number, joint=joint, conjunction=conjunction)
    assert read(said, Question("integer"), locale_of(), at=AT, whole=whole) == number


@given(st.integers(-(10**12), 10**12), st.booleans())
def test_any_number_in_digits_is_read(number: int, whole: bool) -> None:
    assert read(str(number), Question("integer"), locale_of(), at=AT, whole=whole) == number
    assert read(f"{number:,}", Question("number"), locale_of(), at=AT, whole=whole) == number


@given(st.decimals(-(10**9), 10**9, places=4))
def test_any_decimal_is_read(number: object) -> None:
    assert read(f"{number:f}", Question("number"), locale_of(), at=AT, whole=True) == float(str(number))


@given(st.text("0123456789", min_size=2, max_size=15))
def test_any_digits_that_are_said_one_by_one_are_read(digits: str) -> None:
    assert read(
        " ".join(UNITS[int(digit)] for digit in digits), Question("integer"), locale_of(), at=AT, whole=True
    ) == int(digits)


@given(st.integers(0, 10**9))
def test_any_keyed_number_is_read(number: int) -> None:
    assert read_keys(f"{number}#", Question("integer"), locale_of(), at=AT) == number


@pytest.mark.parametrize(
    "said",
    [
        "between five and seven, no, make it six",
        "that one with 3 rooms",
        "$1,200 or so",
        "-$5.50 please",
        "about 5%",
        "five oh sorry",
        "five people minus",
        "five point",
        "double trouble five",
    ],
)
def test_a_word_that_is_not_understood_makes_no_match(said: str) -> None:
    assert isinstance(read(said, Question("number"), locale_of(), at=AT), NoMatch)
