"""Amounts of money in Dutch words."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from flow_core.languages.phrases import PhraseTable

_DOLLARS = ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "SRD")


class Money:
    """Words with which an amount of money is said."""

    units: PhraseTable[tuple[str, ...]] = PhraseTable(
        (
            ("euro|euros|eurootjes|€|eur", ("EUR",)),
            ("dollar|dollars|$", _DOLLARS),
            ("amerikaanse dollar|amerikaanse dollars|us dollar|us dollars|usd|us$", ("USD",)),
            ("canadese dollar|canadese dollars|cad", ("CAD",)),
            ("australische dollar|australische dollars|aud", ("AUD",)),
            ("surinaamse dollar|surinaamse dollars|srd", ("SRD",)),
            ("pond|ponden|£|gbp|britse pond|britse ponden|engelse pond|engelse ponden|pond sterling", ("GBP",)),
            ("zwitserse frank|zwitserse franken|frank|franken|chf", ("CHF",)),
            ("yen|japanse yen|¥|jpy", ("JPY",)),
            ("yuan|chinese yuan|cny", ("CNY",)),
            ("peso|pesos|mexicaanse peso|mexicaanse pesos|mxn", ("MXN", "ARS", "CLP", "COP", "PHP")),
            ("zweedse kroon|zweedse kronen|sek", ("SEK",)),
            ("deense kroon|deense kronen|dkk", ("DKK",)),
            ("noorse kroon|noorse kronen|nok", ("NOK",)),
            ("zloty|zlotys|pln", ("PLN",)),
            ("lira|turkse lira|try", ("TRY",)),
            ("roepie|roepies|inr", ("INR", "IDR")),
            ("dirham|dirhams|mad", ("MAD", "AED")),
            ("rand|zar", ("ZAR",)),
        )
    )
    parts: PhraseTable[tuple[str, ...]] = PhraseTable(
        (
            ("cent|centen|eurocent|eurocenten|¢|ct", ("EUR", *_DOLLARS)),
            ("pence|penny", ("GBP",)),
        )
    )
    articles = frozenset({"een"})
    joints = frozenset({"en"})
    halves: Mapping[tuple[str, ...], Fraction] = {
        ("en", "een", "half"): Fraction(1, 2),
        ("en", "een", "halve"): Fraction(1, 2),
        ("en", "een", "kwart"): Fraction(1, 4),
    }
    multipliers: Mapping[str, int] = {"k": 1000, "mille": 1000, "ton": 100_000}
    decimal_mark = ","
