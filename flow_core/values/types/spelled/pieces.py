"""One part of a spelled value: a digit, a group of digits, a letter. It joins no parts and knows no type."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from flow_core.languages.utterance import Word, folded, follows, text_at

if TYPE_CHECKING:
    from flow_core.languages.language import Language

_DIGITS = re.compile(r"\+?\(?[0-9][0-9().\-]*|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+(?:/[0-9]+)+")
_DATE = re.compile(
    r"[0-9]{1,4}([/.])[0-9]{1,2}\1[0-9]{1,4}|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}-[0-9]{1,2}-[0-9]{4}"
    r"|[0-9]{1,2}[/.][0-9]{1,2}|[0-9]\.[0-9]+"
)
_MIXED = re.compile(r"(?=.*[a-z])[a-z0-9]+(?:[-/][a-z0-9]+)*", re.IGNORECASE)
_SUFFIXED = re.compile(r"[0-9]+([a-z]+)")
_MAX_LOWER_CASE = 4
"""Letters in a word in small letters that may be spelled letters."""
_MAX_GROUP = 10_000
"""A larger number is not a group of digits."""


class Piece(NamedTuple):
    """A part of a spelled value in the words up to `end`."""

    texts: tuple[str, ...]
    """What the words may spell, the likeliest first; none if they contradict themselves."""
    end: int
    unclear: bool = False
    """Whether no reading is likelier than another."""
    plain: bool = False
    """Whether the words are a value of one letter only if other letters stand beside them: "a", "I"."""


def digits_at(words: Sequence[Word], index: int, language: Language) -> Piece | None:
    """Read a group of digits: "415", "twenty two", "double five", "oh", "four hundred".

    Args:
        words: The utterance.
        index: Where the group begins.
        language: The caller's language.

    Returns:
        The group; its text begins with "+" if a written "+" does.
    """
    text = text_at(words, index)
    if _DIGITS.fullmatch(text):
        # "5/6/2024" is a date, and "3.5" is a number.
        if _DATE.fullmatch(text) and "(" not in text:
            return Piece((), index + 1)
        digits = "".join(filter(str.isdigit, text))
        return Piece((("+" if text.startswith("+") else "") + digits,), index + 1)
    times = language.number_words.repeats.get(text, 0)
    if times:
        digit = language.numbers.digit_at(words, index + 1)
        return None if digit is None or not follows(words, index + 1) else Piece((digit * times,), index + 2)
    return _spoken(words, index, language)


def _spoken(words: Sequence[Word], index: int, language: Language) -> Piece | None:
    numbers, zeros = language.numbers, language.number_words.zeros
    digit = numbers.digit_at(words, index)
    group = numbers.below_hundred(words, index)
    short = None if group is None else group[1]
    if digit is not None and (group is None or group[1] == index + 1):
        text, short = digit, index + 1
    elif group is not None:
        text, short = str(group[0]), group[1]
    else:
        # A scale is a number by itself in many languages (French "mille"), but none that goes on with another number.
        goes_on = text_at(words, index) in zeros and follows(words, index) and _ends_number(words[index - 1], language)
        return None if goes_on else _hundreds(words, index, language)
    if not (follows(words, short) and text_at(words, short) in zeros) or not int(text):
        return Piece((text,), short)
    return _with_zeros(words, index, text, short, language)


def _ends_number(word: Word, language: Language) -> bool:
    return bool(_DIGITS.fullmatch(word.text)) or language.numbers.cardinal((word,), 0) is not None


def _hundreds(words: Sequence[Word], index: int, language: Language) -> Piece | None:
    """Read a group that begins with hundreds in one word, and what follows them: Spanish "seiscientos doce"."""
    numbers = language.numbers
    whole = numbers.cardinal(words, index)
    if whole is None or whole[0] >= _MAX_GROUP:
        return None
    value, end = whole
    first = numbers.cardinal(words[index : index + 1], 0)
    one_digit = end == index + 2 and numbers.digit_at(words, index + 1) is not None
    if one_digit and first is not None and follows(words, end) and numbers.digit_at(words, end) is not None:
        # "seiscientos cinco cinco" is 60055 or 6055.
        return Piece((str(value), f"{first[0]}{value % 10}"), end, unclear=True)
    return Piece((str(value),), end)


def _with_zeros(words: Sequence[Word], index: int, text: str, at: int, language: Language) -> Piece:
    """Read "four hundred five": 405 and 4005 are both possible. "eight hundred five five" begins with 800."""
    numbers = language.numbers
    rounded = text + language.number_words.zeros[words[at].text]
    whole = numbers.cardinal(words, index)
    if whole is None or whole[1] <= at + 1:
        return Piece((rounded,), at + 1)
    value, end = whole
    rest = numbers.below_hundred(words, at + 1)
    if rest is None or rest[1] != end:
        return Piece((str(value),), end)
    more = follows(words, end) and _goes_on(words, end, language)
    if end == at + 2 and numbers.digit_at(words, at + 1) is not None and more:
        return Piece((rounded,), at + 1)
    return Piece((str(value), f"{rounded}{rest[0]}"), end, unclear=True)


def _goes_on(words: Sequence[Word], index: int, language: Language) -> bool:
    text = text_at(words, index)
    if _DIGITS.fullmatch(text) or text in language.number_words.repeats:
        return True
    return (
        language.numbers.digit_at(words, index) is not None or language.numbers.below_hundred(words, index) is not None
    )


def letters_at(words: Sequence[Word], index: int, language: Language, *, loose: bool) -> Piece | None:
    """Read a letter, or letters and digits that are written together: "b", "zed", "m as in mary", "AB12".

    Args:
        words: The utterance.
        index: Where the letter begins.
        language: The caller's language.
        loose: Whether small letters that are written together may be spelled letters. It holds where a pattern
            checks the value.
    """
    spelling = language.spelling
    sized = spelling.cases.end_at(words, index)
    if sized is not None:
        letter = _letter_at(words, sized, language)
        return letter if letter is None else _with_example(words, letter, language)
    letter = _letter_at(words, index, language)
    if letter is not None:
        return _with_example(words, letter, language)
    word = words[index]
    if not word.raw.isascii() or not _MIXED.fullmatch(word.raw):
        return None
    text = "".join(filter(str.isalnum, word.raw))
    if any(map(str.isdigit, text)):
        suffixed = _SUFFIXED.fullmatch(text.lower())
        if suffixed is not None and suffixed[1] in spelling.suffixes and not loose:
            return None
        return Piece((text.upper(),), index + 1)
    if text.lower() in spelling.suffixes and not loose:
        return None
    short = text.isupper() or (loose and len(text) <= _MAX_LOWER_CASE)
    # In "1012 DE", the capitals are letters, although they are a word too.
    of_code = loose and text.isupper() and words[index - 1].text[-1:].isdigit() and follows(words, index)
    if short and (of_code or not _has_a_meaning(words, index, language)):
        return Piece((text.upper(),), index + 1, plain=not text.isupper())
    return None


def is_word_of_one_letter(words: Sequence[Word], index: int, language: Language) -> bool:
    """Return whether a letter with an accent is a word of the language: "é" in Portuguese. Its folded text is none."""
    word = words[index]
    if len(word.raw) != 1 or word.raw.isascii() or (word.raw.isupper() and index > 0):
        return False
    return language.asides.anywhere.end_at(words, index, index + 1) is not None


def begins_before(words: Sequence[Word], start: int, language: Language) -> bool:
    """Return whether the word before a letter may be a letter too: Portuguese "é L I A" is "LIA" or "ELIA".

    In "é L, I, A" and "o código é L I A" it is a word.
    """
    if not follows(words, start) or len(words[start].raw) > 1 or not words[start].raw.isalpha() or words[start].paused:
        return False
    return is_word_of_one_letter(words, start - 1, language) and not follows(words, start - 1)


def _letter_at(words: Sequence[Word], index: int, language: Language) -> Piece | None:
    if index >= len(words):
        return None
    spelling = language.spelling
    text = words[index].text
    named = spelling.letters.at(words, index)
    if named:
        return Piece((named[0][0],), named[0][1])
    repeats = language.number_words.repeats
    times = repeats.get(text, 0)
    if times and follows(words, index + 1):
        # "double double a" is no spelling, and a hundred of them would make a text that fills the memory.
        letter = None if words[index + 1].text in repeats else _letter_at(words, index + 1, language)
        return None if letter is None else letter._replace(texts=tuple(each * times for each in letter.texts))
    if len(text) == 1 and text.isascii() and text.isalpha() and not _is_short_word(words, index, language):
        zero = language.numbers.digit_at((Word(text),), 0)
        own = words[index].raw.upper()
        # "Ü" is a letter of its own where the language has a name for it.
        said = own if not own.isascii() and own in spelling.letters.meanings().values() else text.upper()
        texts = (said,) if zero is None else (said, zero)
        asides = language.asides.anywhere.end_at(words, index, index + 1)
        return Piece(texts, index + 1, plain=asides is not None)
    if text in spelling.alphabet:
        return Piece((spelling.alphabet[text],), index + 1)
    return None


def _is_short_word(words: Sequence[Word], index: int, language: Language) -> bool:
    """Return whether a letter is a word of the language: Italian "è", and "o" in "AB12 o AB13"."""
    word, asides = words[index], language.asides
    if not word.raw.isascii() and word.raw.upper() not in language.spelling.letters.meanings().values():
        return asides.anywhere.end_at(words, index, index + 1) is not None
    if word.raw.isupper() or not (word.text in asides.meaningful or word.text in asides.conjunctions):
        return False
    beside = [each.raw for each in (*words[max(index - 1, 0) : index], *words[index + 1 : index + 2])]
    return not any(len(raw) == 1 and raw.islower() for raw in beside)


def doubtful_letter_at(words: Sequence[Word], index: int, language: Language) -> Piece | None:
    """Read the name of a letter that is another word too: "you". The words around it decide."""
    named = language.spelling.doubtful_letters.at(words, index)
    aside = language.asides.anywhere.end_at(words, index) or 0
    if not named or named[0][1] < aside or words[index].asked:
        return None
    return Piece((named[0][0],), named[0][1])


def _with_example(words: Sequence[Word], letter: Piece, language: Language) -> Piece:
    """Read past the example of a letter: "m as in mary"."""
    after = language.spelling.examples.end_at(words, letter.end)
    if after is None or after >= len(words) or len(text_at(words, after)) < 2 or len(letter.texts[0]) > 1:
        return letter
    if words[after].text[0] not in map(folded, letter.texts):
        return Piece((), after + 1)
    return Piece(letter.texts[:1], after + 1)


def _has_a_meaning(words: Sequence[Word], index: int, language: Language) -> bool:
    """Return whether a word is a word of the language that changes or surrounds answers."""
    text = words[index].text
    asides, corrections = language.asides, language.corrections
    meanings = (
        asides.meaningful,
        asides.question_starts,
        corrections.cues,
        corrections.refusals,
        corrections.negations,
    )
    if any(text in each for each in meanings) or language.spelling.separators.at(words, index):
        return True
    if language.spelling.doubtful_letters.at(words, index):
        return True
    around = (asides.around[value_type] for value_type in ("code", "postcode") if value_type in asides.around)
    tables = (asides.anywhere, language.spelling.within, *around)
    return any(each.end_at(words, index) is not None for each in tables)
