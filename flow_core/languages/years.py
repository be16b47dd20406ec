"""Years in digits, written or said one by one, as all languages have them. No word of a language is here."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from flow_core.languages.utterance import Word

FULL_YEAR = re.compile(r"(1[5-9]|2[01])[0-9]{2}")
"""A year of four digits."""
SHORT_YEAR = re.compile(r"[0-9]{2}")
"""A year of two digits."""
YEARS = range(1500, 2200)
"""Numbers in words that may be a year."""
_MOST_WORDS = 6
"""Words in which a year is searched that is said digit by digit. A longer number is no year."""


def said_in_digits(
    words: Sequence[Word],
    index: int,
    digit_at: Callable[[Sequence[Word], int], str | None],
    digits: Callable[[Sequence[Word], int], tuple[str, int]],
) -> list[tuple[int, int]]:
    """Read a year that is said digit by digit: "one nine eight four", "oh five".

    Args:
        words: The utterance.
        index: Where the year begins.
        digit_at: The language's reader of one digit.
        digits: The language's reader of digits in a row.

    Returns:
        The year and the index after it; none if no year is there.
    """
    if digit_at(words, index) is None:
        return []
    said, count = digits(words[index : index + _MOST_WORDS], 0)
    is_year = FULL_YEAR.fullmatch(said) or (len(said) == 2 and said[0] == "0")
    return [(int(said), index + count)] if is_year else []
