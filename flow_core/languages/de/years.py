"""Years in German: "neunzehnhundertvierundachtzig", "zweitausendvier", "vierundachtzig", "null fünf"."""

from __future__ import annotations

from collections.abc import Sequence

from flow_core.languages.de.numbers import below_hundred, cardinal, digit_at, digits
from flow_core.languages.utterance import Word, follows, text_at
from flow_core.languages.years import FULL_YEAR, SHORT_YEAR, YEARS, said_in_digits

_CENTURIES = (19, 20)
"""The first two digits of years that are said as two numbers: "neunzehn vierundachtzig"."""


def years_at(words: Sequence[Word], index: int) -> Sequence[tuple[int, int]]:
    """Read a year at an index: each one that it can be, and the index after it. See `DateReader`."""
    text = text_at(words, index)
    if FULL_YEAR.fullmatch(text):
        return ((int(text), index + 1),)
    found = said_in_digits(words, index, digit_at, digits)
    whole = cardinal(words, index)
    if whole is not None and whole[0] in YEARS:
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
    if SHORT_YEAR.fullmatch(text):
        return int(text), index + 1
    spoken = below_hundred(words, index)
    return spoken if spoken is not None and spoken[0] > 9 else None
