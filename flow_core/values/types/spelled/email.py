"""Finds an e-mail address, typed or spoken ("j o h n dot smith at gmail dot com"). It looks up no domain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from flow_core.languages.phrases import PhraseTable
from flow_core.languages.utterance import Word, ends_clause, folded, text_at
from flow_core.values.answer import NoMatch
from flow_core.values.memory import shared
from flow_core.values.question import Reading
from flow_core.values.types.finder import Finder
from flow_core.values.types.spelled.pieces import Piece, letters_at
from flow_core.values.understand import Found

if TYPE_CHECKING:
    from flow_core.languages.language import EmailWords, Language

_PIECE = re.compile(r"(?:[a-z]'(?=[a-z]{3}))?[a-z0-9._%+\-]+", re.IGNORECASE)
_LOCAL = re.compile(r"[a-z0-9_%+'\-]+(?:\.[a-z0-9_%+'\-]+)*", re.IGNORECASE)
_DOMAIN_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)
_TOP_LEVEL = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{2,59}", re.IGNORECASE)
_MAX_WORDS_FROM_AT = 70
"""Words that are searched on each side of the "@". The limit keeps the time linear. No caller spells more."""
_UNCLEAR_FROM_WORDS = 2
"""Words in a row without a connector that make the beginning of an address unclear."""


@shared
def _find(said_words: Sequence[Word], reading: Reading) -> list[Found]:
    """Find addresses. A typed one stays as it was typed, a spoken one gets lower case."""
    language = reading.language
    if not any("@" in word.text or word.text in language.emails.at for word in said_words):
        return []
    words, places = _pieces(said_words, language)
    found: list[Found] = []
    for index, word in enumerate(words):
        if not _is_at(word.text, language.emails):
            continue
        address = _address(words, index, found[-1].end if found else 0, language)
        if address is not None:
            found.append(address)
    return [Found(one.value, places[one.start][0], places[one.end - 1][1]) for one in found]


def _pieces(words: Sequence[Word], language: Language) -> tuple[list[Word], list[tuple[int, int]]]:
    """Split each "@" from the words around it.

    An "@" without text on both sides becomes the spoken word for it.

    Returns:
        The pieces, and the words from which each of them comes: the index of the first, and the index after the last.
    """
    vocabulary = language.emails
    pieces: list[Word] = []
    places: list[tuple[int, int]] = []
    place = 0
    while place < len(words):
        letter = _letter_at(words, place, language)
        if letter is not None:
            pieces.append(Word(letter.texts[0].lower(), words[letter.end - 1].paused))
            places.append((place, letter.end))
            place = letter.end
            continue
        connector = _connector_at(words, place, vocabulary)
        if connector is not None:
            text, end = connector
            pieces.append(Word(text, words[end - 1].paused, after=words[end - 1].after))
            places.append((place, end))
            place = end
            continue
        number = language.numbers.cardinal(words, place)
        if number is not None and number[1] > place + 1:
            text, end = str(number[0]), number[1]
            pieces.append(Word(text, words[end - 1].paused, after=words[end - 1].after))
            places.append((place, end))
            place = end
            continue
        word = words[place]
        begin = place
        local, at, domain = (word.raw or word.text).partition("@")
        if at and domain and _continues(words, place):
            pieces.pop()
            places.pop()
            local = f"{words[place - 1].raw}.{local}"
            begin = place - 1
        separator = "@" if local and domain else vocabulary.at[0]
        parts = [local, separator if at else "", domain]
        known = [_plain(part, vocabulary) for part in parts if part]
        pieces += [Word(part) for part in known[:-1]]
        pieces += [Word(part, word.paused, after=word.after) for part in known[-1:]]
        places += [(begin, place + 1)] * len(known)
        place += 1
    return pieces, places


def _letter_at(words: Sequence[Word], place: int, language: Language) -> Piece | None:
    """Read a letter that is said in several words: "capital j", "m as in mary"."""
    sized = language.spelling.cases.end_at(words, place)
    if len(text_at(words, place if sized is None else sized)) != 1:
        return None
    letter = letters_at(words, place, language, loose=False)
    if letter is None or not letter.texts or letter.end == place + 1:
        return None
    return letter


def _continues(words: Sequence[Word], place: int) -> bool:
    """Return whether the address at a place begins in the word before, after a full stop: "john. smith@example.com".

    A transcript has such a space. A sentence begins with a capital letter.
    """
    if place == 0:
        return False
    before, local = words[place - 1].raw, words[place].raw.partition("@")[0]
    joined = words[place - 1].after == "." and before.islower() and before.isalnum() and local.islower()
    return joined and before != local


def _connector_at(words: Sequence[Word], place: int, vocabulary: EmailWords) -> tuple[str, int] | None:
    """Read a connector of several words, "guion bajo", and the index after it."""
    found = _long_connectors(vocabulary).at(words, place)
    return found[0] if found else None


@lru_cache(maxsize=64)
def _long_connectors(vocabulary: EmailWords) -> PhraseTable[str]:
    """Return the connectors of several words."""
    return PhraseTable((connector, connector) for connector in vocabulary.connectors if len(connector.split()) > 1)


def _plain(part: str, vocabulary: EmailWords) -> str:
    """Return a known word in lower case, and another one without the accents that an address has not."""
    # "é" alone is a word: "é maria arroba ...".
    if not part.isascii() and len(part) > 1:
        part = folded(part) if folded(part) in vocabulary.connectors else _without_accents(part, vocabulary.accents)
    lower = part.lower()
    return lower if lower in vocabulary.at or lower in vocabulary.connectors else part


def _is_at(text: str, vocabulary: EmailWords) -> bool:
    return text == "@" or text in vocabulary.at


def _address(words: Sequence[Word], at: int, earliest: int, language: Language) -> Found | None:
    """Read the address around the "@" at an index. It begins at `earliest` or later."""
    vocabulary = language.emails
    typed_at = words[at].text == "@"
    begin = at + 2 if not typed_at and text_at(words, at + 1).lower() in vocabulary.after_at else at + 1
    domain, end = _domain(words, begin, language, typed_at=typed_at)
    start, clear = _start(words, at, earliest, language, typed_at=typed_at)
    if start == at and not typed_at and _is_person(words, at, vocabulary):
        start = at - 1
    if domain is None or start == at:
        return None
    if not typed_at and tuple(word.text.lower().replace("'", "") for word in words[start:at]) in vocabulary.not_locals:
        return Found(NoMatch("a place is no address"), start, end)
    if any(_hyphen_joins(words, place, vocabulary) for place in range(start, at - 1)):
        return Found(NoMatch("a hyphen may be part of the address"), start, end)
    local = _joined(words[start:at], language, typed=typed_at)
    if not _is_local(local):
        return Found(NoMatch(f"no address can begin with {local!a}"), start, end)
    if not clear:
        return Found(NoMatch("the beginning of the address is unclear"), start, end)
    whole_typed = typed_at and end - start == 3
    return Found(f"{local}@{domain}" if whole_typed else f"{local}@{domain}".lower(), start, end)


def _hyphen_joins(words: Sequence[Word], index: int, vocabulary: EmailWords) -> bool:
    """Return whether a transcript has a hyphen between two words, which may be said or not: "jean-jacques"."""
    texts = [words[index].text, words[index + 1].text]
    return words[index].after == "-" and max(map(len, texts)) > 1 and vocabulary.connectors.keys().isdisjoint(texts)


def _without_accents(part: str, accents: str) -> str:
    return "".join(folded(letter) if letter in accents else letter for letter in part.lower())


def _start(words: Sequence[Word], at: int, earliest: int, language: Language, *, typed_at: bool) -> tuple[int, bool]:
    """Return the index at which the part before the "@" begins, and whether that is clear."""
    vocabulary = language.emails
    start = at
    connectors = adjacent = 0
    while start > max(earliest, at - _MAX_WORDS_FROM_AT) and not (start < at and words[start - 1].paused):
        text = words[start - 1].text.lower()
        after_connector = start < at and words[start].text in vocabulary.connectors
        if text in vocabulary.connectors and start < at and not after_connector:
            connectors += 1
        elif typed_at and start == at:
            pass
        elif not _PIECE.fullmatch(text) or (
            text in vocabulary.before and not after_connector and not _is_letter(words, start - 1, vocabulary)
        ):
            return start, not _explains_a_letter(words, start, vocabulary)
        elif start < at and not after_connector and not _spelled(text, language):
            if typed_at:
                return start, True
            adjacent += 1
            if connectors or adjacent >= _UNCLEAR_FROM_WORDS:
                return start, False
        start -= 1
    return start, True


def _is_letter(words: Sequence[Word], index: int, vocabulary: EmailWords) -> bool:
    """Return whether a word of one letter is a letter among letters: "a" and "o" in "m a r i o"."""
    text = words[index].text
    before, after, next_but_one = (_is_one_letter(words, place) for place in (index - 1, index + 1, index + 2))
    beside = [text_at(words, place).lower() for place in (index - 1, index + 1)]
    marked = after or any(each.isdigit() or each in vocabulary.connectors for each in beside)
    capital = text.isupper() and (marked or _is_at(beside[1], vocabulary))
    return len(text) == 1 and (before or (after and next_but_one) or capital)


def _is_one_letter(words: Sequence[Word], index: int) -> bool:
    text = text_at(words, index)
    return len(text) == 1 and text.isalpha()


def _is_person(words: Sequence[Word], at: int, vocabulary: EmailWords) -> bool:
    """Return whether all of an address before the "@" is a word such as "me": "it's me at example dot com"."""
    if text_at(words, at - 1).lower() not in vocabulary.persons:
        return False
    return at == 1 or text_at(words, at - 2).lower() in vocabulary.introductions


def _explains_a_letter(words: Sequence[Word], start: int, vocabulary: EmailWords) -> bool:
    """Return whether the word at `start` is an example of a letter: "mary" in "m as in mary", "m for mary"."""
    before = (text_at(words, start - 2).lower(), text_at(words, start - 1).lower())
    return before in vocabulary.example_pairs or (before[1] in vocabulary.example_words and len(before[0]) == 1)


def _domain(words: Sequence[Word], begin: int, language: Language, *, typed_at: bool) -> tuple[str | None, int]:
    """Read the domain that begins at an index, and the index after it."""
    vocabulary = language.emails
    end = begin
    dotted = False
    while end < min(len(words), begin + _MAX_WORDS_FROM_AT):
        text = words[end].text.lower()
        before = text_at(words, end - 1).lower() if end > begin else ""
        spelled = len(text) == 1 and len(before) == 1
        if not (_PIECE.fullmatch(text) or text in vocabulary.connectors) or _is_at(text, vocabulary):
            break
        if text in vocabulary.connectors:
            if end == begin or ends_clause(words, end + 1):
                break
        elif end > begin and before not in vocabulary.connectors and not spelled and (dotted or typed_at):
            break
        dotted = dotted or text in vocabulary.dots or "." in text
        end += 1
        if words[end - 1].paused:
            break
    domain = _joined(_with_hyphens(words[begin:end]), language, typed=typed_at)
    labels = domain.split(".")
    valid = (
        len(labels) > 1
        and all(map(_DOMAIN_LABEL.fullmatch, labels))
        and _TOP_LEVEL.fullmatch(labels[-1])
        and len(domain) < 254
    )
    return (domain, end) if valid else (None, end)


def _with_hyphens(words: Sequence[Word]) -> list[Word]:
    """Return the words of a domain with its hyphens: "t-online". A hyphen between two letters is none of them."""
    parts: list[Word] = []
    for word, following in zip_longest(words, words[1:]):
        parts.append(word)
        if following is not None and word.after == "-" and len(word.text) + len(following.text) > 2:
            parts.append(Word("-"))
    return parts


def _joined(words: Sequence[Word], language: Language, *, typed: bool) -> str:
    """Return the text that the words spell: "four two" is 42, "double l" is ll. A typed "nineteen" stays a word."""
    repeats = language.number_words.repeats
    if typed and len(words) == 1:
        return words[0].text
    said: list[str] = []
    index = 0
    while index < len(words):
        text = words[index].text
        number = None if typed else language.numbers.below_hundred(words, index)
        if text.lower() in repeats and len(text_at(words, index + 1)) == 1:
            said.append(words[index + 1].text * repeats[text.lower()])
            index += 2
        elif number is not None:
            said.append(str(number[0]))
            index = number[1]
        else:
            said.append(language.emails.connectors.get(text, text))
            index += 1
    return "".join(said)


def _spelled(text: str, language: Language) -> bool:
    """Return whether a word spells letters or digits."""
    if len(text) == 1 or text.isdigit() or text in language.number_words.repeats:
        return True
    return language.numbers.below_hundred((Word(text),), 0) is not None


def _is_local(local: str) -> bool:
    return len(local) <= 64 and _LOCAL.fullmatch(local) is not None


EMAIL = Finder("email address", _find)
"""An address with a domain that has a dot."""
