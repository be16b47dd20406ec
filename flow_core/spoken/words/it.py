"""Italian."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from flow_core.spoken.language import SpokenLanguage


_FIRST_CLEAR_HOUR = 9
"""From here on, an hour is not taken for the one twelve hours later: "le 7:30" are in the evening for many."""


class Italian:
    """Italian: a clock of 24 hours, "19:30"."""

    region = "IT"
    yes = "sì"
    no = "no"
    minus = "meno"
    plus = "più"
    symbols: Mapping[str, str] = {
        "@": "chiocciola",
        ".": "punto",
        "-": "trattino",
        "_": "trattino basso",
        "/": "barra",
        "+": "più",
        "#": "cancelletto",
        "*": "asterisco",
        "&": "e",
        "'": "apostrofo",
    }
    first_of_month = "1º"

    def clock(self, hour: int, minute: int, region: str) -> str:
        """Say "19:30", "9:00", "7:30 del mattino"."""
        part = " del mattino" if 0 < hour < _FIRST_CLEAR_HOUR else ""
        return f"{hour}:{minute:02}{part}"

    def at_clock(self, hour: int, minute: int, region: str) -> str:
        """Say "alle 19:30"."""
        return f"alle {self.clock(hour, minute, region)}"

    def last_joint(self, count: int, last: str, region: str) -> str:
        """Say " e " without a comma."""
        return " e "


SPOKEN: Final[SpokenLanguage] = Italian()
