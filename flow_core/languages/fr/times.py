"""Times of day and lengths of time in French: "sept heures et demie", "19h30", "midi moins le quart"."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from flow_core.languages.days import Side, number
from flow_core.languages.patterns import Patterns
from flow_core.languages.phrases import Phrases, PhraseTable, phrases
from flow_core.languages.times import (
    ClockTime,
    DayPart,
    Length,
    LengthMeaning,
    SaidTime,
    TimeMeaning,
    at_clock,
    fixed_time,
    hour_alone,
    in_one_word,
    no_time,
    o_clock,
    past,
    to,
    units,
    units_and_minutes,
)

_HOURS = "(heure|heures|h)"
_SHARP = "[pile|précise|précises|tapante|tapantes]"
_HALF, _QUARTER, _THREE_QUARTERS = Fraction(1, 2), Fraction(1, 4), Fraction(3, 4)
_COUNTED = "(personne|personnes|couvert|couverts|adulte|adultes|enfant|enfants|convives|invités)"


def _with_part(pattern: str) -> str:
    """Return a pattern of a time between the parts of the day that may stand around it."""
    return f"[{{part}},] [pour] [à|vers] ({pattern}) {_SHARP} [, {{part after}} [, {{part too}}]]"


def _minutes_after(hour: int) -> TimeMeaning:
    """{minutes}: "midi dix" with 12."""
    return lambda said: SaidTime(ClockTime(hour * 60 + number(said, "minutes"), True))


def _unclear(said: Mapping[str, object]) -> SaidTime:
    """Return no time: "sept heures deux personnes" may hold two minutes or two persons."""
    return SaidTime(None)


def _hours(hours: Fraction) -> LengthMeaning:
    """No slot: "trois quarts d'heure" with Fraction(3, 4)."""
    return lambda said: {"hour": hours}


def _none(said: Mapping[str, object]) -> Length:
    """Return no length."""
    return {}


class TimeVocabulary:
    """Times. See `TimeWords`."""

    times: Patterns[TimeMeaning] = Patterns(
        (
            # "Pour quatre" and "à quatre" are four persons.
            ("{hour} [, {part after}]", hour_alone),
            (_with_part(f"{{hour}} {_HOURS}|{{hour}} {_HOURS} ({{minute}}|{{minutes}}) [minute|minutes]"), o_clock),
            (_with_part(f"{{zero hour}} {_HOURS}|{{zero hour}} {_HOURS} ({{minute}}|{{minutes}})"), o_clock),
            (_with_part("{clock} [heures]"), at_clock),
            (_with_part(f"{{hour}} [{_HOURS}] et (demie|demi)"), past(30)),
            (_with_part(f"{{hour}} [{_HOURS}] (et|un) quart|{{hour}} [{_HOURS}] et un quart"), past(15)),
            (_with_part(f"{{hour}} [{_HOURS}] moins [le|un] quart"), to(15)),
            (_with_part(f"{{hour}} {_HOURS} moins {{minutes}} [minutes]|{{hour}} moins {{fives}}"), to()),
            (f"[à] {{hour}} {_HOURS} {{minutes}} {_COUNTED}", _unclear),
            (f"[pour|à] [ce] midi {_SHARP}|douze heures {_SHARP} [du|de] midi", fixed_time(12)),
            (f"[pour|à] minuit {_SHARP}", fixed_time(0)),
            ("[à] midi {minutes} [minutes]", _minutes_after(12)),
            ("[à] minuit {minutes} [minutes]", _minutes_after(0)),
            ("[à] midi et (demi|demie)", fixed_time(12, 30)),
            ("[à] minuit et (demi|demie)", fixed_time(0, 30)),
            ("[à] midi [et] [un] quart", fixed_time(12, 15)),
            ("[à] minuit [et] [un] quart", fixed_time(0, 15)),
            ("[à] midi moins [le|un] quart", fixed_time(11, 45)),
            ("[à] minuit moins [le|un] quart", fixed_time(23, 45)),
            ("un", no_time),
        )
    )
    hours: PhraseTable[int] = PhraseTable(())
    parts: PhraseTable[DayPart] = PhraseTable(
        (
            ("am|a m|a.m", "am"),
            ("pm|p m|p.m", "pm"),
            ("du matin|le matin|ce matin|au matin|matin|dans la matinée|en matinée|la matinée|matinée", "morning"),
            ("à l'heure du déjeuner|entre midi et deux|sur l'heure de midi", "midday"),
            (
                """de l'après midi|l'après midi|cet après midi|cette après midi|après midi|dans l'après midi|
                en après midi|cet aprem|aprem""",
                "afternoon",
            ),
            ("du soir|le soir|ce soir|au soir|soir|dans la soirée|en soirée|la soirée|soirée", "evening"),
            ("de la nuit|la nuit|cette nuit|dans la nuit|de nuit|nuit", "night"),
        )
    )
    part_questions: PhraseTable[DayPart] = PhraseTable(
        (
            ("petit déjeuner|matin|matinée", "morning"),
            ("déjeuner|midi", "midday"),
            ("après midi|l'après midi", "afternoon"),
            ("dîner|souper|soir|soirée", "evening"),
        )
    )
    clock_marks = frozenset({"h"})
    introductions = frozenset({"vers", "environ", "@"})
    now: Phrases = phrases("maintenant|tout de suite|immédiatement|à l'instant|dès maintenant")
    lengths: Patterns[LengthMeaning] = Patterns(
        (
            ("{quantity} {unit}", units()),
            ("{length}", in_one_word),
            ("{quantity} {unit} et (demi|demie)|{quantity} et (demi|demie) {unit}", units(_HALF)),
            ("{quantity} (heure|heures) [et] [un] quart", lambda said: _plus(said, _QUARTER)),
            ("{quantity} (heure|heures) [et] trois quarts", lambda said: _plus(said, _THREE_QUARTERS)),
            ("[une] demi (heure|heures)", _hours(_HALF)),
            ("[un] quart d'heure", _hours(_QUARTER)),
            ("trois quarts d'heure", _hours(_THREE_QUARTERS)),
            # Half a day is no twelve hours.
            ("[une] demi (journée|journées)|{quantity} demi (journée|journées)", _none),
            ("{quantity} {unit} {minute}", units_and_minutes),
        )
    )
    no_length_after = frozenset({"a"})
    no_length_before: frozenset[str] = frozenset()
    joints = frozenset({"et"})
    lead_in: PhraseTable[Side] = PhraseTable((("dans", "future"), ("il y a", "past")))
    lead_out: PhraseTable[Side] = PhraseTable(())


class TimesOutsideFrance(TimeVocabulary):
    """Times where "déjeuner" is in the morning and "dîner" at noon."""

    part_questions: PhraseTable[DayPart] = PhraseTable(
        (
            ("petit déjeuner|déjeuner|matin|matinée", "morning"),
            ("dîner|midi", "midday"),
            ("après midi|l'après midi", "afternoon"),
            ("souper|soir|soirée", "evening"),
        )
    )


def _plus(said: Mapping[str, object], fraction: Fraction) -> Length:
    """{quantity}: "une heure et quart"."""
    quantity = said["quantity"]
    return {"hour": quantity + fraction} if isinstance(quantity, Fraction) else {}
