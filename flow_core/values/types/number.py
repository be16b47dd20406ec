"""Finds a number, spoken or in digits. No ordinal, clock time or range is read here."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from flow_core.languages.utterance import Word, follows, text_at
from flow_core.values.answer import NoMatch
from flow_core.values.memory import shared
from flow_core.values.question import Reading
from flow_core.values.types.finder import Finder
from flow_core.values.understand import Found

if TYPE_CHECKING:
    from flow_core.languages.language import Language

MAX_DIGITS = 38
"""Digits of a number, as many as a DynamoDB number holds. A longer one is an identifier and belongs in a string."""

_LITERAL = re.compile(r"([+-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(\.[0-9]+)?")
_EXCHANGED = str.maketrans(".,", ",.")
# One or two digits are no thousand: a transcript may have "3.5" for "3,5" in any language.
_WITH_POINT = re.compile(r"[+-]?[0-9]+\.[0-9]{1,2}")
_FIRST_THOUSANDS, _THOUSANDS, _LAST_THOUSANDS = map(re.compile, ("[1-9][0-9]{0,2}", "[0-9]{3}", "[0-9]{3},[0-9]{1,2}"))
_MOST_THOUSANDS = 5
_HUNDRED = 100
_LONGEST_PHRASE = 3
"""Words of a phrase such as "the two of", at most."""
_MOST = 24
"""Numbers that are searched in one utterance. More are no answer, and the limit keeps the time short."""
_DAY = NoMatch("a number after an article is a day of the month")
_TOO_LONG = NoMatch(f"a number may have {MAX_DIGITS} digits at most")


def from_digits(text: str) -> int | float | NoMatch:
    """Read a number in plain digits ("1,234.5") exactly."""
    literal = _LITERAL.fullmatch(text)
    if literal is None or not (literal[2] or literal[3]):
        return NoMatch("no number was heard")
    if len(text) > MAX_DIGITS * 2 or sum(map(str.isdigit, text)) > MAX_DIGITS:
        return _TOO_LONG
    return _json(_exact(literal))


@shared
def _find(words: Sequence[Word], reading: Reading) -> list[Found]:
    language = reading.language
    units, parts = language.money.units, language.money.parts
    money = any(units.at(words, place) or parts.at(words, place) for place in range(len(words)))
    found: list[Found] = []
    index = 0
    while index < len(words) and len(found) < _MOST:
        amount = _amount_at(words, index, language) if money else None
        number = _number_at(words, index, language)
        idiom = language.asides.anywhere.end_at(words, index) or 0
        if idiom > max(index + 1, 0 if number is None else number.end):
            # "thanks a million", "one more time"
            index = idiom
            continue
        if amount is not None and (number is None or amount.end > number.end):
            number = amount
        if number is None:
            index += 1
            continue
        index = number.end
        if language.numbers.is_ordinal_end(words, index):
            continue
        if follows(words, number.start) and words[number.start - 1].text in language.number_words.day_articles:
            number = replace(number, value=_DAY)
        one_word = number.end == number.start + 1
        if not (one_word and language.numbers.is_pronoun(words, number.start)):
            found.append(number)
    return _reckoned(_pairs(found, words, language), words, language)


def _number_at(words: Sequence[Word], start: int, language: Language) -> Found | None:
    text = words[start].text
    minus = (text in language.number_words.minus and follows(words, start + 1)) or (text == "-" and start == 0)
    # "Mais cinco" is "five more", too, in Portuguese.
    sign = text in language.number_words.plus and text not in language.asides.meaningful
    plus = sign and start == 0 and follows(words, 1)
    index = start + 1 if minus or plus else start
    # "between one hundred and two hundred" holds two numbers.
    conjoin = text_at(words, start - 1) not in language.number_words.range_starts
    magnitude = magnitude_at(words, index, language, conjoin=conjoin)
    if magnitude is None:
        return None
    value, end = magnitude
    if isinstance(value, NoMatch):
        return Found(value, start, end)
    if _is_cut(words, index, end, language):
        return Found(NoMatch("a hyphen joins the number to something"), start, end)
    return Found(_json(-value if minus else value), start, end)


def _amount_at(words: Sequence[Word], start: int, language: Language) -> Found | None:
    """Read an amount of money as the number of its units: "twenty dollars"."""
    from flow_core.values.types.money import amount_at

    amount = amount_at(words, start, language)
    if amount is None or not amount.currencies:
        return None
    value = amount.value
    if words[amount.end - 1].text in language.number_words.zeros:
        # French "3 cents" is three hundred, too.
        value = NoMatch("a part of an amount may be a hundred")
    return Found(value if isinstance(value, NoMatch) else _json(value), start, amount.end)


def _is_cut(words: Sequence[Word], start: int, end: int, language: Language) -> bool:
    """Return whether a number was cut off ("5-"), or a hyphen joins it to another: "six-seven" is no 67."""
    if words[end - 1].after == "-":
        return True
    hyphens = [place for place in range(start, end - 1) if words[place].after == "-"]
    for place in hyphens:
        scale = words[place + 1].text in language.number_words.multipliers
        # In French, "vingt-et-un" and "cent-deux" are one numeral each.
        if not scale and not any(
            _is_numeral_across(words, first, place, language) for first in range(start, place + 1)
        ):
            return True
    return False


def _is_numeral_across(words: Sequence[Word], first: int, place: int, language: Language) -> bool:
    """Return whether a numeral in words begins at an index and goes on after the hyphen of the word at `place`."""
    numeral = None if _has_digit(words[first]) else language.numbers.cardinal(words, first)
    return numeral is not None and numeral[1] > place + 1


def _pairs(found: Sequence[Found], words: Sequence[Word], language: Language) -> list[Found]:
    """Join two numbers that are said as one: "one fifty" is 150, and "nineteen eighty four" is 1984."""
    joined: list[Found] = []
    for one in found:
        before = joined[-1] if joined else None
        if before is not None and before.end == one.start and follows(words, one.start):
            value = language.numbers.joined(before.value, one.value)
            if value is not None and not any(map(_has_digit, words[before.start : one.end])):
                joined[-1] = Found(value, before.start, one.end)
                continue
        joined.append(one)
    return joined


def _has_digit(word: Word) -> bool:
    return any(map(str.isdigit, word.text))


def _reckoned(found: Sequence[Found], words: Sequence[Word], language: Language) -> list[Found]:
    """Refuse two numbers that make another number: "two times two", "five of five"."""
    checked: list[Found] = []
    for one in found:
        between = words[checked[-1].end : one.start] if checked else ()
        if between and all(word.text in language.number_words.reckoning for word in between):
            one = replace(one, value=NoMatch("two numbers make another number"))
        checked.append(one)
    return checked


def magnitude_at(
    words: Sequence[Word], index: int, language: Language, *, conjoin: bool = True
) -> tuple[Fraction | int | NoMatch, int] | None:
    """Read a number without its sign.

    Args:
        words: The utterance.
        index: Where the number begins.
        language: The caller's language.
        conjoin: Whether "and" may join the parts of the number.

    Returns:
        The number, and the index after it; None if no number begins here.
    """
    vocabulary = language.number_words
    if text_at(words, index) in _first_words(language):
        collective = _phrase_at(words, index, vocabulary.collectives)
        if collective is not None:
            return vocabulary.collectives[collective], index + len(collective)
        part = _phrase_at(words, index, vocabulary.parts)
        if part is not None:
            end = index + len(part)
            whose = text_at(words, end) in vocabulary.reckoning
            return NoMatch("a part of something is no number") if whose else vocabulary.parts[part], end
    integer = _integer(words, index, language, conjoin=conjoin)
    value: Fraction | int | NoMatch
    value, end = integer or (0, index)
    scaled = False
    if isinstance(value, NoMatch):
        return value, end
    pointed = text_at(words, end) in vocabulary.decimal_points and (integer is None or follows(words, end))
    if pointed and follows(words, end + 1):
        decimals, after = _decimals(words, end + 1, language)
        if len(decimals) > MAX_DIGITS:
            return _TOO_LONG, after
        if decimals:
            value, end = value + Fraction(int(decimals), 10 ** len(decimals)), after
    elif integer is not None:
        fraction = _phrase_at(words, end, vocabulary.fractions) if end < len(words) else None
        if fraction is not None:
            # "two million and a half" has half a million.
            of_what = vocabulary.multipliers.get(words[end - 1].text, 1)
            scaled = of_what > 1
            value, end = value + vocabulary.fractions[fraction] * of_what, end + len(fraction)
    if end == index:
        return None
    multiplier = vocabulary.multipliers.get(text_at(words, end), 1) if follows(words, end) else 1
    if multiplier == 1:
        return value, end
    if scaled or (multiplier < _HUNDRED < value):
        # "one billion and a half million", "three hundred and two dozen"
        return NoMatch("two numbers make another number"), end + 1
    return value * multiplier, end + 1


def _phrase_at(words: Sequence[Word], index: int, phrases: Container[tuple[str, ...]]) -> tuple[str, ...] | None:
    """Return the longest of the phrases that stands at an index."""
    texts = tuple([word.text for word in words[index : index + _LONGEST_PHRASE]])
    for length in range(len(texts), 0, -1):
        if texts[:length] in phrases:
            return texts[:length]
    return None


@lru_cache(maxsize=64)
def _first_words(language: Language) -> frozenset[str]:
    """Return the words with which a phrase for a number or for a part begins."""
    vocabulary = language.number_words
    return frozenset(phrase[0] for table in (vocabulary.collectives, vocabulary.parts) for phrase in table)


def _integer(
    words: Sequence[Word], index: int, language: Language, *, conjoin: bool
) -> tuple[Fraction | int | NoMatch, int] | None:
    apart = _thousands_apart(words, index, language)
    if apart is not None:
        return apart
    one_by_one, end = language.numbers.digits(words, index)
    if len(one_by_one) > MAX_DIGITS:
        return _TOO_LONG, end
    if len(one_by_one) > 1:
        return int(one_by_one), end
    spoken = language.numbers.cardinal(words, index, conjoin=conjoin)
    if spoken is not None:
        return spoken
    literal = _LITERAL.fullmatch(with_point(text_at(words, index), language))
    if literal is None or not (literal[2] or literal[3]):
        return None
    if sum(map(str.isdigit, literal[0])) > MAX_DIGITS:
        return _TOO_LONG, index + 1
    if literal[3] == ".000":
        return NoMatch("the point may stand between thousands"), index + 1
    return _exact(literal), index + 1


def _thousands_apart(words: Sequence[Word], index: int, language: Language) -> tuple[Fraction, int] | None:
    """Read a decimal number whose thousands have spaces between them, where a comma is before decimals: "1 234,5"."""
    if language.money.decimal_mark != "," or not _FIRST_THOUSANDS.fullmatch(text_at(words, index)):
        return None
    end = index + 1
    while end < index + _MOST_THOUSANDS and follows(words, end) and _THOUSANDS.fullmatch(words[end].text):
        end += 1
    if not follows(words, end) or not _LAST_THOUSANDS.fullmatch(words[end].text):
        return None
    return Fraction("".join(word.text for word in words[index : end + 1]).replace(",", ".")), end + 1


def with_point(text: str, language: Language) -> str:
    """Return a number in digits with a point before its decimals: "1.234,5" as "1,234.5" in German."""
    exchanged = language.money.decimal_mark == "," and not _WITH_POINT.fullmatch(text)
    return text.translate(_EXCHANGED) if exchanged else text


def _decimals(words: Sequence[Word], index: int, language: Language) -> tuple[str, int]:
    """Read the decimals after the point, and the index after them."""
    one_by_one, end = language.numbers.digits(words, index)
    if one_by_one:
        return one_by_one, end
    text = text_at(words, index)
    if text.isascii() and text.isdigit():
        return text, index + 1
    spoken = language.numbers.below_hundred(words, index)
    return ("", index) if spoken is None else (str(spoken[0]), spoken[1])


def _exact(literal: re.Match[str]) -> Fraction | int:
    sign, integer, decimals = literal.groups(default="")
    whole = integer.replace(",", "")
    value = Fraction(int(whole + decimals[1:]), 10 ** (len(decimals) - 1)) if decimals else int(whole or "0")
    return -value if sign == "-" else value


def _json(value: Fraction | int) -> int | float:
    if isinstance(value, int):
        return value
    return int(value) if value == int(value) else float(value)


def _find_integers(words: Sequence[Word], reading: Reading) -> list[Found]:
    return [
        replace(one, value=NoMatch(f"a whole number is wanted, not {one.value}"))
        if isinstance(one.value, float)
        else one
        for one in _find(words, reading)
    ]


NUMBER = Finder("number", _find)
"""An int if the number has no fraction, else a finite float."""
INTEGER = Finder("number", _find_integers)
"""A number without a fraction: "3.0" is 3, and "3.5" is no match."""
