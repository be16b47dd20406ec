"""Numbers and digits in English words. Nothing here decides what a number is for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from flow_core.languages.one_by_one import said_one_by_one
from flow_core.languages.utterance import Word, ends_clause, follows, text_at

UNITS = {word: value for value, word in enumerate("zero one two three four five six seven eight nine".split())}
"""0 to 9."""
_TEENS = {
    word: value
    for value, word in enumerate(
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(), 10
    )
}
TENS = {
    word: value * 10 for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
"""20 to 90."""
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "quadrillion": 10**15}
_REPEATS = {"double": 2, "triple": 3, "treble": 3, "quadruple": 4}
_OH = frozenset({"oh", "o"})
_ORDINALS = frozenset("first second third fourth fifth sixth seventh eighth ninth hundredth thousandth".split())
# "that one" points at something, and "one moment" asks for time.
_BEFORE_PRONOUN = frozenset("this that which any every each another the".split())
_AFTER_PRONOUN = frozenset("moment sec second".split())

_FIFTY = 50
"""No clock time that is usually said has these minutes."""
_FIRST_CENTURY = 13
"""No hour is as large: "thirteen fifty" is no clock time that is usually said in English."""
_LAST_CENTURY = 20
_INTEGER = re.compile(r"[0-9]{1,38}|[0-9]{1,3}(?:,[0-9]{3}){1,12}")


class NumberVocabulary:
    """Words around numerals."""

    minus = frozenset({"minus", "negative"})
    plus = frozenset({"plus"})
    decimal_points = frozenset({"point"})
    collectives: Mapping[tuple[str, ...], int] = {
        ("half", "a", "dozen"): 6,
        ("half", "a", "million"): 500_000,
        ("a", "dozen"): 12,
        ("dozen",): 12,
        ("a", "couple"): 2,
        ("a", "pair"): 2,
        ("both", "of", "us"): 2,
        ("just", "me"): 1,
        ("only", "me"): 1,
        ("just", "myself"): 1,
        ("only", "myself"): 1,
        ("once",): 1,
        ("twice",): 2,
        ("none",): 0,
        ("nil",): 0,
        ("nought",): 0,
        ("naught",): 0,
    }
    fractions: Mapping[tuple[str, ...], Fraction] = {
        ("and", "a", "half"): Fraction(1, 2),
        ("and", "a", "quarter"): Fraction(1, 4),
        ("and", "three", "quarters"): Fraction(3, 4),
    }
    parts: Mapping[tuple[str, ...], Fraction] = {
        ("half",): Fraction(1, 2),
        ("a", "half"): Fraction(1, 2),
        ("one", "half"): Fraction(1, 2),
        ("a", "quarter"): Fraction(1, 4),
        ("one", "quarter"): Fraction(1, 4),
        ("three", "quarters"): Fraction(3, 4),
    }
    reckoning = frozenset({"times", "of", "by", "plus", "minus", "for", "per", "x", "and", "in"})
    multipliers: Mapping[str, int] = _SCALES | {"hundred": 100, "dozen": 12}
    repeats: Mapping[str, int] = _REPEATS
    zeros: Mapping[str, str] = {"hundred": "00", "thousand": "000"}
    range_starts = frozenset({"between"})
    day_articles: frozenset[str] = frozenset()


def below_hundred(words: Sequence[Word], index: int) -> tuple[int, int] | None:
    """Read a number from 0 to 99 in words, and the index after it."""
    text = text_at(words, index)
    if text in TENS:
        unit = UNITS.get(text_at(words, index + 1), 0) if follows(words, index + 1) else 0
        return (TENS[text] + unit, index + 2) if unit else (TENS[text], index + 1)
    value = UNITS.get(text, _TEENS.get(text))
    return None if value is None else (value, index + 1)


def cardinal(words: Sequence[Word], index: int, *, conjoin: bool = True) -> tuple[int, int] | None:
    """Read a whole number in words or digits ("2 thousand and five"), and the index after it.

    Args:
        words: The utterance.
        index: Where the number begins.
        conjoin: Whether "and" may join the parts of the number.

    Returns:
        The number and the index; None if no number begins here.
    """
    total = 0
    ceiling: int | None = None
    start = end = index
    while (group := _below_thousand(words, index, conjoin)) is not None:
        value, after = group
        scale = _SCALES.get(text_at(words, after), 1) if after == index or follows(words, after) else 1
        if ceiling is not None and value * scale >= ceiling:
            break
        total += value * scale
        if scale == 1:
            end = after
            break
        ceiling, end = scale, after + 1
        index = end + 1 if conjoin and text_at(words, end) == "and" else end
    return (total, end) if end > start else None


def digits(words: Sequence[Word], index: int) -> tuple[str, int]:
    """Read digits that the caller says one by one without a pause ("four oh double five"), and the index after them."""
    said, index = said_one_by_one(words, index, digit_at, _REPEATS)
    return "".join(said), index


def digit_at(words: Sequence[Word], index: int) -> str | None:
    """Read one digit. "oh" is a digit only before another or at the end, because it is an exclamation too."""
    text = text_at(words, index)
    if text in UNITS:
        return str(UNITS[text])
    if text in _OH:
        more = ends_clause(words, index + 1) or _digit_like(text_at(words, index + 1))
        return "0" if more else None
    return text if len(text) == 1 and text in "0123456789" else None


def joined(first: object, second: object) -> int | None:
    """Return the number that two numbers in words are without a pause; None for a clock time or two numbers.

    "one fifty" is 150. "nineteen eighty four" is a year. "seven thirty" is a clock time. "fifteen fifteen" may be the
    same number said twice.
    """
    if not (isinstance(first, int) and isinstance(second, int)) or first == second:
        return None
    if 1 <= first <= 9 and second == _FIFTY:
        return first * 100 + second
    if _FIRST_CENTURY <= first <= _LAST_CENTURY and 10 <= second <= 99:
        return first * 100 + second
    return None


def is_ordinal_end(words: Sequence[Word], index: int) -> bool:
    """Return whether the word at `index` makes an ordinal of the number before it: "first" in "twenty first"."""
    return text_at(words, index) in _ORDINALS and words[index - 1].text in TENS and follows(words, index)


def is_pronoun(words: Sequence[Word], index: int) -> bool:
    """Return whether the number word at `index` is a pronoun there: "one" in "that one", "one moment"."""
    if words[index].text != "one":
        return False
    return text_at(words, index - 1) in _BEFORE_PRONOUN or text_at(words, index + 1) in _AFTER_PRONOUN


def _digit_like(text: str) -> bool:
    return text in UNITS or text in _OH or text in _REPEATS or (text.isascii() and text.isdigit())


def _below_thousand(words: Sequence[Word], index: int, conjoin: bool) -> tuple[int, int] | None:
    text = text_at(words, index)
    if text == "a" and follows(words, index + 1) and _is_scale(text_at(words, index + 1)):
        value, end = 1, index + 1
    elif _is_scale(text):
        value, end = 1, index
    elif _INTEGER.fullmatch(text):
        value, end = int(text.replace(",", "")), index + 1
    else:
        group = below_hundred(words, index)
        if group is None:
            return None
        value, end = group
    if text_at(words, end) != "hundred" or not (end == index or follows(words, end)):
        return value, end
    value, end = value * 100, end + 1
    joined = end + 1 if conjoin and text_at(words, end) == "and" else end
    rest = below_hundred(words, joined) if follows(words, end) and follows(words, joined) else None
    return (value, end) if rest is None else (value + rest[0], rest[1])


def _is_scale(text: str) -> bool:
    return text == "hundred" or text in _SCALES
