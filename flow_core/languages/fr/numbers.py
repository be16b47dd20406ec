"""Numbers and digits in French words. Nothing here decides what a number is for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache

from flow_core.languages.one_by_one import said_one_by_one
from flow_core.languages.utterance import Word, follows, text_at

UNITS = {word: value for value, word in enumerate("zero un deux trois quatre cinq six sept huit neuf".split())} | {
    "une": 1
}
"""0 to 9."""
_TEENS = {word: value for value, word in enumerate("dix onze douze treize quatorze quinze seize".split(), 10)}
_TENS = {
    word: value * 10 for value, word in enumerate("vingt trente quarante cinquante soixante septante".split(), 2)
} | {"huitante": 80, "octante": 80, "nonante": 90}
_HUNDRED = frozenset({"cent", "cents"})
_SCALES = {
    "mille": 10**3, "mil": 10**3, "million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9,
    "billion": 10**12, "billions": 10**12,
}  # fmt: skip
_REPEATS = {"double": 2, "triple": 3}
_MOST_WORDS = 4
"""Words of the longest number below 100: "quatre-vingt-dix-neuf"."""
_MOST_HUNDREDS = 19
"""The largest number before "cent": "dix-neuf cent quatre-vingts"."""
_TEN = 10
"""Nobody says "dix cents" for a thousand: it is ten cents."""
_INTEGER = re.compile(r"[0-9]{1,38}|[0-9]{1,3}(?:\.[0-9]{3}){1,12}")
_FIRST_GROUP = re.compile(r"[1-9][0-9]{0,2}")
_GROUP = re.compile(r"[0-9]{3}")
_MOST_GROUPS = 12
# "une table" names a thing, and "un moment" asks for time.
_AFTER_ARTICLE = frozenset(
    """table reservation groupe chambre peu instant moment autre minute seconde petit petite seul seule truc nom
    prenom compte numero code rendez anniversaire diner dejeuner repas soir apres conseiller conseillere agent
    operateur humain homme femme carte reference telephone portable fixe adresse mail email plaque question probleme
    jour truc chose date mot client dossier contrat colis souci idee responsable technicien medecin""".split()
)
_BOTH = frozenset({"deux", "2", "trois", "3"})
_ORDINAL = re.compile(r"[a-z]+ieme")


class NumberVocabulary:
    """Words around numerals."""

    minus = frozenset({"moins"})
    plus = frozenset({"plus"})
    decimal_points = frozenset({"virgule", "point"})
    collectives: Mapping[tuple[str, ...], int] = {
        ("une", "demi", "douzaine"): 6,
        ("une", "douzaine"): 12,
        ("un", "demi", "million"): 500_000,
        ("une", "paire"): 2,
        ("nous", "deux"): 2,
        ("tous", "les", "deux"): 2,
        ("juste", "moi"): 1,
        ("moi", "seul"): 1,
        ("moi", "seule"): 1,
        ("je", "suis", "seul"): 1,
        ("je", "suis", "seule"): 1,
        ("je", "serai", "seul"): 1,
        ("je", "serai", "seule"): 1,
        ("tout", "seul"): 1,
        ("toute", "seule"): 1,
        ("aucun",): 0,
        ("aucune",): 0,
    }
    fractions: Mapping[tuple[str, ...], Fraction] = {
        ("et", "demi"): Fraction(1, 2),
        ("et", "demie"): Fraction(1, 2),
        ("et", "un", "quart"): Fraction(1, 4),
        ("et", "quart"): Fraction(1, 4),
        ("trois", "quarts"): Fraction(3, 4),
        ("et", "trois", "quarts"): Fraction(3, 4),
    }
    parts: Mapping[tuple[str, ...], Fraction] = {
        ("un", "demi"): Fraction(1, 2),
        ("une", "demie"): Fraction(1, 2),
        ("un", "quart"): Fraction(1, 4),
        ("trois", "quarts"): Fraction(3, 4),
    }
    reckoning = frozenset("fois de des du par plus moins pour x et sur dans".split())
    multipliers: Mapping[str, int] = _SCALES | {"douzaine": 12, "douzaines": 12}
    repeats: Mapping[str, int] = _REPEATS
    zeros: Mapping[str, str] = {"cent": "00", "cents": "00", "mille": "000"}
    range_starts = frozenset({"entre"})
    day_articles = frozenset({"le"})


def below_hundred(words: Sequence[Word], index: int) -> tuple[int, int] | None:
    """Read a number from 0 to 99 in words, and the index after it: "quatre-vingt-dix-sept", "nonante-sept"."""
    names = _names()
    if (text_at(words, index),) not in names:
        return None
    phrase: tuple[str, ...] = ()
    found: tuple[int, int] | None = None
    for place in range(index, min(index + _MOST_WORDS, len(words))):
        if place > index and words[place - 1].paused:
            break
        phrase = (*phrase, words[place].text)
        if phrase in names:
            found = names[phrase], place + 1
    return found


@cache
def _names() -> Mapping[tuple[str, ...], int]:
    """Return the words of each number from 0 to 99."""
    units: dict[tuple[str, ...], int] = {(word,): value for word, value in UNITS.items()}
    ones = {words: value for words, value in units.items() if value}
    teens: dict[tuple[str, ...], int] = {(word,): value for word, value in _TEENS.items()}
    teens |= {("dix", *words): 10 + value for words, value in units.items() if value > 6}
    names = units | teens
    for word, value in _TENS.items():
        names[word,] = value
        more = ones | teens if word == "soixante" else ones
        for words, rest in more.items():
            names[word, *words] = value + rest
            if words[0] in {"un", "une", "onze"}:
                names[word, "et", *words] = value + rest
    for vingt in ("vingt", "vingts"):
        names["quatre", vingt] = 80
        for words, rest in (ones | teens).items():
            names["quatre", vingt, *words] = 80 + rest
    return names


def cardinal(words: Sequence[Word], index: int, *, conjoin: bool = True) -> tuple[int, int] | None:
    """Read a whole number in words or digits ("2 mille cinq", "10 000"), and the index after it.

    Args:
        words: The utterance.
        index: Where the number begins.
        conjoin: Whether "et" may join the parts of the number. It joins none in French but in "vingt et un".

    Returns:
        The number and the index; None if no number begins here.
    """
    grouped = _in_groups(words, index)
    if grouped is not None:
        return grouped
    total = 0
    ceiling: int | None = None
    start = end = index
    while index == start or follows(words, index):
        group = _below_thousand(words, index)
        scale = _SCALES.get(text_at(words, index), 0) if group is None else 0
        if group is None and scale:
            # "mille" is a thousand by itself.
            value, after = 1, index
        elif group is not None:
            value, after = group
        else:
            break
        scale = _SCALES.get(text_at(words, after), 1) if after == index or follows(words, after) else 1
        if ceiling is not None and value * scale >= ceiling:
            break
        total += value * scale
        if scale == 1:
            end = after
            break
        ceiling, index = scale, after + 1
        end = index
    return (total, end) if end > start else None


def _in_groups(words: Sequence[Word], index: int) -> tuple[int, int] | None:
    """Read a number in digits whose thousands are apart: "10 000"."""
    if not _FIRST_GROUP.fullmatch(text_at(words, index)):
        return None
    end = index + 1
    while end < index + _MOST_GROUPS and follows(words, end) and _GROUP.fullmatch(words[end].text):
        end += 1
    return None if end == index + 1 else (int("".join(word.text for word in words[index:end])), end)


def digits(words: Sequence[Word], index: int) -> tuple[str, int]:
    """Read digits that the caller says one by one without a pause ("quatre zéro cinq"), and the index after them."""
    start = index
    said, index = said_one_by_one(words, index, digit_at, _REPEATS, _begins_a_number)
    text = "".join(said)
    if len(text) == 2 and index == start + 2 and int(text[1]) == int(text[0]) + 1:
        # "deux trois personnes" are two or three.
        return "", start
    return text, index


def _begins_a_number(words: Sequence[Word], at: int) -> bool:
    """Return whether a digit begins a longer number: "quatre vingts", "deux cents", "trois mille"."""
    return follows(words, at + 1) and _goes_on(words, at)


def _goes_on(words: Sequence[Word], at: int) -> bool:
    number, following = below_hundred(words, at), text_at(words, at + 1)
    return (number is not None and number[1] > at + 1) or following in _HUNDRED or following in _SCALES


def digit_at(words: Sequence[Word], index: int) -> str | None:
    """Read one digit."""
    text = text_at(words, index)
    if text in UNITS:
        return str(UNITS[text])
    return text if len(text) == 1 and text in "0123456789" else None


def joined(first: object, second: object) -> int | None:
    """Return None: two numbers without a pause are two numbers."""
    return None


def is_ordinal_end(words: Sequence[Word], index: int) -> bool:
    """Return whether the word at `index` makes an ordinal of the number before it: "deuxième" in "vingt-deuxième"."""
    if not follows(words, index):
        return False
    place = index + 1 if text_at(words, index) == "et" else index
    return _ORDINAL.fullmatch(text_at(words, place)) is not None


def is_pronoun(words: Sequence[Word], index: int) -> bool:
    """Return whether the number word at `index` is no number there: "une" in "une table", "les deux" are both."""
    if text_at(words, index - 1) == "les" and index:
        return words[index].text in _BOTH
    if words[index].text not in {"un", "une"}:
        return False
    return follows(words, index + 1) and words[index + 1].text in _AFTER_ARTICLE


def _below_thousand(words: Sequence[Word], index: int) -> tuple[int, int] | None:
    text = text_at(words, index)
    if text in _HUNDRED:
        return _with_rest(words, 100, index + 1) if text == "cent" else None
    if _INTEGER.fullmatch(text):
        return int(text.replace(".", "")), index + 1
    # "quatre vingt" and "dix-neuf cents" begin with shorter numbers that stand before "cent", too.
    group = below_hundred(words, index)
    if group is None:
        return None
    value, end = group
    if text_at(words, end) not in _HUNDRED or not follows(words, end):
        return value, end
    if not 1 < value <= _MOST_HUNDREDS or value == _TEN:
        return value, end
    return _with_rest(words, value * 100, end + 1)


def _with_rest(words: Sequence[Word], hundreds: int, index: int) -> tuple[int, int]:
    rest = below_hundred(words, index) if follows(words, index) else None
    return (hundreds, index) if rest is None or not rest[0] else (hundreds + rest[0], rest[1])
