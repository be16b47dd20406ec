"""Amounts of money in German words."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from flow_core.languages.phrases import PhraseTable

_DOLLARS = ("USD", "CAD", "AUD", "NZD", "SGD", "HKD")
_CENTS = ("EUR", *_DOLLARS)


class Money:
    """Words with which an amount of money is said."""

    units: PhraseTable[tuple[str, ...]] = PhraseTable(
        (
            ("euro|euros|€|eur", ("EUR",)),
            ("franken|schweizer franken|stutz|fr|sfr|chf", ("CHF",)),
            ("dollar|dollars|$", _DOLLARS),
            ("us dollar|us dollars|amerikanische dollar|usd|us$", ("USD",)),
            ("kanadische dollar|cad", ("CAD",)),
            ("australische dollar|aud", ("AUD",)),
            ("pfund|britische pfund|pfund sterling|£|gbp", ("GBP",)),
            ("yen|japanische yen|¥|jpy", ("JPY",)),
            ("yuan|renminbi|cny", ("CNY",)),
            ("rupie|rupien|indische rupien|₹|inr", ("INR", "PKR", "LKR", "NPR")),
            ("peso|pesos|mexikanische pesos|mxn", ("MXN", "ARS", "CLP", "COP", "PHP")),
            ("zloty|złoty|pln", ("PLN",)),
            ("krone|kronen", ("SEK", "DKK", "NOK", "CZK")),
            ("schwedische kronen|sek", ("SEK",)),
            ("dänische kronen|dkk", ("DKK",)),
            ("norwegische kronen|nok", ("NOK",)),
            ("tschechische kronen|czk", ("CZK",)),
            ("forint|huf", ("HUF",)),
            ("lira|türkische lira|try", ("TRY",)),
            ("dirham|aed", ("AED", "MAD")),
        )
    )
    parts: PhraseTable[tuple[str, ...]] = PhraseTable(
        (("cent|cents|ct|¢|eurocent", _CENTS), ("rappen|rp", ("CHF",)), ("pence|penny", ("GBP",)))
    )
    articles = frozenset({"ein", "eine", "einen"})
    joints = frozenset({"und"})
    halves: Mapping[tuple[str, ...], Fraction] = {("und", "ein", "halber"): Fraction(1, 2)}
    multipliers: Mapping[str, int] = {"mille": 1000, "k": 1000}
    decimal_mark = ","


class SwissMoney(Money):
    """Words of money where a point stands before decimals."""

    decimal_mark = "."
