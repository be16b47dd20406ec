"""Joins the parts of a spelled value, across pauses and fillers, and applies a correction of its last part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from flow_core.json import Json
from flow_core.languages.utterance import Word, follows, text_at
from flow_core.values.answer import NoMatch
from flow_core.values.gaps import corrects
from flow_core.values.memory import shared
from flow_core.values.question import Reading
from flow_core.values.types.spelled.pieces import (
    Piece,
    begins_before,
    digits_at,
    doubtful_letter_at,
    is_word_of_one_letter,
    letters_at,
)
from flow_core.values.understand import Found

if TYPE_CHECKING:
    from flow_core.languages.language import Language

_MAX_READINGS = 16
"""Readings of one run that are tried. More make it unclear."""
_MAX_RUNS = 12
"""Spelled texts of an utterance that are looked for. The words of later ones are not understood."""
_LEAST_REPLACED = 4
"""Letters or digits that a longer text replaces as a whole."""
_MAX_CORRECTION = 8
"""Words between a value and the correction of its last part."""


@dataclass(frozen=True, slots=True)
class Run:
    """The parts of one spelled value, in the words from `start` up to, and without, `end`."""

    readings: tuple[tuple[str, ...], ...]
    """What the groups of the run may spell, the likeliest first; none if the parts contradict themselves. A group
    ends where the caller paused."""
    start: int
    end: int
    unclear: bool = False
    """Whether no reading is likelier than another."""
    plain: bool = False
    """Whether all of its words may be words of the language."""

    @property
    def texts(self) -> tuple[str, ...]:
        """The readings without their groups."""
        return tuple("".join(groups) for groups in self.readings)


Accept = Callable[[str], str | None]
"""Returns the value that a text spells; None if it is no value."""


@shared
def runs_of(
    words: Sequence[Word], reading: Reading, *, letters: bool = False, loose: bool = False, plus: bool = False
) -> list[Run]:
    """Return the spelled texts in an utterance.

    Args:
        words: The utterance.
        reading: The question and the language.
        letters: Whether letters belong to the texts, or digits only.
        loose: Whether small letters that are written together may be spelled letters.
        plus: Whether a text may begin with "+".
    """
    runs: list[Run] = []
    index = 0
    while index < len(words) and len(runs) < _MAX_RUNS:
        run = _run_at(words, index, reading, letters=letters, loose=loose, plus=plus)
        # In "een tafel voor vier", the article is no digit of a phone number.
        if run is None or (run.end == index + 1 and reading.language.numbers.is_pronoun(words, index)):
            index += 1
        else:
            runs.append(run)
            index = run.end
    return runs


def spelled(runs: Sequence[Run], words: Sequence[Word], reading: Reading, accept: Accept, noun: str) -> list[Found]:
    """Return the values that runs spell.

    Args:
        runs: The runs, in the order of the words.
        words: The utterance.
        reading: The question and the language.
        accept: Decides what is a value.
        noun: The author's name for the value, used in a NoMatch.
    """
    found: list[Found] = []
    whole: Run | None = None
    for run in runs:
        value = _value(run, accept, noun)
        earlier = (accept(f"{words[run.start - 1].text}{text}") for text in run.texts)
        if begins_before(words, run.start, reading.language) and any(each is not None for each in earlier):
            value = NoMatch(f"the {noun} can be read in several ways")
        if whole is not None and _may_correct(words, whole.end, run.start, reading):
            amended = _amended(whole, run)
            joined = Run(amended, whole.start, run.end, unclear=whole.unclear or run.unclear)
            mended = _value(joined, accept, noun)
            # "four one five, no, four one six five five five" says all of it again.
            again = _says_all_again(whole, run) or (
                isinstance(mended, NoMatch) and isinstance(found[-1].value, NoMatch) and isinstance(value, str)
            )
            if not again:
                found[-1] = Found(mended, whole.start, run.end)
                whole = joined
                continue
            if isinstance(found[-1].value, str) and not _begins_alike(whole, run):
                value = NoMatch(f"unclear what of the {noun} is taken back")
        found.append(Found(value, run.start, run.end))
        whole = run
    return found


def _value(run: Run, accept: Accept, noun: str) -> Json | NoMatch:
    fitting = dict.fromkeys(value for text in run.texts if (value := accept(text)) is not None)
    if not fitting:
        return NoMatch(f"the {noun} has another length or form")
    if len(fitting) > 1 and run.unclear:
        return NoMatch(f"the {noun} can be read in several ways")
    return next(iter(fitting))


def _run_at(
    words: Sequence[Word], start: int, reading: Reading, *, letters: bool, loose: bool, plus: bool
) -> Run | None:
    language = reading.language
    spelling = language.spelling
    pieces: list[tuple[Piece, bool]] = []
    """Each part, and whether it begins a group."""
    index = start
    if plus and text_at(words, start) in language.number_words.plus and follows(words, start + 1):
        pieces.append((Piece(("+",), start + 1), False))
        index += 1
    end = index
    begun = len(pieces)
    inside = begun > 0
    parted = False
    while index < len(words):
        piece = _piece_at(words, index, language, letters=letters, loose=loose, inside=inside)
        if piece is not None and piece.plain and pieces and _begins_a_phrase(words, index, language):
            break
        if piece is not None and (len(pieces) == 0 or not piece.texts or not piece.texts[0].startswith("+")):
            if letters and not pieces:
                piece = _first_letter(words, index, piece)
            alone = _stands_alone(piece)
            pieces.append((piece, parted or alone or words[index - 1].paused))
            end = index = piece.end
            inside, parted = inside or not piece.plain, alone
            continue
        if piece is not None or len(pieces) == begun:
            break
        mark = spelling.separators.at(words, index)
        after = mark[0][1] if mark else spelling.within.end_at(words, index)
        if after is None or reading.whole:
            break
        if mark:
            pieces.append((Piece((mark[0][0],), after), False))
            inside = True
        index, parted = after, True
    while pieces and pieces[-1][0].end > end:
        pieces.pop()
    if len(pieces) == begun:
        return None
    return _joined(pieces, start, end)


def _begins_a_phrase(words: Sequence[Word], index: int, language: Language) -> bool:
    """Return whether a word such as "I" begins a phrase that is no part of a value: "I think".

    Capital letters alone are no phrase: "E A" is spelled, while "e a" is Portuguese for "and the".
    """
    end = language.asides.anywhere.end_at(words, index) or 0
    return end > index + 1 and not all(len(word.raw) == 1 and word.raw.isupper() for word in words[index:end])


def _stands_alone(piece: Piece) -> bool:
    """Return whether a group of digits that is said as one is a group by itself: "555" in "555 123"."""
    return bool(piece.texts) and len(piece.texts[0]) > 1


def _piece_at(
    words: Sequence[Word], index: int, language: Language, *, letters: bool, loose: bool, inside: bool
) -> Piece | None:
    if not letters:
        return digits_at(words, index, language)
    if is_word_of_one_letter(words, index, language):
        return None
    spelling = language.spelling
    text = text_at(words, index)
    # Words of digits are no letters, except "oh".
    digit = text.isdigit() or (len(text) > 1 and language.numbers.digit_at(words, index) is not None)
    if digit and text not in spelling.zeros:
        return digits_at(words, index, language)
    named = letters_at(words, index, language, loose=loose)
    digits = digits_at(words, index, language)
    letter = spelling.zeros.get(text)
    if named is not None and len(text) == 1 and text.isalpha():
        return named
    if digits is not None and (named is None or named.end <= digits.end):
        alike = letter is not None and digits.end == index + 1
        return digits._replace(texts=(*digits.texts, letter)) if alike and letter else digits
    if letter is not None and named is None and (inside or loose):
        return Piece((letter, "0") if inside else (letter, "0", ""), index + 1)
    if named is not None or not inside:
        return named
    doubtful = doubtful_letter_at(words, index, language)
    if doubtful is None:
        return None
    more = doubtful.end >= len(words) or _piece_at(
        words, doubtful.end, language, letters=True, loose=loose, inside=False
    )
    return doubtful if more else None


def _first_letter(words: Sequence[Word], index: int, piece: Piece) -> Piece:
    """Read the "a" before digits or capital letters as an article, too."""
    word, following = words[index].raw, words[index + 1].raw if index + 1 < len(words) else ""
    if piece.plain and len(word) == 1 and word.islower() and not (len(following) == 1 and following.islower()):
        return piece._replace(texts=(*piece.texts, ""), unclear=True)
    return piece


def _joined(pieces: Sequence[tuple[Piece, bool]], start: int, end: int) -> Run:
    count = 1
    for piece, _ in pieces:
        count *= len(piece.texts)
    plain = all(piece.plain for piece, _ in pieces)
    if count == 0:
        return Run((), start, end)
    if count > _MAX_READINGS:
        pieces = [(piece._replace(texts=piece.texts[:1]), parted) for piece, parted in pieces]
    readings: list[tuple[str, ...]] = []
    for texts in product(*(piece.texts for piece, _ in pieces)):
        groups: list[str] = []
        for text, (_, parted) in zip(texts, pieces, strict=True):
            if parted or not groups:
                groups.append(text)
            else:
                groups[-1] += text
        readings.append(tuple(groups))
    unclear = any(piece.unclear for piece, _ in pieces)
    return Run(tuple(readings), start, end, unclear=unclear, plain=plain)


def _may_correct(words: Sequence[Word], start: int, end: int, reading: Reading) -> bool:
    language = reading.language
    return not reading.whole and end - start <= _MAX_CORRECTION and corrects(words[start:end], language.corrections)


def _says_all_again(whole: Run, run: Run) -> bool:
    """Return whether a run is as long as the run before it, which it replaces."""
    return max(map(len, whole.texts), default=0) <= min(map(len, run.texts), default=0)


def _begins_alike(whole: Run, run: Run) -> bool:
    """Return whether a longer run takes back a shorter one: "1 2 no 3 4 5" may also go on after the 1."""
    return any(
        len(before) >= _LEAST_REPLACED or len(before) == len(text) or before[:1] == text[:1]
        for before in whole.texts
        for text in run.texts
    )


def _amended(whole: Run, run: Run) -> tuple[tuple[str, ...], ...]:
    amended = (_with_new_end(groups, again) for groups in whole.readings for again in run.readings)
    return tuple(dict.fromkeys(each for each in amended if each is not None))


def _with_new_end(groups: Sequence[str], again: Sequence[str]) -> tuple[str, ...] | None:
    """Replace the last letters or digits by those that were said again; None if it is unclear which are meant."""
    before, said = "".join(groups), "".join(again)
    size = len(said)
    if not 0 < size < len(before):
        return None
    alike = _alike(before[-size:], said)
    if size > 1 and not alike:
        return None
    if size != len(groups[-1]) and size > len(groups[-1]):
        sums = {len("".join(groups[place:])) for place in range(len(groups))}
        if size not in sums:
            return None
    if any(len(each) == size and _alike(each, said) >= max(alike, 1) for each in groups[:-1]):
        return None
    return (before[:-size], said)


def _alike(one: str, other: str) -> int:
    return sum(a == b for a, b in zip(one, other, strict=True))
