"""Finds a time of day, written or spoken, as HH:MM of 24 hours. It reads no date.

"Half seven" is in the morning or in the evening. What decides is, in this order: the part of the day that the caller
says, the part that the question names ("dinner"), the side of now that the question prefers, and the hours in which
most people have appointments: from 9 in the morning to 8:59 in the evening.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flow_core.languages.days import Distance, Side
from flow_core.languages.times import ClockTime, DayPart, SaidTime
from flow_core.languages.utterance import Word, follows, text_at
from flow_core.values.answer import NoMatch
from flow_core.values.memory import shared
from flow_core.values.question import Reading
from flow_core.values.types.finder import Finder
from flow_core.values.types.when.asked import asked_of, part_of
from flow_core.values.types.when.date import unabbreviated
from flow_core.values.types.when.slots import MOST, WORDS, date_slots, time_slots
from flow_core.values.understand import Found

NO_SUCH_TIME = NoMatch("there is no such time of day")
"""The reading of a time that no clock shows, or that is at no such part of the day: "13 am"."""

_HALF_DAY = 12 * 60
_DAY = 24 * 60
_FIRST_HOUR = 9 * 60
"""Minutes since midnight at which the twelve hours begin that are meant where nothing else decides."""
_PARTS: Mapping[DayPart, tuple[range, ...]] = {
    "am": (range(_HALF_DAY),),
    "pm": (range(_HALF_DAY, _DAY),),
    "morning": (range(60, _HALF_DAY),),
    "midday": (range(11 * 60, 15 * 60),),
    "afternoon": (range(_HALF_DAY, 19 * 60),),
    "long afternoon": (range(_HALF_DAY, 22 * 60),),
    "evening": (range(16 * 60, _DAY),),
    "night": (range(17 * 60, _DAY), range(5 * 60)),
}
_KEYED = re.compile(r"([0-9]{2})([0-9]{2})")


class TimeSpan(NamedTuple):
    """A time that stands in the words from `start` up to, and without, `end`."""

    said: SaidTime
    start: int
    end: int
    midnight: bool = False
    """Whether it is midnight, and not in digits. Callers differ in which day it belongs to."""


@shared
def times_in(words: Sequence[Word], reading: Reading, start: int = 0, end: int | None = None) -> list[TimeSpan]:
    """Find the times between two indexes, each with the words that introduce it.

    Args:
        words: The utterance, without the pauses after its abbreviations.
        reading: The question and the language.
        start: Where to begin.
        end: Where to end; None for the end of the utterance.
    """
    language = reading.language
    introductions = language.times.introductions
    inside = words if end is None or end == len(words) else words[:end]
    slots = time_slots(inside, reading)
    found: list[TimeSpan] = []
    index = start
    while index < min(len(inside), WORDS) and len(found) < MOST:
        introduced = text_at(inside, index) in introductions
        match = language.times.times.at(inside, index + introduced, slots)
        if match is None:
            index += 1
            continue
        said = match.meaning(match.said)
        if said.bare and match.end == index + 1 and language.numbers.is_pronoun(inside, index):
            # French "une table" is no time at one.
            index = match.end
            continue
        digit = language.numbers.digit_at(inside, match.end) if follows(inside, match.end) else None
        if digit is not None and not language.numbers.is_pronoun(inside, match.end):
            # "nineteen oh" is the beginning of "nineteen oh five".
            said = said._replace(clock=None)
        said = said._replace(bare=said.bare and not said.parts and not introduced)
        in_digits = any(word.text[0].isdigit() for word in inside[index : match.end])
        midnight = said.clock is not None and said.clock.minutes == 0 and not in_digits
        found.append(TimeSpan(said, index, match.end, midnight))
        index = match.end
    return found


def minutes_of(
    said: SaidTime,
    reading: Reading,
    *,
    parts: Sequence[DayPart] = (),
    now: int | None = None,
    side: Side | None = None,
) -> int | None:
    """Return the minutes since midnight that a caller meant; None if there is no such time.

    Args:
        said: The time as it was said.
        reading: The question, which may name a part of the day.
        parts: Parts of the day that were said apart from the time.
        now: Minutes since midnight, if the time is one of today; None if the day is another.
        side: The side of now that is meant where the caller did not say it.
    """
    if said.clock is None:
        return None
    possible = _possible(said.clock, (*said.parts, *parts))
    if len(possible) < 2:
        return possible[0] if possible else None
    asked_part = part_of(reading.question.prompt, reading.locale)
    fitting = [minutes for minutes in possible if asked_part is None or _is_in(minutes, asked_part)]
    if len(fitting) == 1:
        return fitting[0]
    if now is not None and side is not None:
        there = [minutes for minutes in possible if (minutes > now if side == "future" else minutes <= now)]
        if len(there) == 1:
            return there[0]
    return next(minutes for minutes in possible if _FIRST_HOUR <= minutes < _FIRST_HOUR + _HALF_DAY)


def keyed_time(digits: str) -> str | NoMatch:
    """Read four digits of a clock of 24 hours."""
    match = _KEYED.fullmatch(digits)
    if match is None:
        return NoMatch("a time is keyed as 4 digits of 24 hours, such as 1930")
    hour, minute = int(match[1]), int(match[2])
    return written(hour * 60 + minute) if hour < 24 and minute < 60 else NO_SUCH_TIME


def written(minutes: int) -> str:
    """Return HH:MM."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def now_of(reading: Reading) -> int:
    """Return the minutes since midnight at the turn's time."""
    return reading.now.hour * 60 + reading.now.minute


