"""Years in German: "neunzehnhundertvierundachtzig", "zweitausendvier", "vierundachtzig", "null fünf"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flow_core.languages.de.numbers import below_hundred, cardinal, digit_at, digits
from flow_core.languages.utterance import Word, follows, text_at

_FULL_YEAR = re.compile(r"(1[5-9]|2[01])[0-9]{2}")
_SHORT_YEAR = re.compile(r"[0-9]{2}")
_YEARS = range(1500, 2200)
_CENTURIES = (19, 20)
"""The first two digits of years that are said as two numbers: "neunzehn vierundachtzig"."""
_MOST_WORDS = 6
"""Words in which a year is searched that is said digit by digit. A longer number is no year."""


def years_at(words: Sequence[Word], index: int) -> Sequence[tuple[int, int]]:
    """Read a year at an index: each one that it can be, and the index after it. See `DateReader`."""
    text = text_at(words, index)
    if _FULL_YEAR.fullmatch(text):
        return ((int(text), index + 1),)
    found: list[tuple[int, int]] = []
    one_by_one, count = digits(words[index : index + _MOST_WORDS], 0) if digit_at(words, index) else ("", 0)
    if _FULL_YEAR.fullmatch(one_by_one) or (len(one_by_one) == 2 and one_by_one[0] == "0"):
        found.append((int(one_by_one), index + count))
    whole = cardinal(words, index)
    if whole is not None and whole[0] in _YEARS:
        found.append(whole)
    short = _two_digits(words, index)
    if short is None:
        return found
    value, end = short
    found.append((value, end))
    rest = _two_digits(words, end) if value in _CENTURIES and follows(words, end) else None
    if rest is not None:
        found.append((value * 100 + rest[0], rest[1]))
    return found


def _two_digits(words: Sequence[Word], index: int) -> tuple[int, int] | None:
    """Read "vierundachtzig", "84" and "null fünf" (by its digits)."""
    text = text_at(words, index)
    if _SHORT_YEAR.fullmatch(text):
        return int(text), index + 1
    spoken = below_hundred(words, index)
    return spoken if spoken is not None and spoken[0] > 9 else None
