"""Letters as Spanish speakers spell them and as speech to text writes their names."""

from __future__ import annotations

from collections.abc import Mapping

from flow_core.languages.phrases import Phrases, PhraseTable, phrases

_NATO = """alfa bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa quebec
    romeo sierra tango uniform victor whisky xray yankee zulu"""
_SPANISH = """antonio barcelona carmen dolores enrique francia gerona granada historia italia jose lorenzo madrid
    navarra oviedo paris querido ramon toledo ulises valencia washington xilofono yolanda yegua zaragoza"""


class Spelling:
    """Words with which letters and digits are spelled."""

    letters: PhraseTable[str] = PhraseTable(
        (
            ("be|be larga|be grande|be alta", "B"),
            ("ce", "C"),
            ("efe", "F"),
            ("ge", "G"),
            ("hache", "H"),
            ("i latina", "I"),
            ("jota", "J"),
            ("ka", "K"),
            ("ele", "L"),
            ("eme", "M"),
            ("pe", "P"),
            ("cu", "Q"),
            ("erre|ere", "R"),
            ("uve|ve corta|ve chica|ve baja|ve pequeña", "V"),
            ("uve doble|doble uve|doble ve|ve doble|doble u", "W"),
            ("equis", "X"),
            ("i griega|ye", "Y"),
            ("zeta|ceta", "Z"),
        )
    )
    # "ene" may be "eñe", too.
    doubtful_letters: PhraseTable[str] = PhraseTable(
        (("de", "D"), ("ene", "N"), ("ese", "S"), ("te", "T"), ("ve", "V"), ("ele", "L"))
    )
    zeros: Mapping[str, str] = {}
    alphabet: Mapping[str, str] = {word: word[0].upper() for word in f"{_SPANISH} {_NATO}".split()}
    examples: Phrases = phrases("de|como|como en|como de|como la de|de la palabra|como en la palabra")
    cases: Phrases = phrases("""mayúscula|minúscula|letra|la letra|en mayúscula|en minúscula|letra mayúscula""")
    within: Phrases = phrases(
        """eh|em|este|esto|pues|luego|después|y luego|y después|seguido de|a ver|espacio en blanco|
        el número|la letra|y la letra|y el número|bueno|a continuación|mayúscula|minúscula|otra vez"""
    )
    separators: PhraseTable[str] = PhraseTable(
        (
            ("guion|guion medio|raya", "-"),
            ("guion bajo|raya baja|barra baja", "_"),
            ("espacio", " "),
            ("barra|diagonal", "/"),
            ("punto", "."),
            ("apóstrofo|apóstrofe", "'"),
        )
    )
    suffixes = frozenset({"o", "a", "er", "ro", "do", "to", "am", "pm", "h", "hs", "hrs"})
