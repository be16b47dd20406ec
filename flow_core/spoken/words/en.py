"""English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from flow_core.spoken.language import SpokenLanguage


class English:
    """English: a clock of twelve hours, and in the US a comma before "and"."""

    region = "US"
    yes = "yes"
    no = "no"
    minus = "minus"
    plus = "plus"
    symbols: Mapping[str, str] = {
        "@": "at",
        ".": "dot",
        "-": "dash",
        "_": "underscore",
        "/": "slash",
        "+": "plus",
        "#": "hash",
        "*": "star",
        "&": "and",
        "'": "apostrophe",
    }
    first_of_month = ""

    def clock(self, hour: int, minute: int, region: str) -> str:
        """Say "7:30 PM", "7 PM", "noon"."""
        if minute == 0 and hour % 12 == 0:
            return "noon" if hour else "midnight"
        minutes = f":{minute:02}" if minute else ""
        return f"{hour % 12 or 12}{minutes} {'PM' if hour >= 12 else 'AM'}"

    def at_clock(self, hour: int, minute: int, region: str) -> str:
        """Say "at 7:30 PM"."""
        return f"at {self.clock(hour, minute, region)}"

    def last_joint(self, count: int, last: str, region: str) -> str:
        """Say ", and " in the US after three items, else " and "."""
        return ", and " if count > 2 and region == "US" else " and "


SPOKEN: Final[SpokenLanguage] = English()
