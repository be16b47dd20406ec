"""Letters as Portuguese speakers spell them and as speech to text writes their names."""

from __future__ import annotations

from collections.abc import Mapping

from flow_core.languages.phrases import Phrases, PhraseTable, phrases
from flow_core.languages.utterance import folded

_NATO = """alfa bravo charlie delta eco foxtrot golfe golf hotel índia juliete juliet quilo kilo lima mike novembro
    oscar papa quebec romeu romeo serra sierra tango uniforme victor vitor whisky xadrez yankee zulu"""


_MARKS = {"agudo": ("áéíóú", "acento agudo"), "circunflexo": ("âêô", "acento circunflexo"), "til": ("ãõ", "til")}
_ACCENTED = tuple(
    (
        f"{folded(letter)} {name}|{folded(letter)} com {name}|{folded(letter)} {long}|{folded(letter)} com {long}",
        letter.upper(),
    )
    for name, (letters, long) in _MARKS.items()
    for letter in letters
)


class Spelling:
    """Words with which letters and digits are spelled."""

    letters: PhraseTable[str] = PhraseTable(
        (
            ("bê", "B"),
            ("cê", "C"),
            ("cê cedilha|c cedilha|cedilha", "Ç"),
            ("efe", "F"),
            ("gê|guê", "G"),
            ("agá", "H"),
            ("jota", "J"),
            ("ká|kapa", "K"),
            ("eme", "M"),
            ("ene", "N"),
            ("erre", "R"),
            *_ACCENTED,
            ("dáblio|dáblio u|dabliu|dábliu|duplo vê|vê duplo|duplo v|v duplo|duplo u", "W"),
            ("xis|chis", "X"),
            ("ípsilon|ipsilone|ípsilo|i grego", "Y"),
        )
    )
    doubtful_letters: PhraseTable[str] = PhraseTable(
        (
            ("cá|capa", "K"),
            ("dê", "D"),
            ("ele", "L"),
            ("pê", "P"),
            ("quê", "Q"),
            ("esse", "S"),
            ("tê", "T"),
            ("vê", "V"),
            ("zê", "Z"),
        )
    )
    zeros: Mapping[str, str] = {}
    alphabet: Mapping[str, str] = {word: word[0].upper() for word in _NATO.replace("í", "i").split()} | {"uisque": "W"}
    examples: Phrases = phrases("de|como|como em|como na palavra|da palavra|como de")
    cases: Phrases = phrases(
        "maiúsculo|maiúscula|letra maiúscula|minúsculo|minúscula|letra minúscula|a letra|letra|letra grande"
    )
    within: Phrases = phrases(
        """hum|ahn|ah|hã|eh|então|depois|e depois|em seguida|a seguir|seguido de|deixa eu ver|deixe ver|pausa|
        o número|número|a letra|e a letra|e o número|sabe|bem|bom|maiúsculo|maiúscula|minúsculo|minúscula"""
    )
    separators: PhraseTable[str] = PhraseTable(
        (
            ("traço|tracinho|hífen|ífen|menos", "-"),
            ("espaço", " "),
            ("barra", "/"),
            ("ponto", "."),
            ("apóstrofo|apóstrofe", "'"),
        )
    )
    # A number and its unit or a part of the day: "19h", "1º".
    suffixes = frozenset({"h", "hs", "o", "a", "min", "kg", "km", "am", "pm"})
