"""Portuguese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from flow_core.spoken.language import SpokenLanguage


_FIRST_CLEAR_HOUR = 9
"""From here on, an hour is not taken for the one twelve hours later: "7:30" is in the evening for many."""


class Portuguese:
    """Portuguese: a clock of 24 hours, "19:30"."""

    region = "BR"
    yes = "sim"
    no = "não"
    minus = "menos"
    plus = "mais"
    symbols: Mapping[str, str] = {
        "@": "arroba",
        ".": "ponto",
        "-": "hífen",
        "_": "sublinhado",
        "/": "barra",
        "+": "mais",
        "#": "cerquilha",
        "*": "asterisco",
        "&": "e",
        "'": "apóstrofo",
    }
    first_of_month = "1º"

    def clock(self, hour: int, minute: int, region: str) -> str:
        """Say "19:30", "9:00", "7:30 da manhã"."""
        part = " da manhã" if 0 < hour < _FIRST_CLEAR_HOUR else ""
        return f"{hour}:{minute:02}{part}"

    def at_clock(self, hour: int, minute: int, region: str) -> str:
        """Say "às 19:30", "à 1:15 da manhã"."""
        return f"{'à' if hour == 1 else 'às'} {self.clock(hour, minute, region)}"

    def last_joint(self, count: int, last: str, region: str) -> str:
        """Say " e " without a comma."""
        return " e "


SPOKEN: Final[SpokenLanguage] = Portuguese()
