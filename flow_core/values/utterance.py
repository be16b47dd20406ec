"""An utterance as words. The words' language and the type of the value are not known here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """`text` is lower case, without apostrophes or punctuation around it; `paused` if a comma or stop follows."""

    text: str
    paused: bool = False


_OPENING = "\"'([<{¡¿…,;:!?"
_CLOSING = ".,!?;:…\"')]>}-/"
_PAUSES = frozenset(".,!?;:…-")
_LOOKALIKES = {"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "−": "-"}  # noqa: RUF001 - the point of it

_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_SYMBOL_BEFORE = re.compile(r"([-+]?)([$£€#])(?=[0-9.])")
_SYMBOL_AFTER = re.compile(r"(?<=[0-9])%")
# One character at a time: a run of punctuation must not be scanned again from each of its places.
_BETWEEN_WORDS = re.compile(r"(?<=[^\W\d_])[-/,;:!?…]|[-/,;:!?…](?=[^\W\d_])")
_NUMERIC = re.compile(r"-?\.?[0-9]")


def plain(said: str) -> str:
    """The same text with ASCII digits, dashes and quotes in place of their lookalikes, and no invisible marks."""
    return said if said.isascii() else "".join(map(_plain_character, said))


def words_of(said: str) -> tuple[Word, ...]:
    """The words of an utterance; hyphens and slashes divide letters ("forty-two") and never digits ("5/6/2024")."""
    text = _APOSTROPHE.sub("", plain(said).lower())
    text = _SYMBOL_AFTER.sub(" %", _SYMBOL_BEFORE.sub(r"\2 \1", text))
    words: list[Word] = []
    for chunk in _BETWEEN_WORDS.sub(r"\g<0> ", text).split():
        word = word_in(chunk)
        if word.text:
            words.append(word)
        elif words:
            words[-1] = Word(words[-1].text, paused=True)
        elif chunk == "-":
            words.append(Word("-"))
    return tuple(words)


def word_in(chunk: str) -> Word:
    """A chunk without the punctuation around it; the sign or point that begins a number stays."""
    opened = chunk.lstrip(_OPENING)
    text = opened.rstrip(_CLOSING)
    after = opened[len(text) :].removeprefix("-")
    if not _NUMERIC.match(text):
        text = text.lstrip(".-")
    return Word(text, paused=not _PAUSES.isdisjoint(after))


def text_at(words: Sequence[Word], index: int) -> str:
    """The word at an index, or an empty text outside the utterance."""
    return words[index].text if 0 <= index < len(words) else ""


def follows(words: Sequence[Word], index: int) -> bool:
    """Whether there is a word at the index, said in one breath with the one before it."""
    return 0 < index < len(words) and not words[index - 1].paused


def ends_clause(words: Sequence[Word], index: int) -> bool:
    """Whether nothing more is said before this index in the same breath."""
    return not follows(words, index)


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
