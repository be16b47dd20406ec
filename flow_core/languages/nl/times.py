"""Times of day and lengths of time in Dutch, as patterns: "half acht" is 7:30, "vijf voor half acht" is 7:25."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import cast

from flow_core.languages.days import Side
from flow_core.languages.nl.dates import PARTS_IN_ONE_WORD, WEEKDAYS
from flow_core.languages.patterns import Patterns
from flow_core.languages.phrases import Phrases, PhraseTable, phrases
from flow_core.languages.times import (
    DayPart,
    Length,
    LengthMeaning,
    TimeMeaning,
    at_clock,
    fixed_time,
    hour_alone,
    in_one_word,
    near_half_to,
    o_clock,
    part_of_unit,
    past,
    to,
    units,
    units_and_minutes,
)

_PAST = "(over|na)"
_HALF, _QUARTER, _THREE_QUARTERS = Fraction(1, 2), Fraction(1, 4), Fraction(3, 4)
_HALF_PHRASE = "en een (half|halve)"


def _in_one_word(part: str) -> str:
    """Return the words for a day and a part of it: "vrijdagavond|morgenavond|gisteravond"."""
    days = [*WEEKDAYS, "morgen", "overmorgen", "gister", "gisteren", "eergister", "eergisteren"]
    return "|".join(f"{day}{ending}" for ending in PARTS_IN_ONE_WORD[part] for day in days)


def _with_part(pattern: str) -> str:
    """Return a pattern of a time between the parts of the day that may stand around it."""
    return f"[{{part}},] [om] ({pattern}) [, {{part after}} [, {{part too}}]]"


def _minutes(minutes: int) -> LengthMeaning:
    """No slot: "een kwartier" with 15."""
    return lambda said: {"minute": Fraction(minutes)}


def _quarters(said: Mapping[str, object]) -> Length:
    """{quantity}: "vijf kwartier"."""
    return {"minute": cast(Fraction, said["quantity"]) * 15}


class TimeVocabulary:
    """Times. See `TimeWords`."""

    times: Patterns[TimeMeaning] = Patterns(
        (
            (_with_part("{hour}"), hour_alone),
            (_with_part("{hour} (uur|uurtje|u) [precies|stipt]|{hour} uur {minutes} [minuten]"), o_clock),
            (_with_part("{hour} {minute} [uur]|{zero hour} uur [{minutes}]|{zero hour} {minute}"), o_clock),
            (_with_part("een (uur|uurtje) of {hour}"), o_clock),
            (_with_part("{clock} [uur|u] [precies|stipt]"), at_clock),
            (_with_part("half {hour} [uur]"), to(30)),
            (_with_part(f"[een] kwart {_PAST} {{hour}} [uur]"), past(15)),
            (_with_part("[een] kwart voor {hour} [uur]"), to(15)),
            (_with_part(f"{{minutes}} [minuten|minuut|min] {_PAST} {{hour}} [uur]"), past()),
            # "Vier voor acht" may be four persons at eight.
            (_with_part("({fives}|{minutes} (minuten|minuut|min)) voor {hour} [uur]"), to()),
            (_with_part(f"{{minutes}} [minuten|minuut] {_PAST} half {{hour}} [uur]"), near_half_to(1)),
            (_with_part("{minutes} [minuten|minuut] voor half {hour} [uur]"), near_half_to(-1)),
            ("middernacht|[om] twaalf uur middernacht", fixed_time(0)),
        )
    )
    hours: PhraseTable[int] = PhraseTable(())
    parts: PhraseTable[DayPart] = PhraseTable(
        (
            ("am|a.m", "am"),
            ("pm|p.m", "pm"),
            (
                "s ochtends|sochtends|s morgens|smorgens|in de ochtend|in de morgen|in de voormiddag|van de ochtend"
                "|vanochtend|vanmorgen|deze ochtend|ochtend|voormiddag|s voormiddags|morgenvroeg|morgen vroeg|"
                + _in_one_word("morning"),
                "morning",
            ),
            ("tussen de middag|rond de middag|tijdens de lunch", "midday"),
            (
                "s middags|smiddags|in de middag|in de namiddag|s namiddags|vanmiddag|deze middag|middag|namiddag|"
                + _in_one_word("afternoon"),
                "afternoon",
            ),
            (
                "s avonds|savonds|in de avond|vanavond|deze avond|van de avond|avond|" + _in_one_word("evening"),
                "evening",
            ),
            ("s nachts|snachts|in de nacht|vannacht|nacht|" + _in_one_word("night"), "night"),
        )
    )
    part_questions: PhraseTable[DayPart] = PhraseTable(
        (
            ("ochtend|ochtends|morgens|ontbijt|ontbijten|voormiddag", "morning"),
            ("lunch|lunchen|middageten", "midday"),
            ("middag|middags|namiddag", "afternoon"),
            ("avond|avonds|avondeten|diner|dineren", "evening"),
            ("nacht|nachts|vannacht", "night"),
        )
    )
    clock_marks = frozenset({"u", "h", "uur"})
    introductions = frozenset({"om", "rond", "omstreeks", "tegen", "ongeveer", "circa"})
    now: Phrases = phrases("nu|nu meteen|onmiddellijk|nu direct|op dit moment")
    lengths: Patterns[LengthMeaning] = Patterns(
        (
            ("{quantity} {unit}", units()),
            (f"{{quantity}} {_HALF_PHRASE} {{unit}}|{{quantity}} {{unit}} {_HALF_PHRASE}", units(_HALF)),
            ("{quantity} en een kwart {unit}", units(_QUARTER)),
            ("{length}", in_one_word),
            ("(anderhalf|anderhalve) {unit}", part_of_unit(Fraction(3, 2))),
            *(
                (f"({word}enhalf|{word}enhalve) {{unit}}", part_of_unit(Fraction(2 * number + 1, 2)))
                for number, word in enumerate("twee drie vier vijf zes zeven acht negen".split(), 2)
            ),
            ("[een] (half|halve) {unit}", part_of_unit(_HALF)),
            ("[een] (halfuur|halfuurtje)", _minutes(30)),
            ("[een] kwart {unit}", part_of_unit(_QUARTER)),
            ("driekwart {unit}|drie kwart {unit}", part_of_unit(_THREE_QUARTERS)),
            ("[een] (kwartier|kwartiertje)", _minutes(15)),
            ("driekwartier", _minutes(45)),
            ("{quantity} kwartier", _quarters),
            ("{quantity} {unit} {minute} [minuten|minuut|min]", units_and_minutes),
        )
    )
    no_length_after: frozenset[str] = frozenset()
    no_length_before: frozenset[str] = frozenset()
    joints = frozenset({"en"})
    lead_in: PhraseTable[Side] = PhraseTable((("over|over ongeveer|over circa", "future"),))
    lead_out: PhraseTable[Side] = PhraseTable((("geleden", "past"), ("vanaf nu", "future")))
