"""Years in Dutch: "negentienvierentachtig", "negentienhonderd vierentachtig", "tweeduizend vier", "vierentachtig"."""

from __future__ import annotations

from collections.abc import Sequence

from flow_core.languages.nl.numbers import BELOW_HUNDRED, cardinal, digit_at, digits
from flow_core.languages.utterance import Word, follows, text_at
from flow_core.languages.years import FULL_YEAR, SHORT_YEAR, YEARS, said_in_digits

_CENTURIES = {word: value for word, value in BELOW_HUNDRED.items() if 15 <= value <= 21}
_ZEROS = frozenset({"nul", "0"})


def years_at(words: Sequence[Word], index: int) -> Sequence[tuple[int, int]]:
    """Read a year at an index: each one that it can be, and the index after it. See `DateReader`."""
    text = text_at(words, index)
    if FULL_YEAR.fullmatch(text):
        return ((int(text), index + 1),)
    found = said_in_digits(words, index, digit_at, digits)
    compound = _in_one_word(text)
    if compound is not None:
        found.append((compound, index + 1))
    # "tweeduizend" may be all of a year, or the beginning of "tweeduizend vier".
    for end in (index + 1, len(words)):
        whole = cardinal(words[:end], index)
        if whole is not None and whole[0] in YEARS:
            found.append(whole)
    first = _two_digits(words, index)
    if first is None:
        return found
    value, end = first
    # "twintig nul" is the beginning of "twintig nul vijf".
    if value > 9 and not (text_at(words, end) in _ZEROS and follows(words, end)):
        found.append((value, end))
    if value in _CENTURIES.values() and follows(words, end):
        rest = _two_digits(words, end)
        if rest is not None and (rest[0] > 9 or rest[1] == end + 2 or SHORT_YEAR.fullmatch(text_at(words, end))):
            found.append((value * 100 + rest[0], rest[1]))
    return found


def _in_one_word(text: str) -> int | None:
    """Read "negentienvierentachtig"."""
    for century, value in _CENTURIES.items():
        rest = BELOW_HUNDRED.get(text.removeprefix(century), 0) if text.startswith(century) else 0
        if rest > 9:
            return value * 100 + rest
    return None


def _two_digits(words: Sequence[Word], index: int) -> tuple[int, int] | None:
    """Read "vierentachtig", "84" or "nul vijf"."""
    text = text_at(words, index)
    if SHORT_YEAR.fullmatch(text):
        return int(text), index + 1
    if text in _ZEROS and follows(words, index + 1):
        unit = digit_at(words, index + 1)
        return None if unit is None else (int(unit), index + 2)
    value = BELOW_HUNDRED.get(text)
    return None if value is None else (value, index + 1)
