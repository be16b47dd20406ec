"""Years in English: "nineteen eighty four", "twenty oh five", "two thousand and four", "eighty four"."""

from __future__ import annotations

from collections.abc import Sequence

from flow_core.languages.en.numbers import below_hundred, digit_at, digits
from flow_core.languages.utterance import Word, follows, text_at
from flow_core.languages.years import FULL_YEAR, SHORT_YEAR, said_in_digits

_CENTURIES = range(15, 22)
_ZEROS = frozenset({"oh", "o", "zero", "0"})


def years_at(words: Sequence[Word], index: int) -> Sequence[tuple[int, int]]:
    """Read a year at an index: each one that it can be, and the index after it. See `DateReader`."""
    text = text_at(words, index)
    if FULL_YEAR.fullmatch(text):
        return ((int(text), index + 1),)
    found = said_in_digits(words, index, digit_at, digits)
    if text == "two" and text_at(words, index + 1) == "thousand" and follows(words, index + 1):
        found.extend(_after_hundreds(words, index + 2, 2000))
    first = _two_digits(words, index)
    if first is None:
        return found
    value, end = first
    # "twenty oh" is the beginning of "twenty oh five".
    if value > 9 and not (text_at(words, end) in _ZEROS and follows(words, end)):
        found.append((value, end))
    if value in _CENTURIES and follows(words, end):
        if text_at(words, end) == "hundred":
            found.extend(_after_hundreds(words, end + 1, value * 100))
        rest = _two_digits(words, end)
        if rest is not None and (rest[0] > 9 or rest[1] == end + 2 or SHORT_YEAR.fullmatch(text_at(words, end))):
            found.append((value * 100 + rest[0], rest[1]))
    return found


def _after_hundreds(words: Sequence[Word], index: int, hundreds: int) -> Sequence[tuple[int, int]]:
    """Read the rest of "two thousand and four" and "nineteen hundred and five"."""
    joined = index + 1 if text_at(words, index) == "and" and follows(words, index) else index
    rest = below_hundred(words, joined) if follows(words, joined) else None
    alone = (hundreds, index)
    return (alone,) if rest is None else (alone, (hundreds + rest[0], rest[1]))


def _two_digits(words: Sequence[Word], index: int) -> tuple[int, int] | None:
    """Read "eighty four", "84" or "oh five"."""
    text = text_at(words, index)
    if SHORT_YEAR.fullmatch(text):
        return int(text), index + 1
    if text in _ZEROS and follows(words, index + 1):
        unit = below_hundred(words, index + 1)
        return None if unit is None or unit[0] > 9 else (unit[0], unit[1])
    return below_hundred(words, index)
