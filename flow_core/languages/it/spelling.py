"""Letters as Italian speakers spell them and as speech to text writes their names."""

from __future__ import annotations

from collections.abc import Mapping

from flow_core.languages.phrases import Phrases, PhraseTable, phrases

_CITIES = """ancona bari bologna como domodossola empoli firenze genova hotel imola jersey jolly kursaal livorno milano
    napoli otranto padova palermo quadro quebec roma savona salerno torino taranto udine venezia verona washington
    xeres xilofono york yacht zara zurigo zorro"""
_NATO = """alpha alfa bravo charlie delta echo foxtrot golf india juliet kilo lima mike november oscar papa romeo
    sierra tango uniform victor whiskey xray yankee zulu"""


class Spelling:
    """Words with which letters and digits are spelled."""

    letters: PhraseTable[str] = PhraseTable(
        (
            ("bi", "B"),
            ("effe", "F"),
            ("gi", "G"),
            ("acca", "H"),
            ("i lunga|i lungo|i lunghe|gei", "J"),
            ("kappa|cappa", "K"),
            ("elle", "L"),
            ("emme", "M"),
            ("enne", "N"),
            ("pi", "P"),
            ("cu|qu", "Q"),
            ("erre", "R"),
            ("esse", "S"),
            ("vu", "V"),
            ("doppia vu|doppia v|doppio vu|doppio v|vu doppia|v doppia|vu doppio", "W"),
            ("ics|iks", "X"),
            ("ipsilon|i greca|i greco", "Y"),
            ("zeta", "Z"),
        )
    )
    doubtful_letters: PhraseTable[str] = PhraseTable((("ci", "C"), ("di", "D"), ("ti", "T"), ("vi", "V")))
    zeros: Mapping[str, str] = {}
    alphabet: Mapping[str, str] = {word: word[0].upper() for word in f"{_CITIES} {_NATO}".split()}
    examples: Phrases = phrases("come|come la parola|di|come di|come in|come nella parola")
    cases: Phrases = phrases("lettera|la lettera")
    within: Phrases = phrases(
        """ehm|eh|mm|mmm|hm|poi|e|e poi|e dopo|dopo|quindi|allora|seguito da|la lettera|il numero|lettera|numero|
        virgola|
        maiuscola|maiuscolo|minuscola|minuscolo|in maiuscolo|un attimo|vediamo|dunque|diciamo|cap|pin|mio|mia"""
    )
    separators: PhraseTable[str] = PhraseTable(
        (
            ("trattino|lineetta|meno", "-"),
            ("trattino basso|underscore", "_"),
            ("spazio", " "),
            ("barra|slash", "/"),
            ("punto", "."),
            ("apostrofo", "'"),
        )
    )
    suffixes = frozenset({"h", "am", "pm", "k"})