def _find(words: Sequence[Word], reading: Reading) -> list[Found]:
    spans = times_in(unabbreviated(words, reading), reading)
    if any(not span.said.bare for span in spans):
        # In "four people at half seven", four is no time.
        spans = [span for span in spans if not span.said.bare]
    now, side = now_of(reading), asked_of(reading).side
    found: list[Found] = []
    for span in spans:
        minutes = minutes_of(span.said, reading, now=now, side=side)
        if _is_rest(words, span, reading):
            minutes = None
        start, end = _without_days(words, span, reading)
        found.append(Found(NO_SUCH_TIME if minutes is None else written(minutes), start, end))
    return found


def _is_rest(words: Sequence[Word], span: TimeSpan, reading: Reading) -> bool:
    """Return whether a number is what follows an hour: "e quinze" in Portuguese, without the hour before it."""
    late = span.said.bare and span.said.clock is not None and span.said.clock.sure
    return late and follows(words, span.start) and words[span.start - 1].text in reading.language.asides.conjunctions


def _without_days(words: Sequence[Word], span: TimeSpan, reading: Reading) -> tuple[int, int]:
    """Return a time without the day that one word names with a part of it: German "Freitagabend um neun".

    The day is another value. "Tonight" is no other day than the one that a time alone has.
    """
    start, end = span.start, span.end
    if span.said.parts:
        while start < end and _is_day_and_part(words, start, reading):
            start += 1
        while start < end and _is_day_and_part(words, end - 1, reading):
            end -= 1
    return start, end


def _is_day_and_part(words: Sequence[Word], index: int, reading: Reading) -> bool:
    language, word = reading.language, words[index : index + 1]
    if not language.times.parts.at(word, 0):
        return False
    day = language.date_words.days.at(word, 0, date_slots(word, reading))
    return day is not None and day.meaning(day.said) != Distance(0)


def _possible(clock: ClockTime, parts: Sequence[DayPart]) -> list[int]:
    both = (clock.minutes,) if clock.sure else (clock.minutes, (clock.minutes + _HALF_DAY) % _DAY)
    return [minutes for minutes in both if all(_is_in(minutes, part) for part in parts)]


def _is_in(minutes: int, part: DayPart) -> bool:
    return any(minutes in each for each in _PARTS[part])


TIME = Finder("time", _find)
"""HH:MM."""
