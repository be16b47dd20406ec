"""Amounts of money in French words."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from flow_core.languages.phrases import PhraseTable

_DOLLARS = ("USD", "CAD", "AUD", "NZD", "SGD", "HKD")
_FRANCS = ("CHF", "XOF", "XAF")
_CENTS = ("EUR", *_DOLLARS, "ZAR")


class Money:
    """Words with which an amount of money is said."""

    units: PhraseTable[tuple[str, ...]] = PhraseTable(
        (
            ("euro|euros|d'euro|d'euros|€|eur|balles", ("EUR",)),
            ("dollar|dollars|de dollars|$|piastres", _DOLLARS),
            (
                "dollar américain|dollars américains|dollars us|usd|us$|dollar des états unis|dollars des états unis",
                ("USD",),
            ),
            ("dollar canadien|dollars canadiens|cad", ("CAD",)),
            ("dollar australien|dollars australiens|aud", ("AUD",)),
            ("franc|francs|de francs", _FRANCS),
            ("franc suisse|francs suisses|chf", ("CHF",)),
            ("francs cfa|franc cfa", ("XOF", "XAF")),
            ("livre|livres|£|livre sterling|livres sterling|gbp", ("GBP",)),
            ("peso|pesos", ("MXN", "ARS", "CLP", "COP", "PHP")),
            ("peso mexicain|pesos mexicains|mxn", ("MXN",)),
            ("yen|yens|¥|jpy", ("JPY",)),
            ("yuan|yuans|cny", ("CNY",)),
            ("roupie|roupies|₹|inr", ("INR", "MUR", "PKR", "LKR", "NPR")),
            ("couronnes suédoises|sek", ("SEK",)),
            ("couronnes danoises|dkk", ("DKK",)),
            ("couronnes norvégiennes|nok", ("NOK",)),
            ("couronnes tchèques|czk", ("CZK",)),
            ("zloty|zlotys|pln", ("PLN",)),
            ("dirham|dirhams|mad", ("MAD", "AED")),
        )
    )
    parts: PhraseTable[tuple[str, ...]] = PhraseTable(
        (
            ("centime|centimes|d'euro", ("EUR", *_FRANCS)),
            ("centimes d'euro|centime d'euro", ("EUR",)),
            ("cent|cents|¢|eurocents", _CENTS),
            ("sous|cennes", ("CAD",)),
            ("pence|penny", ("GBP",)),
        )
    )
    articles = frozenset({"un", "une"})
    joints = frozenset({"et"})
    halves: Mapping[tuple[str, ...], Fraction] = {
        ("et", "demi"): Fraction(1, 2),
        ("et", "demie"): Fraction(1, 2),
    }
    multipliers: Mapping[str, int] = {"k": 1000}
    decimal_mark = ","
