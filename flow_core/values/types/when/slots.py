"""Reads the slots in the patterns of days and times: words that are a month, an hour, a count. It knows no pattern."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from flow_core.languages import Locale
from flow_core.languages.patterns import Slot
from flow_core.languages.phrases import PhraseTable
from flow_core.languages.times import DayPart, SaidTime, clock_time
from flow_core.languages.utterance import Word, text_at

if TYPE_CHECKING:
    from flow_core.languages.language import Language

_NUMBER = re.compile(r"[0-9]{1,2}")
_TWO_DIGITS = re.compile(r"[0-9]{2}")
_COUNT = re.compile(r"[0-9]{1,9}")
_QUANTITY = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,3})?")
# "19:30", "7pm", "7.30 pm", "19h30"; "1930" and "730" have no mark between hour and minute.
_CLOCK = re.compile(r"([0-9]{1,2})(?:([:.]|[a-z]+(?=[0-9]))([0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?)?([a-z][a-z.]*)?")
_JOINED_CLOCK = re.compile(r"([0-9]{1,2})([0-9]{2})([a-z][a-z.]*)?")

_MOST_WORDS = 6
"""Words in which four digits are searched that are said one by one. A longer number is no time."""

MOST = 12
"""Days, times or lengths that are searched in one utterance. More are no answer, and the limit keeps the time short."""

_Ends = Sequence[tuple[object, int]]


class _Remembering:
    """A slot of one utterance. It reads the words at each index once."""

    __slots__ = ("_found", "_slot")

    def __init__(self, slot: Slot) -> None:
        self._slot = slot
        self._found: dict[int, _Ends] = {}

    def __call__(self, words: Sequence[Word], index: int) -> _Ends:
        found = self._found.get(index)
        if found is None:
            found = self._found[index] = self._slot(words, index)
        return found


def remembering(slots: Mapping[str, Slot]) -> Mapping[str, Slot]:
    """Return slots for one utterance, which read the words at each index once."""
    return {name: _Remembering(slot) for name, slot in slots.items()}


@lru_cache(maxsize=32)
def date_slots(locale: Locale, *, short_years: bool = True) -> Mapping[str, Slot]:
    """Return the readers of the slots of a day.

    Args:
        locale: The language of the words.
        short_years: Whether two digits may be a year.
    """
    language = locale.language
    words = language.date_words

    def year(said: Sequence[Word], index: int) -> _Ends:
        years = language.dates.years_at(said, index)
        return years if short_years else [each for each in years if each[0] > 99]

    return {
        "month": words.months.at,
        "weekday": words.weekdays.at,
        "nth": words.ordinals.at,
        "digit nth": lambda said, index: words.ordinals.at(said, index) if text_at(said, index)[:1].isdigit() else (),
        "nth month": _below(words.ordinals.at, 13),
        "day": lambda said, index: [*words.ordinals.at(said, index), *_number(said, index, language)],
        "first": lambda said, index: _number(said, index, language, zero=True),
        "second": lambda said, index: _number(said, index, language, zero=True),
        "year": year,
        "full year": lambda said, index: [each for each in language.dates.years_at(said, index) if each[0] > 99],
        **count_slots(locale),
    }


@lru_cache(maxsize=32)
def time_slots(locale: Locale) -> Mapping[str, Slot]:
    """Return the readers of the slots of a time of day."""
    language = locale.language
    words = language.times

    def hour(said: Sequence[Word], index: int) -> _Ends:
        return [*words.hours.at(said, index), *_number(said, index, language)]

    return {
        "hour": _below(hour, 25),
        "minutes": _below(lambda said, index: _number(said, index, language), 60),
        "fives": _fives(lambda said, index: _number(said, index, language)),
        "minute": lambda said, index: _minute(said, index, language),
        "zero hour": lambda said, index: _zero_number(said, index, language),
        "clock": lambda said, index: _clock(said, index, language),
        "part": words.parts.at,
        "part after": words.parts.at,
        "part too": words.parts.at,
    }


@lru_cache(maxsize=32)
def count_slots(locale: Locale) -> Mapping[str, Slot]:
    """Return the readers of the slots of a distance and of a length."""
    language = locale.language
    words = language.date_words

    def count(said: Sequence[Word], index: int) -> list[tuple[int, int]]:
        found = words.counts.at(said, index)
        text = text_at(said, index)
        spoken = language.numbers.cardinal(said, index)
        if _COUNT.fullmatch(text):
            found.append((int(text), index + 1))
        elif spoken is not None:
            found.append(spoken)
        return found

    def quantity(said: Sequence[Word], index: int) -> _Ends:
        text = text_at(said, index)
        if _QUANTITY.fullmatch(text):
            return [(Fraction(text.replace(",", ".")), index + 1)]
        return [(Fraction(value), end) for value, end in count(said, index)]

    return {
        "count": count,
        "quantity": quantity,
        "unit": words.units.at,
        "minute": lambda said, index: _minute(said, index, language),
    }


def _below(slot: Callable[[Sequence[Word], int], _Ends], limit: int) -> Slot:
    return lambda said, index: [each for each in slot(said, index) if isinstance(each[0], int) and each[0] < limit]


def _fives(slot: Callable[[Sequence[Word], int], Sequence[tuple[int, int]]]) -> Slot:
    return lambda said, index: [each for each in slot(said, index) if each[0] in {5, 10, 20, 25}]


def _number(said: Sequence[Word], index: int, language: Language, *, zero: bool = False) -> list[tuple[int, int]]:
    """Read a number below 100 in digits or words; with a leading zero ("oh five") if `zero`."""
    text = text_at(said, index)
    if _NUMBER.fullmatch(text):
        return [(int(text), index + 1)]
    spoken = language.numbers.below_hundred(said, index)
    return [*([] if spoken is None else [spoken]), *(_zero_number(said, index, language) if zero else ())]


def _zero_number(said: Sequence[Word], index: int, language: Language) -> list[tuple[int, int]]:
    """Read "oh five", "zero five" and "05"."""
    text = text_at(said, index)
    if _TWO_DIGITS.fullmatch(text):
        return [(int(text), index + 1)] if text[0] == "0" else []
    if index >= len(said) or said[index].paused or language.numbers.digit_at(said, index) != "0":
        return []
    unit = language.numbers.digit_at(said, index + 1)
    return [] if unit is None else [(int(unit), index + 2)]


def _minute(said: Sequence[Word], index: int, language: Language) -> list[tuple[int, int]]:
    """Read minutes of two digits: "thirty", "oh five", "05"."""
    if _TWO_DIGITS.fullmatch(text_at(said, index)):
        found = [(int(text_at(said, index)), index + 1)]
    else:
        spoken = language.numbers.below_hundred(said, index)
        found = [*([] if spoken is None or spoken[0] < 10 else [spoken]), *_zero_number(said, index, language)]
    return [each for each in found if each[0] < 60]


def _clock(said: Sequence[Word], index: int, language: Language) -> list[tuple[SaidTime, int]]:
    """Read a time in digits. One of two digits without a mark is an hour, and not read here."""
    text = text_at(said, index)
    if not text[:1].isdigit():
        one_by_one, count = language.numbers.digits(said[index : index + _MOST_WORDS], 0)
        return [(_on_clock(one_by_one[:2], one_by_one[2:], ()), index + count)] if len(one_by_one) == 4 else []
    joined = _JOINED_CLOCK.fullmatch(text)
    marked = None if joined else _CLOCK.fullmatch(text)
    if joined:
        hour, minute, after = joined.groups()
    elif marked:
        hour, mark, minute, after = marked.groups()
        if mark and mark not in ":." and mark not in language.times.clock_marks:
            return []
    else:
        return []
    if after in language.times.clock_marks:
        return [(SaidTime(clock_time(int(hour), int(minute or 0))), index + 1)]
    if after is None:
        return [] if minute is None else [(_on_clock(hour, minute, ()), index + 1)]
    parts = language.times.parts.at((Word(after.rstrip(".")),), 0)
    return [(_on_clock(hour, minute or "00", (parts[0][0],)), index + 1)] if parts else []


def _on_clock(hour: str, minute: str, parts: tuple[DayPart, ...]) -> SaidTime:
    # "07:30" and "0730" are times of a clock with 24 hours.
    return SaidTime(clock_time(int(hour), int(minute), sure=hour.startswith("0") and not parts), parts)


def phrase_in(words: Sequence[Word], table: PhraseTable[DayPart], start: int, end: int) -> list[DayPart]:
    """Return the meanings of the phrases that stand between two indexes."""
    found: list[DayPart] = []
    index = start
    while index < end:
        at = table.at(words, index, end)
        if at:
            found.append(at[0][0])
        index = at[0][1] if at else index + 1
    return found
