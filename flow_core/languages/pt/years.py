"""Years in Portuguese: "mil novecentos e oitenta e quatro", "dois mil e quatro", "oitenta e quatro", "zero cinco"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flow_core.languages.pt.numbers import below_hundred, cardinal, digit_at, digits
from flow_core.languages.utterance import Word, follows, text_at

_FULL_YEAR = re.compile(r"(1[5-9]|2[01])[0-9]{2}")
_SHORT_YEAR = re.compile(r"[0-9]{2}")
_YEARS = range(1500, 2200)
_CENTURIES = range(15, 22)
_MOST_WORDS = 6
"""Words in which a year is searched that is said digit by digit. A longer number is no year."""


def years_at(words: Sequence[Word], index: int) -> Sequence[tuple[int, int]]:
    """Read a year at an index: each one that it can be, and the index after it. See `DateReader`."""
    text = text_at(words, index)
    if _FULL_YEAR.fullmatch(text) or _SHORT_YEAR.fullmatch(text):
        return ((int(text), index + 1),)
    found: list[tuple[int, int]] = []
    one_by_one, count = digits(words[index : index + _MOST_WORDS], 0) if digit_at(words, index) else ("", 0)
    if _FULL_YEAR.fullmatch(one_by_one) or (len(one_by_one) == 2 and one_by_one[0] == "0"):
        found.append((int(one_by_one), index + count))
    if text.isdigit():
        return found
    whole = cardinal(words, index)
    if whole is not None and whole[0] in _YEARS:
        found.append(whole)
    first = below_hundred(words, index)
    if first is None or first[0] < 10:
        return found
    value, end = first
    found.append((value, end))
    rest = below_hundred(words, end) if value in _CENTURIES and follows(words, end) else None
    if rest is not None and rest[0] > 9:
        # "dezenove oitenta e quatro"
        found.append((value * 100 + rest[0], rest[1]))
    return found
