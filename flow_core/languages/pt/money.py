"""Amounts of money in Portuguese words."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from flow_core.languages.phrases import PhraseTable

_DOLLARS = ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD")
_PESOS = ("MXN", "ARS", "CLP", "COP", "UYU", "PHP")


class Money:
    """Words with which an amount of money is said."""

    units: PhraseTable[tuple[str, ...]] = PhraseTable(
        (
            ("real|reais|de reais|r$|brl|reais brasileiros", ("BRL",)),
            ("pau|paus|mangos|pila|pilas", ("BRL", "EUR")),
            ("euro|euros|de euros|€|eur", ("EUR",)),
            ("dólar|dólares|de dólares|$", _DOLLARS),
            (
                """dólar americano|dólares americanos|dólares dos estados unidos|dólar dos estados unidos|usd|us$|
                dólares norte americanos""",
                ("USD",),
            ),
            ("dólar canadense|dólares canadenses|dólar canadiano|dólares canadianos|cad", ("CAD",)),
            ("dólar australiano|dólares australianos|aud", ("AUD",)),
            ("libra|libras|£|libra esterlina|libras esterlinas|gbp", ("GBP",)),
            ("iene|ienes|¥|jpy", ("JPY",)),
            ("yuan|yuans|iuane|iuanes|renminbi|cny", ("CNY",)),
            ("franco|francos|franco suíço|francos suíços|chf", ("CHF",)),
            ("peso|pesos", _PESOS),
            ("peso mexicano|pesos mexicanos|mxn", ("MXN",)),
            ("peso argentino|pesos argentinos|ars", ("ARS",)),
            ("kwanza|kwanzas|cuanza|cuanzas|aoa", ("AOA",)),
            ("metical|meticais|mzn", ("MZN",)),
        )
    )
    parts: PhraseTable[tuple[str, ...]] = PhraseTable(
        (
            ("centavo|centavos", ("BRL", "MZN", *_DOLLARS, *_PESOS)),
            ("cêntimo|cêntimos", ("EUR", "AOA", "CHF", *_DOLLARS)),
            ("cent|cents", ("EUR", *_DOLLARS)),
            ("pence|pêni", ("GBP",)),
        )
    )
    articles = frozenset({"um", "uma"})
    joints = frozenset({"e", "com"})
    halves: Mapping[tuple[str, ...], Fraction] = {
        ("e", "meio"): Fraction(1, 2),
        ("e", "meia"): Fraction(1, 2),
    }
    multipliers: Mapping[str, int] = {"k": 1000}
    decimal_mark = ","
