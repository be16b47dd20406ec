"""Times of day and lengths of time in English, as patterns: "half past seven", "7 pm", "an hour and a half"."""

from __future__ import annotations

from fractions import Fraction

from flow_core.languages.days import Side
from flow_core.languages.patterns import Patterns
from flow_core.languages.phrases import Phrases, PhraseTable, phrases
from flow_core.languages.times import (
    DayPart,
    LengthMeaning,
    TimeMeaning,
    at_clock,
    fixed_time,
    hour_alone,
    hour_of_24,
    o_clock,
    part_of_unit,
    past,
    to,
    two_digit_hour_of_24,
    units,
    units_and_minutes,
)

_NOON = "(noon|midday|twelve noon|12 noon|twelve midday|12 midday)"
_MIDNIGHT = "(midnight|twelve midnight|12 midnight)"
_PAST = "(past|after)"
_TO = "(to|till|til|before)"
_HALF, _QUARTER, _THREE_QUARTERS = Fraction(1, 2), Fraction(1, 4), Fraction(3, 4)


def _with_part(pattern: str) -> str:
    """Return a pattern of a time between the parts of the day that may stand around it."""
    return f"[{{part}},] [at] ({pattern}) [, {{part after}} [, {{part too}}]]"


class TimeVocabulary:
    """Times. See `TimeWords`."""

    times: Patterns[TimeMeaning] = Patterns(
        (
            (_with_part("{hour}"), hour_alone),
            (
                _with_part("{hour} (oclock|o clock) [sharp]|{hour} sharp|{hour} {minute}|{zero hour} {minute}"),
                o_clock,
            ),
            ("{hour} hundred", two_digit_hour_of_24),
            ("{hour} hundred hours|{zero hour} hundred [hours]", hour_of_24),
            (_with_part("{clock} [oclock|o clock|hours|sharp]"), at_clock),
            (_with_part("half [past] {hour} [oclock]"), past(30)),
            (_with_part(f"[a] quarter {_PAST} {{hour}} [oclock]"), past(15)),
            (_with_part(f"{{minutes}} [minutes|minute] {_PAST} {{hour}} [oclock]"), past()),
            (_with_part(f"[a] quarter ({_TO}|of) {{hour}} [oclock]"), to(15)),
            # "Seven to nine" is a span of time, and "five to nine" a time.
            (_with_part(f"({{fives}}|{{minutes}} (minutes|minute)) {_TO} {{hour}} [oclock]"), to()),
            (_NOON, fixed_time(12)),
            (_MIDNIGHT, fixed_time(0)),
            (f"half past {_NOON}", fixed_time(12, 30)),
            (f"half past {_MIDNIGHT}", fixed_time(0, 30)),
            (f"[a] quarter {_PAST} {_NOON}", fixed_time(12, 15)),
            (f"[a] quarter {_PAST} {_MIDNIGHT}", fixed_time(0, 15)),
            (f"[a] quarter {_TO} {_NOON}", fixed_time(11, 45)),
            (f"[a] quarter {_TO} {_MIDNIGHT}", fixed_time(23, 45)),
        )
    )
    hours: PhraseTable[int] = PhraseTable(())
    parts: PhraseTable[DayPart] = PhraseTable(
        (
            ("am|a m|a.m", "am"),
            ("pm|p m|p.m", "pm"),
            ("in the morning|this morning|morning", "morning"),
            ("at lunchtime|at lunch time|lunchtime", "midday"),
            ("in the afternoon|this afternoon|afternoon", "afternoon"),
            ("in the evening|this evening|evening", "evening"),
            ("at night|tonight|this night|last night|night|in the night", "night"),
        )
    )
    part_questions: PhraseTable[DayPart] = PhraseTable(
        (
            ("morning|breakfast", "morning"),
            ("lunch|lunchtime", "midday"),
            ("afternoon", "afternoon"),
            ("evening|dinner|supper", "evening"),
            ("tonight", "night"),
        )
    )
    clock_marks = frozenset({"h"})
    introductions = frozenset({"at", "@", "around", "about", "approximately", "roughly"})
    now: Phrases = phrases("now|right now|immediately|straight away|right away|at once")
    lengths: Patterns[LengthMeaning] = Patterns(
        (
            ("{quantity} {unit}", units()),
            ("{quantity} and a half {unit}|{quantity} {unit} and a half", units(_HALF)),
            ("{quantity} and a quarter {unit}|{quantity} {unit} and a quarter", units(_QUARTER)),
            ("{quantity} and three quarters {unit}|{quantity} {unit} and three quarters", units(_THREE_QUARTERS)),
            ("half [a|an|of an|of a] {unit}|a half {unit}|one half {unit}", part_of_unit(_HALF)),
            ("[a] quarter [of] (a|an) {unit}|[a] quarter {unit}", part_of_unit(_QUARTER)),
            ("three quarters [of] (a|an) {unit}", part_of_unit(_THREE_QUARTERS)),
            ("{quantity} {unit} {minute} [minutes|minute|mins|min]", units_and_minutes),
        )
    )
    no_length_after: frozenset[str] = frozenset()
    no_length_before: frozenset[str] = frozenset()
    joints = frozenset({"and"})
    lead_in: PhraseTable[Side] = PhraseTable((("in|in about|in around", "future"),))
    lead_out: PhraseTable[Side] = PhraseTable((("ago", "past"), ("from now|hence", "future")))
