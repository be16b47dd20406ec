"""Finds a day and a time together, as YYYY-MM-DDTHH:MM in the session's time zone, without an offset.

A day alone is no moment. A time alone is one of today, if today it still lies on the side that is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flow_core.languages.days import Distance, Side, Unit
from flow_core.languages.times import DayPart
from flow_core.languages.utterance import Word, text_at
from flow_core.values.answer import NoMatch
from flow_core.values.gaps import corrects
from flow_core.values.memory import shared
from flow_core.values.question import Reading
from flow_core.values.types.finder import Finder
from flow_core.values.types.when.asked import asked_of
from flow_core.values.types.when.calendar import NO_SUCH_DATE, moved
from flow_core.values.types.when.date import DaySpan, days_in, unabbreviated
from flow_core.values.types.when.duration import LengthSpan, lengths_in
from flow_core.values.types.when.slots import phrase_in
from flow_core.values.types.when.time import NO_SUCH_TIME, TimeSpan, minutes_of, now_of, times_in, written
from flow_core.values.understand import Found

_ISO = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})t([0-9]{2}:[0-9]{2})(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(z|[+-][0-9]{2}:?[0-9]{2})?"
)
_NO_TIME = NoMatch("a day was heard, and no time")
_TWO_DAYS = NoMatch("a time at night belongs to two days")
_MORNING = 5 * 60
"""Minutes since midnight at which the morning begins. "Friday night at one" is on Saturday for most people."""
_NO_PART = NoMatch("unclear in which part of the day the corrected time is")
_NO_DAY = NoMatch("a time was heard, and no day")


class _Moment(NamedTuple):
    """The day and the time of a moment; one of the two alone may follow a whole moment and correct it."""

    day: DaySpan | None
    time: TimeSpan | None
    start: int
    end: int
    parts: tuple[DayPart, ...] = ()
    """The parts of the day that were said with the day."""


def _find(words: Sequence[Word], reading: Reading) -> list[Found]:
    said = unabbreviated(words, reading)
    exact = [*_iso(said, reading), *_counted(said, reading)]
    taken = {index for one in exact for index in range(one.start, one.end)}
    days = [day for day in days_in(said, reading, short_years=False) if taken.isdisjoint(range(day.start, day.end))]
    found: list[Found] = []
    before: _Moment | None = None
    for moment in _moments(said, days, taken, reading):
        whole = moment
        if before is not None and before.time is not None and moment.time is None:
            whole = _with_time_of(moment, before)
        elif before is not None and moment.day is None:
            whole = moment._replace(day=before.day, parts=())
        value = _value(whole, reading)
        if whole.day is not moment.day and value != _value(
            whole._replace(parts=_parts_before(moment, before)), reading
        ):
            # "Friday morning at ten, no, at eight"
            value = _NO_PART
        found.append(Found(value, moment.start, moment.end))
        before = whole if whole.day is not None else None
    return sorted([*exact, *found], key=lambda one: one.start)


def _parts_before(moment: _Moment, before: _Moment | None) -> tuple[DayPart, ...]:
    """Return the parts of the day that were said with a moment, for a time that corrects it and has none."""
    if before is None or moment.time is None or moment.time.said.parts:
        return ()
    return before.parts if before.time is None else (*before.parts, *before.time.said.parts)


def _with_time_of(moment: _Moment, before: _Moment) -> _Moment:
    """Return a moment with the time of the one before it: "Friday at seven, no, Saturday"."""
    return moment._replace(time=before.time, parts=moment.parts or before.parts)


def _moments(words: Sequence[Word], days: Sequence[DaySpan], taken: set[int], reading: Reading) -> list[_Moment]:
    """Put each day and the time beside it together."""
    spans: list[DaySpan | TimeSpan] = []
    begin = 0
    for each in (*days, DaySpan(None, len(words), len(words))):
        times = times_in(words, reading, begin, each.start)
        spans += [found for found in times if taken.isdisjoint(range(found.start, found.end))]
        if each.start < len(words):
            spans.append(each)
        begin = each.end
    moments: list[_Moment] = []
    index = 0
    while index < len(spans):
        first = spans[index]
        second = spans[index + 1] if index + 1 < len(spans) else None
        index += 1
        if second is not None and _are_one(words, first, second, reading):
            index += 1
            pair = (first, second)
            day = next(span for span in pair if isinstance(span, DaySpan))
            time = next(span for span in pair if isinstance(span, TimeSpan))
            moments.append(_moment(words, day, time, reading))
        elif isinstance(first, DaySpan):
            moments.append(_moment(words, first, None, reading))
        elif not first.said.bare or (moments and _replaces_time(words, moments[-1], first, reading)):
            moments.append(_moment(words, None, first, reading))
    return moments


def _are_one(words: Sequence[Word], first: DaySpan | TimeSpan, second: DaySpan | TimeSpan, reading: Reading) -> bool:
    """Return whether two spans are the day and the time of one moment."""
    if type(first) is type(second) or not _joins(words, first.end, second.start, reading):
        return False
    if isinstance(first, DaySpan) or not first.said.bare:
        return True
    # "13 - 15 July" and Spanish "9 a 12 de junio" are several days.
    start = second.start + (words[second.start].text in reading.language.times.introductions)
    return not text_at(words, start)[:1].isdigit() and reading.language.numbers.below_hundred(words, start) is None


def _replaces_time(words: Sequence[Word], before: _Moment, time: TimeSpan, reading: Reading) -> bool:
    """Return whether a number takes back the time before it: "Friday at seven, no, eight"."""
    return before.time is not None and corrects(words[before.end : time.start], reading.language.corrections)


def _moment(words: Sequence[Word], day: DaySpan | None, time: TimeSpan | None, reading: Reading) -> _Moment:
    spans = [span for span in (day, time) if span is not None]
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    table = reading.language.times.parts
    parts: list[DayPart] = []
    if day is not None:
        after = table.at(words, day.end) if time is None or time.start > day.end or time.end <= day.start else []
        past_day = after[0][1] if after else day.end
        parts = phrase_in(words, table, day.start, past_day)
        end = max(end, past_day)
    return _Moment(day, time, start, end, tuple(parts))


def _joins(words: Sequence[Word], start: int, end: int, reading: Reading) -> bool:
    """Return whether the words between a day and a time hold no more than their introductions and a part of the day."""
    language = reading.language
    introductions = language.times.introductions | language.date_words.introductions
    index = start
    while index < end:
        part = language.times.parts.end_at(words, index, end)
        if part is None and words[index].text not in introductions:
            return False
        index = index + 1 if part is None else part
    return True


def _value(moment: _Moment, reading: Reading) -> str | NoMatch:
    today = reading.today
    if moment.time is None:
        return _NO_TIME
    day = today if moment.day is None else moment.day.day
    if day is None:
        return NO_SUCH_DATE
    now = now_of(reading) if day == today else None
    side = asked_of(reading).side or "future"
    minutes = minutes_of(moment.time.said, reading, parts=moment.parts, now=now, side=side)
    if minutes is None:
        return NO_SUCH_TIME
    if _is_on_two_days(moment, minutes):
        return _TWO_DAYS
    if moment.day is None and not (minutes <= now_of(reading) if side == "past" else minutes > now_of(reading)):
        return _NO_DAY
    return _iso_of(day, minutes)


def _is_on_two_days(moment: _Moment, minutes: int) -> bool:
    """Return whether callers differ in the day that is meant: "tomorrow at midnight", "Friday night at one".

    "December 5, 2026 at midnight" is as Callflow says it: the beginning of the day.
    """
    if moment.time is None or minutes >= _MORNING:
        return False
    named = moment.day is None or not moment.day.in_digits
    return (moment.time.midnight and named) or "night" in (*moment.parts, *moment.time.said.parts)


def _written(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(timespec="minutes")


def _iso_of(day: date, minutes: int) -> str:
    return f"{day.isoformat()}T{written(minutes)}"


def _iso(words: Sequence[Word], reading: Reading) -> list[Found]:
    """Find moments that are written as ISO 8601 has them. One with an offset is turned into the zone."""
    found: list[Found] = []
    for index, word in enumerate(words):
        match = _ISO.fullmatch(word.text)
        if match is None:
            continue
        try:
            moment = datetime.fromisoformat(f"{match[1]}T{match[2]}{(match[3] or '').upper()}")
            local = moment if moment.tzinfo is None else moment.astimezone(ZoneInfo(reading.zone))
            found.append(Found(_written(local), index, index + 1))
        except (ValueError, OverflowError):
            found.append(Found(NO_SUCH_DATE, index, index + 1))
    return found


@shared
def _counted(words: Sequence[Word], reading: Reading) -> list[Found]:
    """Find moments that are counted from now: "now", "in two hours", "an hour ago"."""
    language = reading.language.times
    found: list[Found] = []
    for span in lengths_in(words, reading):
        side: Side | None = None
        start, end = span.start, span.end
        after = language.lead_out.at(words, end)
        for begin in range(max(start - 3, 0), start):
            before = language.lead_in.at(words, begin, start)
            if before and before[0][1] == start:
                side, start = before[0][0], begin
                break
        if after:
            side, end = after[0]
        if side is not None:
            found += _moved(span, side, start, end, reading)
    taken = {index for one in found for index in range(one.start, one.end)}
    index = 0
    while index < len(words):
        after_now = None if index in taken else language.now.end_at(words, index)
        if after_now is not None:
            found.append(Found(_iso_of(reading.today, now_of(reading)), index, after_now))
        index = index + 1 if after_now is None else after_now
    return found


def _moved(span: LengthSpan, side: Side, start: int, end: int, reading: Reading) -> list[Found]:
    units: Mapping[Unit, int] = span.units or {}
    sign = 1 if side == "future" else -1
    if span.units is not None and not {"hour", "minute", "second"} & units.keys():
        # "in two weeks" is a day.
        return []
    days = units.get("day", 0) + 7 * units.get("week", 0)
    months = units.get("month", 0) + 12 * units.get("year", 0)
    seconds = units.get("hour", 0) * 3600 + units.get("minute", 0) * 60 + units.get("second", 0)
    day = moved(reading.today, Distance(sign * days, sign * months)) if span.units is not None else None
    if day is None:
        return [Found(NO_SUCH_DATE, start, end)]
    try:
        now = reading.now
        clock = datetime.combine(day, now.time(), now.tzinfo)
        moment = datetime.fromtimestamp(clock.timestamp() + sign * seconds, now.tzinfo)
        return [Found(_written(moment), start, end)]
    except (ValueError, OverflowError, OSError):
        return [Found(NO_SUCH_DATE, start, end)]


DATETIME = Finder("day and time", _find)
"""YYYY-MM-DDTHH:MM."""
