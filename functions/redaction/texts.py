"""Finds card numbers, phone numbers and e-mail addresses in a text, in digits and in the words of a language.

A run is a series of digits that are said or written one after the other: "4111 1111 1111 1111", "four one double one".
A run that holds a card or phone number is removed as a whole, so that no part of the number stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise, product
from typing import TYPE_CHECKING, TypeAlias, get_args

from flow_core.languages import locale_of
from flow_core.languages.utterance import Word, folded, plain
from functions.ports.organizations import RedactedKind

if TYPE_CHECKING:
    from flow_core.languages.language import Language

Kind: TypeAlias = RedactedKind
"""A kind of value that an organization can have removed."""
KINDS: tuple[Kind, ...] = get_args(RedactedKind)
"""All kinds."""

_NUMBERS: tuple[Kind, ...] = ("card", "phone")
"""The kinds that are numbers, in the order in which they are looked for."""

CARD_LENGTHS = range(13, 20)
"""Digits of a card number, by ISO/IEC 7812."""
_CARD_STARTS = frozenset("23456")
"""The first digit of the card numbers that callers pay with: airlines and industries have the others."""
_PHONE_LENGTHS = range(7, 16)
"""Digits of a phone number, by E.164."""
_MAX_READINGS = 64
"""Readings of one run that are tried: "one twenty" may be 120 or 1 20."""
_MAX_TOKENS = 2_000
"""Words of a text that are looked at for numbers in words. Longer texts are searched for digits only."""
_CACHED = 4096
_MAX_CACHED_CHARACTERS = 4_000

# A part that has both letters and digits is one token, so a code is no number.
_TOKEN = re.compile(r"[^\W_]+")
_EMAIL = re.compile(r"[^\s@<>()\[\]\",;:]{1,64}@[^\W_](?:[\w\-]{0,62}\.)+[\w\-]{1,62}[^\W_]")
_DATE = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9-])|\b[0-9]{1,2}([/.])[0-9]{1,2}\1(?:[0-9]{2}){1,2}\b")
_APART = re.compile(r"[:T@=#&?%_<>{}\[\]\"]|\n\s*\n")
"""Signs that end a run: the digits on both sides are different values."""
_PAUSE = re.compile(r"[,.;!?…]")


@dataclass(frozen=True, slots=True)
class _Token:
    """A word or a number, and its place in the text."""

    start: int
    end: int
    word: Word


@dataclass(frozen=True, slots=True)
class _Run:
    """Digits that belong together."""

    start: int
    end: int
    pieces: tuple[tuple[str, ...], ...]
    """The readings of each part, the likeliest first."""
    plus: bool
    """Whether "+" stands before it."""


def without_kinds(text: str, kinds: frozenset[Kind], tag: str) -> str:
    """Replace each value of some kinds by its kind in brackets: `[card]`.

    Args:
        text: The text.
        kinds: The kinds.
        tag: The language of the call, BCP 47.

    Returns:
        The text without the values.
    """
    if not kinds or not text:
        return text
    if len(text) > _MAX_CACHED_CHARACTERS:
        return _without_kinds(text, kinds, tag)
    return _cached_without_kinds(text, kinds, tag)


def is_card(digits: str) -> bool:
    """Return whether digits are those of a payment card: their number, the first one and the check digit."""
    if len(digits) not in CARD_LENGTHS or digits[0] not in _CARD_STARTS:
        return False
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def is_phone(digits: str, region: str, *, plus: bool = False) -> bool:
    """Return whether digits are a phone number: one with its country, or one that a region has.

    Args:
        digits: The digits.
        region: ISO 3166: the region in which a number without its country is looked for.
        plus: Whether "+" stands before the digits.
    """
    if plus:
        return len(digits) in _PHONE_LENGTHS
    if digits.startswith("00"):
        return len(digits) - 2 in _PHONE_LENGTHS
    if len(digits) not in _PHONE_LENGTHS:
        return False
    import phonenumbers

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(digits, region))
    except phonenumbers.NumberParseException:
        return False


def _without_kinds(text: str, kinds: frozenset[Kind], tag: str) -> str:
    if "email" in kinds:
        text = _EMAIL.sub("[email]", text)
        if _is_spoken_email(text, tag):
            return "[email]"
    # A card number first: a part of it may be a phone number.
    for kind in _NUMBERS:
        if kind in kinds:
            pieces: list[str] = []
            done = 0
            for start, end in _numbers(text, kind, tag):
                pieces += (text[done:start], f"[{kind}]")
                done = end
            text = "".join((*pieces, text[done:]))
    return text


_cached_without_kinds = lru_cache(maxsize=_CACHED)(_without_kinds)


def _numbers(text: str, kind: Kind, tag: str) -> Iterator[tuple[int, int]]:
    """Yield the runs that hold a number of a kind."""
    locale = locale_of(tag)
    dates: list[tuple[int, int]] = []
    if kind == "phone" and len(plain(text)) == len(text):
        dates = [found.span() for found in _DATE.finditer(plain(text))]
    for run in _runs(text, locale.language, dates):
        readings = islice(product(*run.pieces), _MAX_READINGS)
        if any(_holds(pieces, kind, locale.region, plus=run.plus) for pieces in readings):
            yield run.start, run.end


def _holds(pieces: Sequence[str], kind: Kind, region: str, *, plus: bool) -> bool:
    """Return whether whole parts of a run are a number of a kind."""
    if kind == "card":
        return any(is_card(digits) for _, digits in _windows(pieces))
    return any(is_phone(digits, region, plus=plus and first == 0) for first, digits in _windows(pieces))


def _windows(pieces: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the digits of consecutive parts that can be a number, with the index of the first part."""
    for first in range(len(pieces)):
        digits = ""
        for piece in pieces[first:]:
            digits += piece
            if len(digits) > CARD_LENGTHS[-1]:
                break
            if len(digits) >= _PHONE_LENGTHS[0]:
                yield first, digits


