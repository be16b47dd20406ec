"""Years in Italian: "millenovecentottantaquattro", "duemila cinque", "'84", "dell'ottantaquattro"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flow_core.languages.it.numbers import below_hundred, cardinal, digit_at, digits
from flow_core.languages.utterance import Word, follows, text_at
from flow_core.languages.years import FULL_YEAR, SHORT_YEAR, YEARS, said_in_digits

_ELIDED = re.compile(r"(?:dell|nell|l)'?(.+)")


def years_at(words: Sequence[Word], index: int) -> Sequence[tuple[int, int]]:
    """Read a year at an index: each one that it can be, and the index after it. See `DateReader`."""
    text = text_at(words, index)
    elided = _ELIDED.fullmatch(text)
    if elided is not None:
        # "dell'84", "dell'ottantaquattro"
        return [(value, index + 1) for value, _ in years_at((Word(elided[1]),), 0)]
    if FULL_YEAR.fullmatch(text) or SHORT_YEAR.fullmatch(text):
        return ((int(text), index + 1),)
    if text[:1].isdigit() and len(text) > 1:
        return ()
    found = said_in_digits(words, index, digit_at, digits)
    short = below_hundred(words, index)
    if short is not None and short[0] > 9:
        found.append(short)
    whole = cardinal(words, index)
    if whole is not None and whole[0] in YEARS:
        found.append(whole)
        # "mille novecento settantuno"
        rest = below_hundred(words, whole[1]) if whole[0] % 100 == 0 and follows(words, whole[1]) else None
        if rest is not None and rest[0] > 9:
            found.append((whole[0] + rest[0], rest[1]))
    return found
