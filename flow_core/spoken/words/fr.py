"""French."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from flow_core.spoken.language import SpokenLanguage


_FIRST_CLEAR_HOUR = 9
"""From here on, an hour is not taken for the one twelve hours later: "7 heures" is in the evening for many."""


class French:
    """French: a clock of 24 hours, "19 heures 30"."""

    region = "FR"
    yes = "oui"
    no = "non"
    minus = "moins"
    plus = "plus"
    symbols: Mapping[str, str] = {
        "@": "arobase",
        ".": "point",
        "-": "tiret",
        "_": "tiret bas",
        "/": "barre oblique",
        "+": "plus",
        "#": "dièse",
        "*": "étoile",
        "&": "et",
        "'": "apostrophe",
    }
    first_of_month = "1er"

    def clock(self, hour: int, minute: int, region: str) -> str:
        """Say "19 heures 30", "0 heure", "7 heures du matin"."""
        hours = f"{hour} heure" if hour < 2 else f"{hour} heures"
        part = " du matin" if 0 < hour < _FIRST_CLEAR_HOUR else ""
        return f"{hours} {minute:02}{part}" if minute else f"{hours}{part}"

    def at_clock(self, hour: int, minute: int, region: str) -> str:
        """Say "à 19 heures 30"."""
        return f"à {self.clock(hour, minute, region)}"

    def last_joint(self, count: int, last: str, region: str) -> str:
        """Say " et " without a comma."""
        return " et "


SPOKEN: Final[SpokenLanguage] = French()
