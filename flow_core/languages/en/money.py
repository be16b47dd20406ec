"""Amounts of money in English words."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from flow_core.languages.phrases import PhraseTable

_DOLLARS = ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "JMD", "TTD", "BBD")
_CENTS = (*_DOLLARS, "EUR", "ZAR", "KES")


class Money:
    """Words with which an amount of money is said."""

    units: PhraseTable[tuple[str, ...]] = PhraseTable(
        (
            ("dollar|dollars|buck|bucks|$|greenbacks", _DOLLARS),
            ("us dollar|us dollars|american dollars|u s dollars|usd|us$", ("USD",)),
            ("canadian dollar|canadian dollars|cad", ("CAD",)),
            ("australian dollar|australian dollars|aussie dollars|aud", ("AUD",)),
            ("new zealand dollar|new zealand dollars|kiwi dollars|nzd", ("NZD",)),
            ("singapore dollars|sgd", ("SGD",)),
            ("hong kong dollars|hkd", ("HKD",)),
            ("pound|pounds|£|quid|gbp|pound sterling|pounds sterling|british pounds|sterling", ("GBP",)),
            ("euro|euros|€|eur", ("EUR",)),
            ("yen|japanese yen|¥|jpy", ("JPY",)),
            ("yuan|renminbi|rmb|cny|chinese yuan", ("CNY",)),
            ("rupee|rupees|₹|inr|indian rupees", ("INR", "PKR", "LKR", "NPR")),
            ("franc|francs|swiss franc|swiss francs|chf", ("CHF",)),
            ("peso|pesos|mexican pesos|mxn", ("MXN", "ARS", "CLP", "COP", "PHP")),
            ("rand|rands|zar", ("ZAR",)),
            ("krona|kronor|sek|swedish krona|swedish kronor", ("SEK",)),
            ("krone|kroner", ("DKK", "NOK")),
            ("danish kroner|dkk", ("DKK",)),
            ("norwegian kroner|nok", ("NOK",)),
            ("zloty|zlotys|zloties|pln", ("PLN",)),
            ("dirham|dirhams|aed", ("AED", "MAD")),
            ("real|reais|brl|brazilian reais", ("BRL",)),
        )
    )
    parts: PhraseTable[tuple[str, ...]] = PhraseTable(
        (
            ("cent|cents|¢|c|eurocents|euro cents", _CENTS),
            ("pence|p", ("GBP",)),
            ("penny|pennies", ("GBP", "USD", "CAD", "AUD")),
        )
    )
    articles = frozenset({"a", "one"})
    joints = frozenset({"and"})
    halves: Mapping[tuple[str, ...], Fraction] = {
        ("and", "a", "half"): Fraction(1, 2),
        ("and", "a", "quarter"): Fraction(1, 4),
    }
    multipliers: Mapping[str, int] = {"grand": 1000, "k": 1000}
    decimal_mark = "."
