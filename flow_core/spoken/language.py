"""The interface of a language for spoken values. This module holds no word of any language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class SpokenLanguage(Protocol):
    """The words and the grammar that spoken values need. Names of months and currencies come from CLDR."""

    region: str
    """ISO 3166: the region of a tag that names none."""
    yes: str
    """The word for true."""
    no: str
    """The word for false."""
    minus: str
    """The word before a negative amount."""
    plus: str
    """The word for the + of a phone number."""
    symbols: Mapping[str, str]
    """Character -> its name, for spelled text."""
    first_of_month: str
    """The first day of a month, such as "1er"; "" if it is said as the other days are."""

    def clock(self, hour: int, minute: int, region: str) -> str:
        """Say a time of day, such as "7:30 PM". The hour is 0 to 23."""

    def at_clock(self, hour: int, minute: int, region: str) -> str:
        """Say a time of day with the words that join it to a date, such as "at 7:30 PM"."""

    def last_joint(self, count: int, last: str, region: str) -> str:
        """Return the words before the last item of a list, with their spaces.

        Args:
            count: Items of the list, at least 2.
            last: The last item, which may change the word before it.
            region: ISO 3166.
        """
