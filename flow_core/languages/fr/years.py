"""Years in French: "mille neuf cent quatre-vingt-quatre", "dix-neuf cent cinq", "deux mille quatre", "zéro cinq"."""

from __future__ import annotations

from collections.abc import Sequence

from flow_core.languages.fr.numbers import below_hundred, cardinal, digit_at, digits
from flow_core.languages.utterance import Word, follows, text_at
from flow_core.languages.years import FULL_YEAR, SHORT_YEAR, YEARS, said_in_digits

_THOUSANDS = frozenset({"mille", "mil"})


def years_at(words: Sequence[Word], index: int) -> Sequence[tuple[int, int]]:
    """Read a year at an index: each one that it can be, and the index after it. See `DateReader`."""
    text = text_at(words, index)
    if FULL_YEAR.fullmatch(text):
        return ((int(text), index + 1),)
    if SHORT_YEAR.fullmatch(text):
        return ((int(text), index + 1),)
    found = said_in_digits(words, index, digit_at, digits)
    if not text[:1].isdigit():
        found += _in_words(words, index)
    return found


def _in_words(words: Sequence[Word], index: int) -> Sequence[tuple[int, int]]:
    """Read a year that is a number in words. A shorter number that it begins with may be the year, too."""
    found: list[tuple[int, int]] = []
    whole = cardinal(words, index)
    if whole is not None and whole[0] in YEARS:
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
