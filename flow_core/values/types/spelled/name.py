"""Finds the name of a person, said or spelled, and writes it as names are usually written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from flow_core.languages.utterance import Word, folded, follows, text_at
from flow_core.values.answer import NoMatch
from flow_core.values.gaps import Beside, around, beside, understood
from flow_core.values.memory import shared
from flow_core.values.question import Reading
from flow_core.values.types.finder import Finder
from flow_core.values.types.spelled.capitals import written
from flow_core.values.types.spelled.pieces import begins_before, is_word_of_one_letter, letters_at
from flow_core.values.understand import Found

if TYPE_CHECKING:
    from flow_core.languages.language import Language, NameWords

_MAX_WORDS = 7
"""Words of the longest name that is read."""
_MAX_INITIALS = 3
_HYPHEN = "-"
_MAX_LETTERS = 40
_LEAST_ALIKE = 0.5
"""Share of the letters of a spelled name that the said name has too, if it is the same name."""


class _Part(NamedTuple):
    """A name, or a part of one."""

    texts: tuple[str, ...]
    """Its words."""
    start: int
    end: int
    spelled: bool = False
    role: Literal["given", "family"] | None = None


def _find(words: Sequence[Word], reading: Reading) -> list[Found]:
    language, around_it = reading.language, beside([reading])
    parts: list[_Part] = []
    index = 0
    role: Literal["given", "family"] | None = None
    while index < len(words):
        wish = language.names.wishes.end_at(words, index)
        if wish is not None:
            asks = NoMatch("the caller asks for somebody")
            return [Found(asks, index, wish)]
        part = _part_at(words, index, reading)
        if part is not None:
            parts.append(part._replace(role=role))
            index, role = part.end, None
            continue
        family = language.names.family.end_at(words, index)
        given = language.names.given.end_at(words, index)
        after = understood(words, index, len(words), around_it)
        if family is not None and family >= max(given or 0, after or 0):
            role = "family"
        elif given is not None and given >= (after or 0):
            role = "given"
        index = max(family or 0, given or 0, after or 0, index + 1)
    return [_found(part, words, reading) for part in _merged(parts, words, around_it)]


def _part_at(words: Sequence[Word], index: int, reading: Reading) -> _Part | None:
    spelled, said = _spelled_at(words, reading, index), _said_at(words, index, reading)
    if spelled is None or said is None:
        return spelled or said
    # The letters of "J. R. Miller" are initials.
    initials = spelled.end - index < _MAX_INITIALS or all(map(_is_initial, words[index : spelled.end]))
    return said if initials and said.end > spelled.end else spelled


def _found(part: _Part, words: Sequence[Word], reading: Reading) -> Found:
    if len(part.texts) > _MAX_WORDS:
        return Found(NoMatch("no name was heard"), part.start, part.end)
    if part.spelled and begins_before(words, part.start, reading.language):
        return Found(NoMatch("the name can be read in several ways"), part.start, part.end)
    return Found(written(part.texts, reading.language.names), part.start, part.end)


def _said_at(words: Sequence[Word], start: int, reading: Reading) -> _Part | None:
    """Read the words of a name: "James Miller", "O'Neil", "Anne-Marie de la Cruz"."""
    if text_at(words, start - 1) in reading.language.names.articles:
        return None
    texts: list[str] = []
    index = start
    hyphen = False
    while index < len(words) and len(texts) <= _MAX_WORDS and (index == start or not _ends_name(words[index - 1])):
        word = words[index]
        mark = reading.language.spelling.separators.at(words, index) if texts else []
        if mark and mark[0][0] == _HYPHEN and _is_of_a_name(words, reading, mark[0][1], first=False):
            hyphen, index = True, mark[0][1]
            continue
        if not _is_of_a_name(words, reading, index, first=index == start):
            break
        if texts and len(word.raw) == 1 and _spells(words, reading, index):
            break
        raw = word.raw
        elided = reading.language.names.elided
        if len(raw) == 1 and word.text in elided and _is_of_a_name(words, reading, index + 1, first=False):
            raw = f"{raw}'{words[index + 1].raw}"
            index += 1
        if _is_initial(word):
            raw += "."
        if hyphen:
            texts[-1] += "-" + raw
        else:
            texts.append(raw)
        hyphen = words[index].after == "-"
        index += 1
    if not any(len(text) > 1 for text in texts):
        return None
    return _Part(tuple(texts), start, index)


def _spells(words: Sequence[Word], reading: Reading, index: int) -> bool:
    """Return whether a name is spelled from here on: "S M I T H" after "Smith"."""
    part = _spelled_at(words, reading, index)
    return part is not None and part.end - index >= _MAX_INITIALS


def _ends_name(word: Word) -> bool:
    return word.paused and not _is_initial(word)


def _is_initial(word: Word) -> bool:
    """Return whether a word is a letter with a full stop: "J." in "J. Miller"."""
    return len(word.raw) == 1 and word.after == "."


def _after_particles(words: Sequence[Word], index: int, names: NameWords) -> int | None:
    """Return the index of the word that some particles belong to: "Cruz" in "de la Cruz". None if there is none."""
    for after in range(index + 1, index + _MAX_WORDS):
        if not follows(words, after):
            return None
        if words[after].text not in names.particles:
            return after
    return None


@shared
def _is_of_a_name(words: Sequence[Word], reading: Reading, index: int, *, first: bool) -> bool:
    """Return whether a word may be of a name: its first word, or a later one."""
    if index >= len(words):
        return False
    word = words[index]
    language = reading.language
    names, corrections, asides = language.names, language.corrections, language.asides
    if not word.raw.replace("'", "").isalpha():
        return False
    if first and "'" in word.raw and word.raw.lower().partition("'")[0] in names.articles:
        # "l'idraulico"
        return False
    if not first and word.text in names.particles:
        # In "Ana y mi apellido", "y" is no part of the name.
        after = _after_particles(words, index, names)
        return after is not None and _is_of_a_name(words, reading, after, first=False)
    if first and word.text in names.forenames:
        return not word.paused and _is_of_a_name(words, reading, index + 1, first=False)
    never = (names.others, corrections.cues, corrections.refusals, corrections.negations, asides.meaningful)
    if any(word.text in each for each in never) or word.text in asides.question_starts:
        return False
    if first and word.text in names.surnames:
        return False
    if names.wishes.end_at(words, index) is not None or asides.anywhere.end_at(words, index) is not None:
        return False
    if around(reading).end_at(words, index) is not None:
        return False
    return len(word.text) > 1 or (first and _is_of_a_name(words, reading, index + 1, first=False)) or not first


@shared
def _spelled_at(words: Sequence[Word], reading: Reading, start: int) -> _Part | None:
    """Read a name letter by letter: "x i u l a n", "M-I-double L-E-R", "J for James"."""
    language = reading.language
    letters: list[str] = []
    lengths: list[int] = []
    plain = True
    index = end = start
    while index < len(words) and len(letters) < _MAX_LETTERS:
        mark = language.spelling.separators.at(words, index) if letters else []
        if mark:
            letters.append(mark[0][0])
            index = mark[0][1]
            continue
        if not _begins_a_letter(words, index, language, inside=bool(letters)):
            break
        piece = letters_at(words, index, language, loose=False)
        if piece is None or not piece.texts or not piece.texts[0].isalpha():
            break
        plain = plain and piece.plain
        letters.append(piece.texts[0])
        index = end = piece.end
        if words[end - 1].paused:
            lengths.append(sum(map(str.isalpha, "".join(letters))))
            letters.append(",")
    while letters and not letters[-1].isalpha():
        letters.pop()
    said = "".join(letters)
    if sum(map(str.isalpha, said)) < 2 or (plain and sum(map(str.isalpha, said)) < 3):
        return None
    pieces = said.split(",")
    # Commas stand between names, or between all letters.
    text = (" " if all(len(each) > 1 for each in pieces) else "").join(pieces)
    words_of_name = text.replace("/", " ").replace(".", " ").split()
    return _Part(tuple(each.lower() for each in words_of_name), start, end, spelled=True)


def _begins_a_letter(words: Sequence[Word], index: int, language: Language, *, inside: bool) -> bool:
    """Return whether a letter is spelled rather than a name said: "kay" is a name, "k" is a letter."""
    text = words[index].text
    if len(text) == 1:
        return inside or not is_word_of_one_letter(words, index, language)
    sized = language.spelling.cases.end_at(words, index)
    if text in language.number_words.repeats or sized is not None:
        return len(text_at(words, sized or index + 1)) == 1
    return inside and bool(language.spelling.letters.at(words, index))


def _merged(parts: Sequence[_Part], words: Sequence[Word], around_it: Beside) -> list[_Part]:
    """Join the parts that say one name together: a first name and a surname, a name and how it is spelled."""
    merged: list[_Part] = []
    for part in parts:
        before = merged[-1] if merged else None
        joined = None
        if before is not None and _only_asides(words, before.end, part.start, around_it):
            joined = _one_name(before, part)
        if joined is None:
            merged.append(part)
        else:
            merged[-1] = joined
    return merged


def _only_asides(words: Sequence[Word], start: int, end: int, around_it: Beside) -> bool:
    names = around_it.language.names
    index = start
    while index < end:
        ends = [understood(words, index, end, around_it), names.given.end_at(words, index, end)]
        ends.append(names.family.end_at(words, index, end))
        after = max((each for each in ends if each is not None), default=None)
        if after is None:
            return False
        index = after
    return True


def _one_name(before: _Part, part: _Part) -> _Part | None:
    start, end = before.start, part.end
    if before.role and part.role and before.role != part.role:
        given, family = (before, part) if before.role == "given" else (part, before)
        return _Part((*given.texts, *family.texts), start, end)
    if part.spelled and not before.spelled:
        texts = _respelled(before.texts, part.texts)
        return None if texts is None else _Part(texts, start, end, role=before.role)
    folded_before = [text.lower() for text in before.texts]
    folded_part = [text.lower() for text in part.texts]
    if folded_part == folded_before or set(folded_part) < set(folded_before):
        return _Part(before.texts, start, end, role=before.role)
    if set(folded_before) < set(folded_part):
        return _Part(part.texts, start, end, role=before.role)
    return None


def _respelled(said: tuple[str, ...], spelled: tuple[str, ...]) -> tuple[str, ...] | None:
    """Write a name as it was spelled after it was said: "Smith, S M Y T H"; None if another name was spelled."""
    size = len(spelled)
    places = sorted(range(len(said) - size + 1), key=lambda place: -_alike(said[place : place + size], spelled))
    if not places:
        return spelled if _alike(said, spelled) >= _LEAST_ALIKE else None
    place = places[0]
    likeness = _alike(said[place : place + size], spelled)
    if likeness == 1:
        return said
    return (*said[:place], *spelled, *said[place + size :]) if likeness >= _LEAST_ALIKE else None


def _alike(said: Sequence[str], spelled: Sequence[str]) -> float:
    """Return the share of letters that two spellings have in common, in order."""
    # Letters are spelled without their accents.
    one = "".join(filter(str.isalpha, folded("".join(said))))
    other = "".join(filter(str.isalpha, folded("".join(spelled))))
    row = [0] * (len(other) + 1)
    for letter in one:
        diagonal = 0
        for place, each in enumerate(other, 1):
            above = row[place]
            row[place] = diagonal + 1 if letter == each else max(above, row[place - 1])
            diagonal = above
    return row[-1] / max(len(one), len(other), 1)


NAME = Finder("name", _find)
"""A name with the capitals of its language."""
