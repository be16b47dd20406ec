"""Spanish."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from flow_core.spoken.language import SpokenLanguage

_STARTS_WITH_I = re.compile(r"h?[ií](?![aeou])", re.IGNORECASE)
""""y" is "e" before "Isabel" and "hijos", but not before "hielo" and "iones"."""


class Spanish:
    """Spanish: a clock of 24 hours from noon in Spain, and of twelve with the part of the day elsewhere."""

    region = "ES"
    yes = "sí"
    no = "no"
    minus = "menos"
    plus = "más"
    symbols: Mapping[str, str] = {
        "@": "arroba",
        ".": "punto",
        "-": "guion",
        "_": "guion bajo",
        "/": "barra",
        "+": "más",
        "#": "almohadilla",
        "*": "asterisco",
        "&": "y",
        "'": "apóstrofo",
    }
    first_of_month = ""

    def clock(self, hour: int, minute: int, region: str) -> str:
        """Say "19:30" in Spain, "7:30 de la tarde" elsewhere. "7:30" alone may be either half of the day."""
        if region == "ES" and not 0 < hour < 12:
            return f"{hour}:{minute:02}"
        part = "noche" if hour >= 20 else "tarde" if hour >= 12 else "mañana" if hour >= 6 else "madrugada"
        return f"{hour % 12 or 12}:{minute:02} de la {part}"

    def at_clock(self, hour: int, minute: int, region: str) -> str:
        """Say "a las 19:30", "a la 1:15"."""
        said = self.clock(hour, minute, region)
        return f"a la {said}" if said.startswith("1:") else f"a las {said}"

    def last_joint(self, count: int, last: str, region: str) -> str:
        """Say " y ", or " e " before the sound of an i."""
        return " e " if _STARTS_WITH_I.match(last) else " y "


SPOKEN: Final[SpokenLanguage] = Spanish()