def _runs(text: str, language: Language, dates: Sequence[tuple[int, int]]) -> Iterator[_Run]:
    """Yield the runs of a text. What stands in `dates` is no part of one."""
    from flow_core.values.types.spelled.pieces import digits_at

    tokens = _tokens(text)
    words = [token.word for token in tokens]
    apart = [_APART.search(text, one.end, other.start) is not None for one, other in pairwise(tokens)]
    in_words = len(tokens) <= _MAX_TOKENS
    index = 0
    while index < len(tokens):
        first, end, pieces = index, index, list[tuple[str, ...]]()
        while index < len(tokens):
            inside = any(start <= tokens[index].start < stop for start, stop in dates)
            if inside or (pieces and any(apart[end - 1 : index])):
                break
            word = words[index]
            if word.text.isdigit():
                pieces.append((word.text,))
                end = index = index + 1
                continue
            piece = digits_at(words, index, language) if in_words else None
            if piece is not None and piece.texts:
                pieces.append(tuple(each.lstrip("+") for each in piece.texts))
                end = index = piece.end
                continue
            after = language.spelling.within.end_at(words, index) if pieces and in_words else None
            if after is None:
                break
            index = after
        if pieces:
            start = tokens[first].start
            plus = text[:start].rstrip(" (").endswith("+") or (
                first > 0 and words[first - 1].text in language.number_words.plus
            )
            yield _Run(start, tokens[end - 1].end, tuple(pieces), plus)
            index = end
        else:
            index = first + 1


def _tokens(text: str) -> list[_Token]:
    found = list(_TOKEN.finditer(text))
    tokens: list[_Token] = []
    for place, match in enumerate(found):
        following = found[place + 1].start() if place + 1 < len(found) else len(text)
        raw = plain(match.group())
        paused = _PAUSE.search(text, match.end(), following) is not None
        tokens.append(_Token(match.start(), match.end(), Word(folded(raw), paused, raw=raw)))
    return tokens


def _is_spoken_email(text: str, tag: str) -> bool:
    """Return whether a text is an address in words: "jane at example dot com", with what belongs to the answer."""
    locale = locale_of(tag)
    said = set(folded(text).split())
    if said.isdisjoint(locale.language.emails.at):
        return False
    from flow_core.values import NoMatch, Question, read

    return not isinstance(read(text, Question("email"), locale, at=0), NoMatch)
