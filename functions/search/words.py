"""Splits texts into the words by which sessions are found. The same rules hold for what was said and for a search."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from flow_core.transfer.phone_number import is_e164, plain
from functions.search.stop_words import STOP_WORDS

MAX_WORDS = 60
"""Words of a session that are kept. Each is one write unit."""
MIN_LENGTH = 3
"""Characters of a word, at least. A word with a digit may be shorter by one."""
MAX_LENGTH = 40
"""Characters of a word, at most. A longer word is cut."""
_MAX_TEXT = 200_000
"""Characters of a session that are read, at most."""
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """Split a text into words, in their order, each once. Case and accents are removed; words without meaning too."""
    found = (word[:MAX_LENGTH] for word in _WORD.findall(_plain(text)))
    return list(dict.fromkeys(word for word in found if _tells(word)))


def most_telling(texts: Iterable[str]) -> list[str]:
    """Return the words of texts by which they are found best: numbers and long words first, at most MAX_WORDS."""
    words = words_of(" ".join(texts)[:_MAX_TEXT])
    return sorted(words, key=lambda word: (not _has_digit(word), -len(word)))[:MAX_WORDS]


def number_key(number: str) -> str:
    """Return the form of a caller's number by which sessions are found: E.164 if it is a phone number."""
    digits = plain(number.strip())
    digits = f"+{digits[2:]}" if digits.startswith("00") else digits
    for written in (digits, f"+{digits}"):
        if is_e164(written):
            return written
    return number.strip().casefold()


def _plain(text: str) -> str:
    """Fold the case and remove accents."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _tells(word: str) -> bool:
    return len(word) >= MIN_LENGTH - _has_digit(word) and word not in STOP_WORDS


def _has_digit(word: str) -> bool:
    return any(char.isdigit() for char in word)
