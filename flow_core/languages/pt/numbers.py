"""Numbers and digits in Portuguese words. Nothing here decides what a number is for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from flow_core.languages.one_by_one import said_one_by_one
from flow_core.languages.utterance import Word, follows, text_at

_UNITS = {
    word: value
    for value, words in enumerate("zero um|uma dois|duas tres quatro cinco seis sete oito nove".split())
    for word in words.split("|")
}
_TEENS = {
    word: value
    for value, words in enumerate(
        """dez onze doze treze catorze|quatorze quinze dezesseis|dezasseis dezessete|dezassete dezoito
        dezenove|dezanove""".split(),
        10,
    )
    for word in words.split("|")
}
_TENS = {
    word: value * 10
    for value, word in enumerate("vinte trinta quarenta cinquenta sessenta setenta oitenta noventa".split(), 2)
}
_HUNDREDS = {
    f"{stem}t{gender}s": value * 100
    for value, stem in enumerate("duzen trezen quatrocen quinhen seiscen setecen oitocen novecen".split(), 2)
    for gender in "oa"
}
_SCALES = {
    "mil": 10**3,
    "milhao": 10**6,
    "milhoes": 10**6,
    "bilhao": 10**9,
    "bilhoes": 10**9,
    "trilhao": 10**12,
    "trilhoes": 10**12,
}
_REPEATS = {"duplo": 2, "dupla": 2, "triplo": 3, "tripla": 3}
_ONE = frozenset({"um", "uma"})
_HALF_A_DOZEN = "meia"
"""Six, where digits are said one by one: the half of a dozen."""
_AND = "e"
# "um momento" asks for time, and "aquela uma" points at something.
_BEFORE_PRONOUN = frozenset(
    "este esta esse essa aquele aquela cada qualquer outro outra nenhum algum alguma mais".split()
)
_AFTER_PRONOUN = frozenset(
    """mesa grupo reserva marcacao pergunta duvida coisa momento momentinho minutinho segundinho instante
    instantinho bocadinho bocado pouco pouquinho tempinho outro
    outra dos das desses dessas deles delas""".split()
)
_INTEGER = re.compile(r"[0-9]{1,38}|[0-9]{1,3}(?:\.[0-9]{3}){1,12}")
_DECIMAL_POINTS = frozenset({"virgula", "ponto"})


class NumberVocabulary:
    """Words around numerals."""

    minus = frozenset({"menos"})
    plus = frozenset({"mais"})
    decimal_points = _DECIMAL_POINTS
    collectives: Mapping[tuple[str, ...], int] = {
        ("meia", "duzia"): 6,
        ("meio", "milhao"): 500_000,
        ("uma", "duzia"): 12,
        ("duas", "duzias"): 24,
        ("uma", "centena"): 100,
        ("um", "casal"): 2,
        ("um", "par"): 2,
        ("um", "milheiro"): 1000,
        ("nos", "os", "dois"): 2,
        ("nos", "as", "duas"): 2,
        ("so", "nos", "dois"): 2,
        ("nos", "dois"): 2,
        ("nos", "duas"): 2,
        ("so", "eu"): 1,
        ("apenas", "eu"): 1,
        ("somente", "eu"): 1,
        ("so", "para", "mim"): 1,
        ("so", "pra", "mim"): 1,
        ("eu", "sozinho"): 1,
        ("eu", "sozinha"): 1,
        ("nenhum",): 0,
        ("nenhuma",): 0,
        ("uma", "vez"): 1,
        ("duas", "vezes"): 2,
        ("tres", "vezes"): 3,
    }
    fractions: Mapping[tuple[str, ...], Fraction] = {
        ("e", "meio"): Fraction(1, 2),
        ("e", "meia"): Fraction(1, 2),
        ("e", "um", "quarto"): Fraction(1, 4),
        ("e", "tres", "quartos"): Fraction(3, 4),
    }
    # "um quarto" is a room, too.
    parts: Mapping[tuple[str, ...], Fraction] = {("meio",): Fraction(1, 2)}
    reckoning = frozenset({"vezes", "de", "por", "mais", "menos", "x", "e", "em", "dividido"})
    multipliers: Mapping[str, int] = {word: value for word, value in _SCALES.items() if value > 1000}
    repeats: Mapping[str, int] = _REPEATS
    zeros: Mapping[str, str] = {"mil": "000"}
    range_starts = frozenset({"entre"})
    day_articles: frozenset[str] = frozenset()


def below_hundred(words: Sequence[Word], index: int) -> tuple[int, int] | None:
    """Read a number from 0 to 99 in words, and the index after it."""
    text = text_at(words, index)
    if text in _TENS:
        joined = text_at(words, index + 1) == _AND and follows(words, index + 1) and follows(words, index + 2)
        unit = _UNITS.get(text_at(words, index + 2), 0) if joined else 0
        return (_TENS[text] + unit, index + 3) if unit else (_TENS[text], index + 1)
    value = _UNITS.get(text, _TEENS.get(text))
    return None if value is None else (value, index + 1)


def cardinal(words: Sequence[Word], index: int, *, conjoin: bool = True) -> tuple[int, int] | None:
    """Read a whole number in words or digits ("2 mil e cinco"), and the index after it.

    Args:
        words: The utterance.
        index: Where the number begins.
        conjoin: Whether "e" may join thousands and hundreds. It always joins tens and units.

    Returns:
        The number and the index; None if no number begins here.
    """
    total = 0
    ceiling: int | None = None
    start = end = index
    while (group := _below_thousand(words, index)) is not None:
        value, after = group
        scale = 1
        # "mil milhões"
        while (after == start or follows(words, after)) and (more := _SCALES.get(text_at(words, after))) is not None:
            if scale > 1 and (more == 10**3 or scale > 10**3):
                break
            scale *= more
            after += 1
        if ceiling is not None and value * scale >= ceiling:
            break
        total += value * scale
        end = after
        if scale == 1:
            break
        ceiling = scale
        joined = conjoin and text_at(words, end) == _AND and follows(words, end)
        index = end + 1 if joined else end
        if not follows(words, index):
            break
    return (total, end) if end > start else None


def _below_thousand(words: Sequence[Word], index: int) -> tuple[int, int] | None:
    """Read a number below a thousand. A scale alone is one of it, and digits may be any number."""
    text = text_at(words, index)
    if text == "mil":
        return 1, index
    if text == "cem":
        return 100, index + 1
    if _INTEGER.fullmatch(text):
        return int(text.replace(".", "")), index + 1
    hundreds = 100 if text == "cento" else _HUNDREDS.get(text)
    if hundreds is None:
        return below_hundred(words, index)
    joined = text_at(words, index + 1) == _AND and follows(words, index + 1) and follows(words, index + 2)
    rest = below_hundred(words, index + 2) if joined else None
    if rest is None or not rest[0]:
        return hundreds, index + 1
    return hundreds + rest[0], rest[1]


def digits(words: Sequence[Word], index: int) -> tuple[str, int]:
    """Read digits that the caller says one by one without a pause ("quatro zero meia"), and the index after them."""
    start = index
    said, index = said_one_by_one(words, index, digit_at, _REPEATS)
    if follows(words, index) and text_at(words, index) in _SCALES:
        # "um dois mil"
        return "", start
    if len(said) == 2 and _is_about(said) and text_at(words, start - 1) not in _DECIMAL_POINTS:
        return "", start
    return "".join(said), index


def _is_about(said: Sequence[str]) -> bool:
    """Return whether two digits mean about so many: "duas três pessoas" are two or three."""
    return len(said[0]) == len(said[1]) == 1 and int(said[1]) == int(said[0]) + 1


def digit_at(words: Sequence[Word], index: int) -> str | None:
    """Read one digit."""
    text = text_at(words, index)
    if text in _UNITS:
        return str(_UNITS[text])
    if text == _HALF_A_DOZEN:
        return None if text_at(words, index + 1) in _AFTER_HALF else "6"
    return text if len(text) == 1 and text in "0123456789" else None


_AFTER_HALF = frozenset("hora horas duzia noite manha tarde dia ano semana volta".split())


def joined(first: object, second: object) -> int | None:
    """Return None: no two numbers without "e" are one in Portuguese."""
    del first, second
    return None


def is_ordinal_end(words: Sequence[Word], index: int) -> bool:
    """Return False: an ordinal has no number before it in Portuguese."""
    del words, index
    return False


def is_pronoun(words: Sequence[Word], index: int) -> bool:
    """Return whether the number word at `index` is a pronoun or an article there: "um" in "um momento"."""
    if words[index].text not in _ONE:
        return False
    return text_at(words, index - 1) in _BEFORE_PRONOUN or text_at(words, index + 1) in _AFTER_PRONOUN
