"""Dutch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from flow_core.spoken.language import SpokenLanguage


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
        """Say "19 uur 30", "19 uur"."""
        return f"{hour} uur {minute}" if minute else f"{hour} uur"

    def at_clock(self, hour: int, minute: int, region: str) -> str:
        """Say "om 19 uur 30"."""
        return f"om {self.clock(hour, minute, region)}"

    def last_joint(self, count: int, last: str, region: str) -> str:
        """Say " en " without a comma."""
        return " en "


SPOKEN: Final[SpokenLanguage] = Dutch()
