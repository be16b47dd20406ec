"""German."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from flow_core.spoken.language import SpokenLanguage

_UNCLEAR = range(1, 9)
"""Hours in the morning that most callers would not mean without saying so."""


class German:
    """German: a clock of 24 hours, "19 Uhr 30"."""

    region = "DE"
    yes = "ja"
    no = "nein"
    minus = "minus"
    plus = "plus"
    symbols: Mapping[str, str] = {
        "@": "at",
        ".": "Punkt",
        "-": "Bindestrich",
        "_": "Unterstrich",
        "/": "Schrägstrich",
        "+": "plus",
        "#": "Raute",
        "*": "Sternchen",
        "&": "und",
        "'": "Apostroph",
    }
    first_of_month = ""

    def clock(self, hour: int, minute: int, region: str) -> str:
        """Say "19 Uhr 30", "19 Uhr", "7 Uhr morgens". Who says "7 Uhr" alone may mean the evening."""
        said = f"{hour} Uhr {minute}" if minute else f"{hour} Uhr"
        return f"{said} morgens" if hour in _UNCLEAR else said

    def at_clock(self, hour: int, minute: int, region: str) -> str:
        """Say "um 19 Uhr 30"."""
        return f"um {self.clock(hour, minute, region)}"

    def last_joint(self, count: int, last: str, region: str) -> str:
        """Say " und " without a comma."""
        return " und "


SPOKEN: Final[SpokenLanguage] = German()
