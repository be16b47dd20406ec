"""Times of day and lengths of time as a caller names them. A language reads them, and types/when/ decides.

This module has no words. The functions are the meanings that a language gives to its patterns of times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Literal, NamedTuple, TypeAlias, cast

from flow_core.languages.days import Unit, number

DayPart: TypeAlias = Literal["am", "pm", "morning", "midday", "afternoon", "long afternoon", "evening", "night"]
"""The part of the day that tells which of two hours is meant. A "long afternoon" lasts until ten, as in Spanish."""


class ClockTime(NamedTuple):
    """A time of day: "half past seven"."""

    minutes: int
    """Minutes since midnight, 0 to 1439."""
    sure: bool
    """Whether it is not also the time twelve hours later or earlier: "19:30", "noon"."""


class SaidTime(NamedTuple):
    """A time of day and the parts of the day that were said with it."""

    clock: ClockTime | None
    """None: the words look like a time and are none."""
    parts: tuple[DayPart, ...] = ()
    """They must agree with each other."""
    bare: bool = False
    """Whether it is a number alone, which may mean something else: "seven"."""


TimeMeaning: TypeAlias = Callable[[Mapping[str, object]], SaidTime]
"""Makes a time of the values in the slots of a pattern."""


def clock_time(hour: int, minute: int, *, sure: bool = False) -> ClockTime | None:
    """Return a time of day, or None if there is none such.

    Args:
        hour: 0 to 24.
        minute: 0 to 59.
        sure: Whether the hour is one of 24.
    """
    if not (0 <= hour < 24 and 0 <= minute < 60) and (hour, minute) != (24, 0):
        return None
    return ClockTime((hour * 60 + minute) % 1440, sure or hour == 0 or hour > 12)


def fixed_time(hour: int, minute: int = 0) -> TimeMeaning:
    """No slot but {part}: "noon" with 12."""
    return lambda said: _said(said, ClockTime(hour * 60 + minute, True))


def at_clock(said: Mapping[str, object]) -> SaidTime:
    """{clock}: "19:30", "7pm"."""
    return _with(cast(SaidTime, said["clock"]), said)


def o_clock(said: Mapping[str, object]) -> SaidTime:
    """{hour} or {zero hour}, and {minute} or {minutes} if it is said: "seven o'clock", "seven thirty"."""
    sure = "zero hour" in said
    hour = number(said, "zero hour" if sure else "hour")
    minute = cast(int, said.get("minute", said.get("minutes", 0)))
    return _said(said, clock_time(hour, minute, sure=sure))


def hour_alone(said: Mapping[str, object]) -> SaidTime:
    """{hour}: "seven". Zero and 24 alone are numbers."""
    read = o_clock(said)
    return read._replace(bare=True, clock=read.clock if read.clock is None or read.clock.minutes else None)


def no_time(said: Mapping[str, object]) -> SaidTime:
    """No slot: a number that is no time by itself, such as "um" in Portuguese, where one o'clock is "uma"."""
    return SaidTime(None, bare=True)


def hour_of_24(said: Mapping[str, object]) -> SaidTime:
    """{hour} or {zero hour}: "nine hundred hours"."""
    hour = number(said, "zero hour" if "zero hour" in said else "hour")
    return _said(said, clock_time(hour, 0, sure=True))


def two_digit_hour_of_24(said: Mapping[str, object]) -> SaidTime:
    """{hour}: "nineteen hundred". "Nine hundred" is a number."""
    return hour_of_24(said) if number(said, "hour") > 9 else SaidTime(None)


def past(minutes: int | None = None) -> TimeMeaning:
    """{hour}, and {minutes} or {fives} if no argument: "ten past seven"; "half past seven" with 30."""
    return _near_hour(minutes, 1)


def to(minutes: int | None = None) -> TimeMeaning:
    """{hour}, and {minutes} or {fives} if no argument: "ten to seven"; "quarter to seven" with 15."""
    return _near_hour(minutes, -1)


def near_half_to(sign: Literal[1, -1], minutes: int | None = None) -> TimeMeaning:
    """{hour}, and {minutes} or {fives} if no argument, from half an hour before it: "fünf nach halb acht" with 1."""
    return _near_hour(minutes, sign, from_half=True)


def _near_hour(minutes: int | None, sign: int, *, from_half: bool = False) -> TimeMeaning:
    def meaning(said: Mapping[str, object]) -> SaidTime:
        clock = clock_time(number(said, "hour"), 0)
        off = number(said, "fives" if "fives" in said else "minutes") if minutes is None else minutes
        if clock is None or not 0 < off < 60:
            return SaidTime(None)
        moved = clock.minutes + sign * off - (30 if from_half else 0)
        # "five to one" is five to one at day or at night.
        return _said(said, ClockTime(moved % 1440 if clock.sure else (moved - 60) % 720 + 60, clock.sure))

    return meaning


def _said(said: Mapping[str, object], clock: ClockTime | None) -> SaidTime:
    return _with(SaidTime(clock), said)


def _with(read: SaidTime, said: Mapping[str, object]) -> SaidTime:
    parts = (said[slot] for slot in ("part", "part after", "part too") if slot in said)
    return read._replace(parts=(*read.parts, *cast("Iterable[DayPart]", parts)))


Length: TypeAlias = Mapping[Unit, Fraction]
"""A length of time, in its units: "an hour and a half" is 3/2 hours."""

LengthMeaning: TypeAlias = Callable[[Mapping[str, object]], Length]
"""Makes a length of the values in the slots of a pattern."""


def units(fraction: Fraction | int = 0) -> LengthMeaning:
    """{quantity} {unit}: "two hours"; "two and a half hours" with Fraction(1, 2)."""
    return lambda said: {cast(Unit, said["unit"]): cast(Fraction, said["quantity"]) + fraction}


def in_one_word(said: Mapping[str, object]) -> Length:
    """{length}: "1h30", "45min"."""
    return cast(Length, said["length"])


def part_of_unit(fraction: Fraction) -> LengthMeaning:
    """{unit}: "half an hour" with Fraction(1, 2)."""
    return lambda said: {cast(Unit, said["unit"]): fraction}


def units_and_minutes(said: Mapping[str, object]) -> Length:
    """{quantity} {unit} {minute}: "an hour thirty". Another unit than an hour is no length."""
    if said["unit"] != "hour":
        return {}
    return {"hour": cast(Fraction, said["quantity"]), "minute": Fraction(number(said, "minute"))}
