"""Numbers and digits in German words: "einundzwanzig", "zweitausend", "zu viert". It knows no use of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

from flow_core.languages.one_by_one import said_one_by_one
from flow_core.languages.utterance import Word, follows, text_at

DIGITS = {word: value for value, word in enumerate("null eins zwei drei vier funf sechs sieben acht neun".split())} | {
    "zwo": 2,
    "fuenf": 5,
}
"""0 to 9."""
_TEENS = {
    word: value
    for value, word in enumerate(
        "zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn".split(), 10
    )
} | {"zwoelf": 12, "fuenfzehn": 15}
_TENS = {
    word: value * 10
    for value, word in enumerate("zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig".split(), 2)
} | {"fuenfzig": 50}
_ONES = {word: value for word, value in DIGITS.items() if value} | {"ein": 1}
_BELOW_HUNDRED = (
    DIGITS
    | _TEENS
    | _TENS
    | {f"{one}und{ten}": tens + value for ten, tens in _TENS.items() for one, value in _ONES.items()}
)
_ARTICLES = frozenset("ein eine einen einem einer eines".split())
_SCALES = {
    "million": 10**6,
    "millionen": 10**6,
    "milliarde": 10**9,
    "milliarden": 10**9,
    "billion": 10**12,
    "billionen": 10**12,
}
_HUNDRED, _THOUSAND = "hundert", "tausend"
_LARGE = _SCALES | {_THOUSAND: 1000}
_HUNDREDS = range(1, 20)
"""Hundreds in one word. "Neunzehnhundert" is a usual beginning of a year."""
_REPEATS = {"doppel": 2, "doppelt": 2, "doppelte": 2, "dreifach": 3, "dreifache": 3}
# "Zwei Komma drei vier" has the decimals 34. "Drei vier Leute" are three or four.
_POINTS = frozenset({"komma", "punkt"})
_AFTER_ONE = frozenset("bitte danke nur".split())
_INTEGER = re.compile(r"[0-9]{1,38}")
_MAX_LETTERS = 80
"""Letters of the longest word that is read as a number."""
_HALF, _QUARTER = Fraction(1, 2), Fraction(1, 4)
HALVES = {
    "anderthalb": 1 + _HALF,
    "eineinhalb": 1 + _HALF,
    "einundeinhalb": 1 + _HALF,
} | {f"{one}{joint}einhalb": value + _HALF for one, value in _ONES.items() if value > 1 for joint in ("", "und")}
"""Words that are a number and a half."""
_PAIRS = {"zweit": 2, "dritt": 3, "viert": 4, "funft": 5, "sechst": 6, "siebt": 7, "acht": 8, "neunt": 9, "zehnt": 10}


class NumberVocabulary:
    """Words around numerals."""

    minus = frozenset({"minus"})
    plus = frozenset({"plus"})
    decimal_points = _POINTS
    collectives: Mapping[tuple[str, ...], int] = {
        ("ein", "halbes", "dutzend"): 6,
        ("halbes", "dutzend"): 6,
        ("ein", "dutzend"): 12,
        ("dutzend",): 12,
        ("eine", "halbe", "million"): 500_000,
        ("eine", "million"): 10**6,
        ("eine", "milliarde"): 10**9,
        ("nur", "ich"): 1,
        ("bloss", "ich"): 1,
        ("nur", "mich"): 1,
        ("nur", "fur", "mich"): 1,
        ("ich", "allein"): 1,
        ("ich", "alleine"): 1,
        ("wir", "beide"): 2,
        ("wir", "beiden"): 2,
        ("uns", "beide"): 2,
        ("fur", "uns", "beide"): 2,
        ("eine", "person"): 1,
        ("einer", "person"): 1,
        ("ein", "gast"): 1,
        ("einen", "gast"): 1,
        ("ein", "stuck"): 1,
        ("ein", "kind"): 1,
        ("eine", "nacht"): 1,
        ("eine",): 1,
        ("einen",): 1,
        ("einer",): 1,
        ("einmal",): 1,
        ("zweimal",): 2,
        ("dreimal",): 3,
        ("viermal",): 4,
        ("funfmal",): 5,
        ("keine",): 0,
        ("keinen",): 0,
        ("keins",): 0,
        ("keiner",): 0,
    } | {("zu", word): value for word, value in _PAIRS.items()}
    fractions: Mapping[tuple[str, ...], Fraction] = {
        ("und", "ein", "halb"): _HALF,
        ("und", "ein", "halbes"): _HALF,
        ("ein", "halb"): _HALF,
        ("einhalb",): _HALF,
        ("und", "ein", "viertel"): _QUARTER,
        ("ein", "viertel"): _QUARTER,
        ("dreiviertel",): 3 * _QUARTER,
        ("und", "drei", "viertel"): 3 * _QUARTER,
    }
    parts: Mapping[tuple[str, ...], Fraction] = (
        {(word, scale): value * size for word, value in HALVES.items() for scale, size in _LARGE.items()}
        | {
            ("ein", "halb"): _HALF,
            ("ein", "halber"): _HALF,
            ("ein", "halbes"): _HALF,
            ("eine", "halbe"): _HALF,
            ("einhalb",): _HALF,
            ("ein", "viertel"): _QUARTER,
            ("drei", "viertel"): 3 * _QUARTER,
            ("dreiviertel",): 3 * _QUARTER,
        }
        | {(word,): value for word, value in HALVES.items()}
    )
    reckoning = frozenset("mal von durch plus minus und in pro x je fur geteilt".split())
    multipliers: Mapping[str, int] = _SCALES | {_HUNDRED: 100, _THOUSAND: 1000, "dutzend": 12}
    repeats: Mapping[str, int] = _REPEATS
    zeros: Mapping[str, str] = {_HUNDRED: "00", _THOUSAND: "000"}
    range_starts = frozenset({"zwischen"})
    day_articles: frozenset[str] = frozenset()


def below_hundred(words: Sequence[Word], index: int) -> tuple[int, int] | None:
    """Read a number from 0 to 99 in words, and the index after it."""
    value = _BELOW_HUNDRED.get(text_at(words, index))
    if value is None and text_at(words, index) != "ein":
        return None
    # "fünf und zwanzig" as speech to text may write it.
    unit = _ONES.get(text_at(words, index), 0)
    if unit and follows(words, index + 1) and text_at(words, index + 1) == "und" and follows(words, index + 2):
        tens = _TENS.get(text_at(words, index + 2))
        if tens is not None:
            return tens + unit, index + 3
    return None if value is None else (value, index + 1)


def cardinal(words: Sequence[Word], index: int, *, conjoin: bool = True) -> tuple[int, int] | None:
    """Read a whole number in words or digits ("zwei Millionen dreihunderttausend"), and the index after it.

    Args:
        words: The utterance.
        index: Where the number begins.
        conjoin: Whether "und" may join the parts of the number.

    Returns:
        The number and the index; None if no number begins here.
    """
    total, ceiling = 0, 0
    start = end = index
    while (group := _group(words, index, conjoin=conjoin)) is not None:
        value, after = group
        scale = _SCALES.get(text_at(words, after), 1) if follows(words, after) else 1
        if ceiling and value * scale >= ceiling:
            break
        total += value * scale
        if scale == 1:
            end = after
            break
        ceiling, end = scale, after + 1
        index = end + 1 if conjoin and text_at(words, end) == "und" and follows(words, end) else end
        if not follows(words, index):
            break
    return (total, end) if end > start else None


def digits(words: Sequence[Word], index: int) -> tuple[str, int]:
    """Read digits that the caller says one by one without a pause ("vier null doppel fünf"), and the index after them.

    Two digits of which the second is one more are two numbers: "drei vier Leute" are three or four.
    """
    start = index
    said, index = said_one_by_one(words, index, digit_at, _REPEATS)
    text = "".join(said)
    estimate = len(said) == 2 and len(text) == 2 and int(text[0]) + 1 == int(text[1])
    return ("", start) if estimate and text_at(words, start - 1) not in _POINTS else (text, index)


def digit_at(words: Sequence[Word], index: int) -> str | None:
    """Read one digit."""
    text = text_at(words, index)
    if text in DIGITS:
        return str(DIGITS[text])
    if text == "ein":
        # Speech to text writes "ein zwei drei" for "eins zwei drei".
        beside = [text_at(words, at) in DIGITS for at in (index - 1, index + 1, index + 2)]
        return "1" if beside[1] and (beside[0] or beside[2]) and follows(words, index + 1) else None
    return text if len(text) == 1 and text in "0123456789" else None


def joined(first: object, second: object) -> int | None:
    """Return None: two numbers in words are no other number in German. A larger number is one word."""
    return None


def is_ordinal_end(words: Sequence[Word], index: int) -> bool:
    """Return False: an ordinal is one word."""
    return False


def is_pronoun(words: Sequence[Word], index: int) -> bool:
    """Return whether the number word at `index` is an article there: "eine" in "eine Frage"."""
    if text_at(words, index) not in _ARTICLES or index + 1 >= len(words):
        return False
    return follows(words, index + 1) and text_at(words, index + 1) not in _AFTER_ONE


def _group(words: Sequence[Word], index: int, *, conjoin: bool, limit: int | None = None) -> tuple[int, int] | None:
    """Read a number below a limit, in one word or several: "zweitausend", "zwei tausend fünfhundert"."""
    text = text_at(words, index)
    if text in _ARTICLES:
        scaled = text_at(words, index + 1) in _SCALES or text_at(words, index + 1) in {_HUNDRED, _THOUSAND}
        if scaled and follows(words, index + 1):
            first: tuple[int, int] | None = (1, index + 1)
        else:
            first = below_hundred(words, index)
    elif _INTEGER.fullmatch(text):
        first = int(text), index + 1
    else:
        first = below_hundred(words, index)
        whole = None if first is not None else in_one_word(text)
        first = first if whole is None else (whole, index + 1)
    if first is None:
        return None
    value, end = first
    for word, scale in ((_HUNDRED, 100), (_THOUSAND, 1000)):
        if text_at(words, end) == word and follows(words, end) and value < 1000:
            value, end = value * scale, end + 1
    if limit is not None and value >= limit:
        return None
    if value < 100 or value % 100 or not follows(words, end) or _INTEGER.fullmatch(text):
        return value, end
    # "zweitausend fünfhundert", "hundert fünf"
    at = end + 1 if conjoin and text_at(words, end) == "und" and follows(words, end + 1) else end
    if not follows(words, at) or text_at(words, at)[:1].isdigit():
        return value, end
    rest = _group(words, at, conjoin=conjoin, limit=100 if value % 1000 else 1000)
    return (value + rest[0], rest[1]) if rest is not None and rest[0] else (value, end)


@lru_cache(maxsize=1024)
def in_one_word(text: str) -> int | None:
    """Read a number below a million in one word: "zweihundertfünfzig", "neunzehnhundertvierundachtzig"."""
    if len(text) > _MAX_LETTERS:
        return None
    before, thousand, after = text.partition(_THOUSAND)
    if not thousand:
        return _below_ten_thousand(text)
    thousands = 1 if not before else _below_ten_thousand(before)
    rest = 0 if not after else _below_ten_thousand(after.removeprefix("und"))
    if thousands is None or rest is None or not 0 < thousands < 1000 or rest > 999:
        return None
    return thousands * 1000 + rest


def _below_ten_thousand(text: str) -> int | None:
    """Read a number below two thousand, in which the hundreds may be more than nine."""
    before, hundred, after = text.partition(_HUNDRED)
    if not hundred:
        return 1 if text == "ein" else _BELOW_HUNDRED.get(text)
    hundreds = 1 if before in {"", "ein"} else _BELOW_HUNDRED.get(before)
    rest = 0 if not after else _ONES.get(after.removeprefix("und"), _BELOW_HUNDRED.get(after.removeprefix("und")))
    if hundreds is None or rest is None or hundreds not in _HUNDREDS:
        return None
    return hundreds * 100 + rest
