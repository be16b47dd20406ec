"""Numbers and digits in Dutch words. A number below a thousand is one word: "tweehonderdvijfentwintig"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

from flow_core.languages.one_by_one import said_one_by_one
from flow_core.languages.utterance import Word, follows, text_at

UNITS = {word: value for value, word in enumerate("nul een twee drie vier vijf zes zeven acht negen".split())}
"""0 to 9."""
_TEENS = "tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien".split()
TENS = {
    word: value * 10
    for value, word in enumerate("twintig dertig veertig vijftig zestig zeventig tachtig negentig".split(), 2)
}
"""20 to 90."""
BELOW_HUNDRED: Mapping[str, int] = (
    UNITS
    | {word: value for value, word in enumerate(_TEENS, 10)}
    | TENS
    | {f"{unit}en{ten}": UNITS[unit] + TENS[ten] for unit in list(UNITS)[1:] for ten in TENS}
)
"""Each number from 0 to 99 as one word: "eenentwintig"."""
_SCALES = {"duizend": 10**3, "miljoen": 10**6, "miljard": 10**9, "biljoen": 10**12}
_REPEATS = {"dubbel": 2, "dubbele": 2, "tweemaal": 2, "driedubbel": 3, "driedubbele": 3, "tripel": 3, "driemaal": 3}

# "een" is the article, too. The accent of "één" tells the number, but few transcripts have it.
_BEFORE_PRONOUN = frozenset("die dat deze dit zo nog geen weer zon wat iets welke".split())
_AFTER_NUMBER = frozenset(
    """persoon personen gast volwassene kind stuk stuks kaartje ticket plaats plek jaar graag alstublieft alsjeblieft
    aub svp denk geloof dus maar hoor dank bedankt merci dacht eh ehm uh uhm euh euhm voor ja of en van tot plus min
    keer maal is was procent""".split()
)

_FIRST_CENTURY = 13
_LAST_CENTURY = 20
_LAST_MINUTE = 59
"""Two numbers such as "negentien dertig" may be a time of day."""
_INTEGER = re.compile(r"[0-9]{1,38}|[0-9]{1,3}(?:\.[0-9]{3}){1,12}")
_GROUPS = "tweeen drieen vieren vijven zessen zevenen achten negenen tienen elven twaalven".split()
_SMALL = "tweetjes drietjes viertjes vijfjes".split()
_OURSELVES = ("zn", "zijn", "ons", "hun")
_HALVES = {f"{word}enhalf": Fraction(2 * value + 1, 2) for word, value in UNITS.items() if value > 1}
_ONE_AND_A_HALF = Fraction(3, 2)


class NumberVocabulary:
    """Words around numerals."""

    minus = frozenset({"min", "minus"})
    plus = frozenset({"plus"})
    decimal_points = frozenset({"komma"})
    collectives: Mapping[tuple[str, ...], int] = {
        ("een", "half", "dozijn"): 6,
        ("half", "dozijn"): 6,
        ("een", "dozijn"): 12,
        ("dozijn",): 12,
        ("een", "half", "miljoen"): 500_000,
        ("half", "miljoen"): 500_000,
        ("anderhalf", "miljoen"): 1_500_000,
        **{(word, "miljoen"): int(value * 10**6) for word, value in _HALVES.items()},
        **{("met", own, word): value for own in _OURSELVES for value, word in enumerate(_GROUPS, 2)},
        **{("met", own, word): value for own in _OURSELVES for value, word in enumerate(_SMALL, 2)},
        **{("ons", word): value for value, word in enumerate(_GROUPS, 2)},
        ("wij", "tweeen"): 2,
        ("wij", "drieen"): 3,
        ("alleen", "ik"): 1,
        ("ik", "alleen"): 1,
        ("alleen", "ikzelf"): 1,
        ("alleen", "mezelf"): 1,
        ("alleen", "voor", "mij"): 1,
        ("alleen", "voor", "mezelf"): 1,
        ("geen",): 0,
        ("een", "tientje"): 10,
        ("tientje",): 10,
    }
    fractions: Mapping[tuple[str, ...], Fraction] = {
        ("en", "een", "half"): Fraction(1, 2),
        ("en", "een", "halve"): Fraction(1, 2),
        ("en", "een", "kwart"): Fraction(1, 4),
        ("en", "driekwart"): Fraction(3, 4),
        ("en", "drie", "kwart"): Fraction(3, 4),
    }
    parts: Mapping[tuple[str, ...], Fraction] = {
        ("een", "half"): Fraction(1, 2),
        ("half",): Fraction(1, 2),
        ("een", "kwart"): Fraction(1, 4),
        ("kwart",): Fraction(1, 4),
        ("drie", "kwart"): Fraction(3, 4),
        ("driekwart",): Fraction(3, 4),
        ("anderhalf",): _ONE_AND_A_HALF,
        ("anderhalve",): _ONE_AND_A_HALF,
        **{(word,): value for word, value in _HALVES.items()},
        **{(f"{word[:-4]}halve",): value for word, value in _HALVES.items()},
    }
    multipliers: Mapping[str, int] = _SCALES | {"honderd": 100, "dozijn": 12}
    reckoning = frozenset("keer maal van de op per x en plus min door bij in over voor uit".split())
    repeats: Mapping[str, int] = _REPEATS
    zeros: Mapping[str, str] = {"honderd": "00", "duizend": "000"}
    range_starts = frozenset({"tussen"})
    day_articles: frozenset[str] = frozenset()


@lru_cache(maxsize=1024)
def _in_one_word(text: str) -> int | None:
    """Return the number below a million that one word is: "tweeduizendvijfhonderd"."""
    if text in BELOW_HUNDRED:
        return BELOW_HUNDRED[text]
    thousands, scale, rest = text.rpartition("duizend")
    if scale:
        before = _below_ten_thousand(thousands) if thousands else 1
        after = _below_ten_thousand(rest.removeprefix("en")) if rest else 0
        fits = before is not None and after is not None and 0 < before < 1000 > after and (after or not rest)
        return before * 1000 + after if fits and before is not None and after is not None else None
    return _below_ten_thousand(text)


def _below_ten_thousand(text: str) -> int | None:
    """Return the number that one word without "duizend" is: "honderdvijf", "negentienhonderdvierentachtig"."""
    hundreds, scale, rest = text.partition("honderd")
    if not scale:
        return BELOW_HUNDRED.get(text)
    before = BELOW_HUNDRED.get(hundreds) if hundreds else 1
    after = BELOW_HUNDRED.get(rest, BELOW_HUNDRED.get(rest.removeprefix("en"))) if rest else 0
    if before is None or after is None or before % 10 == 0 or (rest and not after):
        return None
    return before * 100 + after


def below_hundred(words: Sequence[Word], index: int) -> tuple[int, int] | None:
    """Read a number from 0 to 99 in words, and the index after it."""
    value = BELOW_HUNDRED.get(text_at(words, index))
    return None if value is None else (value, index + 1)


def cardinal(words: Sequence[Word], index: int, *, conjoin: bool = True) -> tuple[int, int] | None:
    """Read a whole number in words or digits ("2 duizend vijf"), and the index after it.

    Args:
        words: The utterance.
        index: Where the number begins.
        conjoin: Whether "en" may join the parts of the number.

    Returns:
        The number and the index; None if no number begins here.
    """
    total = 0
    ceiling: int | None = None
    start = end = index
    while (group := _group(words, index, conjoin)) is not None:
        value, after, least = group
        scale = _SCALES.get(text_at(words, after), 1) if after == index or follows(words, after) else 1
        if ceiling is not None and value * scale >= ceiling:
            break
        total += value * scale
        end = after if scale == 1 else after + 1
        ceiling = scale if scale > 1 else least
        if ceiling == 1 or not follows(words, end):
            break
        index = end + 1 if conjoin and text_at(words, end) == "en" and follows(words, end + 1) else end
    return (total, end) if end > start else None


def digits(words: Sequence[Word], index: int) -> tuple[str, int]:
    """Read digits that the caller says one by one without a pause ("vier nul dubbel vijf"), and the index after."""
    said, index = said_one_by_one(words, index, digit_at, _REPEATS)
    return "".join(said), index


def digit_at(words: Sequence[Word], index: int) -> str | None:
    """Read one digit."""
    text = text_at(words, index)
    if text in UNITS:
        return str(UNITS[text])
    return text if len(text) == 1 and text in "0123456789" else None


def joined(first: object, second: object) -> int | None:
    """Return the number that two numbers in words are without a pause: "negentien vierentachtig" is a year.

    "Negentien dertig" is a time of day.
    """
    if not (isinstance(first, int) and isinstance(second, int)):
        return None
    if _FIRST_CENTURY <= first <= _LAST_CENTURY and _LAST_MINUTE < second <= 99:
        return first * 100 + second
    return None


def is_ordinal_end(words: Sequence[Word], index: int) -> bool:
    """Return whether the word at `index` makes an ordinal of the number before it. An ordinal is one word."""
    return False


def is_pronoun(words: Sequence[Word], index: int) -> bool:
    """Return whether the number word at `index` is a pronoun or article there: "een" in "een tafel", "nog een"."""
    if words[index].text != "een":
        return False
    if text_at(words, index - 1) in _BEFORE_PRONOUN:
        return True
    if words[index].raw and words[index].raw.lower() != "een":
        return False
    following = text_at(words, index + 1)
    is_number = following in BELOW_HUNDRED or following[:1].isdigit()
    return follows(words, index + 1) and not is_number and following not in _AFTER_NUMBER


def _group(words: Sequence[Word], index: int, conjoin: bool) -> tuple[int, int, int] | None:
    """Read a number without a following scale, the index after it, and the number below which the rest must be."""
    text = text_at(words, index)
    if text in _SCALES and text != "duizend":
        return None
    if _INTEGER.fullmatch(text):
        value = int(text.replace(".", ""))
        in_words = False
    else:
        spoken = 1 if text == "duizend" else _in_one_word(text)
        if spoken is None:
            return None
        value, in_words = spoken, True
    if text == "duizend":
        return 1, index, 1
    end = index + 1
    if text_at(words, end) == "honderd" and follows(words, end) and 0 < value < 100 and value % 10:
        value, end, in_words = value * 100, end + 1, True
    if not in_words or value == 0 or value % 100:
        return value, end, 1
    if value % 1000 == 0:
        return value, end, 1000
    joined_at = end + 1 if conjoin and text_at(words, end) == "en" and follows(words, end) else end
    rest = below_hundred(words, joined_at) if follows(words, end) and follows(words, joined_at) else None
    if rest is None or not rest[0]:
        return value, end, 1
    return value + rest[0], rest[1], 1
