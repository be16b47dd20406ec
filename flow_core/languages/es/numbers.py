"""Numbers and digits in Spanish words. Nothing here decides what a number is for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from flow_core.languages.one_by_one import said_one_by_one
from flow_core.languages.utterance import Word, follows, text_at

UNITS = {word: value for value, word in enumerate("cero uno dos tres cuatro cinco seis siete ocho nueve".split())}
"""0 to 9."""
_ONES = {"un": 1, "una": 1}
_BELOW_THIRTY = {
    word: value
    for value, word in enumerate(
        """diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidos
        veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve""".split(),
        10,
    )
} | {"veintiun": 21, "veintiuna": 21}
TENS = {
    word: value * 10
    for value, word in enumerate("treinta cuarenta cincuenta sesenta setenta ochenta noventa".split(), 3)
}
"""30 to 90. A unit follows with "y"."""
_STEMS = "doscient trescient cuatrocient quinient seiscient setecient ochocient novecient".split()
_HUNDREDS = {"cien": 100, "ciento": 100} | {
    f"{stem}{ending}": value * 100 for value, stem in enumerate(_STEMS, 2) for ending in ("os", "as")
}
_MILLIONS = (("billon", "billones", 10**12), ("millon", "millones", 10**6))
_REPEATS = {"doble": 2, "triple": 3, "cuadruple": 4}
_NOT_COUNTED = frozenset(
    """momento momentito segundito ratito rato poco poquito mesa reserva reservacion cita grupo total vez cosa pregunta
    duda consulta importe monto saldo presupuesto cantidad codigo clave numero""".split()
)
"""Nouns before which "un" and "una" are articles."""
_BEFORE_PRONOUN = frozenset("cada ese este aquel otro ningun algun".split())
_INTEGER = re.compile(r"[0-9]{1,38}")
_DIGIT = re.compile(r"[0-9]")


class NumberVocabulary:
    """Words around numerals."""

    minus = frozenset({"menos", "negativo"})
    plus = frozenset({"mas"})
    decimal_points = frozenset({"coma", "punto", "con"})
    collectives: Mapping[tuple[str, ...], int] = {
        ("media", "docena"): 6,
        ("medio", "millar"): 500,
        ("medio", "centenar"): 50,
        ("medio", "millon"): 500_000,
        ("un", "par"): 2,
        ("una", "docena"): 12,
        ("docena", "y", "media"): 18,
        ("una", "decena"): 10,
        ("una", "quincena"): 15,
        ("una", "veintena"): 20,
        ("un", "centenar"): 100,
        ("un", "millar"): 1000,
        ("ninguno",): 0,
        ("ninguna",): 0,
        ("nadie", "mas"): 0,
        ("solo", "yo"): 1,
        ("yo", "solo"): 1,
        ("yo", "sola"): 1,
    }
    fractions: Mapping[tuple[str, ...], Fraction] = {
        ("y", "medio"): Fraction(1, 2),
        ("y", "media"): Fraction(1, 2),
        ("y", "cuarto"): Fraction(1, 4),
        ("y", "un", "cuarto"): Fraction(1, 4),
        ("y", "tres", "cuartos"): Fraction(3, 4),
    }
    parts: Mapping[tuple[str, ...], Fraction] = {
        ("medio",): Fraction(1, 2),
        ("media",): Fraction(1, 2),
        ("un", "medio"): Fraction(1, 2),
        ("un", "cuarto"): Fraction(1, 4),
        ("tres", "cuartos"): Fraction(3, 4),
    }
    reckoning = frozenset({"por", "mas", "menos", "entre", "de", "y", "cada", "para", "x", "con", "en", "o"})
    multipliers: Mapping[str, int] = {
        "millon": 10**6, "millones": 10**6, "docena": 12, "docenas": 12, "decenas": 10, "centenares": 100,
    }  # fmt: skip
    repeats: Mapping[str, int] = _REPEATS
    zeros: Mapping[str, str] = {"mil": "000"}
    range_starts = frozenset({"entre"})
    day_articles = frozenset({"el"})


def below_hundred(words: Sequence[Word], index: int) -> tuple[int, int] | None:
    """Read a number from 0 to 99 in words, and the index after it."""
    return _below_hundred(words, index, conjoin=True)


def cardinal(words: Sequence[Word], index: int, *, conjoin: bool = True) -> tuple[int, int] | None:
    """Read a whole number in words or digits ("2 mil quinientos"), and the index after it.

    Args:
        words: The utterance.
        index: Where the number begins.
        conjoin: Whether "y" may join the parts of the number.

    Returns:
        The number and the index; None if no number begins here.
    """
    total, end = 0, index
    group = _below_million(words, index, conjoin)
    for one, many, scale in _MILLIONS:
        if group is None or not follows(words, group[1]) or text_at(words, group[1]) not in {one, many}:
            continue
        total, end = total + group[0] * scale, group[1] + 1
        half = tuple(text_at(words, end + place) for place in range(2)) == ("y", "medio")
        if half and not words[end - 1].paused:
            return total + scale // 2, end + 2
        group = _below_million(words, end, conjoin) if follows(words, end) else None
    if group is not None and (end == index or group[0] < 10**6):
        return total + group[0], group[1]
    return (total, end) if end > index else None


def digits(words: Sequence[Word], index: int) -> tuple[str, int]:
    """Read digits that the caller says one by one without a pause ("cuatro cero doble cinco"), and the index after."""
    said, index = said_one_by_one(words, index, digit_at, _REPEATS, _goes_on)
    return "".join(said), index


def digit_at(words: Sequence[Word], index: int) -> str | None:
    """Read one digit."""
    text = text_at(words, index)
    if text in UNITS:
        return str(UNITS[text])
    return text if _DIGIT.fullmatch(text) else None


def joined(first: object, second: object) -> int | None:
    """Return None: two numbers in a row are two numbers."""
    return None


def is_ordinal_end(words: Sequence[Word], index: int) -> bool:
    """Return whether the word at `index` makes an ordinal of the number before it. No Spanish word does."""
    return False


def is_pronoun(words: Sequence[Word], index: int) -> bool:
    """Return whether the number word at `index` is an article or a pronoun there: "una" in "una mesa"."""
    text = words[index].text
    if text in _ONES:
        return text_at(words, index + 1) in _NOT_COUNTED and follows(words, index + 1)
    if text_at(words, index - 1) in {"los", "las"} and _unit(text) is not None:
        # "Las dos" are both, and "las siete" is a time.
        return True
    return text == "uno" and text_at(words, index - 1) in _BEFORE_PRONOUN


def _goes_on(words: Sequence[Word], index: int) -> bool:
    """Return whether a digit is the beginning of a larger number: "dos" in "dos mil"."""
    following = text_at(words, index + 1)
    return follows(words, index + 1) and following in {"mil", "millon", "millones", "billon", "billones"}


def _below_hundred(words: Sequence[Word], index: int, *, conjoin: bool) -> tuple[int, int] | None:
    text = text_at(words, index)
    if text in TENS:
        return _with_unit(words, index, TENS[text]) if conjoin else (TENS[text], index + 1)
    value = _BELOW_THIRTY.get(text, _unit(text))
    return None if value is None else (value, index + 1)


def _with_unit(words: Sequence[Word], index: int, tens: int) -> tuple[int, int]:
    """Read what may follow tens: "y tres"."""
    joint = text_at(words, index + 1) == "y" and follows(words, index + 1) and follows(words, index + 2)
    unit = _unit(text_at(words, index + 2)) if joint else None
    return (tens + unit, index + 3) if unit else (tens, index + 1)


def _unit(text: str) -> int | None:
    return UNITS.get(text, _ONES.get(text))


def _below_thousand(words: Sequence[Word], index: int, conjoin: bool) -> tuple[int, int] | None:
    text = text_at(words, index)
    if _INTEGER.fullmatch(text):
        return int(text), index + 1
    hundreds = _HUNDREDS.get(text)
    if hundreds is None:
        if conjoin and text == "veinte":
            # "Veinte y tres" is no number of a clock: "las veinte y cinco" is 20:05.
            return _with_unit(words, index, 20)
        return _below_hundred(words, index, conjoin=conjoin)
    rest = _below_hundred(words, index + 1, conjoin=conjoin) if text != "cien" and follows(words, index + 1) else None
    if rest is None or rest[0] == 0:
        return hundreds, index + 1
    return hundreds + rest[0], rest[1]


def _below_million(words: Sequence[Word], index: int, conjoin: bool) -> tuple[int, int] | None:
    """Read "mil", "dos mil quinientos", "doscientos"."""
    if text_at(words, index) == "mil":
        thousands, end = 1, index + 1
    else:
        group = _below_thousand(words, index, conjoin)
        if group is None:
            return None
        value, after = group
        if text_at(words, after) != "mil" or not follows(words, after) or not 1 < value < 1000:
            return group
        thousands, end = value, after + 1
    rest = _below_thousand(words, end, conjoin) if follows(words, end) else None
    if rest is None or not 0 < rest[0] < 1000:
        return thousands * 1000, end
    return thousands * 1000 + rest[0], rest[1]
