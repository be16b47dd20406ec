"""Numbers in figures, as a voice reads them in the language."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from flow_core.json import Json
from flow_core.text.templates import as_text

if TYPE_CHECKING:
    from flow_core.spoken.voice import Voice

_NUMERAL = re.compile(r"[+-]?\d{1,40}(?:\.\d{1,20})?\Z", re.ASCII)
_SIGNIFICANT_DIGITS = 15
"""Digits that a double always holds. More of them say how a computer rounds: 0.1 + 0.2 is 0.30000000000000004."""
_LIMIT = Decimal(10) ** 18
"""Numbers below it are said. Larger ones have no name that people know, and decimal arithmetic would round them."""
_SMALLEST = Decimal("1e-9")
"""Further decimals are rounded away."""


def number_of(value: Json) -> Decimal | None:
    """Return the number of a value: a number, or a text that is one, below 10**18. None for another value."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, str):
        if not _NUMERAL.match(value.strip()):
            return None
        number = Decimal(value.strip())
    else:
        number = Decimal(value if isinstance(value, int) else format(value, f".{_SIGNIFICANT_DIGITS}g"))
    if abs(number) >= _LIMIT:
        return None
    rounded = number.quantize(_SMALLEST)
    return number if rounded == number else rounded


def say_number(number: Decimal, voice: Voice) -> str:
    """Say a number with its thousands marked: "1,234,567.5"."""
    from babel.numbers import format_decimal

    figures = in_one_word(format_decimal(abs(number), locale=voice.cldr(), decimal_quantization=False))
    return f"{voice.language.minus} {figures}" if number < 0 else figures


def say_plain_number(value: int | float, voice: Voice) -> str:
    """Say a number that no filter marks, in figures without marks of thousands: it may be a count or a room."""
    if isinstance(value, int):
        return str(value)
    text = as_text(float(format(value, f".{_SIGNIFICANT_DIGITS}g")))
    if voice.code == "en" or "." not in text:
        return text
    from babel.numbers import get_decimal_symbol

    return text.replace(".", get_decimal_symbol(voice.cldr()))


def with_plain_spaces(text: str) -> str:
    """Replace the spaces that only keep text on one line."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def in_one_word(figures: str) -> str:
    """Take the spaces and apostrophes out of figures: a reader takes a number with spaces for several numbers."""
    return re.sub(r"(?<=\d)[\s\u00a0\u202f'\u2019](?=\d)", "", figures)
