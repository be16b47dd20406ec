"""Amounts of money in Spanish words."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from flow_core.languages.phrases import PhraseTable

_PESOS = ("MXN", "ARS", "CLP", "COP", "UYU", "DOP", "CUP", "PHP")
_DOLLARS = ("USD", "CAD", "AUD")
_CENTS = ("EUR", *_DOLLARS, *_PESOS, "PEN", "GTQ", "HNL", "NIO", "PYG", "BOB", "VES", "CRC", "ZAR")


def _with_of(names: str) -> str:
    """Return names and the names after "de": "de euros" in "dos millones de euros"."""
    return "|".join(f"{name}|de {name}" for name in names.split("|"))


class Money:
    """Words with which an amount of money is said."""

    units: PhraseTable[tuple[str, ...]] = PhraseTable(
        (_with_of(names), currencies)
        for names, currencies in (
            ("euro|euros|€|eur|pavos", ("EUR",)),
            ("$", ("USD", *_PESOS)),
            ("dólar|dólares|usd|us$|dólares americanos|dólares estadounidenses", ("USD",)),
            ("dólares canadienses|cad", ("CAD",)),
            ("dólares australianos|aud", ("AUD",)),
            ("peso|pesos", _PESOS),
            ("peso mexicano|pesos mexicanos|mxn", ("MXN",)),
            ("pesos argentinos|ars", ("ARS",)),
            ("pesos chilenos|clp", ("CLP",)),
            ("pesos colombianos|cop", ("COP",)),
            ("libra|libras|£|gbp|libras esterlinas|libra esterlina", ("GBP",)),
            ("franco|francos|chf|francos suizos|franco suizo", ("CHF",)),
            ("yen|yenes|¥|jpy", ("JPY",)),
            ("yuan|yuanes|cny", ("CNY",)),
            ("sol|soles|pen", ("PEN",)),
            ("quetzal|quetzales", ("GTQ",)),
            ("lempira|lempiras", ("HNL",)),
            ("córdoba|córdobas", ("NIO",)),
            ("colón|colones", ("CRC",)),
            ("bolívar|bolívares", ("VES",)),
            ("boliviano|bolivianos", ("BOB",)),
            ("guaraní|guaraníes", ("PYG",)),
            ("real|reales|brl", ("BRL",)),
            ("coronas suecas|sek", ("SEK",)),
            ("coronas noruegas|nok", ("NOK",)),
            ("coronas danesas|dkk", ("DKK",)),
        )
    )
    parts: PhraseTable[tuple[str, ...]] = PhraseTable(
        (
            ("céntimo|céntimos", ("EUR", "PEN", "CRC", "VES", "PYG")),
            ("centavo|centavos|cts", _CENTS),
            ("cent|cents|¢", ("EUR", "USD", "CAD", "AUD")),
            ("penique|peniques", ("GBP",)),
        )
    )
    articles = frozenset({"un", "una"})
    joints = frozenset({"y", "con"})
    halves: Mapping[tuple[str, ...], Fraction] = {
        ("y", "medio"): Fraction(1, 2),
        ("y", "media"): Fraction(1, 2),
    }
    multipliers: Mapping[str, int] = {"k": 1000}
    decimal_mark = ","


class MoneyWithPoint(Money):
    """The same where a point stands before decimals, as in Mexico."""

    decimal_mark = "."
