"""Finds a calendar date, written or spoken, as YYYY-MM-DD. It reads no time of day and no clock."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from flow_core.languages.days import DayBeside, Distance, NamedDay, NumericDay, Weekday
from flow_core.languages.patterns import Slot
from flow_core.languages.phrases import Phrases, PhraseTable
from flow_core.languages.times import DayPart
from flow_core.languages.utterance import Word, text_at
from flow_core.values.memory import shared
from flow_core.values.question import Reading
from flow_core.values.types.finder import Finder
from flow_core.values.types.when.asked import Asked, asked_of
from flow_core.values.types.when.calendar import NO_SUCH_DATE, date_of, day_in_calendar, moved, near
from flow_core.values.types.when.slots import MOST, WORDS, date_slots, has_short_years
from flow_core.values.understand import Found

if TYPE_CHECKING:
    from flow_core.languages.language import Language

_NUMERIC = re.compile(r"([0-9]{1,4})([-/.])([0-9]{1,2})\2([0-9]{1,4})|([0-9]{1,2})/([0-9]{1,2})")
_SHORT = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})")
_KEYED = re.compile(r"[0-9]{8}")
_YEARS = range(1800, 2200)
"""Years of a date in eight digits without a mark between them. Other digits are in another order, or no date."""


class DaySpan(NamedTuple):
    """A day that stands in the words from `start` up to, and without, `end`."""

    day: date | None
    """None: the words look like a day and are none."""
    start: int
    end: int
    in_digits: bool = False
    """Whether a number of it is written in digits: "December 5, 2026"."""


class _Read(NamedTuple):
    """A day, how it was named (None: in digits, or counted from another), and the index after its words."""

    day: date | None
    named: NamedDay | None
    end: int


class _Text(NamedTuple):
    """An utterance and the circumstances in which days are read in it."""

    words: Sequence[Word]
    asked: Asked
    language: Language
    slots: Mapping[str, Slot]


def days_in(words: Sequence[Word], reading: Reading, *, short_years: bool = True) -> list[DaySpan]:
    """Find the days in an utterance, each with the words that introduce it.

    Args:
        words: The utterance, without the pauses after its abbreviations.
        reading: The question, the language and the turn's day.
        short_years: Whether two spoken digits may be a year.
    """
    # Without short years the two ways to read are one, and the questions of a form share it.
    return _days_in(words, reading, asked_of(reading), short_years or not has_short_years(words, reading))


@shared
def _days_in(words: Sequence[Word], reading: Reading, asked: Asked, short_years: bool) -> list[DaySpan]:
    slots = date_slots(words, reading, short_years=short_years)
    text = _Text(words, asked, reading.language, slots)
    introductions = reading.language.date_words.introductions
    found: list[DaySpan] = []
    index = idiom = 0
    while index < min(len(words), WORDS) and len(found) < MOST:
        introduced = words[index].text in introductions
        read = _day_at(text, index + introduced)
        # "Guten Morgen" and "de la mañana" hold the word for tomorrow.
        in_idiom = read is not None and read.end <= idiom
        idioms = (reading.language.asides.anywhere, reading.language.times.parts)
        idiom = max(idiom, *(_end_in_clause(words, index, table) for table in idioms))
        if read is None or in_idiom:
            index += 1
            continue
        day = _beside(read, found[-1].day, asked) if found else read.day
        in_digits = any(word.text[0].isdigit() for word in words[index : read.end])
        found.append(DaySpan(day, index, read.end, in_digits))
        index = read.end
    return found


def _beside(read: _Read, before: date | None, asked: Asked) -> date | None:
    """Return a day, counted from the one before it in the answer: "not tomorrow but the day after"."""
    if not isinstance(read.named, DayBeside):
        return read.day
    counted = date_of(read.named, replace(asked, about=before))
    # The call may be about a third day.
    return counted if read.day is None or read.day == counted else None


def _end_in_clause(words: Sequence[Word], index: int, table: PhraseTable[DayPart] | Phrases) -> int:
    """Return the index after the phrase at an index; 0 for none, and for one with a pause: "heute, morgen"."""
    end = table.end_at(words, index)
    return 0 if end is None or any(word.paused for word in words[index : end - 1]) else end


@shared
def unabbreviated(words: Sequence[Word], reading: Reading) -> Sequence[Word]:
    """Return the words without the pauses that the full stops of abbreviations look like: "Feb. 29"."""
    abbreviations = reading.language.date_words.abbreviations
    return [
        replace(word, paused=False) if word.paused and abbreviations.fullmatch(word.text) else word for word in words
    ]


def keyed_date(digits: str, asked: Asked) -> date | None:
    """Read eight digits in the order that is asked for, else as year, month and day."""
    first, second, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    asked_order = date_of(NumericDay(first, second, year), asked) if year in _YEARS and asked.order != "ymd" else None
    year = int(digits[:4])
    return asked_order or (day_in_calendar(year, int(digits[4:6]), int(digits[6:])) if year in _YEARS else None)


def _find(words: Sequence[Word], reading: Reading) -> list[Found]:
    said = unabbreviated(words, reading)
    found: list[Found] = []
    for day, start, end, _ in days_in(said, reading):
        value = NO_SUCH_DATE if day is None else day.isoformat()
        found.append(Found(value, start, _after_part(said, end, reading)))
    return found


def _after_part(words: Sequence[Word], end: int, reading: Reading) -> int:
    """Return the index after a part of the day that follows a day, as in "tomorrow morning". "May 3 pm" has no day."""
    parts = reading.language.times.parts.at(words, end)
    return parts[0][1] if parts and parts[0][0] not in {"am", "pm"} else end


def _day_at(text: _Text, index: int) -> _Read | None:
    """Read a day, and the distance from it that stands before or after it."""
    read = _counted_at(text, index) or _near_at(text, index)
    return read or _with_distance_after(text, _named_at(text, index))


def _named_at(text: _Text, index: int) -> _Read | None:
    """Read a day by its name or digits."""
    numeric = _numeric_at(text, index)
    match = text.language.date_words.days.at(text.words, index, text.slots)
    if match is None or (numeric is not None and numeric.end >= match.end):
        return numeric
    named = match.meaning(match.said)
    return _Read(None if named is None else date_of(named, text.asked), named, match.end)


def _numeric_at(text: _Text, index: int) -> _Read | None:
    """Read a date in digits, and the day of the week before or after it: "Monday 5/6/2024"."""
    numeric = _short_at(text, index) or _numeric(text_at(text.words, index), text.asked)
    if numeric is not None:
        return _Read(numeric[0], None, _with_weekday_after(text, index + 1, numeric[0]))
    for weekday, end in text.slots["weekday"](text.words, index):
        numeric = _short_at(text, end) or _numeric(text_at(text.words, end), text.asked)
        if numeric is not None:
            day = numeric[0]
            return _Read(day if day is not None and day.weekday() == weekday else None, None, end + 1)
    return None


def _with_weekday_after(text: _Text, end: int, day: date | None) -> int:
    """Return the index after the day of the week that follows a date, if it is right."""
    for number, after in text.slots["weekday"](text.words, end):
        if day is not None and day.weekday() == number:
            return after
    return end


def _counted_at(text: _Text, index: int) -> _Read | None:
    """Read a distance and the day that it is counted from: "two weeks after May 10th", "three weeks today"."""
    before = text.language.date_words.before_day.at(text.words, index, text.slots)
    if before is None:
        return None
    far = before.meaning(before.said)
    read = None if far is None else _named_at(text, before.end)
    if far is None or read is None:
        return None
    if far.alone and isinstance(read.named, Distance | Weekday) and _is_past(read.named):
        # "a week last Tuesday" is a week before it.
        far = Distance(-far.days, -far.months)
    return read._replace(day=None if read.day is None else moved(read.day, far), named=None)


def _near_at(text: _Text, index: int) -> _Read | None:
    """Read a day of the week next to another day: "the Monday after Christmas"."""
    for start in (index, index + 1):
        for weekday, end in text.slots["weekday"](text.words, start):
            between = text.language.date_words.near_day.at(text.words, end, text.slots)
            anchor = None if between is None else _named_at(text, between.end)
            if between is not None and anchor is not None and isinstance(weekday, int):
                day = None if anchor.day is None else near(anchor.day, weekday, between.meaning)
                return _Read(day, None, anchor.end)
        if start == index and text_at(text.words, index) not in text.language.date_words.articles:
            return None
    return None


def _with_distance_after(text: _Text, read: _Read | None) -> _Read | None:
    """Read the distance after a day: "tomorrow week"."""
    if read is None or read.end >= len(text.words) or text.words[read.end - 1].paused:
        return read
    plain = isinstance(read.named, Distance) or (isinstance(read.named, Weekday) and read.named.which in _PLAIN)
    after = text.language.date_words.after_day.at(text.words, read.end, text.slots) if plain else None
    far = None if after is None else after.meaning(after.said)
    if after is None or far is None:
        return read
    return _Read(None if read.day is None else moved(read.day, far), None, after.end)


_PLAIN = frozenset({"any", "coming"})


def _is_past(named: Distance | Weekday) -> bool:
    if isinstance(named, Weekday):
        return named.which in {"last", "of last week"}
    return named.days < 0 or named.months < 0


def _short_at(text: _Text, index: int) -> tuple[date | None] | None:
    """Read a day and a month that end in full stops, in a language that writes ordinals so: "24.12." in German."""
    match = _SHORT.fullmatch(text_at(text.words, index))
    if (
        match is None
        or not text.words[index].after.startswith(".")
        or not text.language.date_words.abbreviations.fullmatch(match[2])
    ):
        return None
    if text_at(text.words, index - 1) in text.language.times.introductions:
        return None
    return (date_of(NumericDay(int(match[1]), int(match[2])), text.asked),)


def _numeric(text: str, asked: Asked) -> tuple[date | None] | None:
    """Read a date in digits, such as 2024-05-06, 5/6/2024, 5/6 and 05062024."""
    if _KEYED.fullmatch(text):
        return (keyed_date(text, asked),)
    match = _NUMERIC.fullmatch(text)
    if match is None:
        return None
    first, _, middle, last, month, day = match.groups()
    if month is not None:
        return (date_of(NumericDay(int(month), int(day)), asked),)
    if len(first) == 4 and len(last) <= 2:
        return (day_in_calendar(int(first), int(middle), int(last)),)
    if len(first) > 2 or len(last) not in {2, 4}:
        return None
    year = int(last)
    if len(last) == 4 and year < 100:
        return (None,)
    return (date_of(NumericDay(int(first), int(middle), year), asked),)


DATE = Finder("date", _find)
"""YYYY-MM-DD."""
