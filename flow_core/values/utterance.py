"""An utterance as words, and the choice between several values found in it. Never knows what kind of value it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from flow_core.json import Json
from flow_core.values.answer import NoMatch


@dataclass(frozen=True, slots=True)
class Word:
    """`text` is lower case, without apostrophes or punctuation around it; `paused` if a comma or stop follows."""

    text: str
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A value that stands in the words from `start` up to `end`; `NoMatch` if they try to be one and fail."""

    value: Json | NoMatch
    start: int
    end: int


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


_CORRECTING = frozenset(
    "actually wait rather correction scratch oops whoops sorry apologies pardon no nope nah".split()
)
CORRECTING_WITHOUT_NO = _CORRECTING - {"no", "nope", "nah"}
_CORRECTING_PAIRS = frozenset({("i", "mean"), ("i", "meant"), ("make", "that"), ("make", "it"), ("change", "that")})
_NEGATING = frozenset("not dont isnt wasnt arent never without except".split())
_AFTER_NEGATION = frozenset("the a an to for want need with on my like talk speak mean in it its".split())


def corrects(words: Sequence[Word], cues: frozenset[str] = _CORRECTING) -> bool:
    """Whether these words, between two values, take the first one back."""
    texts = [word.text for word in words]
    return not cues.isdisjoint(texts) or any(pair in _CORRECTING_PAIRS for pair in pairwise(texts))


def settle(
    words: Sequence[Word],
    found: Sequence[Found],
    noun: str,
    *,
    whole: bool,
    cues: frozenset[str] = _CORRECTING,
) -> Json | NoMatch:
    """The one value that was meant; `found` stands in the order of the words and does not overlap."""
    if not found:
        return NoMatch(f"no {noun} was heard")
    if whole:
        covers = found[0].start == 0 and found[0].end == len(words)
        return found[0].value if covers else NoMatch(f"more was said than one {noun}")
    standing: list[Json | NoMatch] = []
    end = 0
    for one in found:
        if standing and corrects(words[end : one.start], cues):
            standing.clear()
        if not _negated(words, one.start, end):
            standing.append(one.value)
        end = one.end
    if not standing:
        return NoMatch(f"the only {noun} heard was ruled out")
    if any(value != standing[0] for value in standing):
        return NoMatch(f"more than one {noun} was heard")
    return standing[0]


def _negated(words: Sequence[Word], start: int, floor: int) -> bool:
    index = start - 1
    while index >= floor and not words[index].paused and words[index].text in _AFTER_NEGATION:
        index -= 1
    return index >= floor and not words[index].paused and words[index].text in _NEGATING


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
