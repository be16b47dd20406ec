"""Finds a length of time, written or spoken, as ISO 8601: PT1H30M. It reads no day and no time of day."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from flow_core.languages.days import MAX_COUNT, Unit
from flow_core.languages.patterns import Slot
from flow_core.languages.utterance import Word, text_at
from flow_core.values.answer import NoMatch
from flow_core.values.memory import shared
from flow_core.values.moves import move_in
from flow_core.values.question import Reading
from flow_core.values.types.finder import Finder
from flow_core.values.types.when.date import unabbreviated
from flow_core.values.types.when.slots import MOST, WORDS, count_slots
from flow_core.values.understand import Found

if TYPE_CHECKING:
    from flow_core.languages.language import Language

NO_SUCH_LENGTH = NoMatch("there is no such length of time")
"""The reading of a length that has no exact units, such as half a month."""
_NOT_YET = NoMatch("the caller asks for time")

_ISO = re.compile(
    r"p(?=[0-9t])(?:[0-9]+y)?(?:[0-9]+m)?(?:[0-9]+w)?(?:[0-9]+d)?(?:t(?=[0-9])(?:[0-9]+h)?(?:[0-9]+m)?(?:[0-9]+s)?)?"
)
_ORDER: tuple[Unit, ...] = (
    "decade", "year", "quarter", "month", "fortnight", "week", "day", "hour", "minute", "second"
)  # fmt: skip
"""The units, the longest first."""
_SMALLER: Mapping[Unit, tuple[Unit, int]] = {
    "decade": ("year", 10),
    "year": ("month", 12),
    "quarter": ("month", 3),
    "fortnight": ("week", 2),
    "week": ("day", 7),
    "day": ("hour", 24),
    "hour": ("minute", 60),
    "minute": ("second", 60),
}
"""Unit -> the unit that its fractions are told in, and how many of them it has."""
_WHOLE: frozenset[Unit] = frozenset({"decade", "quarter", "fortnight"})
"""Units that ISO 8601 does not have. They are told in smaller ones."""


class LengthSpan(NamedTuple):
    """A length that stands in the words from `start` up to, and without, `end`."""

    units: Mapping[Unit, int] | None
    """None: the words look like a length and are none."""
    start: int
    end: int


@shared
def lengths_in(words: Sequence[Word], reading: Reading) -> list[LengthSpan]:
    """Find the lengths in an utterance.

    Args:
        words: The utterance, without the pauses after its abbreviations.
        reading: The language.
    """
    slots = count_slots(words, reading)
    found: list[LengthSpan] = []
    index = 0
    while index < min(len(words), WORDS) and len(found) < MOST:
        span = _length_at(words, index, reading.language, slots)
        if span is None:
            index += 1
            continue
        found.append(span)
        index = span.end
    return found


def _length_at(words: Sequence[Word], start: int, language: Language, slots: Mapping[str, Slot]) -> LengthSpan | None:
    """Read "an hour and ten minutes": the units become smaller from part to part."""
    said: dict[Unit, Fraction] = {}
    index = end = start
    while (match := language.times.lengths.at(words, index, slots)) is not None:
        part = match.meaning(match.said)
        if said and (not part or _ORDER.index(next(iter(part))) <= max(map(_ORDER.index, said))):
            break
        said.update(part)
        index = end = match.end
        if not part:
            return LengthSpan(None, start, end)
        if text_at(words, index) in language.times.joints:
            index += 1
    return LengthSpan(_whole_units(said), start, end) if end > start else None


def _whole_units(said: Mapping[Unit, Fraction]) -> Mapping[Unit, int] | None:
    """Return the units without fractions; None if that cannot be."""
    units: dict[Unit, int] = {}
    rest: dict[Unit, Fraction] = dict(said)
    for unit in _ORDER:
        amount = rest.pop(unit, None)
        if amount is None:
            continue
        if amount > MAX_COUNT:
            return None
        whole = 0 if unit in _WHOLE else int(amount)
        fraction = amount - whole
        if fraction:
            if unit not in _SMALLER:
                return None
            smaller, times = _SMALLER[unit]
            rest[smaller] = rest.get(smaller, Fraction(0)) + fraction * times
        if whole:
            units[unit] = whole
    return units or None


def iso_of(units: Mapping[Unit, int]) -> str:
    """Return a length as ISO 8601 has it: weeks alone as "P2W", and weeks beside other units in days."""
    days, weeks = units.get("day", 0), units.get("week", 0)
    if weeks and len(units) > 1:
        days, weeks = days + 7 * weeks, 0
    date = ((units.get("year", 0), "Y"), (units.get("month", 0), "M"), (weeks, "W"), (days, "D"))
    time = ((units.get("hour", 0), "H"), (units.get("minute", 0), "M"), (units.get("second", 0), "S"))
    after = "".join(f"{amount}{letter}" for amount, letter in time if amount)
    return "P" + "".join(f"{amount}{letter}" for amount, letter in date if amount) + (f"T{after}" if after else "")


def _find(words: Sequence[Word], reading: Reading) -> list[Found]:
    said = unabbreviated(words, reading)
    times = reading.language.times
    found: list[Found] = []
    for units, start, end in lengths_in(said, reading):
        other = text_at(words, start - 1) in times.no_length_after or text_at(words, end) in times.no_length_before
        found.append(Found(NO_SUCH_LENGTH if units is None or other else iso_of(units), start, end))
    written = [
        Found(word.text.upper(), index, index + 1)
        for index, word in enumerate(words)
        if len(word.text) < 40 and _ISO.fullmatch(word.text)
    ]
    every = sorted([*found, *written], key=lambda one: one.start)
    alone = len(every) == 1 and every[0].end - every[0].start == len(words)
    if every and not alone and move_in(words, reading.locale) == "wait":
        # "just a second, please" is no length. "A second" may be one.
        return [Found(_NOT_YET, 0, len(words))]
    return every


DURATION = Finder("length of time", _find)
"""ISO 8601: P1Y2M3DT4H5M6S or P2W."""
