"""Numbers and digits in Italian words. A number below a million is usually one word: "duecentocinquantatré".

Nothing here decides what a number is for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache, lru_cache

from flow_core.languages.one_by_one import said_one_by_one
from flow_core.languages.utterance import Word, ends_clause, follows, text_at

_UNITS = "zero uno due tre quattro cinque sei sette otto nove".split()
_TEENS = "dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove".split()
_TENS = "venti trenta quaranta cinquanta sessanta settanta ottanta novanta".split()
_DIGITS = {word: str(value) for value, word in enumerate(_UNITS)}
_SCALES = {"mila": 10**3, "milione": 10**6, "milioni": 10**6, "miliardo": 10**9, "miliardi": 10**9}
_REPEATS = {"doppio": 2, "doppia": 2, "triplo": 3, "tripla": 3}
_ARTICLES = frozenset({"un", "una"})
_AFTER_ARTICLE = frozenset(
    """attimo attimino momento momentino secondo secondino minuto minutino po poco altro altra volta cosa domanda
    tavolo tavola tavolata prenotazione gruppo comitiva posto nuovo nuova certo certa""".split()
)
"""Nouns before which "un" is an article: "un tavolo per quattro"."""
_BEFORE_PRONOUN = frozenset("quello questo quella questa ogni luno".split())
_INTEGER = re.compile(r"[0-9]{1,38}|[0-9]{1,3}(?:\.[0-9]{3}){1,12}")
_MILLION = 10**6


class NumberVocabulary:
    """Words around numerals."""

    minus = frozenset({"meno"})
    plus = frozenset({"piu"})
    decimal_points = frozenset({"virgola", "punto"})
    collectives: Mapping[tuple[str, ...], int] = {
        ("una", "mezza", "dozzina"): 6,
        ("mezza", "dozzina"): 6,
        ("mezzo", "milione"): 500_000,
        ("una", "dozzina"): 12,
        ("un", "paio"): 2,
        ("una", "coppia"): 2,
        ("tutti", "e", "due"): 2,
        ("tutte", "e", "due"): 2,
        ("noi", "due"): 2,
        ("solo", "io"): 1,
        ("soltanto", "io"): 1,
        ("solamente", "io"): 1,
        ("da", "solo"): 1,
        ("da", "sola"): 1,
    }
    fractions: Mapping[tuple[str, ...], Fraction] = {
        ("e", "mezzo"): Fraction(1, 2),
        ("e", "mezza"): Fraction(1, 2),
        ("e", "un", "quarto"): Fraction(1, 4),
        ("e", "tre", "quarti"): Fraction(3, 4),
    }
    parts: Mapping[tuple[str, ...], Fraction] = {
        ("mezzo",): Fraction(1, 2),
        ("mezza",): Fraction(1, 2),
        ("un", "mezzo"): Fraction(1, 2),
        ("un", "quarto"): Fraction(1, 4),
        ("tre", "quarti"): Fraction(3, 4),
    }
    reckoning = frozenset("per piu meno diviso di del dei delle su x e volte da a in".split())
    multipliers: Mapping[str, int] = _SCALES | {"dozzine": 12}
    repeats: Mapping[str, int] = _REPEATS
    zeros: Mapping[str, str] = {"mila": "000"}
    range_starts = frozenset({"tra", "fra"})
    day_articles = frozenset({"il"})


@cache
def _names() -> Mapping[str, int]:
    """Return the names of the numbers from 0 to 999: "centotto" and "centootto" are both 108."""
    below: list[tuple[str, ...]] = [(word,) for word in (*_UNITS, *_TEENS)]
    for ten in _TENS:
        below.append((ten,))
        below += [(ten[:-1] + unit,) if unit in {"uno", "otto"} else (ten + unit,) for unit in _UNITS[1:]]
    names = {"un": 1, "una": 1}
    for value, (word,) in enumerate(below):
        names[word] = value
        if word.endswith("uno") and value > 1:
            names[word[:-1]] = value
    last = dict(names)
    for hundreds in range(1, 10):
        stem = ("" if hundreds == 1 else _UNITS[hundreds]) + "cent"
        names[f"{stem}o"] = hundreds * 100
        for word, value in last.items():
            if value:
                names[f"{stem}o{word}"] = hundreds * 100 + value
                if word[0] in "ou":
                    names[stem + word] = hundreds * 100 + value
    return names


@lru_cache(maxsize=4096)
def in_one_word(text: str) -> int | None:
    """Return the number from 0 to 999,999 that one word is: "millenovecentottantaquattro"."""
    names = _names()
    if text in names:
        return names[text]
    head, thousand, rest = text.partition("mila")
    thousands: int | None
    if thousand:
        thousands = names.get(head)
        thousands = None if thousands is None or thousands < 2 else thousands
    else:
        thousands, rest = (1, text.removeprefix("mille")) if text.startswith("mille") else (None, "")
    if thousands is None:
        return None
    value = names.get(rest, None) if rest else 0
    return None if value is None or (rest and not value) else thousands * 1000 + value


def below_hundred(words: Sequence[Word], index: int) -> tuple[int, int] | None:
    """Read a number from 0 to 99 in words, and the index after it."""
    value = _names().get(text_at(words, index))
    return None if value is None or value > 99 else (value, index + 1)


def cardinal(words: Sequence[Word], index: int, *, conjoin: bool = True) -> tuple[int, int] | None:
    """Read a whole number in words or digits ("due milioni e mezzo", "mille duecento"), and the index after it.

    Args:
        words: The utterance.
        index: Where the number begins.
        conjoin: Whether "e" may join the parts of the number.

    Returns:
        The number and the index; None if no number begins here.
    """
    total = 0
    ceiling: int | None = None
    start = end = index
    while (group := _group(words, index)) is not None:
        value, after, in_words = group
        scale = _SCALES.get(text_at(words, after), 1) if follows(words, after) else 1
        if ceiling is not None and value * scale >= ceiling:
            break
        total += value * scale
        end = after if scale == 1 else after + 1
        if scale >= _MILLION and text_at(words, end) == "e" and text_at(words, end + 1) in {"mezzo", "mezza"}:
            return total + scale // 2, end + 2
        if scale == 1 and not in_words:
            break
        # "Mille duecento": a smaller number completes thousands. "Duecento dodici" are two numbers.
        ceiling = scale if scale > 1 else 1000
        if scale == 1 and (not value or value % 1000):
            break
        if not follows(words, end):
            break
        index = end + 1 if conjoin and text_at(words, end) == "e" else end
    return (total, end) if end > start else None


def _group(words: Sequence[Word], index: int) -> tuple[int, int, bool] | None:
    """Read one word, or "due cento": its number, the index after it, and whether it is in words."""
    text = text_at(words, index)
    if _INTEGER.fullmatch(text):
        return int(text.replace(".", "")), index + 1, False
    value = in_one_word(text)
    if value is None:
        return None
    if 1 < value < 10 and text_at(words, index + 1) == "cento" and follows(words, index + 1):
        return value * 100, index + 2, True
    return value, index + 1, True


def digits(words: Sequence[Word], index: int) -> tuple[str, int]:
    """Read digits that the caller says one by one without a pause, and the index after them.

    "due tre" is two or three, and no 23.
    """
    start = index
    said, index = said_one_by_one(words, index, digit_at, _REPEATS)
    both = "".join(said)
    if len(said) == len(both) == 2 and words[start].text in _DIGITS and int(both[1]) - int(both[0]) == 1:
        return "", start
    return both, index


def digit_at(words: Sequence[Word], index: int) -> str | None:
    """Read one digit."""
    text = text_at(words, index)
    return _DIGITS.get(text) or (text if len(text) == 1 and text in "0123456789" else None)


def joined(first: object, second: object) -> int | None:
    """Return None: a number is one word, and two of them are two numbers."""
    del first, second
    return None


def is_ordinal_end(words: Sequence[Word], index: int) -> bool:
    """Return False: an ordinal is one word, and no numeral stands in it."""
    del words, index
    return False


def is_pronoun(words: Sequence[Word], index: int) -> bool:
    """Return whether the number word at `index` is an article or a pronoun: "un attimo", "quell'uno"."""
    text = words[index].text
    if text in _ARTICLES:
        return text_at(words, index + 1) in _AFTER_ARTICLE
    return text == "uno" and text_at(words, index - 1) in _BEFORE_PRONOUN and ends_clause(words, index + 1)
