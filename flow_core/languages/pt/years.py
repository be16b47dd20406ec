"""Years in Portuguese: "mil novecentos e oitenta e quatro", "dois mil e quatro", "oitenta e quatro", "zero cinco"."""

from __future__ import annotations

from collections.abc import Sequence

from flow_core.languages.pt.numbers import below_hundred, cardinal, digit_at, digits
from flow_core.languages.utterance import Word, follows, text_at
from flow_core.languages.years import FULL_YEAR, SHORT_YEAR, YEARS, said_in_digits

_CENTURIES = range(15, 22)


def years_at(words: Sequence[Word], index: int) -> Sequence[tuple[int, int]]:
    """Read a year at an index: each one that it can be, and the index after it. See `DateReader`."""
    text = text_at(words, index)
    if FULL_YEAR.fullmatch(text) or SHORT_YEAR.fullmatch(text):
        return ((int(text), index + 1),)
    found = said_in_digits(words, index, digit_at, digits)
    if text.isdigit():
        return found
    whole = cardinal(words, index)
    if whole is not None and whole[0] in YEARS:
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
