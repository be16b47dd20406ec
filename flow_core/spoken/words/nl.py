"""Dutch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from flow_core.spoken.language import SpokenLanguage

_FIRST_CLEAR_HOUR = 9
"""From here on, an hour is not taken for the one twelve hours later: "7 uur" is in the evening for many."""


class Dutch:
    """Dutch: a clock of 24 hours, "19 uur 30"."""

    region = "NL"
    yes = "ja"
    no = "nee"
    minus = "min"
    plus = "plus"
    symbols: Mapping[str, str] = {
        "@": "apenstaartje",
        ".": "punt",
        "-": "streepje",
        "_": "laag streepje",
        "/": "schuine streep",
        "+": "plus",
        "#": "hekje",
        "*": "sterretje",
        "&": "en",
        "'": "apostrof",
    }
    first_of_month = ""

    def clock(self, hour: int, minute: int, region: str) -> str:
        """Say "19 uur 30", "19 uur", "7 uur 's ochtends"."""
        part = " 's ochtends" if 0 < hour < _FIRST_CLEAR_HOUR else ""
        return f"{hour} uur {minute}{part}" if minute else f"{hour} uur{part}"

    def at_clock(self, hour: int, minute: int, region: str) -> str:
        """Say "om 19 uur 30"."""
        return f"om {self.clock(hour, minute, region)}"

    def last_joint(self, count: int, last: str, region: str) -> str:
        """Say " en " without a comma."""
        return " en "


SPOKEN: Final[SpokenLanguage] = Dutch()
