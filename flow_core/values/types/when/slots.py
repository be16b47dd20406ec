"""Reads the slots in the patterns of days and times: words that are a month, an hour, a count. It knows no pattern."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from flow_core.languages.patterns import Slot
from flow_core.languages.phrases import PhraseTable
from flow_core.languages.times import DayPart, SaidTime, clock_time
from flow_core.languages.utterance import Word, text_at
from flow_core.values.memory import shared
from flow_core.values.question import Reading

if TYPE_CHECKING:
    from flow_core.languages.language import Language

_NUMBER = re.compile(r"[0-9]{1,2}")
_TWO_DIGITS = re.compile(r"[0-9]{2}")
_COUNT = re.compile(r"[0-9]{1,9}")
_QUANTITY = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,2})?")
# "19:30", "7pm", "7.30 pm", "19h30"; "1930" and "730" have no mark between hour and minute.
_CLOCK = re.compile(r"([0-9]{1,2})(?:([:.]|[a-z]+(?=[0-9]))([0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?)?([a-z][a-z.]*)?")
_JOINED_CLOCK = re.compile(r"([0-9]{1,2})([0-9]{2})([a-z][a-z.]*)?")

# "1h30", "45min"
_MARKED_LENGTH = re.compile(r"([0-9]{1,4})([a-z]+)([0-5][0-9])?")

_MOST_WORDS = 6
"""Words in which four digits are searched that are said one by one. A longer number is no time."""

WORDS = 32
"""Words of an utterance in which days, times and lengths are searched. The limit keeps the time short."""
_LONGEST_DAY = 16
"""Words of a day, at most."""
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


def _remembering(slots: Mapping[str, Slot]) -> Mapping[str, Slot]:
    return {name: _Remembering(slot) for name, slot in slots.items()}


def date_slots(words: Sequence[Word], reading: Reading, *, short_years: bool = True) -> Mapping[str, Slot]:
    """Return the readers of the slots of a day.

    Args:
        words: The utterance. They read no other one.
        reading: The language.
        short_years: Whether two digits may be a year.
    """
    language = reading.language
    vocabulary = language.date_words

    ordinals = _Remembering(vocabulary.ordinals.at)
    numbers = _numbers(words, reading)
    years = _years(words, reading)
    full_years = _above(years, 99)
    slots: dict[str, Slot] = {
        "month": vocabulary.months.at,
        "weekday": vocabulary.weekdays.at,
        "nth": ordinals,
        "digit nth": lambda said, index: ordinals(said, index) if text_at(said, index)[:1].isdigit() else (),
        "nth month": _below(ordinals, 13),
        "day": lambda said, index: [*ordinals(said, index), *numbers(said, index)],
        "first": lambda said, index: [*numbers(said, index), *_zero_number(said, index, language)],
        "second": lambda said, index: [*numbers(said, index), *_zero_number(said, index, language)],
        "year": years if short_years else full_years,
        "full year": full_years,
    }
    return {**_remembering(slots), **count_slots(words, reading)}


@shared
def has_short_years(words: Sequence[Word], reading: Reading) -> bool:
    """Return whether a day may be followed by a year of two digits."""
    short_years = _below(_years(words, reading), 100)
    return any(short_years(words, index) for index in range(min(len(words), WORDS + _LONGEST_DAY)))


def time_slots(words: Sequence[Word], reading: Reading) -> Mapping[str, Slot]:
    """Return the readers of the slots of a time of day. They read no other words."""
    language = reading.language
    vocabulary = language.times

    numbers = _numbers(words, reading)
    parts = _Remembering(vocabulary.parts.at)
    slots: dict[str, Slot] = {
        "hour": _below(lambda said, index: [*vocabulary.hours.at(said, index), *numbers(said, index)], 25),
        "minutes": _below(numbers, 60),
        "fives": _fives(numbers),
        "minute": lambda said, index: _minute(said, index, language),
        "zero hour": lambda said, index: _zero_number(said, index, language),
        "clock": lambda said, index: _clock(said, index, language),
        "part": parts,
        "part after": parts,
        "part too": parts,
    }
    return _remembering(slots)


@shared
def count_slots(words: Sequence[Word], reading: Reading) -> Mapping[str, Slot]:
    """Return the readers of the slots of a distance and of a length. They read no other words."""
    language = reading.language
    vocabulary = language.date_words

    def count(said: Sequence[Word], index: int) -> list[tuple[int, int]]:
        found = vocabulary.counts.at(said, index)
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

    def length(said: Sequence[Word], index: int) -> _Ends:
        marked = _MARKED_LENGTH.fullmatch(text_at(said, index))
        if marked is None:
            return ()
        if marked[3] is not None:
            hours = {"hour": Fraction(int(marked[1])), "minute": Fraction(int(marked[3]))}
            return [(hours, index + 1)] if marked[2] in language.times.clock_marks else ()
        units = vocabulary.units.at((Word(marked[2]),), 0)
        return [({units[0][0]: Fraction(int(marked[1]))}, index + 1)] if units else ()

    slots: dict[str, Slot] = {
        "count": count,
        "length": length,
        "quantity": quantity,
        "unit": vocabulary.units.at,
        "minute": lambda said, index: _minute(said, index, language),
    }
    return _remembering(slots)


@shared
def _numbers(words: Sequence[Word], reading: Reading) -> Slot:
    return _Remembering(lambda said, index: _number(said, index, reading.language))


@shared
def _years(words: Sequence[Word], reading: Reading) -> Slot:
    return _Remembering(reading.language.dates.years_at)


def _above(slot: Slot, limit: int) -> Slot:
    return lambda said, index: [each for each in slot(said, index) if isinstance(each[0], int) and each[0] > limit]


def _below(slot: Slot, limit: int) -> Slot:
    return lambda said, index: [each for each in slot(said, index) if isinstance(each[0], int) and each[0] < limit]


def _fives(slot: Slot) -> Slot:
    return lambda said, index: [each for each in slot(said, index) if each[0] in {5, 10, 20, 25}]


def _number(said: Sequence[Word], index: int, language: Language) -> list[tuple[int, int]]:
    """Read a number below 100 in digits or words."""
    text = text_at(said, index)
    if _NUMBER.fullmatch(text):
        return [(int(text), index + 1)]
    spoken = language.numbers.below_hundred(said, index)
    return [] if spoken is None else [spoken]


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
        return [(SaidTime(clock_time(int(hour), int(minute or 0), sure=hour.startswith("0"))), index + 1)]
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
