"""Reads a number, spoken or in digits. Never an ordinal, a clock time or a range."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from flow_core.json import Json
from flow_core.values.answer import NoMatch
from flow_core.values.spoken import SCALES, TENS, below_hundred, cardinal, digits
from flow_core.values.utterance import Found, Word, follows, settle, text_at, words_of

MOST_DIGITS = 38
"""What a DynamoDB number holds; more is no number but an identifier, and belongs in a string."""

_LITERAL = re.compile(r"([+-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(\.[0-9]+)?")
_SIGNS = frozenset({"minus", "negative"})
_ORDINALS = frozenset("first second third fourth fifth sixth seventh eighth ninth hundredth thousandth".split())
_MULTIPLIERS = SCALES | {"hundred": 100, "dozen": 12}
# "that one" points at something, and "one moment" asks for time.
_BEFORE_PRONOUN = frozenset("this that which any every each another the".split())
_AFTER_PRONOUN = frozenset("moment sec second".split())

_TOO_LONG = NoMatch(f"a number may have {MOST_DIGITS} digits at most")


def read_number(said: str, *, whole: bool) -> Json | NoMatch:
    """An int where the number is whole, else a finite float."""
    words = words_of(said)
    return settle(words, _numbers(words), "number", whole=whole)


def read_integer(said: str, *, whole: bool) -> Json | NoMatch:
    """A whole number; "3.0" is 3, and 3.5 is none."""
    value = read_number(said, whole=whole)
    return NoMatch(f"a whole number is wanted, not {value}") if isinstance(value, float) else value


def from_digits(text: str) -> int | float | NoMatch:
    """A number in plain digits ("1,234.5"), exactly."""
    literal = _LITERAL.fullmatch(text)
    if literal is None or not (literal[2] or literal[3]):
        return NoMatch("no number was heard")
    if len(text) > MOST_DIGITS * 2 or sum(map(str.isdigit, text)) > MOST_DIGITS:
        return _TOO_LONG
    return _json(_exact(literal))


def _numbers(words: Sequence[Word]) -> list[Found]:
    found: list[Found] = []
    index = 0
    while index < len(words):
        number = _number_at(words, index)
        if number is None:
            index += 1
            continue
        index = number.end
        if text_at(words, index) in _ORDINALS and words[index - 1].text in TENS and follows(words, index):
            continue
        if not _is_pronoun(words, number):
            found.append(number)
    return found


def _is_pronoun(words: Sequence[Word], number: Found) -> bool:
    if number.end - number.start > 1 or words[number.start].text != "one":
        return False
    return text_at(words, number.start - 1) in _BEFORE_PRONOUN or text_at(words, number.end) in _AFTER_PRONOUN


def _number_at(words: Sequence[Word], start: int) -> Found | None:
    text = words[start].text
    signed = (text in _SIGNS and follows(words, start + 1)) or (text == "-" and start == 0)
    index = start + 1 if signed else start
    # "between one hundred and two hundred" holds two numbers.
    magnitude = _magnitude(words, index, conjoin=text_at(words, start - 1) != "between")
    if magnitude is None:
        return None
    value, end = magnitude
    if isinstance(value, NoMatch):
        return Found(value, start, end)
    return Found(_json(-value if signed else value), start, end)


def _magnitude(words: Sequence[Word], index: int, *, conjoin: bool) -> tuple[Fraction | int | NoMatch, int] | None:
    if [text_at(words, index + ahead) for ahead in range(3)] == ["half", "a", "dozen"]:
        return 6, index + 3
    if text_at(words, index) == "a" and text_at(words, index + 1) == "dozen":
        return 12, index + 2
    if text_at(words, index) == "dozen":
        return 12, index + 1
    integer = _integer(words, index, conjoin=conjoin)
    value: Fraction | int | NoMatch
    value, end = integer or (0, index)
    if isinstance(value, NoMatch):
        return value, end
    if text_at(words, end) == "point" and (integer is None or follows(words, end)) and follows(words, end + 1):
        decimals, after = _decimals(words, end + 1)
        if len(decimals) > MOST_DIGITS:
            return _TOO_LONG, after
        if decimals:
            value, end = value + Fraction(int(decimals), 10 ** len(decimals)), after
    elif integer is not None and [text_at(words, end + ahead) for ahead in range(3)] == ["and", "a", "half"]:
        value, end = value + Fraction(1, 2), end + 3
    if end == index:
        return None
    if follows(words, end) and text_at(words, end) in _MULTIPLIERS:
        value, end = value * _MULTIPLIERS[words[end].text], end + 1
    return value, end


def _integer(words: Sequence[Word], index: int, *, conjoin: bool) -> tuple[Fraction | int | NoMatch, int] | None:
    one_by_one, end = digits(words, index)
    if len(one_by_one) > MOST_DIGITS:
        return _TOO_LONG, end
    if len(one_by_one) > 1:
        return int(one_by_one), end
    spoken = cardinal(words, index, conjoin=conjoin)
    if spoken is not None:
        return spoken
    literal = _LITERAL.fullmatch(text_at(words, index))
    if literal is None or not (literal[2] or literal[3]):
        return None
    if sum(map(str.isdigit, literal[0])) > MOST_DIGITS:
        return _TOO_LONG, index + 1
    return _exact(literal), index + 1


def _decimals(words: Sequence[Word], index: int) -> tuple[str, int]:
    one_by_one, end = digits(words, index)
    if one_by_one:
        return one_by_one, end
    text = text_at(words, index)
    if text.isascii() and text.isdigit():
        return text, index + 1
    spoken = below_hundred(words, index)
    return ("", index) if spoken is None else (str(spoken[0]), spoken[1])


def _exact(literal: re.Match[str]) -> Fraction | int:
    sign, integer, decimals = literal.groups(default="")
    size = int(integer.replace(",", "") or "0")
    value = size + Fraction(int(decimals[1:]), 10 ** len(decimals[1:])) if decimals else size
    return -value if sign == "-" else value


def _json(value: Fraction | int) -> int | float:
    return int(value) if value == int(value) else float(value)
