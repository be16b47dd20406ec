"""Letters as German speakers spell them and as speech to text writes their names."""

from __future__ import annotations

from collections.abc import Mapping

from flow_core.languages.phrases import Phrases, PhraseTable, phrases
from flow_core.languages.utterance import folded

_PERSONS = """anton berta cäsar charlotte dora emil friedrich gustav heinrich ida julius kaufmann konrad ludwig martha
    marta nordpol otto paula quelle richard samuel siegfried theodor ulrich viktor wilhelm xanthippe xaver ypsilon
    zacharias zeppelin zürich"""
"""The alphabets of Germany, Austria and Switzerland."""
_TOWNS = """aachen berlin chemnitz düsseldorf essen frankfurt goslar hamburg ingelheim jena köln leipzig münchen
    nürnberg offenbach potsdam quickborn rostock salzwedel tübingen unna völklingen wuppertal xanten zwickau"""
"""DIN 5009."""
_NATO = """alpha alfa bravo charlie delta echo foxtrot golf hotel india juliett juliet kilo lima mike november oscar
    papa quebec romeo sierra tango uniform victor whiskey whisky xray yankee zulu"""


class Spelling:
    """Words with which letters and digits are spelled."""

    letters: PhraseTable[str] = PhraseTable(
        (
            ("beh|bee", "B"),
            ("ceh|cee|ce", "C"),
            ("deh|dee", "D"),
            ("eff|ef", "F"),
            ("jott|jot", "J"),
            ("kah|ka", "K"),
            ("ell|el", "L"),
            ("emm", "M"),
            ("enn", "N"),
            ("peh|pee|pe", "P"),
            ("kuh|ku", "Q"),
            ("err", "R"),
            ("ess", "S"),
            ("teh|tee|te", "T"),
            ("vau|fau", "V"),
            ("ix|iks", "X"),
            ("ypsilon", "Y"),
            ("zett|zet", "Z"),
            ("a umlaut|a mit punkten", "Ä"),
            ("o umlaut|o mit punkten", "Ö"),
            ("u umlaut|u mit punkten", "Ü"),
            ("eszett|scharfes s|scharfes es", "SS"),
        )
    )
    doubtful_letters: PhraseTable[str] = PhraseTable(
        (
            ("be", "B"),
            ("zeh|ze", "C"),
            ("de", "D"),
            ("geh|ge", "G"),
            ("ha|hah", "H"),
            ("em", "M"),
            ("en", "N"),
            ("er", "R"),
            ("es", "S"),
            ("weh|we", "W"),
        )
    )
    zeros: Mapping[str, str] = {}
    alphabet: Mapping[str, str] = {folded(word): word[0].upper() for word in f"{_NATO} {_TOWNS} {_PERSONS}".split()} | {
        "schule": "SCH",
        "arger": "Ä",
        "okonom": "Ö",
        "ubermut": "Ü",
        "osterreich": "Ö",
        "umlaut": "Ü",
    }
    examples: Phrases = phrases("wie|wie in|wie bei|für|von|wie der|wie die|wie das")
    cases: Phrases = phrases(
        """groß|großes|großer|großbuchstabe|klein|kleines|kleiner|kleinbuchstabe|der buchstabe|buchstabe|
        den buchstaben"""
    )
    within: Phrases = phrases(
        """äh|ähm|öh|hm|dann|und dann|danach|und danach|gefolgt von|als nächstes|und|die ziffer|die ziffern|
        die zahl|die nummer|der buchstabe|und der buchstabe|also|moment mal|pause|noch|noch mal|wieder"""
    )
    separators: PhraseTable[str] = PhraseTable(
        (
            ("strich|bindestrich|minus|gedankenstrich", "-"),
            ("leerzeichen|leertaste|leerstelle", " "),
            ("schrägstrich|slash", "/"),
            ("punkt", "."),
            ("apostroph", "'"),
        )
    )
    suffixes = frozenset({"h", "uhr", "te", "ten", "ter", "er", "x"})
