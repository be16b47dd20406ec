"""Amounts of money in Italian words."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from flow_core.languages.phrases import PhraseTable

_DOLLARS = ("USD", "CAD", "AUD", "NZD", "SGD", "HKD")
_CENTS = ("EUR", *_DOLLARS, "CHF", "ZAR")


class Money:
    """Words with which an amount of money is said."""

    units: PhraseTable[tuple[str, ...]] = PhraseTable(
        (
            ("euro|euri|€|eur|di euro", ("EUR",)),
            ("dollaro|dollari|$|di dollari", _DOLLARS),
            ("dollari americani|dollaro americano|dollari statunitensi|dollaro statunitense|usd|us$", ("USD",)),
            ("dollari canadesi|dollaro canadese|cad", ("CAD",)),
            ("dollari australiani|dollaro australiano|aud", ("AUD",)),
            ("sterlina|sterline|£|gbp|sterline inglesi|sterline britanniche|sterlina britannica|pound", ("GBP",)),
            ("franco|franchi|franco svizzero|franchi svizzeri|chf|di franchi", ("CHF",)),
            ("yen|yen giapponesi|yen giapponese|¥|jpy", ("JPY",)),
            ("yuan|renminbi|renminbi cinesi|renminbi cinese|cny", ("CNY",)),
            ("rupia|rupie|rupie indiane|rupia indiana|inr", ("INR",)),
            ("peso|pesos|pesos messicani|peso messicano|mxn", ("MXN",)),
            ("rand|rand sudafricani|rand sudafricano|zar", ("ZAR",)),
            ("corone svedesi|corona svedese|sek", ("SEK",)),
            ("corone norvegesi|corona norvegese|nok", ("NOK",)),
            ("corone danesi|corona danese|dkk", ("DKK",)),
            ("corone ceche|corona ceca|czk", ("CZK",)),
            ("zloty|zloty polacchi|zloty polacco|pln", ("PLN",)),
            ("lire turche|lira turca|try", ("TRY",)),
            ("real|real brasiliani|real brasiliano|brl", ("BRL",)),
        )
    )
    parts: PhraseTable[tuple[str, ...]] = PhraseTable(
        (
            ("centesimo|centesimi|cent|eurocent|centesimi di euro", _CENTS),
            ("pence|penny|penni", ("GBP",)),
        )
    )
    articles = frozenset({"un", "una", "uno"})
    joints = frozenset({"e"})
    halves: Mapping[tuple[str, ...], Fraction] = {
        ("e", "mezzo"): Fraction(1, 2),
        ("e", "mezza"): Fraction(1, 2),
    }
    multipliers: Mapping[str, int] = {"k": 1000}
    decimal_mark = ","
