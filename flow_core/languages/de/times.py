"""Times of day and lengths of time in German, as patterns: "halb acht", "19 Uhr 30", "anderthalb Stunden"."""

from __future__ import annotations

from fractions import Fraction

from flow_core.languages.days import Side
from flow_core.languages.de.dates import WEEKDAYS
from flow_core.languages.de.numbers import HALVES
from flow_core.languages.patterns import Patterns
from flow_core.languages.phrases import Phrases, PhraseTable, phrases
from flow_core.languages.times import (
    DayPart,
    LengthMeaning,
    TimeMeaning,
    at_clock,
    fixed_time,
    hour_alone,
    near_half_to,
    no_time,
    o_clock,
    part_of_unit,
    past,
    to,
    units,
    units_and_minutes,
)

_HALF, _QUARTER = Fraction(1, 2), Fraction(1, 4)
_UM = "[punkt|pünktlich|genau]"
_DAYS = [*WEEKDAYS, "sonnabend"]


def _with_part(pattern: str) -> str:
    """Return a pattern of a time between the parts of the day that may stand around it."""
    return f"[{{part}},] [um] {_UM} ({pattern}) [, {{part after}} [, {{part too}}]]"


def _of_days(part: str) -> str:
    """Return a part of each day of the week in one word, and of today: "freitagabend", "heute abend"."""
    return "|".join([f"heute {part}", *(f"{day}{part}" for day in _DAYS)])


def _a_half(word: str) -> str:
    """Return the forms of a number and a half: "anderthalb", "zweieinhalb", "zwei einhalb"."""
    return f"{word}|{word.removesuffix('einhalb')} einhalb" if word.endswith("einhalb") else f"{word}|{word}e"


class TimeVocabulary:
    """Times. See `TimeWords`."""

    times: Patterns[TimeMeaning] = Patterns(
        (
            (_with_part("{hour}"), hour_alone),
            (_with_part("{hour} uhr|{hour} uhr {minutes} [minuten]|{hour} uhr und {minutes} minuten"), o_clock),
            (_with_part("{hour} {minute}|{zero hour} {minute}|{zero hour} uhr [{minute}]"), o_clock),
            (_with_part("{hour} uhr {minute}"), o_clock),
            ("[um] (null|0) uhr", fixed_time(0)),
            (_with_part("{clock} [uhr]"), at_clock),
            (_with_part("halb {hour} [uhr]"), to(30)),
            (_with_part("viertel (nach|über) {hour} [uhr]"), past(15)),
            (_with_part("viertel vor {hour} [uhr]"), to(15)),
            # In the south and east, "viertel acht" is a quarter of the eighth hour.
            (_with_part("viertel {hour} [uhr]"), to(45)),
            (_with_part("(dreiviertel|drei viertel) {hour} [uhr]"), to(15)),
            (_with_part("{minutes} [minuten] nach {hour} [uhr]|eine minute nach {hour} [uhr]"), past()),
            (_with_part("{minutes} [minuten] vor {hour} [uhr]"), to()),
            (_with_part("{minutes} [minuten] nach halb {hour} [uhr]"), near_half_to(1)),
            (_with_part("{minutes} [minuten] vor halb {hour} [uhr]"), near_half_to(-1)),
            ("[um] mitternacht", fixed_time(0)),
            ("ein", no_time),
        )
    )
    hours: PhraseTable[int] = PhraseTable((("ein", 1),))
    parts: PhraseTable[DayPart] = PhraseTable(
        (
            (
                f"""morgens|am morgen|früh|in der früh|in der frühe|am frühen morgen|vormittags|am vormittag|vormittag|
                früh morgens|frühmorgens|{_of_days("morgen")}|{_of_days("früh")}|{_of_days("vormittag")}|
                {"|".join(f"{day} morgen" for day in _DAYS)}""",
                "morning",
            ),
            (f"mittags|am mittag|mittag|zu mittag|{_of_days('mittag')}", "midday"),
            (f"nachmittags|am nachmittag|nachmittag|{_of_days('nachmittag')}", "afternoon"),
            (f"abends|am abend|abend|{_of_days('abend')}", "evening"),
            (f"nachts|in der nacht|nacht|{_of_days('nacht')}", "night"),
        )
    )
    part_questions: PhraseTable[DayPart] = PhraseTable(
        (
            ("frühstück|frühstücken|vormittag|vormittags|morgens", "morning"),
            ("mittagessen|mittags|zu mittag|am mittag", "midday"),
            ("nachmittag|nachmittags", "afternoon"),
            ("abendessen|abends|am abend|heute abend|zu abend|abendbrot", "evening"),
            ("nachts|heute nacht", "night"),
        )
    )
    clock_marks = frozenset({"h", "uhr"})
    introductions = frozenset({"um", "gegen", "circa", "ca", "etwa", "ungefahr", "so"})
    now: Phrases = phrases("jetzt|jetzt gleich|jetzt sofort|sofort|auf der stelle")
    lengths: Patterns[LengthMeaning] = Patterns(
        (
            ("{quantity} {unit}", units()),
            *((f"({_a_half(word)}) {{unit}}", part_of_unit(value)) for word, value in HALVES.items()),
            ("{quantity} und (eine halbe|ein halbes|einen halben) {unit}", units(_HALF)),
            ("[eine|einer|ein|einen|einem] (halbe|halben|halbes|halber|halb) {unit}", part_of_unit(_HALF)),
            ("[eine|einer] viertelstunde|[eine|einer] viertel stunde", lambda said: {"hour": _QUARTER}),
            ("[eine|einer] dreiviertelstunde|[eine|einer] (dreiviertel|drei viertel) stunde",
             lambda said: {"hour": 3 * _QUARTER}),
            ("[ein|eine] (dreiviertel|drei viertel) {unit}", part_of_unit(3 * _QUARTER)),
            ("[ein|einem] halbjahr|[ein|einem] halbes jahr", lambda said: {"month": Fraction(6)}),
            ("{quantity} {unit} {minute} [minuten|min]", units_and_minutes),
        )
    )  # fmt: skip
    no_length_after: frozenset[str] = frozenset()
    no_length_before: frozenset[str] = frozenset()
    joints = frozenset({"und"})
    lead_in: PhraseTable[Side] = PhraseTable(
        (("in|in etwa|in ungefähr|in circa", "future"), ("vor|vor etwa|vor ungefähr|vor circa", "past"))
    )
    lead_out: PhraseTable[Side] = PhraseTable((("von jetzt an|ab jetzt", "future"), ("zuvor|davor", "past")))
