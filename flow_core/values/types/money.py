"""Finds an amount of money with its currency. It converts no currency."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from flow_core.json import Json
from flow_core.languages.phrases import PhraseTable
from flow_core.languages.utterance import Word, follows, text_at
from flow_core.values.answer import NoMatch
from flow_core.values.currencies import currency_of
from flow_core.values.memory import shared
from flow_core.values.question import Reading
from flow_core.values.types.finder import Finder
from flow_core.values.types.number import MAX_DIGITS, magnitude_at, with_point
from flow_core.values.understand import Found

if TYPE_CHECKING:
    from flow_core.languages.language import Language

_JOINED = re.compile(r"(?P<number>[0-9][0-9.,]*)(?P<unit>[^0-9.,]+)|(?P<sign>[^0-9.,+\-]+)(?P<amount>[0-9][0-9.,]*)")
_LONG_DECIMALS = re.compile(r"[0-9,]*\.[0-9]{3,}")
_PARTS_OF_A_UNIT = 100
_DECIMALS = 2
_LEAST_BARE_PARTS = 10
"""Hundredths that may be said without their name: "twelve pounds fifty". "twelve pounds five" is unclear."""

_MOST = 24
"""Amounts that are searched in one utterance. More are no answer, and the limit keeps the time short."""


class _Amount(NamedTuple):
    value: Fraction | int | NoMatch
    currencies: tuple[str, ...]
    """The currencies that were said, the likeliest first; none if no currency was said."""
    end: int


def money(amount: Fraction | int, currency: str) -> Json:
    """Return an amount as the flow gets it.

    Args:
        amount: In units of the currency.
        currency: ISO 4217.
    """
    return {"amount": int(amount) if amount == int(amount) else float(amount), "currency": currency}


def from_keys(keys: str, region: str) -> Json | NoMatch:
    """Read an amount from keys: digits, and two decimals after the star key.

    Args:
        keys: The keys without "#".
        region: ISO 3166: the region whose currency is meant.
    """
    units, star, parts = keys.partition("*")
    if not all(map(_is_digit, units + parts)) or not units or (star and len(parts) != _DECIMALS):
        return NoMatch(f"an amount is keyed as digits, or digits, a star and {_DECIMALS} decimals")
    if len(units) > MAX_DIGITS - _DECIMALS:
        return NoMatch(f"a number may have {MAX_DIGITS} digits at most")
    return money(int(units) + Fraction(int(parts or "0"), _PARTS_OF_A_UNIT), currency_of(region))


def _is_digit(character: str) -> bool:
    return character.isascii() and character.isdigit()


@shared
def _find(said_words: Sequence[Word], reading: Reading) -> list[Found]:
    words, places = split_units(said_words, reading.language)
    region = currency_of(reading.locale.region)
    found: list[Found] = []
    index = 0
    while index < len(words) and len(found) < _MOST:
        amount = amount_at(words, index, reading.language)
        if amount is None:
            index += 1
            continue
        value = amount.value
        currency = region if region in amount.currencies or not amount.currencies else amount.currencies[0]
        result = value if isinstance(value, NoMatch) else money(value, currency)
        found.append(Found(result, places[index], places[amount.end - 1] + 1))
        index = amount.end
    return found


def split_units(words: Sequence[Word], language: Language) -> tuple[list[Word], list[int]]:
    """Split a number from the unit of money that is written beside it ("50p", "5€", "US$20", "10k$").

    A word with another unit stays whole, and is no number: "75ml".

    Returns:
        The words, and the index in the utterance from which each of them comes.
    """
    pieces: list[Word] = []
    places: list[int] = []
    for place, word in enumerate(words):
        joined = _JOINED.fullmatch(word.text)
        if joined is None:
            parts = [word]
        else:
            texts = joined["number"] or joined["sign"], *_units_in(joined["unit"] or joined["amount"], language)
            known = all(text[0].isdigit() or _is_of_money(text, language) for text in texts)
            parts = [*(Word(text) for text in texts[:-1]), Word(texts[-1], word.paused)] if known else [word]
        pieces += parts
        places += [place] * len(parts)
    return pieces, places


def _units_in(text: str, language: Language) -> tuple[str, ...]:
    """Split a multiplier from the unit after it: "k$"."""
    splits = text[:1] in language.money.multipliers and _is_of_money(text[1:], language)
    return (text[:1], text[1:]) if splits else (text,)


def _is_of_money(text: str, language: Language) -> bool:
    return bool(text) and _names_money((Word(text),), 0, language)


def amount_at(words: Sequence[Word], index: int, language: Language) -> _Amount | None:
    """Read the amount at an index: "twelve pounds fifty", "$5", "twenty cents", "five grand"."""
    vocabulary = language.money
    before = _unit_at(words, index, vocabulary.units)
    start = index if before is None else before[1]
    number = _number_at(words, start, language)
    if number is None:
        return None
    value, end = number
    if isinstance(value, NoMatch):
        return _Amount(value, (), end)
    if value < 0:
        return _Amount(NoMatch("an amount is not negative"), (), end)
    if before is not None:
        # "$12 50 cents" is not how an amount is said: the sign stands before all of it.
        unit = _unit_at(words, end, vocabulary.units)
        end = unit[1] if unit is not None and set(unit[0]) & set(before[0]) else end
        return _with_parts(words, value, before[0], end, language, bare=False)
    unit = _unit_at(words, end, vocabulary.units)
    if unit is not None:
        return _with_parts(words, value, unit[0], unit[1], language, bare=True)
    parts = _unit_at(words, end, vocabulary.parts)
    if (
        parts is not None
        and value % _PARTS_OF_A_UNIT < _LEAST_BARE_PARTS
        and text_at(words, end) in language.number_words.zeros
    ):
        return _Amount(NoMatch("a part of an amount may be a hundred"), (), parts[1])
    if parts is not None:
        return _Amount(Fraction(value) / _PARTS_OF_A_UNIT, parts[0], parts[1])
    if end == start + 1 and language.numbers.is_pronoun(words, start):
        return None
    if tuple(word.text for word in words[start:end]) in language.number_words.parts:
        return _Amount(NoMatch("a part of an amount is no amount"), (), end)
    return _Amount(value, (), end)


def _with_parts(
    words: Sequence[Word],
    value: Fraction | int,
    currencies: tuple[str, ...],
    end: int,
    language: Language,
    *,
    bare: bool,
) -> _Amount:
    """Read what follows a unit: "fifty", "and twenty cents", "and a half"."""
    vocabulary = language.money
    for phrase, fraction in vocabulary.halves.items():
        if tuple(text_at(words, end + place) for place in range(len(phrase))) == phrase:
            return _Amount(value + fraction, currencies, end + len(phrase))
    joined = end + 1 if text_at(words, end) in vocabulary.joints else end
    number = _number_at(words, joined, language)
    if number is None or isinstance(number[0], NoMatch):
        return _Amount(value, currencies, end)
    parts = _unit_at(words, number[1], vocabulary.parts)
    if parts is None:
        if not bare or not follows(words, end) or not follows(words, joined):
            return _Amount(value, currencies, end)
        fits = number[0] == int(number[0]) and _LEAST_BARE_PARTS <= number[0] < _PARTS_OF_A_UNIT and value == int(value)
        # Another unit after the number: "five dollars ten euros".
        clear = fits and _unit_at(words, number[1], vocabulary.units) is None
        if not clear and joined > end:
            return _Amount(value, currencies, end)
        if not clear:
            return _Amount(NoMatch("the part after the unit is unclear"), currencies, number[1])
        return _Amount(value + Fraction(number[0]) / _PARTS_OF_A_UNIT, currencies, number[1])
    shared = tuple(each for each in currencies if each in parts[0])
    if not shared or value != int(value) or not 0 <= number[0] < _PARTS_OF_A_UNIT:
        return _Amount(NoMatch("the two parts of the amount are of two currencies"), currencies, parts[1])
    return _Amount(value + Fraction(number[0]) / _PARTS_OF_A_UNIT, shared, parts[1])


def _number_at(words: Sequence[Word], index: int, language: Language) -> tuple[Fraction | int | NoMatch, int] | None:
    if index >= len(words):
        return None
    vocabulary = language.money
    text = words[index].text
    if _LONG_DECIMALS.fullmatch(with_point(text, language)):
        return NoMatch("an amount has two decimals at most"), index + 1
    number = magnitude_at(words, index, language)
    if number is None:
        one = text in vocabulary.articles and follows(words, index + 1)
        if not one or not _names_money(words, index + 1, language):
            return None
        number = (1, index + 1)
    value, end = number
    if isinstance(value, NoMatch):
        return value, end
    if follows(words, end) and text_at(words, end) in vocabulary.multipliers:
        value, end = value * vocabulary.multipliers[words[end].text], end + 1
    return value, end


def _names_money(words: Sequence[Word], index: int, language: Language) -> bool:
    vocabulary = language.money
    unit = _unit_at(words, index, vocabulary.units) or _unit_at(words, index, vocabulary.parts)
    return unit is not None or text_at(words, index) in vocabulary.multipliers


def _unit_at(
    words: Sequence[Word], index: int, table: PhraseTable[tuple[str, ...]]
) -> tuple[tuple[str, ...], int] | None:
    found = table.at(words, index)
    return found[0] if found else None


MONEY = Finder("amount of money", _find)
"""An amount in units of a currency, and the currency."""
