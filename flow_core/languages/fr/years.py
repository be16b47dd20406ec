"""Years in French: "mille neuf cent quatre-vingt-quatre", "dix-neuf cent cinq", "deux mille quatre", "zéro cinq"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flow_core.languages.fr.numbers import below_hundred, cardinal, digit_at, digits
from flow_core.languages.utterance import Word, follows, text_at

_FULL_YEAR = re.compile(r"(1[5-9]|2[01])[0-9]{2}")
_SHORT_YEAR = re.compile(r"[0-9]{2}")
_YEARS = range(1500, 2200)
_MOST_WORDS = 6
"""Words in which a year is searched that is said digit by digit. A longer number is no year."""
_THOUSANDS = frozenset({"mille", "mil"})


def years_at(words: Sequence[Word], index: int) -> Sequence[tuple[int, int]]:
    """Read a year at an index: each one that it can be, and the index after it. See `DateReader`."""
    text = text_at(words, index)
    if _FULL_YEAR.fullmatch(text):
        return ((int(text), index + 1),)
    if _SHORT_YEAR.fullmatch(text):
        return ((int(text), index + 1),)
    found: list[tuple[int, int]] = []
    one_by_one, count = digits(words[index : index + _MOST_WORDS], 0) if digit_at(words, index) else ("", 0)
    end = index + count
    if _FULL_YEAR.fullmatch(one_by_one) or (len(one_by_one) == 2 and one_by_one[0] == "0"):
        found.append((int(one_by_one), end))
    if not text[:1].isdigit():
        found += _in_words(words, index)
    return found


def _in_words(words: Sequence[Word], index: int) -> Sequence[tuple[int, int]]:
    """Read a year that is a number in words. A shorter number that it begins with may be the year, too."""
    found: list[tuple[int, int]] = []
    whole = cardinal(words, index)
    if whole is not None and whole[0] in _YEARS:
        found.append(whole)
        if text_at(words, index + 1) in _THOUSANDS and whole[1] > index + 2:
            # "deux mille" in "deux mille, dix heures"
            found.append((2000, index + 2))
    short = below_hundred(words, index)
    if short is not None and short[0] > 9:
        found.append(short)
    elif text_at(words, index) == "zero" and follows(words, index + 1):
        unit = below_hundred(words, index + 1)
        if unit is not None and unit[0] < 10:
            found.append(unit)
    return found
