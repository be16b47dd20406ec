"""An utterance as words. The words' language and the type of the value are not known here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Word:
    """One word of an utterance."""

    text: str
    """The word in lower case, without accents, apostrophes and punctuation around it."""
    paused: bool = False
    """Whether a pause follows: a comma, a full stop or the like."""
    asked: bool = field(default=False, compare=False)
    """Whether a question mark follows."""
    raw: str = field(default="", compare=False)
    """The word as it was written or transcribed, without punctuation around it."""
    after: str = field(default="", compare=False)
    """The punctuation after the word: "-" if a hyphen joins the next word to it, "." after a sentence."""


_OPENING = "\"'([<{¡¿…,;:!?"
_CLOSING = ".,!?;:…\"')]>}-/"
_PAUSES = frozenset(".,!?;:…-")
_LOOKALIKES = {"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "−": "-"}  # noqa: RUF001 - the lookalikes themselves

_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_SYMBOL_BEFORE = re.compile(r"([-+]?)([$£€#])(?=[0-9.])")
_SYMBOL_AFTER = re.compile(r"(?<=[0-9])%")
# One character at a time: a run of punctuation must not be scanned again from each of its places.
_BETWEEN_WORDS = re.compile(r"(?<=[^\W\d_])[-/,;:!?…]|[-/,;:!?…](?=[^\W\d_])")
_MARKED = re.compile(r",[0-9]|<-?[0-9]")
"""A number whose mark is part of its meaning: the decimals ",77", and "<20"."""
_NUMERIC = re.compile(r"-?\.?[0-9]")


def plain(said: str) -> str:
    """Replace lookalikes of ASCII digits, dashes and quotes by ASCII, and remove invisible characters."""
    return said if said.isascii() else "".join(map(_plain_character, said))


@lru_cache(maxsize=256)
def words_of(said: str) -> tuple[Word, ...]:
    """Split an utterance into words. Hyphens and slashes divide letters ("forty-two"), not digits ("5/6/2024")."""
    text = plain(said).replace("&", " & ")
    text = _SYMBOL_AFTER.sub(" %", _SYMBOL_BEFORE.sub(r"\2 \1", text))
    words: list[Word] = []
    for chunk in _chunks(text):
        word = word_in(chunk)
        if word.text:
            words.append(word)
        elif words:
            words[-1] = replace(words[-1], paused=True, asked=words[-1].asked or "?" in chunk)
        elif chunk == "-":
            words.append(Word("-"))
    return tuple(words)


def _chunks(text: str) -> Iterator[str]:
    """Divide a text at white space and between the parts of compound words. An e-mail address stays whole."""
    for chunk in text.split():
        if chunk.isalnum() or "@" in chunk:
            yield chunk
        else:
            yield from _BETWEEN_WORDS.sub(r"\g<0> ", chunk).split()


def folded(text: str) -> str:
    """Return a text in lower case, without accents, and without apostrophes in words: "oneil" for "O'Neil"."""
    text = (_APOSTROPHE.sub("", text) if "'" in text else text).lower()
    if text.isascii():
        return text
    plain_letters = (each for each in unicodedata.normalize("NFD", text) if unicodedata.category(each) != "Mn")
    return unicodedata.normalize("NFC", "".join(plain_letters)).replace("ß", "ss")


def word_in(chunk: str) -> Word:
    """Return a chunk without the punctuation around it. The sign or point at the beginning of a number stays."""
    opened = chunk if _MARKED.match(chunk) else chunk.lstrip(_OPENING)
    text = opened.rstrip(_CLOSING)
    after = opened[len(text) :]
    if not _NUMERIC.match(text) and "@" not in text:
        text = text.lstrip(".-")
    return Word(folded(text), not _PAUSES.isdisjoint(after.removeprefix("-")), "?" in after, text, after)


def text_at(words: Sequence[Word], index: int) -> str:
    """Return the text of the word at an index; an empty text outside the utterance."""
    return words[index].text if 0 <= index < len(words) else ""


def follows(words: Sequence[Word], index: int) -> bool:
    """Return whether there is a word at the index, and no pause before it."""
    return 0 < index < len(words) and not words[index - 1].paused


def ends_clause(words: Sequence[Word], index: int) -> bool:
    """Return whether the utterance ends, or has a pause, before the index."""
    return not follows(words, index)


@lru_cache(maxsize=4096)
def _plain_character(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    match unicodedata.category(character):
        case "Cf":
            return ""
        case "Pd":
            return "-"
        case _:
            return _LOOKALIKES.get(character, character)
